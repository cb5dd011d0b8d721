#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "models/compile.hpp"
#include "models/data_services.hpp"
#include "models/database_validation.hpp"
#include "models/names.hpp"
#include "models/policy_resolution.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

constexpr std::uint64_t most_replicas = 1'000'000;
constexpr std::uint64_t most_places = 100'000;
constexpr std::size_t most_zones = 500;
constexpr double most_calls = 1e6;  // expected, of one request

class Validator {
public:
    explicit Validator(const Scenario& s) : s_(s) {
        for (auto& name : endpoint_names(s)) endpoints_.insert(std::move(name));
    }

    Problems validate() {
        check_duplicates();
        check_places();
        check_policies();
        for (const auto& [name, service] : s_.services) check_service(name, service);
        for (const auto& [name, client] : s_.clients) check_client(name, client);
        for (std::size_t i = 0; i < s_.network.links.size(); ++i) {
            const auto path = fmt::format("network.links[{}]", i);
            check_sides(s_.network.links[i].between, path + ".between");
            check_sides(s_.network.links[i].and_, path + ".and");
            if (s_.network.links[i].failure) check_failure(*s_.network.links[i].failure, path + ".failure");
        }
        check_common_causes();
        check_faults();
        check_slos();
        check_run();
        if (problems_.empty()) check_endless_calls();
        return std::move(problems_);
    }

private:
    void wrong(std::string path, std::string message, Problem::Severity severity = Problem::Severity::error) {
        Problem p;
        p.path = std::move(path);
        p.message = std::move(message);
        p.severity = severity;
        problems_.push_back(std::move(p));
    }

    template <class T>
    void check_unique(const Dictionary<T>& d, const std::string& path) {
        std::set<std::string_view> seen;
        for (const auto& [key, value] : d)
            if (!seen.insert(key).second) wrong(path, fmt::format("{} is there twice", in_quotes(key)));
    }
    void check_duplicates() {
        check_unique(s_.places, "places");
        check_unique(s_.crews, "crews");
        check_unique(s_.policies, "policies");
        check_unique(s_.services, "services");
        check_unique(s_.clients, "clients");
        check_unique(s_.common_causes, "common_causes");
        for (const auto& [name, service] : s_.services)
            check_unique(service.endpoints, "services." + name + ".endpoints");
        if (s_.services.empty()) wrong("services", "there is no service");
        if (s_.clients.empty()) wrong("clients", "there is no client");
    }

    void check_places() {
        std::uint64_t hosts = 0;
        std::size_t zones = 0;
        for (const auto& [name, region] : s_.places) {
            const auto path = "places." + name;
            std::set<std::string_view> seen;
            if (region.zones.empty()) wrong(path + ".zones", "a region has at least one zone");
            for (const auto& zone : region.zones) {
                if (!seen.insert(zone).second)
                    wrong(path + ".zones", fmt::format("{} is there twice", in_quotes(zone)));
                if (zone.empty() || zone.find('/') != std::string::npos)
                    wrong(path + ".zones", fmt::format("{} is no name of a zone", in_quotes(zone)));
            }
            zones += region.zones.size();
            hosts += region.hosts_per_zone * region.zones.size();
            for (const auto& [field, failure] :
                 {std::pair{"region_failure", &region.region_failure}, std::pair{"zone_failure", &region.zone_failure},
                  std::pair{"host_failure", &region.host_failure}})
                if (*failure) check_failure(**failure, fmt::format("{}.{}", path, field));
        }
        if (zones > most_zones)
            wrong("places", fmt::format("{} zones are more than the {} allowed", zones, most_zones));
        if (hosts > most_places)
            wrong("places", fmt::format("{} hosts are more than the {} allowed", hosts, most_places));
    }

    void check_failure(const Failure& f, const std::string& path) {
        if (!f.crew.empty()) check_known(f.crew, keys_of(s_.crews), "crew", path + ".crew");
        if (f.mtbf.law.mean() < 1e-6)
            wrong(path + ".mtbf", "a mean time between failures below 1us cannot be simulated");
    }

    void check_known(const std::string& name, const std::vector<std::string>& known, const char* what,
                     const std::string& path) {
        if (std::ranges::find(known, name) != known.end()) return;
        wrong(path, fmt::format("no {} {}{}{}", what, in_quotes(name), did_you_mean(name, known),
                                known.empty() ? fmt::format("; there is no {} at all", what) : ""));
    }

