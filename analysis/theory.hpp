// Theory: what is known exactly about a scenario, to stand beside what was simulated.
#pragma once

#include <string>
#include <vector>

#include "models/measures.hpp"
#include "models/scenario.hpp"

namespace nines {

struct TheoryValue {
    Subject subject = Subject::system;
    std::string name;
    std::string metric;   // as in the catalogue
    double value = 0.0;   // in the metric's unit
    std::string formula;  // where it comes from
};

// Only where the theory holds for the scenario as stated: Poisson arrivals at one endpoint with one work step, a plain
// queue, nothing that fails, no network time (M/M/c, M/G/1), and replicas that fail and are repaired independently.
// REQUIRES: validate(s) reports no error.
[[nodiscard]] std::vector<TheoryValue> theory(const Scenario& s);

}  // namespace nines
