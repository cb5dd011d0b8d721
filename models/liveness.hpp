// Liveness: who restarts a replica that no longer answers.
//
// Each replica is probed every `interval`; after `unhealthy_after` failures in a row it is killed, with all that it was
// working on, and restarted. That ends a failure of its own, as long as no repair crew is needed, but not one of the
// place where it stands, nor a scheduled fault. A replica whose own failure refuses is a process that has ended: it is
// restarted at once. Nobody restarts anything on a host that is down itself.
#pragma once

#include "models/restart.hpp"

namespace nines {

struct Liveness {
    static constexpr const char* type_name = "Liveness";
    std::string preset;
    Duration interval = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{1};
    std::uint32_t unhealthy_after = 3;
    Probability false_positives;  // of the probes of a replica that is well
    bool under_load = false;      // probes wait behind requests
    Restart restart;
    friend bool operator==(const Liveness&, const Liveness&) = default;
};
void describe(Describe& d, Liveness& l);

}  // namespace nines
