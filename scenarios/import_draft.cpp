#include "scenarios/import_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <functional>

#include "models/text.hpp"
#include "scenarios/writer.hpp"

namespace nines {

namespace {

constexpr double assumed_work = 0.005;       // seconds
constexpr double assumed_utilization = 0.4;  // of the busiest service
constexpr double most_requests = 100.0;      // a second
constexpr std::uint32_t loop_depth = 8;

[[nodiscard]] bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view w) { return text.find(w) != std::string_view::npos; });
}

}  // namespace

DraftService* Draft::find(std::string_view service) {
    const auto it = std::ranges::find(services, service, &DraftService::name);
    return it == services.end() ? nullptr : &*it;
}

void Draft::remark(std::string text) {
    if (std::ranges::find(remarks, text) == remarks.end()) remarks.push_back(std::move(text));
}

bool is_telemetry(std::string_view name, std::string_view image) {
    const auto known = {std::string_view{"jaeger"},  std::string_view{"zipkin"},  std::string_view{"prometheus"},
                        std::string_view{"grafana"}, std::string_view{"otel"},    std::string_view{"opentelemetry"},
                        std::string_view{"fluent"},  std::string_view{"datadog"}, std::string_view{"loki"}};
    return std::ranges::any_of(known, [&](std::string_view k) {
        return name.find(k) != std::string_view::npos || image.find(k) != std::string_view::npos;
    });
}

bool is_load_generator(std::string_view name, std::string_view image) {
    const auto words = {std::string_view{"loadgen"}, std::string_view{"load-gen"}, std::string_view{"load-test"},
                        std::string_view{"locust"}, std::string_view{"user-sim"}};
    return std::ranges::any_of(words, [&](std::string_view k) {
        return name.find(k) != std::string_view::npos || image.find(k) != std::string_view::npos;
    });
}

std::string kind_of_store(std::string_view image) {
    if (contains_any(image, {"mongo", "mysql", "mariadb", "postgres", "cassandra", "couchdb", "cockroach"}))
        return "a database";
    if (image.substr(0, image.rfind(':')).ends_with("-db")) return "a database";
    if (contains_any(image, {"redis", "memcached", "valkey"})) return "a cache";
    if (contains_any(image, {"rabbitmq", "kafka", "nats", "activemq", "pulsar"})) return "a message broker";
    return {};
}

std::vector<std::string> hosts_in(std::string_view value) {
    std::vector<std::string> out;
    while (!value.empty()) {
        const auto end = std::min(value.find_first_of(", ;="), value.size());
        auto part = value.substr(0, end);
        value.remove_prefix(std::min(value.size(), end + 1));
        if (const auto scheme = part.find("://"); scheme != std::string_view::npos) part.remove_prefix(scheme + 3);
        if (const auto user = part.find('@'); user != std::string_view::npos) part.remove_prefix(user + 1);
        part = part.substr(0, part.find_first_of(":/.?"));
        const bool named = !part.empty() && std::ranges::all_of(part, [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
        });
        if (named) out.emplace_back(part);
    }
    return out;
}

std::optional<double> parse_cores(std::string_view text) {
    const bool milli = text.ends_with('m');
    if (milli) text.remove_suffix(1);
    const auto n = parse_decimal(text);
    if (!n || *n <= 0.0 || *n > 1e6) return std::nullopt;
    return milli ? *n / 1000.0 : *n;
}

Problem problem_at(const Node& n, const std::string& file, std::string path, std::string message) {
    Problem p;
    p.path = std::move(path);
    p.message = std::move(message);
    p.file = file;
    p.line = n.mark.line;
    p.column = n.mark.column;
    return p;
}

namespace {

// Makes the scenario of a draft.
class Finisher {
public:
    Finisher(Draft d, std::string kind) : d_(std::move(d)), kind_(std::move(kind)) {}

