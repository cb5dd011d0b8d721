#include "sim/student_t.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "sim/moments.hpp"

namespace nines {

double student_t_quantile(double p, double degrees_of_freedom) {
    // A summary asks for the same one of every figure and every point of every series.
    struct Known {
        double p, degrees_of_freedom, quantile;
    };
    thread_local Known last{};
    if (p != last.p || degrees_of_freedom != last.degrees_of_freedom)
        last = {p, degrees_of_freedom,
                boost::math::quantile(boost::math::students_t_distribution<double>{degrees_of_freedom}, p)};
    return last.quantile;
}

MeanInterval mean_interval(std::span<const double> observations, double confidence) {
    Moments m;
    for (const double x : observations) m.add(x);
    MeanInterval out{m.mean(), std::sqrt(m.variance()), std::numeric_limits<double>::quiet_NaN()};
    if (m.count() < 2) return out;
    const auto n = static_cast<double>(m.count());
    out.half_width = student_t_quantile((1.0 + confidence) / 2.0, n - 1.0) * out.sd / std::sqrt(n);
    return out;
}

std::uint64_t observations_needed(std::span<const double> observations, double confidence, double relative) {
    const auto interval = mean_interval(observations, confidence);
    const double n = static_cast<double>(observations.size());
    const double ratio = interval.half_width * std::sqrt(n) / (relative * interval.mean);
    return static_cast<std::uint64_t>(std::ceil(ratio * ratio));
}

OrderStatistics quantile_interval(std::uint64_t n, double p, double confidence) {
    const boost::math::binomial_distribution<double> count{static_cast<double>(n), p};
    const auto smallest = [&](double at_least) {
        std::uint64_t k = 0;
        while (k < n && boost::math::cdf(count, static_cast<double>(k)) < at_least) ++k;
        return k;
    };
    OrderStatistics out;
    out.lower = smallest((1.0 - confidence) / 2.0);
    out.upper = smallest((1.0 + confidence) / 2.0) + 1;
    const double below = out.lower > 0 ? boost::math::cdf(count, static_cast<double>(out.lower - 1)) : 0.0;
    out.coverage = boost::math::cdf(count, static_cast<double>(out.upper - 1)) - below;
    return out;
}

}  // namespace nines