    void check_endpoint(const std::string& name, const std::string& path) {
        if (name.find('.') != std::string::npos ? endpoints_.contains(name) : resolve_endpoint(s_, name).has_value())
            return;
        if (const Service* service = find(s_.services, name))
            return wrong(path, fmt::format("service {} has {} endpoints; name one of {}", in_quotes(name),
                                           service->endpoints.size(), fmt::join(keys_of(service->endpoints), ", ")));
        auto known = endpoint_names(s_);
        for (const auto& service : keys_of(s_.services)) known.push_back(service);
        wrong(path, fmt::format("no endpoint {}{}", in_quotes(name), did_you_mean(name, known)));
    }

    void check_policies() {
        for (const auto& [name, policies] : s_.policies) {
            check_use(policies, "policies." + name);
            std::set<std::string> seen{name};
            for (const Policies* p = &policies; p != nullptr && !p->use.empty(); p = find(s_.policies, p->use))
                if (!seen.insert(p->use).second) {
                    wrong("policies." + name + ".use", fmt::format("{} uses itself in the end", in_quotes(name)));
                    break;
                }
        }
    }
    void check_use(const Policies& p, const std::string& path) {
        if (!p.use.empty()) check_known(p.use, keys_of(s_.policies), "policy", path + ".use");
        if (p.retry && p.retry->backoff.jitter == Jitter::decorrelated && p.retry->backoff.max < p.retry->backoff.base)
            wrong(path + ".retry.backoff.max", "is below base");
        if (p.fallback && p.fallback->call) check_endpoint(*p.fallback->call, path + ".fallback.call");
    }

    // A pool that several calls share is the same to all of them.
    void check_pool(const std::string& caller, const std::string& target, const Policies& stated,
                    const std::string& path) {
        const Policies p = resolve(s_, stated);
        const auto callee = resolve_endpoint(s_, target);
        if (!p.bulkhead || !callee) return;
        const auto& name = p.bulkhead->pool.empty() ? callee->service : p.bulkhead->pool;
        const auto [it, fresh] = pools_.try_emplace({caller, name}, *p.bulkhead, path);
        if (!fresh && !(it->second.first == *p.bulkhead))
            wrong(path + ".bulkhead",
                  fmt::format("the bulkhead {} of {} is another one at {}; name one of them with pool", in_quotes(name),
                              caller, it->second.second));
    }

    [[nodiscard]] bool is_place(const std::string& name) const {
        const auto regions = region_names(s_), zones = zone_names(s_);
        return std::ranges::find(regions, name) != regions.end() || std::ranges::find(zones, name) != zones.end() ||
               is_host(s_, name);
    }
    void check_place(const std::string& name, const std::string& path) {
        if (is_place(name)) return;
        auto known = region_names(s_);
        for (auto& z : zone_names(s_)) known.push_back(std::move(z));
        wrong(path, fmt::format("no place {}{}", in_quotes(name), did_you_mean(name, known)));
    }
    void check_sides(const std::vector<std::string>& sides, const std::string& path) {
        if (sides.empty()) wrong(path, "names no place");
        for (const auto& side : sides) {
            if (side == "clients") continue;
            if (is_host(s_, side))
                wrong(path, fmt::format("{} is a host; the network is cut between regions and zones", in_quotes(side)));
            else
                check_place(side, path);
        }
    }

