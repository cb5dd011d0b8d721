// Injection: a fault that is put into a running replication by hand.
//
// It takes the way of a scheduled fault: injected at t it does to the bit what the scenario's fault at t does. A run
// that was interfered with says so (RunResult::interferences), and no store takes it for a run of its scenario.
#pragma once

#include <memory>

#include "models/fault.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

// A fault made ready for the runs of one scenario.
struct Injection;

// `fault.at` does not matter. What is wrong with it is said as for a fault of the scenario.
// REQUIRES: validate(s) reports no error.
[[nodiscard]] Expected<std::shared_ptr<const Injection>> prepare(const Scenario& s, Fault fault);

}  // namespace nines
