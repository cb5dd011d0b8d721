// Health check: how the load balancer learns that a replica is down, and that it is back.
//
// Each replica is probed every `interval` with a phase of its own. A probe of a replica that refuses or fails is known
// at once, of a silent one after `timeout`; `unhealthy_after` failures in a row take it out of rotation and
// `healthy_after` successes bring it back, each after the balancer's `reaction`. Without a health check a replica stays
// in rotation whatever happens.
//
// A probe sees whether the replica answers. That answers are slow or wrong it sees only when told to: `sees_errors`
// fails probes as often as requests; `under_load` lets them wait behind the requests in the queue, as a probe does that
// the same threads answer: it fails when one that came with it would still wait after `timeout`.
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct HealthCheck {
    static constexpr const char* type_name = "HealthCheck";
    std::string preset;
    Duration interval = std::chrono::seconds{10};
    Duration timeout = std::chrono::seconds{1};
    std::uint32_t unhealthy_after = 3;
    std::uint32_t healthy_after = 1;
    Probability false_positives;  // of the probes of a replica that is well
    bool sees_errors = false;
    bool under_load = false;
    Distribution reaction;  // default 0: from the verdict until the balancer acts on it
    friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
};
void describe(Describe& d, HealthCheck& h);

}  // namespace nines
