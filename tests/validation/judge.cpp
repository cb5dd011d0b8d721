#include "tests/validation/judge.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "sim/moments.hpp"
#include "sim/student_t.hpp"

namespace nines::validation {

namespace {

constexpr double confidence = 0.999;

// The ratio of the sums and its interval by the classical ratio estimator: residuals y - R x over the mean of x.
[[nodiscard]] MeanInterval ratio_interval(std::span<const double> y, std::span<const double> x) {
    const double ratio = std::accumulate(y.begin(), y.end(), 0.0) / std::accumulate(x.begin(), x.end(), 0.0);
    const double mean_x = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
    std::vector<double> residuals;
    for (std::size_t i = 0; i < y.size(); ++i) residuals.push_back((y[i] - ratio * x[i]) / mean_x);
    MeanInterval out = mean_interval(residuals, confidence);
    out.mean = ratio;
    return out;
}

// The standard normal deviate that is as far out as t is for Student's t.
[[nodiscard]] double as_normal(double t, double degrees_of_freedom) {
    const boost::math::students_t_distribution<double> student{degrees_of_freedom};
    const double tail = std::max(boost::math::cdf(student, -std::abs(t)), 1e-300);
    return std::copysign(boost::math::quantile(boost::math::normal_distribution<double>{}, tail), t);
}

[[nodiscard]] bool within(double a, double expected, double tolerance) {
    return expected == 0.0 ? std::abs(a) <= tolerance : std::abs(a - expected) <= tolerance * std::abs(expected);
}

}  // namespace

Finding judge(const Quantity& q, std::span<const double> values, std::span<const double> over, double scale) {
    Finding f;
    f.tolerance = q.kind == Kind::computed ? q.tolerance : q.tolerance / std::sqrt(scale);
    if (values.empty()) return f;
    if (q.kind == Kind::at_least || q.kind == Kind::at_most) {
        const auto [least, most] = std::ranges::minmax(values);
        f.estimate = q.kind == Kind::at_least ? least : most;
        f.deviation = (f.estimate - q.expected) / std::abs(q.expected);
        f.holds = q.kind == Kind::at_least ? f.deviation >= -1e-9 : f.deviation <= 1e-9;
        return f;
    }
    MeanInterval i = over.empty() ? mean_interval(values, confidence) : ratio_interval(values, over);
    const auto seen = [&q](double x) { return q.transform != nullptr ? q.transform(std::max(0.0, x)) : x; };
    f.estimate = seen(i.mean);
    f.deviation = (f.estimate - q.expected) / (q.expected == 0.0 ? 1.0 : std::abs(q.expected));
    f.holds = within(f.estimate, q.expected, f.tolerance);
    if (q.kind == Kind::computed || !(i.sd > 0.0)) return f;
    f.low = seen(i.mean - i.half_width);
    f.high = seen(i.mean + i.half_width);
    if (q.kind != Kind::exact) return f;
    f.holds = f.holds && f.low <= q.expected && q.expected <= f.high;
    const double freedom = static_cast<double>(values.size()) - 1.0;
    const double standard_error = (f.high - f.low) / 2.0 / student_t_quantile((1.0 + confidence) / 2.0, freedom);
    f.z = as_normal((f.estimate - q.expected) / standard_error, freedom);
    return f;
}

Scatter scatter(std::vector<double> z) {
    Scatter out;
    out.count = z.size();
    if (z.size() < 2) return out;
    Moments moments;
    for (const double x : z) moments.add(x);
    out.mean = moments.mean();
    out.sd = std::sqrt(moments.variance());
    std::ranges::sort(z);
    const auto n = static_cast<double>(z.size());
    const boost::math::normal_distribution<double> normal;
    for (std::size_t i = 0; i < z.size(); ++i) {
        const double share = boost::math::cdf(normal, z[i]);
        out.distance =
            std::max({out.distance, share - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - share});
    }
    // Kolmogorov's limit with Stephens's correction (1970).
    const double lambda = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * out.distance;
    double p = 0.0;
    for (int k = 1; k <= 100; ++k) p += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * lambda * lambda);
    out.p = lambda < 0.2 ? 1.0 : std::clamp(p, 0.0, 1.0);
    return out;
}

}  // namespace nines::validation