    Imported finish() {
        name_services();
        drop_unknown_calls();
        find_entries();
        break_loops();
        scenario_.name = d_.name;
        scenario_.run.duration = std::chrono::minutes{5};
        scenario_.run.replications.at_most = 10;
        add_policies();
        for (const auto& service : d_.services)
            if (!service.generator) add_service(service);
        add_clients();
        say_what_is_missing();
        Imported out;
        const auto header = fmt::format(
            "Imported from {} files. Values with a comment were assumed or derived; the others stand in the files.",
            kind_);
        out.text = write_scenario(scenario_, comments_, header);
        out.scenario = std::move(scenario_);
        out.remarks = std::move(d_.remarks);
        return out;
    }

private:
    void name_services() {
        std::set<std::string> taken;
        for (const auto& s : d_.services) {
            std::string name;
            for (const char c : s.name.substr(0, 90))
                name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ? c : '-';
            if (name.empty()) name = "service";
            const auto base = name;
            for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}-{}", base, n);
            if (name != s.name)
                d_.remark(fmt::format("{} is called {} here, since names have only letters, digits, - and _.",
                                      in_quotes(s.name), name));
            names_[s.name] = name;
        }
    }

    void drop_unknown_calls() {
        for (auto& s : d_.services) {
            std::set<std::string> seen;
            std::erase_if(s.calls, [&](const DraftCall& c) {
                return !names_.contains(c.target) || c.target == s.name || !seen.insert(c.target).second;
            });
        }
    }

    [[nodiscard]] static std::vector<std::string> targets(const DraftService& s) {
        std::vector<std::string> out;
        for (const auto& c : s.calls) out.push_back(c.target);
        if (s.script) targets(*s.script, out);
        return out;
    }
    static void targets(const std::vector<Step>& steps, std::vector<std::string>& out) {
        for (const auto& step : steps) {
            if (step.call) out.push_back(*step.call);
            if (step.parallel) targets(step.parallel->branches, out);
            if (step.steps) targets(*step.steps, out);
        }
    }

    void find_entries() {
        std::set<std::string> called, by_generator;
        bool stated = false, any_call = false;
        for (const auto& s : d_.services) {
            stated = stated || (s.entry && !s.generator);
            for (const auto& t : targets(s)) (s.generator ? by_generator : called).insert(t);
            any_call = any_call || (!s.generator && !targets(s).empty());
        }
        for (auto& s : d_.services) {
            if (s.generator) continue;
            if (!by_generator.empty())
                s.entry = by_generator.contains(s.name);
            else if (!stated)
                s.entry = !called.contains(s.name) && !s.store;
        }
        if (std::ranges::none_of(d_.services, [](const auto& s) { return s.entry && !s.generator; }))
            for (auto& s : d_.services)
                if (!s.generator) {
                    s.entry = true;
                    break;
                }
        if (!any_call)
            d_.remark(
                "No call between services is declared in these files: services are called by the clients alone, "
                "databases and the like by nobody.");
    }

    // Calls that close a loop get a bound, or a request would never end. Iterative: chains may be long.
    void break_loops() {
        std::map<std::string, int> state;
        for (const auto& root : d_.services) {
            if (state[root.name] != 0) continue;
            std::vector<std::pair<const DraftService*, std::size_t>> stack{{&root, 0}};
            state[root.name] = 1;
            while (!stack.empty()) {
                auto& [service, next] = stack.back();
                const auto calls = targets(*service);
                if (next == calls.size()) {
                    state[service->name] = 2;
                    stack.pop_back();
                    continue;
                }
                const auto target = calls[next++];
                if (state[target] == 1) closing_.insert({service->name, target});
                if (state[target] != 0) continue;
                state[target] = 1;
                stack.emplace_back(d_.find(target), 0);
            }
        }
    }

    void add_policies() {
        Policies p;
        p.timeout.emplace().overall = std::chrono::seconds{1};
        scenario_.policies.emplace_back("calls", p);
        comment("policies.calls.timeout", "assumed: the files state no timeout");
    }

    void add_service(const DraftService& in) {
        const auto& name = names_.at(in.name);
        const auto path = "services." + name;
        Service s;
        s.replicas.count = in.replicas;
        const auto workers = in.cores ? static_cast<std::uint64_t>(std::max(1.0, std::ceil(*in.cores))) : 4;
        s.replicas.concurrency.count = workers;
        s.replicas.while_waiting = WhileWaiting::release;
        comment(path + ".replicas.count", in.replicas_note);
        comment(path + ".replicas.concurrency", in.cores
                                                    ? fmt::format("one worker for each started core: {}", in.cores_note)
                                                    : "assumed: no CPU limit is stated");
        comment(path + ".replicas.while_waiting", "assumed: asynchronous");
        s.health_check = in.check;
        comment(path + ".health_check", in.check_note);
        comment(path, in.note);
        Endpoint e;
        e.error_rate = Probability{in.error_rate};
        e.request_size = in.request_size;
        e.response_size = in.response_size;
        const bool only_steps = e == Endpoint{};
        const auto steps_path = path + ".endpoints.serve" + (only_steps ? "" : ".steps");
        e.steps.emplace_back().work = Distribution::exponential(assumed_work);
        comment(steps_path + "[0].work", "assumed: the files state no service time");
        if (in.script)
            for (Step step : *in.script) e.steps.push_back(named(std::move(step), in.name));
        for (const auto& call : in.calls) {
            comment(fmt::format("{}[{}].call", steps_path, e.steps.size()), call.note);
            Step step;
            step.call = call.target;
            e.steps.push_back(named(std::move(step), in.name));
        }
        s.endpoints.emplace_back("serve", std::move(e));
        scenario_.services.emplace_back(name, std::move(s));
    }

