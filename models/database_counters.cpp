#include "models/database_counters.hpp"

#include <algorithm>

namespace nines {

void DatabaseCounters::merge(const DatabaseCounters& other) {
    using C = DatabaseCounters;
    for (const auto count : {&C::acknowledged,
                             &C::unconfirmed,
                             &C::lost,
                             &C::split_writes,
                             &C::reads,
                             &C::stale_reads,
                             &C::broken_reads,
                             &C::conflicts,
                             &C::unavailable,
                             &C::elections,
                             &C::long_elections,
                             &C::lags,
                             &C::losses,
                             &C::failovers,
                             &C::clean_failovers,
                             &C::recoveries,
                             &C::backups,
                             &C::bad_backups,
                             &C::restores,
                             &C::nothing_to_restore,
                             &C::damaged_reads,
                             &C::rto_judged,
                             &C::rto_met,
                             &C::rpo_judged,
                             &C::rpo_met,
                             &C::transactions,
                             &C::deadlocks,
                             &C::lock_timeouts,
                             &C::serialization_failures,
                             &C::cut_off_writes,
                             &C::lost_to_clocks,
                             &C::removes_undone,
                             &C::sibling_reads,
                             &C::siblings_read,
                             &C::lock_waits,
                             &C::no_room,
                             &C::stale_steps})
        this->*count += other.*count;
    for (std::size_t k = 0; k < versions_behind.size(); ++k) versions_behind[k] += other.versions_behind[k];
    for (const auto sum :
         {&C::first_timeout_sum, &C::staleness_sum, &C::lag_sum, &C::failover_sum, &C::recovery_sum, &C::exposure_sum,
          &C::restore_sum, &C::restore_point_sum, &C::convergence_sum, &C::healing_sum, &C::lock_wait_sum})
        (this->*sum).add(other.*sum);
    for (const auto histogram : {&C::staleness, &C::lag, &C::failover, &C::recovery, &C::exposure, &C::restore,
                                 &C::restore_point, &C::convergence, &C::healing, &C::lock_wait})
        (this->*histogram).merge(other.*histogram);
    for (const auto gauge : gauges()) (this->*gauge).merge(other.*gauge);
    most_siblings = std::max(most_siblings, other.most_siblings);
    disk_peak = std::max(disk_peak, other.disk_peak);
}

void DatabaseCounters::reset(Instant now) {
    auto kept = *this;
    *this = {};
    for (const auto gauge : gauges()) {
        this->*gauge = kept.*gauge;
        (this->*gauge).reset(now);
    }
}

}  // namespace nines
