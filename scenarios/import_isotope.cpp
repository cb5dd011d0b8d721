#include "scenarios/import_isotope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "models/text.hpp"

namespace nines {

namespace {

class Reader {
public:
    Expected<Draft> read(const std::vector<std::filesystem::path>& files) {
        for (const auto& file : files) read_one(file);
        check_targets();
        if (draft_.services.empty() && problems_.empty()) {
            Problem p;
            p.message = "no services in these files";
            p.file = files.empty() ? "" : files.front().string();
            problems_.push_back(p);
        }
        if (!problems_.empty()) return std::move(problems_);
        draft_.name = files.front().stem().string();
        draft_.remark("Sizes of requests and responses take time only once network.bandwidth is stated.");
        return std::move(draft_);
    }

private:
    void read_one(const std::filesystem::path& file) {
        file_ = file.string();
        const auto text = read_file(file);
        if (!text) return keep(text.problems());
        const auto documents = parse_yaml(*text, file_);
        if (!documents) return keep(documents.problems());
        for (const auto& d : *documents) {
            const Node* defaults = d.find("defaults");
            if (defaults == nullptr) defaults = d.find("default");  // the README's word
            const Node* services = d.find("services");
            if (services == nullptr || services->kind != Node::Kind::list) {
                problems_.push_back(problem_at(d, file_, "services", "a list of services is expected"));
                continue;
            }
            for (std::size_t i = 0; i < services->items.size(); ++i)
                add(services->items[i], defaults, fmt::format("services[{}]", i));
        }
    }
    void keep(const Problems& p) { problems_.insert(problems_.end(), p.begin(), p.end()); }
    void wrong(const Node& n, const std::string& path, std::string message) {
        problems_.push_back(problem_at(n, file_, path, std::move(message)));
    }

    void add(const Node& n, const Node* defaults, const std::string& path) {
        const auto value = [&](std::string_view key) {
            const Node* own = n.find(key);
            return own != nullptr || defaults == nullptr ? own : defaults->find(key);
        };
        DraftService s;
        const Node* name = n.find("name");
        if (name == nullptr || name->text.empty()) return wrong(n, path + ".name", "a service needs a name");
        s.name = name->text;
        if (draft_.find(s.name) != nullptr)
            return wrong(*name, path + ".name", fmt::format("{} is there twice", in_quotes(s.name)));
        if (const Node* entry = n.find("isEntrypoint")) s.entry = entry->text == "true";
        if (const Node* replicas = value("numReplicas")) {
            if (auto problem = Scalar<std::uint32_t>::parse(replicas->text, range(1, 100'000), s.replicas);
                !problem.empty())
                wrong(*replicas, path + ".numReplicas", problem);
        } else {
            s.replicas_note = "the file states none: 1";
        }
        if (const Node* rate = value("errorRate")) {
            Probability share;
            if (auto problem = Scalar<Probability>::parse(rate->text, {}, share); !problem.empty())
                wrong(*rate, path + ".errorRate", problem);
            s.error_rate = share.value;
        }
        if (const Node* size = value("requestSize")) read_size(*size, path + ".requestSize", s.request_size);
        if (const Node* size = value("responseSize")) read_size(*size, path + ".responseSize", s.response_size);
        s.script.emplace();
        if (const Node* script = value("script")) read_script(*script, path + ".script", *s.script, 0);
        draft_.services.push_back(std::move(s));
    }

    // "128", "1 KB", "10k" or "2MiB": as Docker's go-units reads them for isotope, all units are powers of 1024.
    void read_size(const Node& n, const std::string& path, Size& size) {
        const auto digits = n.text.find_last_of("0123456789") + 1;
        const auto number = parse_decimal(std::string_view{n.text}.substr(0, digits));
        std::string unit{trimmed(std::string_view{n.text}.substr(digits))};
        std::ranges::transform(unit, unit.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        constexpr std::array<std::string_view, 6> names = {"", "k", "m", "g", "t", "p"};
        const auto is_unit = [&](std::string_view prefix) {
            return unit == prefix || unit == std::string{prefix} + "b" ||
                   (!prefix.empty() && unit == std::string{prefix} + "ib");
        };
        const auto power = std::ranges::find_if(names, is_unit) - names.begin();
        if (!number || *number < 0.0 || power == std::ssize(names))
            return wrong(n, path, fmt::format("{} is no size, such as 128 or \"10 KB\"", in_quotes(n.text)));
        size.bytes = *number * std::pow(1024.0, static_cast<double>(power));
    }

    // A list is one step after the other; a list within it runs at the same time.
    void read_script(const Node& n, const std::string& path, std::vector<Step>& out, int depth) {
        if (n.kind != Node::Kind::list) return wrong(n, path, "a list of steps is expected");
        for (std::size_t i = 0; i < n.items.size(); ++i) {
            const Node& item = n.items[i];
            const auto here = fmt::format("{}[{}]", path, i);
            Step step;
            if (item.kind == Node::Kind::list) {
                if (depth > 0)
                    return wrong(item, here, "steps that run at the same time hold no such steps themselves");
                Parallel p;
                read_script(item, here, p.branches, depth + 1);
                if (p.branches.empty()) continue;
                step.parallel = std::move(p);
            } else if (!read_step(item, here, step)) {
                continue;
            }
            out.push_back(std::move(step));
        }
    }

    bool read_step(const Node& n, const std::string& path, Step& step) {
        if (const Node* sleep = n.find("sleep")) {
            Duration d{};
            if (auto problem = Scalar<Duration>::parse(sleep->text, {}, d); !problem.empty())
                wrong(*sleep, path + ".sleep", problem);
            step.delay = Distribution::constant(to_seconds(d));
            return true;
        }
        const Node* call = n.find("call");
        if (call == nullptr) {
            wrong(n, path, "a step is sleep or call");
            return false;
        }
        const Node* service = call->kind == Node::Kind::map ? call->find("service") : call;
        if (service == nullptr || service->text.empty()) {
            wrong(*call, path + ".call", "names no service");
            return false;
        }
        step.call = service->text;
        targets_.push_back({file_, path + ".call", service->text, service->mark});
        if (const Node* probability = call->find("probability")) {  // in percent
            const auto percent = parse_decimal(probability->text);
            if (!percent || *percent < 0.0 || *percent > 100.0)
                wrong(*probability, path + ".call.probability",
                      fmt::format("{} is no percentage (0 to 100)", in_quotes(probability->text)));
            else
                step.probability = Probability{*percent / 100.0};
        }
        return true;
    }

    void check_targets() {
        std::vector<std::string> known;
        for (const auto& s : draft_.services) known.push_back(s.name);
        const std::set<std::string> names(known.begin(), known.end());
        for (const auto& t : targets_)
            if (!names.contains(t.name)) {
                Problem p;
                p.path = t.path;
                p.file = t.file;
                p.line = t.mark.line;
                p.column = t.mark.column;
                p.message = fmt::format("no service {}{}", in_quotes(t.name), did_you_mean(t.name, known));
                problems_.push_back(p);
            }
    }

    struct Target {
        std::string file, path, name;
        Mark mark;
    };
    std::vector<Target> targets_;
    std::string file_;
    Draft draft_;
    Problems problems_;
};

}  // namespace

Expected<Draft> draft_from_isotope(const std::vector<std::filesystem::path>& files) { return Reader{}.read(files); }

}  // namespace nines