    // Calls by the names that services have here, with the policy, and bounded where they close a loop.
    [[nodiscard]] Step named(Step step, const std::string& caller) {
        if (step.call) {
            if (closing_.contains({caller, *step.call})) {
                step.max_depth = loop_depth;
                d_.remark(
                    fmt::format("{} and what it calls call each other in a loop: the call of {} is not made more than "
                                "{} calls deep.",
                                caller, *step.call, loop_depth));
            }
            step.call = names_.at(*step.call);
            step.with.use = "calls";
        }
        if (step.parallel)
            for (auto& branch : step.parallel->branches) branch = named(std::move(branch), caller);
        if (step.steps)
            for (auto& inner : *step.steps) inner = named(std::move(inner), caller);
        return step;
    }

    // Calls of each service that one request of the clients leads to.
    [[nodiscard]] double busiest(const std::vector<std::string>& entries) {
        std::map<std::string, double> wave, visits;
        for (const auto& e : entries) wave[e] += 1.0 / static_cast<double>(entries.size());
        for (int round = 0; round < 50 && !wave.empty(); ++round) {
            std::map<std::string, double> next;
            for (const auto& [name, n] : wave) {
                visits[name] += n;
                if (n > 1e9) continue;
                for (const auto& t : targets(*d_.find(name))) next[t] += n;
            }
            wave = std::move(next);
        }
        double busiest = 0.0;
        for (const auto& [name, n] : visits) {
            const auto& s = *d_.find(name);
            const double workers = s.replicas * (s.cores ? std::max(1.0, std::ceil(*s.cores)) : 4.0);
            busiest = std::max(busiest, n * assumed_work / workers);
        }
        return busiest;
    }

    void add_clients() {
        std::vector<std::string> entries;
        for (const auto& s : d_.services)
            if (s.entry && !s.generator) entries.push_back(s.name);
        double rate = std::min(most_requests, assumed_utilization / std::max(busiest(entries), 1e-12));
        const double magnitude = std::pow(10.0, std::floor(std::log10(rate)));
        rate = std::floor(rate / magnitude) * magnitude;
        Client c;
        Arrivals arrivals;
        arrivals.rate = rate;
        c.arrivals = arrivals;
        comment("clients.users.arrivals", fmt::format("assumed: the busiest service is then at most {:.0f}% utilized",
                                                      assumed_utilization * 100.0));
        if (entries.size() == 1) {
            c.call = names_.at(entries.front());
        } else {
            c.mix.emplace();
            for (const auto& e : entries) c.mix->push_back({names_.at(e), 1.0, std::nullopt});
            comment("clients.users.mix", "assumed: as often as each other");
        }
        c.with.use = "calls";
        scenario_.clients.emplace_back("users", std::move(c));
    }

    void say_what_is_missing() {
        d_.remark(
            fmt::format("Not in these files, and assumed: how often clients call ({} requests/s), service times ({}), "
                        "timeouts, failures (none).",
                        print_number(scenario_.clients.front().second.arrivals->rate), "exponential, mean 5 ms"));
    }

    void comment(const std::string& path, const std::string& text) {
        if (!text.empty()) comments_[path] = text;
    }

    Draft d_;
    std::string kind_;
    Scenario scenario_;
    std::map<std::string, std::string> comments_;
    std::map<std::string, std::string> names_;
    std::set<std::pair<std::string, std::string>> closing_;
};

}  // namespace

Imported finish(Draft draft, const std::string& kind) { return Finisher{std::move(draft), kind}.finish(); }

}  // namespace nines
