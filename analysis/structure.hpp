// Structure: what can be said about a scenario without running it. `nines check` prints it.
#pragma once

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

// Warnings and notes: unknown loads above capacity, single points of failure, loops, timeouts shorter than what they
// wait for, calls that may wait for ever, parts that nothing uses. REQUIRES: validate(s) reports no error.
[[nodiscard]] Problems findings(const Scenario& s);

}  // namespace nines
