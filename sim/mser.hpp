// MSER-5: how much of the beginning of a series to discard (White 1997; White, Cobb and Spratt 2000).
//
// With z_j the means of consecutive groups of 5 and k their number: the d in 0 ... k/2 that minimises the sum over
// j > d of (z_j - mean)^2 / (k - d)^2.
#pragma once

#include <cstddef>
#include <span>

namespace nines {

struct Truncation {
    std::size_t groups = 0;        // d
    std::size_t observations = 0;  // 5 d
    double statistic = 0.0;        // at its minimum
    double mean = 0.0;             // of what is kept
    bool at_limit = false;         // half of the series would go: there is no steady state to see
};

// What does not fill a last group is left out. REQUIRES: at least 5 observations, all finite.
[[nodiscard]] Truncation mser5(std::span<const double> series);

}  // namespace nines