    void check_service(const std::string& name, const Service& service) {
        const auto path = "services." + name;
        const Replicas& r = service.replicas;
        replicas_ += r.count;
        if (replicas_ > most_replicas && !too_many_) {
            too_many_ = true;
            wrong(path + ".replicas.count", fmt::format("more than {} replicas in all", most_replicas));
        }
        for (const auto& place : r.in) check_place(place, path + ".replicas.in");
        if (service.endpoints.empty()) wrong(path + ".endpoints", "a service has at least one endpoint");
        if (service.required > r.count)
            wrong(path + ".required", fmt::format("{} are required, but there are {}", service.required, r.count));
        std::size_t zones = 0;
        for (const auto& [region_name, region] : s_.places) zones += region.zones.size();
        if (service.required_zones > std::max<std::size_t>(1, std::min<std::size_t>(zones, r.count)))
            wrong(path + ".required_zones",
                  fmt::format("{} zones are required, but the replicas stand in {}", service.required_zones,
                              std::max<std::size_t>(1, std::min<std::size_t>(zones, r.count))));
        if (service.overload && service.overload->codel && r.queue.discipline != Discipline::fifo &&
            r.queue.discipline != Discipline::lifo && r.queue.discipline != Discipline::priority)
            wrong(path + ".overload.codel", "needs a queue: fifo, lifo or priority");
        if (service.overload && service.overload->concurrency &&
            service.overload->concurrency->minimum > service.overload->concurrency->maximum)
            wrong(path + ".overload.concurrency.minimum", "is above maximum");
        if (service.replica_failure) check_failure(*service.replica_failure, path + ".replica_failure");
        for (const auto& [endpoint_name, endpoint] : service.endpoints)
            check_steps(name, endpoint.steps, path + ".endpoints." + endpoint_name);
    }

    void check_data_call(const Step& step, const std::string& here) {
        const auto callee = resolve_endpoint(s_, *step.call);
        if (!callee) return;
        const Database* database = find(s_.databases, callee->service);
        if (step.consistency && (database == nullptr || callee->endpoint != "read"))
            wrong(here + ".consistency", "is of calls that read from a database");
        if (step.consistency && database != nullptr && database->quorum && *step.consistency != Consistency::strong &&
            *step.consistency != Consistency::eventual)
            wrong(here + ".consistency", "a quorum knows eventual and strong");
        if (step.if_unchanged && (database == nullptr || callee->endpoint != "write" || database->quorum))
            wrong(here + ".if_unchanged", "is of calls that write to a database with a primary");
    }

