#include "analysis/structure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <functional>
#include <map>
#include <set>

#include "analysis/data_findings.hpp"
#include "analysis/findings.hpp"
#include "analysis/visits.hpp"
#include "models/broker_expansion.hpp"
#include "models/data_services.hpp"
#include "models/database_validation.hpp"
#include "models/names.hpp"
#include "models/policy_resolution.hpp"

namespace nines {

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

// One call step of one endpoint.
struct CallEdge {
    std::size_t from, to;  // endpoints
    std::string path;
    Policies with;
    bool needed;    // the caller fails when it fails
    bool delivery;  // by a broker, which nobody waits for
};

class Structure {
public:
    // `s`: as its author wrote it; `whole`: with brokers as services.
    Structure(const Scenario& s, const Scenario& whole) : stated_(s), s_(whole) {
        const auto& services = whole.services;
        for (std::size_t i = 0; i < services.size(); ++i)
            for (const auto& [name, endpoint] : services[i].second.endpoints) {
                index_[{services[i].first, name}] = service_of_.size();
                names_.push_back(services[i].first + "." + name);
                service_of_.push_back(i);
            }
        for (const auto& [service_name, service] : services)
            for (const auto& [name, endpoint] : service.endpoints) {
                const bool delivers = find(s.brokers, service_name) != nullptr;
                const auto from = index_.at({service_name, name});
                for_each_step(endpoint.steps, fmt::format("services.{}.endpoints.{}", service_name, name),
                              [&](const Step& step, const std::string& path) {
                                  if (!step.call) return;
                                  auto with = resolve(s_, step.with);
                                  const bool needed = !step.optional && !with.fallback && step.probability.value >= 1.0;
                                  calls_.push_back({from, index_.at(*resolve_endpoint(s_, *step.call)), path,
                                                    std::move(with), needed, delivers});
                              });
            }
        outgoing_.resize(names_.size());
        for (std::size_t c = 0; c < calls_.size(); ++c) outgoing_[calls_[c].from].push_back(c);
    }

