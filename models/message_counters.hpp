// What the ledger of messages counts: by channel, and by group of consumers.
//
// A message is counted when it is closed, that is when nothing can happen to it any more, in exactly one state for each
// group: processed, dead-lettered, expired, lost (acknowledged to its publisher, and yet without effect) or failed
// (never acknowledged, without effect).
#pragma once

#include <cstdint>

#include "sim/gauge.hpp"
#include "sim/histogram.hpp"
#include "sim/time.hpp"

namespace nines {

struct ChannelCounters {
    std::uint64_t published = 0;     // messages, whatever the attempts
    std::uint64_t acknowledged = 0;  // of those closed
    std::uint64_t closed = 0;
    std::uint64_t stored = 0, deduplicated = 0;  // copies that came in
    std::uint64_t turned_away = 0;               // for want of copies in sync, or of room
    std::uint64_t vanished = 0;                  // stored, then lost by the broker
    std::uint64_t aborted = 0;                   // of transactions
    std::uint64_t elections = 0;
    Gauge leaderless;        // partitions
    std::uint64_t open = 0;  // publications, at any time

    void reset(Instant now);
};

struct GroupCounters {
    std::uint64_t closed = 0, processed = 0, duplicated = 0, dead_lettered = 0, expired = 0, lost = 0, failed = 0;
    std::uint64_t unacknowledged = 0;  // processed, although the publisher was never told
    std::uint64_t deliveries_of_closed = 0, effects_of_closed = 0;
    std::uint64_t delivered_again = 0;  // closed ones that were delivered more than once
    std::uint64_t deliveries = 0, redeliveries = 0;
    std::uint64_t effects = 0, suppressed = 0;  // not done again, since it was done before
    std::uint64_t reordered = 0;                // first effects after that of a later message
    std::uint64_t rebalances = 0;
    Gauge backlog;  // messages kept and not yet done
    Gauge stopped;  // of a log: partitions that stand still
    WideSum latency_sum;
    Histogram latency;  // from publishing to the first effect

    void reset(Instant now);
};

}  // namespace nines
