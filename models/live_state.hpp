// Live state: what a running replication looks like at this instant, as plain data.
//
// Taken between two events by whoever watches (Simulation::observe()); a run that nobody watches pays nothing for it.
// Elements are in the order of the model, whose names live_names() gives once. Counts are cumulative since
// `counting_since`, so that what happened lately is the difference of two states: rates_between().
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/describe.hpp"

namespace nines {

struct Model;

enum class ReplicaCondition : std::uint8_t {
    up,
    slow,     // works, at less than its speed
    failing,  // works, but answers a share of the requests with errors
    paused,   // stands still, and goes on later
    silent,   // does not answer
    refused,  // is gone, and callers learn so at once
};
template <>
struct Choices<ReplicaCondition> {
    static constexpr std::array<std::string_view, 6> names = {"up", "slow", "failing", "paused", "silent", "refused"};
};
[[nodiscard]] constexpr std::string_view name_of(ReplicaCondition c) {
    return Choices<ReplicaCondition>::names[static_cast<std::size_t>(c)];
}

struct LiveReplica {
    ReplicaCondition condition = ReplicaCondition::up;
    bool in_rotation = true;  // the load balancer sends to it
    std::uint32_t busy = 0;   // workers
    std::uint32_t queued = 0;
    friend bool operator==(const LiveReplica&, const LiveReplica&) = default;
};

inline constexpr std::uint64_t no_limit = ~std::uint64_t{0};

// Always: replicas = up + failed + passive.
struct LiveService {
    std::uint32_t replicas = 0;
    std::uint32_t up = 0;                 // serve, and get requests
    std::uint32_t failed = 0;             // do not serve
    std::uint32_t passive = 0;            // would serve, but get no requests: out of rotation
    std::uint32_t impaired = 0;           // of those that serve: slow, or failing
    bool down = false;                    // fewer serve than it requires
    std::uint64_t busy = 0, workers = 0;  // of all replicas; workers may be unlimited
    std::uint64_t queued = 0, room = 0;   // likewise
    std::uint64_t in_flight = 0;
    std::uint64_t answered = 0, good = 0;  // requests that ended here
    friend bool operator==(const LiveService&, const LiveService&) = default;
};

struct LiveClient {
    std::uint64_t issued = 0, ended = 0, good = 0;
    friend bool operator==(const LiveClient&, const LiveClient&) = default;
};

struct LiveEdge {
    std::uint64_t attempts = 0;  // that ended
    std::uint64_t failed = 0;    // of them
    std::uint64_t retries = 0;
    std::uint32_t closed = 0, half_open = 0, open = 0;  // breakers; all 0: it has none
    friend bool operator==(const LiveEdge&, const LiveEdge&) = default;
};

struct LiveState {
    double seconds = 0.0;         // simulated
    double counting_since = 0.0;  // likewise
    std::uint64_t events = 0;
    std::uint64_t requests_in_flight = 0;
    std::uint32_t injected = 0;  // faults, by hand
    std::vector<LiveClient> clients;
    std::vector<LiveService> services;
    std::vector<LiveReplica> replicas;
    std::vector<LiveEdge> edges;
    friend bool operator==(const LiveState&, const LiveState&) = default;
};

struct LiveNames {
    struct Replica {
        std::string name;  // "gateway/0"
        std::uint32_t service = 0;
        friend bool operator==(const Replica&, const Replica&) = default;
    };
    struct Edge {
        std::string name;    // "gateway.checkout -> cart.get"
        std::string caller;  // a client or a service
        bool from_client = false;
        std::string callee;  // a service
        friend bool operator==(const Edge&, const Edge&) = default;
    };
    std::vector<std::string> clients, services;
    std::vector<Replica> replicas;
    std::vector<Edge> edges;
};
[[nodiscard]] LiveNames live_names(const Model& m);

// What happened between two states of one run, a second. Shares are NaN where nothing happened.
struct Flow {
    double per_second = 0.0;
    double failed_share = 0.0;
    double retry_share = 0.0;  // of edges: of the attempts
};
struct LiveRates {
    std::vector<Flow> clients, services, edges;
};
// REQUIRES: `before` was taken no later than `after`, of the same run. When the statistics began anew in between, only
// what came after counts.
[[nodiscard]] LiveRates rates_between(const LiveState& before, const LiveState& after);

}  // namespace nines
