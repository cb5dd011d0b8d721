#include "models/live_state.hpp"

#include <algorithm>
#include <limits>

#include "models/model.hpp"

namespace nines {

namespace {

[[nodiscard]] double share(double part, double all) {
    return all > 0.0 ? part / all : std::numeric_limits<double>::quiet_NaN();
}

// Calls `make(before, after)` for each element; `before` is empty counts when they do not compare.
template <class T, class Make>
[[nodiscard]] std::vector<Flow> flows(const std::vector<T>& before, const std::vector<T>& after, bool anew, Make make) {
    std::vector<Flow> out;
    out.reserve(after.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        out.push_back(make(anew || i >= before.size() ? T{} : before[i], after[i]));
    return out;
}

}  // namespace

LiveNames live_names(const Model& m) {
    LiveNames out;
    out.clients = m.client_names;
    out.services = m.service_names;
    for (Index r = 0; r < m.replicas.size(); ++r) out.replicas.push_back({m.components[r].name, m.replicas[r].service});
    for (Index e = 0; e < m.edges.size(); ++e) {
        const EdgeModel& edge = m.edges[e];
        const bool client = edge.client != none;
        out.edges.push_back({m.edge_names[e], client ? m.client_names[edge.client] : m.service_names[edge.caller],
                             client, m.service_names[edge.service]});
    }
    return out;
}

LiveRates rates_between(const LiveState& before, const LiveState& after) {
    const bool anew = before.counting_since != after.counting_since;
    const double span = after.seconds - std::max(before.seconds, after.counting_since);
    const auto flow = [&](std::uint64_t all, std::uint64_t failed, std::uint64_t retries) {
        Flow f;
        f.per_second = span > 0.0 ? static_cast<double>(all) / span : 0.0;
        f.failed_share = share(static_cast<double>(failed), static_cast<double>(all));
        f.retry_share = share(static_cast<double>(retries), static_cast<double>(all));
        return f;
    };
    LiveRates out;
    out.clients = flows(before.clients, after.clients, anew, [&](const LiveClient& a, const LiveClient& b) {
        const auto ended = b.ended - a.ended;
        return flow(ended, ended - (b.good - a.good), 0);
    });
    out.services = flows(before.services, after.services, anew, [&](const LiveService& a, const LiveService& b) {
        const auto answered = b.answered - a.answered;
        return flow(answered, answered - (b.good - a.good), 0);
    });
    out.edges = flows(before.edges, after.edges, anew, [&](const LiveEdge& a, const LiveEdge& b) {
        return flow(b.attempts - a.attempts, b.failed - a.failed, b.retries - a.retries);
    });
    return out;
}

}  // namespace nines
