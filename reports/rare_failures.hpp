// What a run is too short to tell: failures that happen at random, and so seldom that it has seen next to none.
#pragma once

#include <string>
#include <vector>

#include "batch/experiment.hpp"
#include "models/scenario.hpp"

namespace nines {

struct RareFailure {
    std::string what;       // "replicas of gateway"
    double expected = 0.0;  // of them, in the measured time of all replications together
};

// Those of which fewer than ten are to be expected, rarest first. Expected: by renewal theory, with every part failing
// and being repaired by itself from long before the run.
[[nodiscard]] std::vector<RareFailure> rare_failures(const Scenario& s, const Summary& run);

// "zones of eu-west (0.01 to be expected), replicas of gateway (0.9) and 2 more"; nothing when there are none.
[[nodiscard]] std::string print(const std::vector<RareFailure>& all);

}  // namespace nines
