#include "models/message_counters.hpp"

namespace nines {

void ChannelCounters::reset(Instant now) {
    auto kept = leaderless;
    const auto still_open = open;
    kept.reset(now);
    *this = {};
    leaderless = kept;
    open = still_open;
}

void GroupCounters::reset(Instant now) {
    auto kept_backlog = backlog, kept_stopped = stopped;
    kept_backlog.reset(now);
    kept_stopped.reset(now);
    *this = {};
    backlog = kept_backlog;
    stopped = kept_stopped;
}

}  // namespace nines