    void check_steps(const std::string& name, const std::vector<Step>& steps, const std::string& path) {
        for_each_step(steps, path, [&](const Step& step, const std::string& here) {
            if (step.call) {
                check_endpoint(*step.call, here + ".call");
                check_use(step.with, here + ".with");
                check_data_call(step, here);
                if (problems_.empty()) check_pool(name, *step.call, step.with, here + ".with");
            }
            if (step.parallel) {
                const auto n = std::uint64_t{step.parallel->branches.size()} * step.parallel->copies;
                if (n == 0) wrong(here + ".parallel", "has no branches");
                if (n > 100'000)
                    wrong(here + ".parallel.copies", fmt::format("{} branches are more than the 100000 allowed", n));
                if (step.parallel->wait_for && *step.parallel->wait_for > n)
                    wrong(here + ".parallel.wait_for",
                          fmt::format("waits for {} of {} branches", *step.parallel->wait_for, n));
            }
            if (step.one_of) {
                double sum = 0.0;
                for (const auto& alternative : *step.one_of) sum += alternative.probability.value;
                if (sum > 1.0 + 1e-9)
                    wrong(here + ".one_of",
                          fmt::format("the probabilities add up to {:.6g}%, more than 100%", sum * 100.0));
            }
        });
    }

    void check_client(const std::string& name, const Client& client) {
        const auto path = "clients." + name;
        if (client.arrivals.has_value() == client.users.has_value()) wrong(path, "needs either arrivals or users");
        if (client.call.has_value() == client.mix.has_value()) wrong(path, "needs either call or mix");
        if (client.call) check_endpoint(*client.call, path + ".call");
        if (client.mix && client.mix->empty()) wrong(path + ".mix", "is empty");
        for (std::size_t i = 0; client.mix && i < client.mix->size(); ++i)
            check_endpoint((*client.mix)[i].call, fmt::format("{}.mix[{}].call", path, i));
        check_use(client.with, path + ".with");
        if (!client.from.empty()) {
            const auto zones = zone_names(s_);
            if (std::ranges::find(zones, client.from) == zones.end())
                check_known(client.from, zones, "zone", path + ".from");
        }
    }

    void check_common_causes() {
        for (const auto& [name, cause] : s_.common_causes) {
            const auto path = "common_causes." + name;
            if (cause.members.empty()) wrong(path + ".members", "names nothing");
            for (const auto& member : cause.members) {
                if (find(s_.services, member) != nullptr || is_replica(s_, member) || is_place(member)) continue;
                auto known = keys_of(s_.services);
                for (auto& region : region_names(s_)) known.push_back(std::move(region));
                wrong(path + ".members",
                      fmt::format("no service, replica or place {}{}", in_quotes(member), did_you_mean(member, known)));
            }
            check_failure(cause.failure, path + ".failure");
        }
    }

    void check_faults() {
        for (std::size_t i = 0; i < s_.faults.size(); ++i) {
            const Fault& f = s_.faults[i];
            const auto path = fmt::format("faults[{}]", i);
            if (f.at >= s_.run.duration)
                wrong(path + ".at", "begins after the end of the run", Problem::Severity::warning);
            if (f.service) check_known(*f.service, keys_of(s_.services), "service", path + ".service");
            if (f.replica && !is_replica(s_, *f.replica))
                wrong(path + ".replica",
                      fmt::format("no replica {}; write service/0 and count from 0", in_quotes(*f.replica)));
            if (f.primary) check_known(*f.primary, keys_of(s_.databases), "database", path + ".primary");
            if (f.database) check_known(*f.database, keys_of(s_.databases), "database", path + ".database");
            if (f.database.has_value() != f.damage.has_value())
                wrong(path,
                      "damage is of a database, and of a database there is only damage; its nodes are faults of a "
                      "service of its name");
            if (f.host && !is_host(s_, *f.host))
                wrong(path + ".host",
                      fmt::format("no host {}; write region/zone/0 and count from 0", in_quotes(*f.host)));
            if (f.zone) check_known(*f.zone, zone_names(s_), "zone", path + ".zone");
            if (f.region) check_known(*f.region, region_names(s_), "region", path + ".region");
            if (f.between) {
                check_sides(f.between->from, path + ".between.from");
                check_sides(f.between->to, path + ".between.to");
                if (f.slow || f.errors)
                    wrong(path, "between places there is outage, latency and loss, not slow or errors");
            } else if (f.latency || f.loss) {
                wrong(path, "latency and loss are of the network: say between which places");
            }
            if (f.mode && (*f.mode == FailureMode::slow || *f.mode == FailureMode::errors))
                wrong(path + ".mode",
                      "an outage refuses, is silent or pauses; slow and errors are effects of their own");
        }
    }

    void check_slos() {
        std::set<std::string_view> seen;
        for (std::size_t i = 0; i < s_.slos.size(); ++i) {
            const auto path = fmt::format("slos[{}]", i);
            if (!s_.slos[i].of.empty()) check_known(s_.slos[i].of, keys_of(s_.clients), "client", path + ".of");
            if (!seen.insert(s_.slos[i].name).second)
                wrong(path + ".name", fmt::format("{} is there twice", in_quotes(s_.slos[i].name)));
        }
    }

    void check_run() {
        if (!s_.run.warmup.automatic && s_.run.warmup.stated >= s_.run.duration)
            wrong("run.warmup", fmt::format("{} leaves nothing of the {} that are simulated",
                                            print_duration(s_.run.warmup.stated), print_duration(s_.run.duration)));
        if (s_.run.replications.at_least > s_.run.replications.at_most && s_.run.replications.until)
            wrong("run.replications.at_least", "is above at_most");
    }

    // ---- endpoints that call themselves without end

    struct Target {
        std::size_t endpoint;
        double calls;  // expected, of one execution
        bool bounded;  // by max_depth
    };

    void add_targets(const std::vector<Step>& steps, double weight, std::vector<Target>& out) const {
        for (const auto& step : steps) {
            const double w = weight * step.probability.value;
            if (step.call) {
                const auto e = resolve_endpoint(s_, *step.call);
                out.push_back({index_.at(*e), w, step.max_depth.has_value()});
                const Policies with = resolve(s_, step.with);
                if (with.fallback && with.fallback->call)
                    out.push_back(
                        {index_.at(*resolve_endpoint(s_, *with.fallback->call)), w, step.max_depth.has_value()});
            }
            if (step.parallel) add_targets(step.parallel->branches, w * step.parallel->copies, out);
            if (step.repeat) add_targets(step.repeat->steps, w * step.repeat->times, out);
            if (step.one_of) add_targets(*step.one_of, w, out);
            if (step.steps) add_targets(*step.steps, w, out);
        }
    }

    // The expected number of executions of every endpoint that one call leads to, bounded calls left out: finite, or
    // the request may never end. Power iteration over the calls, which a cycle of certainty never lets die out.
    void check_endless_calls() {
        std::vector<std::vector<Target>> targets;
        std::vector<EndpointName> names;
        for (const auto& [service_name, service] : s_.services)
            for (const auto& [name, endpoint] : service.endpoints) {
                index_[{service_name, name}] = names.size();
                names.push_back({service_name, name});
            }
        for (const auto& n : names) {
            auto& out = targets.emplace_back();
            add_targets(find(find(s_.services, n.service)->endpoints, n.endpoint)->steps, 1.0, out);
        }
        std::vector<double> wave(names.size(), 1.0);
        double total = 0.0, size = static_cast<double>(names.size());
        const double start = size;
        for (int round = 0; round < 5000 && size > 1e-6; ++round) {
            std::vector<double> next(names.size(), 0.0);
            for (std::size_t e = 0; e < names.size(); ++e) {
                if (wave[e] == 0.0) continue;
                for (const Target& t : targets[e])
                    if (!t.bounded) next[t.endpoint] += wave[e] * t.calls;
            }
            wave = std::move(next);
            size = 0.0;
            for (const double x : wave) size += x;
            total += size;
            if (total > most_calls * start) break;
        }
        if (size <= 1e-6) return;
        const auto cycle = find_cycle(targets);
        if (cycle.empty()) {
            const auto busiest = static_cast<std::size_t>(std::ranges::max_element(wave) - wave.begin());
            wrong(fmt::format("services.{}.endpoints.{}", names[busiest].service, names[busiest].endpoint),
                  fmt::format("one request leads to more than {:.0f} calls", most_calls));
            return;
        }
        std::string way;
        for (const auto e : cycle) way += fmt::format("{}.{} -> ", names[e].service, names[e].endpoint);
        const auto& first = names[cycle.front()];
        wrong(fmt::format("services.{}.endpoints.{}", first.service, first.endpoint),
              fmt::format(
                  "calls itself without end: {}{}.{}; give one of these calls a max_depth, or a lower probability", way,
                  first.service, first.endpoint));
    }

    // A cycle of unbounded calls, shortest-first enough for a message; iterative, since chains may be long.
    [[nodiscard]] static std::vector<std::size_t> find_cycle(const std::vector<std::vector<Target>>& targets) {
        std::vector<int> state(targets.size(), 0);
        for (std::size_t root = 0; root < targets.size(); ++root) {
            if (state[root] != 0) continue;
            std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
            state[root] = 1;
            while (!stack.empty()) {
                auto& [e, next] = stack.back();
                if (next == targets[e].size()) {
                    state[e] = 2;
                    stack.pop_back();
                    continue;
                }
                const Target& t = targets[e][next++];
                if (t.bounded || t.calls <= 0.0) continue;
                if (state[t.endpoint] == 1) {
                    std::vector<std::size_t> cycle;
                    bool inside = false;
                    for (const auto& [node, unused] : stack) {
                        inside = inside || node == t.endpoint;
                        if (inside) cycle.push_back(node);
                    }
                    return cycle;
                }
                if (state[t.endpoint] == 0) {
                    state[t.endpoint] = 1;
                    stack.emplace_back(t.endpoint, 0);
                }
            }
        }
        return {};
    }

    const Scenario& s_;
    Problems problems_;
    std::set<std::string, std::less<>> endpoints_;
    std::map<EndpointName, std::size_t> index_;
    std::map<std::pair<std::string, std::string>, std::pair<Bulkhead, std::string>> pools_;  // by caller and name
    std::uint64_t replicas_ = 0;
    bool too_many_ = false;
};

}  // namespace

Problems validate(const Scenario& s) {
    if (s.databases.empty()) return Validator{s}.validate();
    Problems found = database_problems(s);
    if (!found.empty()) return found;
    const Scenario whole = with_data_services(s);
    for (auto& p : Validator{whole}.validate()) {
        p.path = database_path(s, p.path);
        found.push_back(std::move(p));
    }
    return found;
}

}  // namespace nines
