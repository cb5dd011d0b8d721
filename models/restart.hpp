// Restart: how a process that ended, or was killed, comes back.
//
// The first restart is immediate; each further one waits `backoff` longer by `factor`, up to `max`, until the process
// has been up for `reset_after`: Kubernetes' CrashLoopBackOff (SEMANTICS 7.2). Starting itself takes `start` each time.
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct Restart {
    static constexpr const char* type_name = "Restart";
    Distribution start;  // default 0
    Duration backoff = std::chrono::seconds{10};
    double factor = 2.0;
    Duration max = std::chrono::minutes{5};
    Duration reset_after = std::chrono::minutes{10};
    friend bool operator==(const Restart&, const Restart&) = default;
};
void describe(Describe& d, Restart& r);

// Of one process.
struct RestartState {
    std::uint32_t in_a_row = 0;
    Instant up_since{};

    // The wait before the restart that follows an end at `now`.
    [[nodiscard]] Duration ended(const Restart& r, Instant now);
    void started(Instant now) { up_since = now; }
};

}  // namespace nines
