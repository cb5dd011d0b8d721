// Student's t: the interval of a mean from independent observations, and the distribution-free one of a quantile.
#pragma once

#include <cstdint>
#include <span>

namespace nines {

// The p-quantile of Student's t with this many degrees of freedom; 0 < p < 1.
[[nodiscard]] double student_t_quantile(double p, double degrees_of_freedom);

struct MeanInterval {
    double mean = 0.0;
    double sd = 0.0;          // with divisor n - 1
    double half_width = 0.0;  // NaN for fewer than two observations
};
// Two-sided, at this confidence.
[[nodiscard]] MeanInterval mean_interval(std::span<const double> observations, double confidence);

// Observations needed for a relative half-width, by the one-step estimate from these with t kept.
[[nodiscard]] std::uint64_t observations_needed(std::span<const double> observations, double confidence,
                                                double relative);

// Order statistics [lower, upper] (counted from 1) that hold the p-quantile of n observations with at least this
// confidence: lower is the smallest l with P(Bin(n, p) <= l) >= (1 - c) / 2, upper - 1 that with >= (1 + c) / 2.
struct OrderStatistics {
    std::uint64_t lower = 0, upper = 0;
    double coverage = 0.0;  // exact: P(lower <= Bin(n, p) <= upper - 1)
};
[[nodiscard]] OrderStatistics quantile_interval(std::uint64_t n, double p, double confidence);

}  // namespace nines
