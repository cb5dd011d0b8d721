// Judging: whether what was simulated is what is known.
//
// exact: the 99.9% Student t interval over the replications holds the expected value, and the estimate is within the
// tolerance of it. approximation, reference: only the latter. at_least, at_most: no replication passes the bound.
// computed, and what came out the same in every replication: within the tolerance. A run that is shortened by a factor
// f has its tolerance widened by sqrt(f).
#pragma once

#include <limits>
#include <span>

#include "tests/validation/case.hpp"

namespace nines::validation {

struct Finding {
    double estimate = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();  // of the 99.9% interval; NaN: there is none
    double high = std::numeric_limits<double>::quiet_NaN();
    double deviation = std::numeric_limits<double>::quiet_NaN();  // relative to the expected value
    double tolerance = 0.0;                                       // relative, as applied
    double z = std::numeric_limits<double>::quiet_NaN();  // exact ones: deviation over standard error, made normal
    bool holds = false;
};

// `over` is empty, or as long as `values`. `scale`: the share of the full length that was run.
[[nodiscard]] Finding judge(const Quantity& q, std::span<const double> values, std::span<const double> over,
                            double scale);

// Whether deviations look like chance: of standard normal ones the mean is 0, the sd 1, and the Kolmogorov-Smirnov
// distance D has the p-value P(D' >= D).
struct Scatter {
    std::size_t count = 0;
    double mean = 0.0;
    double sd = 0.0;
    double distance = 0.0;
    double p = 1.0;
};
[[nodiscard]] Scatter scatter(std::vector<double> z);

}  // namespace nines::validation
