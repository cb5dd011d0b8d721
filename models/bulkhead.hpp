// Bulkhead: a limit on the calls that a caller has under way to a dependency, so that its trouble stays there.
//
// A semaphore, a thread pool with a queue, or a pool of connections: permits, and a queue for those who wait for one.
// An attempt holds its permit until the caller has its answer or gives up. Calls of one service to the same callee
// share a bulkhead, as do those that name the same pool. Where `setup` is stated permits are connections: one is opened
// when none is idle, the one used last goes first, and one whose attempt had no answer is closed, as are all that were
// idle for too long.
//
// Always: at most `max_concurrent` permits are out; nobody waits while one is free.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

struct Bulkhead {
    static constexpr const char* type_name = "Bulkhead";
    std::string preset;
    std::uint32_t max_concurrent = 25;
    Limit queue{0};                     // attempts that wait for a permit; one more is rejected
    std::optional<Duration> max_wait;   // unset: as long as the attempt may take
    std::string pool;                   // empty: that of the callee
    bool shared = false;                // one for all replicas of the caller; otherwise one in each
    std::optional<Distribution> setup;  // of a new connection; unset: connections are no matter
    std::optional<Duration> idle;       // a connection that nobody used for so long is closed; unset: never
    friend bool operator==(const Bulkhead&, const Bulkhead&) = default;
};
void describe(Describe& d, Bulkhead& b);

}  // namespace nines
