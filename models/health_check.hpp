// Health check: how the load balancer learns that a replica is down, and that it is back.
//
// Each replica is probed every `interval` with a phase of its own. A probe of a replica that refuses or fails is known
// at once, of a silent one after `timeout`; `unhealthy_after` failures in a row take it out of rotation and
// `healthy_after` successes bring it back. Without a health check a replica stays in rotation whatever happens.
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
    friend bool operator==(const HealthCheck&, const HealthCheck&) = default;
};
void describe(Describe& d, HealthCheck& h);

}  // namespace nines