    Problems findings() {
        find_loops();
        find_unused();
        find_single_points();
        find_timeouts();
        find_overload();
        find_unheard_channels();
        find_hasty_timeouts();
        for (auto& p : found_.all) p.path = path_of_author(stated_, std::move(p.path));
        return std::move(found_.all);
    }

private:
    void find_loops() {
        Graph g(names_.size());
        std::set<std::size_t> own_loops;
        for (const auto& c : calls_) {
            boost::add_edge(c.from, c.to, g);
            if (c.from == c.to) own_loops.insert(c.from);
        }
        std::vector<std::size_t> component(names_.size());
        if (names_.empty()) return;
        const auto n = boost::strong_components(
            g, boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, g)));
        std::vector<std::vector<std::size_t>> members(static_cast<std::size_t>(n));
        for (std::size_t e = 0; e < component.size(); ++e) members[component[e]].push_back(e);
        for (const auto& loop : members) {
            if (loop.size() < 2 && !own_loops.contains(loop.front())) continue;
            std::vector<std::string> names;
            for (const auto e : loop) names.push_back(names_[e]);
            found_.remark(path_of(loop.front()), fmt::format("calls go in a loop: {}", fmt::join(names, ", ")));
        }
    }
    [[nodiscard]] std::string path_of(std::size_t endpoint) const {
        const auto dot = names_[endpoint].find('.');
        return fmt::format("services.{}.endpoints.{}", names_[endpoint].substr(0, dot),
                           names_[endpoint].substr(dot + 1));
    }

    // Endpoints that one leads to; over needed calls only, or all.
    void reach(std::size_t from, bool needed, std::vector<bool>& seen) const {
        std::vector<std::size_t> stack{from};
        seen[from] = true;
        while (!stack.empty()) {
            const auto e = stack.back();
            stack.pop_back();
            for (const auto c : outgoing_[e]) {
                if (seen[calls_[c].to] || (needed && !calls_[c].needed)) continue;
                seen[calls_[c].to] = true;
                stack.push_back(calls_[c].to);
            }
        }
    }
    [[nodiscard]] std::vector<std::size_t> entries(const Client& client) const {
        std::vector<std::size_t> out;
        if (client.call) out.push_back(index_.at(*resolve_endpoint(s_, *client.call)));
        if (client.mix)
            for (const auto& m : *client.mix) out.push_back(index_.at(*resolve_endpoint(s_, m.call)));
        return out;
    }

    void find_unused() {
        std::vector<bool> reached(names_.size(), false);
        for (const auto& [name, client] : s_.clients)
            for (const auto e : entries(client))
                if (!reached[e]) reach(e, false, reached);
        std::set<std::string> policies;
        const std::function<void(const Policies&)> use = [&](const Policies& p) {
            if (p.use.empty() || !policies.insert(p.use).second) return;
            if (const Policies* next = find(s_.policies, p.use)) use(*next);
        };
        for (const auto& [name, client] : s_.clients) use(client.with);
        for (std::size_t i = 0, e = 0; i < s_.services.size(); ++i) {
            const auto& [service_name, service] = s_.services[i];
            const auto first = e;
            for (const auto& [name, endpoint] : service.endpoints) {
                for_each_step(endpoint.steps, "", [&](const Step& step, const std::string&) { use(step.with); });
                ++e;
            }
            const bool any = std::any_of(reached.begin() + static_cast<std::ptrdiff_t>(first),
                                         reached.begin() + static_cast<std::ptrdiff_t>(e), [](bool r) { return r; });
            if (!any) {
                found_.remark("services." + service_name, "no client leads to this service");
                continue;
            }
            for (std::size_t k = first; k < e; ++k)
                if (!reached[k]) found_.remark(path_of(k), "no client leads to this endpoint");
        }
        for (const auto& [name, p] : s_.policies)
            if (!policies.contains(name)) found_.remark("policies." + name, "nothing uses this policy");
    }

    void find_single_points() {
        std::size_t zones = 0;
        for (const auto& [name, region] : s_.places) zones += region.zones.size();
        std::vector<std::vector<std::string>> needed_by(s_.services.size());
        for (const auto& [name, client] : s_.clients) {
            std::vector<bool> seen(names_.size(), false);
            for (const auto e : entries(client))
                if (!seen[e]) reach(e, true, seen);
            std::set<std::size_t> services;
            for (std::size_t e = 0; e < seen.size(); ++e)
                if (seen[e]) services.insert(service_of_[e]);
            for (const auto i : services) needed_by[i].push_back(name);
        }
        for (std::size_t i = 0; i < s_.services.size(); ++i) {
            if (needed_by[i].empty()) continue;
            const auto& [name, service] = s_.services[i];
            const auto who = fmt::format("{}", fmt::join(needed_by[i], ", "));
            if (service.replicas.count == 1)
                found_.warn(fmt::format("services.{}.replicas", name),
                            fmt::format("single point of failure: one replica, and {} cannot do without it", who));
            else if (zones > 1 &&
                     (service.replicas.spread == Spread::none ||
                      (service.replicas.in.size() == 1 && service.replicas.in[0].find('/') != std::string::npos)))
                found_.warn(
                    fmt::format("services.{}.replicas", name),
                    fmt::format(
                        "single point of failure: all {} replicas stand in one zone, and {} cannot do without them",
                        service.replicas.count, who));
            else if (zones > 1 && service.replicas.in.empty()) {
                const auto largest = (service.replicas.count + zones - 1) / zones;
                if (service.replicas.count - largest < service.required)
                    found_.warn(
                        fmt::format("services.{}.required", name),
                        fmt::format("a lost zone takes up to {} of {} replicas and leaves fewer than the {} required",
                                    largest, service.replicas.count, service.required));
            }
        }
    }

    // How long a caller may have to wait for an endpoint by its own timeouts; nothing when nothing bounds it.
    [[nodiscard]] static std::optional<Duration> longest(const Policies& p) {
        if (!p.timeout) return std::nullopt;
        std::optional<Duration> bound = p.timeout->overall;
        if (p.timeout->per_try) {
            Duration all = *p.timeout->per_try;
            if (p.retry) {
                double sum = to_seconds(*p.timeout->per_try) * p.retry->max_attempts,
                       wait = to_seconds(p.retry->backoff.base);
                for (std::uint32_t i = 1; i < p.retry->max_attempts; ++i, wait *= p.retry->backoff.factor)
                    sum += std::min(wait, to_seconds(p.retry->backoff.max));
                all = from_seconds(sum);
            }
            bound = bound ? std::min(*bound, all) : all;
        }
        return bound;
    }

    void find_timeouts() {
        for (const auto& c : calls_) {
            if (c.delivery) continue;
            if (!c.with.timeout || (!c.with.timeout->per_try && !c.with.timeout->overall && !c.with.timeout->read))
                found_.remark(c.path,
                              fmt::format("no timeout: when {} is silent this call waits for ever", names_[c.to]));
            else
                compare_timeouts(c.path, c.with, c.to);
        }
        for (const auto& [name, client] : s_.clients) {
            const auto with = resolve(s_, client.with);
            if (!with.timeout || (!with.timeout->per_try && !with.timeout->overall)) {
                if (!client.patience)
                    found_.remark("clients." + name,
                                  "neither timeout nor patience: a silent service keeps these requests for ever");
                continue;
            }
            for (const auto e : entries(client)) compare_timeouts("clients." + name, with, e);
        }
    }
    void compare_timeouts(const std::string& path, const Policies& with, std::size_t callee) {
        const auto patience = with.timeout->per_try && with.timeout->overall
                                  ? std::min(*with.timeout->per_try, *with.timeout->overall)
                              : with.timeout->per_try ? *with.timeout->per_try
                                                      : *with.timeout->overall;
        for (const auto c : outgoing_[callee]) {
            const auto below = longest(calls_[c].with);
            if (calls_[c].delivery || !below || *below <= patience) continue;
            if (with.timeout->propagate && with.timeout->overall) continue;  // the callee knows when to stop
            found_.warn(
                path,
                fmt::format("gives up on {} after {}, but that waits up to {} for {}: it goes on working for nobody",
                            names_[callee], print_duration(patience), print_duration(*below), names_[calls_[c].to]));
        }
    }

    void find_overload() {
        const Load load = offered_load(s_);
        const bool open = std::ranges::any_of(s_.clients, [](const auto& c) { return c.second.arrivals.has_value(); });
        for (std::size_t i = 0; i < s_.services.size(); ++i) {
            const double u = load.utilization[i];
            const auto path = fmt::format("services.{}.replicas", s_.services[i].first);
            if (!open || u < 0.8) continue;
            const auto numbers =
                fmt::format("{:.4g} calls/s bring {:.4g} s of work a second to {} workers: utilization {:.0f}%",
                            load.calls[i], load.work[i], load.workers[i], u * 100.0);
            if (u >= 1.0)
                found_.warn(path, "offered load above capacity: " + numbers);
            else
                found_.remark(path, "little spare capacity: " + numbers);
        }
    }

    // Channels that nobody publishes to, or nobody consumes.
    void find_unheard_channels() {
        for (const auto& [broker_name, broker] : stated_.brokers)
            for (const auto& [name, channel] : broker.channels) {
                const auto me = index_.at({broker_name, name});
                const auto path = fmt::format("brokers.{}.channels.{}", broker_name, name);
                const bool consumed = std::ranges::any_of(
                    outgoing_[me], [&](std::size_t c) { return service_of_[calls_[c].to] < stated_.services.size(); });
                bool dead_letters = false;
                for (const auto& [other, content] : broker.channels) {
                    const auto dead = resolve_channel(stated_, dead_letter_of(broker, content));
                    dead_letters = dead_letters || (dead && dead->broker == broker_name && dead->channel == name);
                }
                if (!consumed && !dead_letters)
                    found_.remark(path, "nobody consumes this channel: its messages are counted, no more");
                if (consumed && broker.kind == BrokerKind::log && !broker.delivery.session_timeout)
                    found_.remark(path,
                                  "no session_timeout: the partitions of a consumer that is gone go to nobody else");
            }
    }

    // Messages that are given out again while they are still worked on.
    void find_hasty_timeouts() {
        const auto cost = offered_load(s_).seconds;
        for (const auto& [service_name, service] : stated_.services)
            for (std::size_t i = 0; i < service.consumes.size(); ++i) {
                const auto from = resolve_channel(stated_, service.consumes[i].from);
                const Broker& broker = *find(stated_.brokers, from->broker);
                const Channel& channel = *find(broker.channels, from->channel);
                const auto timeout =
                    channel.visibility_timeout ? channel.visibility_timeout : broker.delivery.visibility_timeout;
                const auto e = index_.at(*consumer_endpoint(stated_, service_name, service.consumes[i]));
                if (!timeout || cost[e] < to_seconds(*timeout) / 2.0) continue;
                found_.warn(
                    fmt::format("services.{}.consumes[{}]", service_name, i),
                    fmt::format("a message takes {} of work on average and is given out again after {}: many are "
                                "processed more than once",
                                print_seconds(cost[e]), print_duration(*timeout)));
            }
    }

    const Scenario& stated_;
    const Scenario& s_;
    std::map<EndpointName, std::size_t> index_;
    std::vector<std::string> names_;
    std::vector<std::size_t> service_of_;
    std::vector<CallEdge> calls_;
    std::vector<std::vector<std::size_t>> outgoing_;
    Findings found_;
};

}  // namespace

Problems findings(const Scenario& s) {
    const Scenario stated = with_data_services(s);
    const Scenario whole = with_brokers_as_services(stated, Deliveries::with_dead_letters);
    Problems found = Structure{stated, whole}.findings();
    for (auto& p : found) p.path = database_path(s, p.path);
    // Not every database is both read and written.
    std::erase_if(found, [](const Problem& p) {
        return p.severity == Problem::Severity::note && p.path.starts_with("databases.") &&
               (p.path.ends_with(".endpoints.read") || p.path.ends_with(".endpoints.write"));
    });
    for (auto& p : data_findings(s)) found.push_back(std::move(p));
    return found;
}

}  // namespace nines
