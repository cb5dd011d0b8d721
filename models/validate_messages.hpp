// What must hold of brokers, channels and consumers across a scenario. Part of validate().
#pragma once

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

[[nodiscard]] Problems validate_messages(const Scenario& s);

}  // namespace nines
