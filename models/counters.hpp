// Counters: what a run keeps count of, per edge, endpoint, service, client and SLO.
//
// Cumulative from the start of the statistics; an interval of a series is the difference of two readings, so that a
// series costs nothing per event.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/database_counters.hpp"
#include "models/message_counters.hpp"
#include "models/model.hpp"
#include "sim/gauge.hpp"
#include "sim/histogram.hpp"

namespace nines {

using OutcomeCounts = std::array<std::uint64_t, outcome_count>;

[[nodiscard]] inline std::uint64_t total(const OutcomeCounts& c) noexcept {
    std::uint64_t n = 0;
    for (const auto x : c) n += x;
    return n;
}
[[nodiscard]] inline std::uint64_t good(const OutcomeCounts& c) noexcept {
    return c[static_cast<std::size_t>(Outcome::success)] + c[static_cast<std::size_t>(Outcome::degraded)];
}

// What every call counts comes first, so that it lies in as few cache lines as can be: large systems are bound by them.

struct alignas(64) EdgeCounters {
    std::uint64_t begun = 0;  // calls
    WideSum latency_sum;      // of good calls
    Histogram latency;        // likewise
    OutcomeCounts calls{};    // that ended
    OutcomeCounts attempts{};
    std::uint64_t retries = 0;
    std::uint64_t late = 0;  // answers that came when nobody waited any more
    std::uint64_t short_circuited = 0;
    std::uint64_t throttled = 0, rate_limited = 0, pool_rejected = 0;  // attempts, by the caller's own limits
    std::uint64_t denied = 0;                                          // retries, by the budget
    std::uint64_t hedges = 0, hedges_won = 0;  // attempts beside the first; calls that one of them answered
    std::uint64_t fallbacks = 0;               // calls that ended in one
    std::uint64_t connect_timeouts = 0, write_timeouts = 0, read_timeouts = 0, try_timeouts = 0, overall_timeouts = 0;
    std::uint64_t openings = 0;
    Gauge open_breakers;
};

struct alignas(64) EndpointCounters {
    WideSum latency_sum;  // from arrival to answer, of good ones
    Histogram latency;
    OutcomeCounts outcomes{};
};

// Of the replicas of a service that come and go.
struct LifeCounters {
    Gauge there, wanted;
    std::uint64_t scale_ups = 0, scale_downs = 0;  // decisions
    std::uint64_t starts = 0;                      // replicas
    std::uint64_t killed = 0;                      // requests inside a replica whose grace was over
    std::uint64_t evictions = 0, rollbacks = 0;
    std::uint64_t by_new_version = 0, failed_by_new_version = 0;  // answers
    Duration rollout_time{};                                      // 0: it has not ended

    void reset(Instant now) {
        LifeCounters fresh;
        fresh.there = there;
        fresh.wanted = wanted;
        fresh.there.reset(now);
        fresh.wanted.reset(now);
        *this = fresh;
    }
};

struct alignas(64) ServiceCounters {
    Gauge in_flight;
    std::uint64_t starts = 0;  // workers granted, at once or after a wait
    WideSum work_sum;          // of steps that ended
    Gauge busy, queue;
    WideSum wait_sum;
    Histogram wait;            // of those who did wait
    Gauge up, down;            // down: 1 while fewer serve than required
    std::uint64_t wasted = 0;  // answered when nobody waited any more
    WideSum wasted_sum;        // work for nobody
    std::uint64_t failures = 0;
    std::uint64_t shed_by_concurrency = 0, shed_by_rate = 0, shed_by_codel = 0;
    std::vector<std::uint64_t> shed, arrived;  // by level of priority, of services that shed
    Gauge limit;                               // of concurrency, of all replicas together
    Gauge ejected;                             // replicas, by outlier detection
    std::uint64_t ejections = 0;
    std::uint64_t failovers = 0, uncovered = 0;  // begun; of them by hand
    Gauge switching, recovering;                 // 1 while one is under way by itself, by hand
    std::uint64_t blind_failovers = 0;           // ended, with
    WideSum blind_failover_sum;                  // the time from the failure until the standby was active
    std::uint64_t blind = 0;                     // replicas that a health check took out, with
    WideSum blind_sum;                           // the time since they stopped serving
    std::uint64_t restarts = 0;                  // by liveness
    std::uint64_t taken_out_well = 0;            // replicas that served, by a health check
    LifeCounters lives;
    Gauge dimmer;                                           // millionths, of all replicas together
    std::uint64_t optional = 0, left_out = 0;               // steps that a brownout may leave out
    Gauge cores, memory, disk, full;                        // busy cores, bytes used, replicas whose disk is full
    std::uint64_t memory_kills = 0, killed_for_memory = 0;  // processes; requests inside them
    std::uint64_t failed_writes = 0, cleanings = 0;
};

// Of a bulkhead, all its instances together.
struct PoolCounters {
    Gauge in_use, waiting;
    std::uint64_t granted = 0;  // permits, at once or after a wait
    WideSum wait_sum;
    Histogram wait;  // of those who did wait
    std::uint64_t rejected = 0;
    std::uint64_t opened = 0;  // connections
};

// Of a cache, all its instances together.
struct CacheCounters {
    std::uint64_t lookups = 0;
    std::uint64_t hits = 0;  // the stale ones included
    std::uint64_t stale = 0;
    std::uint64_t coalesced = 0;  // waited for the load of another
    std::uint64_t loads = 0;      // begun
    std::uint64_t evictions = 0;
    Gauge entries;
};

struct SloCounters {
    std::uint64_t good = 0;
    std::uint64_t all = 0;
};

struct Counters {
    explicit Counters(const Model& m)
        : edges(m.edges.size()),
          endpoints(m.endpoints.size()),
          services(m.services.size()),
          pools(m.pools.size()),
          caches(m.caches.size()),
          channels(m.messages.channels.size()),
          groups(m.messages.groups.size()),
          databases(m.databases.size()),
          slos(m.slos.size()),
          client_latency(m.clients.size()) {}

    // Starts the statistics: everything counted so far is forgotten, the present state stays.
    void reset(Instant now);

    std::vector<EdgeCounters> edges;
    std::vector<EndpointCounters> endpoints;
    std::vector<ServiceCounters> services;
    std::vector<PoolCounters> pools;
    std::vector<CacheCounters> caches;
    std::vector<ChannelCounters> channels;
    std::vector<GroupCounters> groups;
    std::vector<DatabaseCounters> databases;
    std::vector<SloCounters> slos;
    std::vector<Histogram> client_latency;  // of clients with several edges; else that of the edge
    Instant since = start_of_run;
};

// What a client's edges count together: each belongs to it alone.
struct ClientCounts {
    std::uint64_t issued = 0;
    OutcomeCounts outcomes{};
    WideSum latency_sum;
};
[[nodiscard]] ClientCounts counts_of(const ClientModel& client, const Counters& c);
[[nodiscard]] const Histogram& latency_of(const Model& m, Index client, const Counters& c);

}  // namespace nines
