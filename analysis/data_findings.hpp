// What can be said of the databases of a scenario without simulating: writes that wait for one node, acknowledged data
// that a failover can lose, two primaries, quorums that do not overlap, damage that no backup mends.
#pragma once

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

// REQUIRES: validate(s) reports no error.
[[nodiscard]] Problems data_findings(const Scenario& s);

}  // namespace nines
