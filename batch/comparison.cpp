#include "batch/comparison.hpp"

#include <algorithm>
#include <cmath>

#include "sim/moments.hpp"
#include "sim/student_t.hpp"

namespace nines {

namespace {

[[nodiscard]] Estimate around(double centre, double half_width, double confidence, std::size_t n) {
    Estimate e;
    e.estimate = centre;
    e.low = centre - half_width;
    e.high = centre + half_width;
    e.confidence = confidence;
    e.replications = static_cast<std::uint32_t>(n);
    return e;
}

[[nodiscard]] Moments moments_of(std::span<const double> values) {
    Moments m;
    for (const double x : values)
        if (!std::isnan(x)) m.add(x);
    return m;
}

}  // namespace

Estimate difference(std::span<const double> a, std::span<const double> b, bool paired, double confidence) {
    if (paired) {
        std::vector<double> differences;
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
            if (const double d = b[i] - a[i]; !std::isnan(d)) differences.push_back(d);
        if (differences.empty()) return {};
        const auto interval = mean_interval(differences, confidence);
        return around(interval.mean, interval.half_width, confidence, differences.size());
    }
    const auto x = moments_of(a), y = moments_of(b);
    if (x.count() == 0 || y.count() == 0) return {};
    const double u = x.variance() / static_cast<double>(x.count()), v = y.variance() / static_cast<double>(y.count());
    const auto n = static_cast<std::size_t>(std::min(x.count(), y.count()));
    if (u + v == 0.0) return around(y.mean() - x.mean(), 0.0, confidence, n);
    // Degrees of freedom by Welch (1947) and Satterthwaite (1946); NaN when one of them has a single value.
    const double freedom =
        (u + v) * (u + v) / (u * u / static_cast<double>(x.count() - 1) + v * v / static_cast<double>(y.count() - 1));
    const double half =
        std::isnan(freedom) ? freedom : student_t_quantile((1.0 + confidence) / 2.0, freedom) * std::sqrt(u + v);
    return around(y.mean() - x.mean(), half, confidence, n);
}

}  // namespace nines
