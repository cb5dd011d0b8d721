// Compiles brokers, channels and groups of consumers into the Model.
#pragma once

#include "models/compiler_tools.hpp"
#include "models/model.hpp"
#include "models/scenario.hpp"

namespace nines {

// REQUIRES: services, replicas and the indices of endpoints are there. `s` still has its brokers.
void compile_channels(const Scenario& s, Model& m, const CompilerTools& tools);
// REQUIRES: channels are there.
void compile_groups(const Scenario& s, Model& m, const CompilerTools& tools);

}  // namespace nines
