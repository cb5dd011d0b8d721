// What the engine needs of a fault that is injected; see injection.hpp.
#pragma once

#include "models/injection.hpp"
#include "models/model.hpp"

namespace nines {

struct Injection {
    FaultModel fault;  // its `disturbance` is none or says that there is one
    Duration lasting{};
    Disturbance disturbance;
    Sampler added_latency;  // of the disturbance, when it has one
};

}  // namespace nines
