// What is counted of a database: the fate of its writes, how old its reads were, and how long it was without a primary.
#pragma once

#include <array>
#include <cstdint>

#include "sim/gauge.hpp"
#include "sim/histogram.hpp"
#include "sim/wide_sum.hpp"

namespace nines {

struct DatabaseCounters {
    std::uint64_t acknowledged = 0;  // writes that were answered while their caller waited
    std::uint64_t unconfirmed = 0;   // written, but their caller had gone by then
    std::uint64_t lost = 0;          // acknowledged writes that a failover threw away
    std::uint64_t split_writes = 0;  // of those, acknowledged by a primary whose place was taken already
    std::uint64_t reads = 0, stale_reads = 0;
    std::uint64_t broken_reads = 0;                  // older than what was asked for
    std::uint64_t conflicts = 0;                     // writes that found their row changed
    std::uint64_t unavailable = 0;                   // quorum: too few nodes seemed to be up
    std::array<std::uint64_t, 9> versions_behind{};  // quorum: reads, by how many versions; the last: that many or more
    std::uint64_t elections = 0, long_elections = 0;  // those that took more than one term
    WideSum first_timeout_sum;                        // of elections: from the last heartbeat to the first timeout
    WideSum staleness_sum, lag_sum, failover_sum, recovery_sum, exposure_sum;
    Histogram staleness;  // of stale reads: how long ago the first write they lack was made
    std::uint64_t lags = 0;
    Histogram lag;             // of pieces of the log: from the write until a replica's readers see it
    std::uint64_t losses = 0;  // of a primary
    std::uint64_t failovers = 0, clean_failovers = 0;  // promotions after a loss; those that lost nothing
    Histogram failover;                                // from the loss of the primary to the promotion of another
    std::uint64_t recoveries = 0;
    Histogram recovery;                          // from the loss until writers could write again
    Histogram exposure;                          // of failovers: from the first lost write to the loss of the primary
    std::uint64_t backups = 0, bad_backups = 0;  // made; that turned out to be bad when they were needed
    std::uint64_t restores = 0, nothing_to_restore = 0;
    WideSum restore_sum, restore_point_sum;
    Histogram restore;        // from the damage until the data was back
    Histogram restore_point;  // from the moment that was restored to the damage
    std::uint64_t damaged_reads = 0;
    std::uint64_t rto_judged = 0, rto_met = 0, rpo_judged = 0, rpo_met = 0;
    std::uint64_t transactions = 0, deadlocks = 0, lock_timeouts = 0, serialization_failures = 0;  // ended; aborted by
    std::uint64_t cut_off_writes = 0;  // several primaries: acknowledged where most nodes were out of reach
    std::uint64_t lost_to_clocks = 0;  // of those lost: to one that was made earlier
    std::uint64_t removes_undone = 0;
    std::uint64_t sibling_reads = 0, siblings_read = 0, most_siblings = 0;
    WideSum convergence_sum, healing_sum;
    Histogram convergence;  // of writes: until every node has seen them
    Histogram healing;      // from the end of a partition until every node has seen all that was written before
    std::uint64_t lock_waits = 0;
    WideSum lock_wait_sum;
    Histogram lock_wait;            // of those who waited for a lock
    std::uint64_t no_room = 0;      // writes that did not fit on the disk
    std::uint64_t stale_steps = 0;  // of runbooks, found when they were followed in earnest
    double disk_peak = 0.0;         // share of a disk that was used
    Gauge behind;                   // writes that the replicas lack, all together
    Gauge down;                     // 1 while writers know no primary that works
    Gauge split;                    // 1 while two nodes take writes; of several primaries, while they cannot all talk
    Gauge siblings;                 // rows with siblings, counted at every node
    Gauge alone;                    // 1 while semi-synchronous writes wait for nobody
    Gauge disk;                     // bytes on the disk of whoever wrote last
    Gauge full;                     // nodes whose disk is full

    // With those of another shard. REQUIRES: both were reset at the same time.
    void merge(const DatabaseCounters& other);
    void reset(Instant now);

    static constexpr std::array<Gauge DatabaseCounters::*, 7> gauges();
};

constexpr std::array<Gauge DatabaseCounters::*, 7> DatabaseCounters::gauges() {
    return {&DatabaseCounters::behind, &DatabaseCounters::down, &DatabaseCounters::split, &DatabaseCounters::siblings,
            &DatabaseCounters::alone,  &DatabaseCounters::disk, &DatabaseCounters::full};
}

}  // namespace nines
