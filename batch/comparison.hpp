// Comparison: by how much a figure differs between two experiments, with an interval.
#pragma once

#include <span>

#include "batch/experiment.hpp"

namespace nines {

// b - a. Paired: replication i of one with replication i of the other, as common random numbers make sense of; needs
// the same seed and plan. Otherwise by Welch's interval for two means. NaN values are left out (of both, when paired).
[[nodiscard]] Estimate difference(std::span<const double> a, std::span<const double> b, bool paired, double confidence);

}  // namespace nines
