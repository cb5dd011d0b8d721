#include "sim/distribution.hpp"

#include <algorithm>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace nines {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

namespace bm = boost::math;
// Errors become infinities instead of exceptions.
using Quiet = bm::policies::policy<
    bm::policies::domain_error<bm::policies::ignore_error>, bm::policies::overflow_error<bm::policies::ignore_error>,
    bm::policies::pole_error<bm::policies::ignore_error>, bm::policies::evaluation_error<bm::policies::ignore_error>>;
using Gamma = bm::gamma_distribution<double, Quiet>;
using Normal = bm::normal_distribution<double, Quiet>;
const Normal standard_normal{};

[[nodiscard]] double square(double x) { return x * x; }

[[nodiscard]] double weight_of(const std::vector<double>& p, std::size_t step) {
    double sum = 0.0;
    for (std::size_t i = 0; i < p.size(); i += step) sum += p[i];
    return sum;
}

[[nodiscard]] double histogram_weight(const std::vector<double>& p) {
    double sum = 0.0;
    for (std::size_t i = 2; i < p.size(); i += 3) sum += p[i];
    return sum;
}

// E[X^k] of a Pareto law of shape a on [low, high].
[[nodiscard]] double pareto_moment(double a, double low, double high, double k) {
    const double norm = 1.0 - std::pow(low / high, a);
    if (high == infinity) return a > k ? a * std::pow(low, k) / (a - k) : infinity;
    if (a == k) return a * std::pow(low, a) * std::log(high / low) / norm;
    return a * std::pow(low, a) / (a - k) * (std::pow(low, k - a) - std::pow(high, k - a)) / norm;
}

// First two moments about the origin.
struct Moments {
    double first = 0.0, second = 0.0;
};

[[nodiscard]] Moments moments(const Distribution& d);

[[nodiscard]] Moments truncated_normal_moments(double mean, double sd) {
    // The law given that it is positive: Johnson, Kotz and Balakrishnan 1994, 13.10.
    const double alpha = -mean / sd;
    const double above = bm::cdf(bm::complement(standard_normal, alpha));
    const double hazard = above > 0.0 ? bm::pdf(standard_normal, alpha) / above : alpha;
    const double first = mean + sd * hazard;
    const double variance = square(sd) * std::max(0.0, 1.0 + alpha * hazard - square(hazard));
    return {first, variance + square(first)};
}

[[nodiscard]] Moments moments(const Distribution& d) {
    using F = Distribution::Family;
    const auto& p = d.parameters;
    switch (d.family) {
        case F::constant: return {p[0], square(p[0])};
        case F::uniform: return {(p[0] + p[1]) / 2.0, (p[0] * p[0] + p[0] * p[1] + p[1] * p[1]) / 3.0};
        case F::exponential: return {p[0], 2.0 * square(p[0])};
        case F::gamma:
        case F::erlang: return {p[1], square(p[1]) * (1.0 + 1.0 / p[0])};
        case F::normal: return truncated_normal_moments(p[0], p[1]);
        case F::lognormal: return {std::exp(p[0] + square(p[1]) / 2.0), std::exp(2.0 * p[0] + 2.0 * square(p[1]))};
        case F::weibull: return {p[1] * std::tgamma(1.0 + 1.0 / p[0]), square(p[1]) * std::tgamma(1.0 + 2.0 / p[0])};
        case F::pareto: return {pareto_moment(p[0], p[1], p[2], 1.0), pareto_moment(p[0], p[1], p[2], 2.0)};
        case F::hyperexponential: {
            Moments m;
            const double total = weight_of(p, 2);
            for (std::size_t i = 0; i + 1 < p.size(); i += 2) {
                m.first += p[i] / total * p[i + 1];
                m.second += p[i] / total * 2.0 * square(p[i + 1]);
            }
            return m;
        }
        case F::mixture: {
            Moments m;
            const double total = weight_of(p, 1);
            for (std::size_t i = 0; i < p.size(); ++i) {
                const Moments part = moments(d.components[i]);
                m.first += p[i] / total * part.first;
                m.second += p[i] / total * part.second;
            }
            return m;
        }
        case F::empirical: {
            const auto n = static_cast<double>(p.size());
            return {std::accumulate(p.begin(), p.end(), 0.0) / n,
                    std::inner_product(p.begin(), p.end(), p.begin(), 0.0) / n};
        }
        case F::histogram: {
            Moments m;
            const double total = histogram_weight(p);
            for (std::size_t i = 0; i + 2 < p.size(); i += 3) {
                const double w = p[i + 2] / total;
                m.first += w * (p[i] + p[i + 1]) / 2.0;
                m.second += w * (p[i] * p[i] + p[i] * p[i + 1] + p[i + 1] * p[i + 1]) / 3.0;
            }
            return m;
        }
    }
    return {};
}

// P(X <= x); only for the families whose quantile is found by search.
[[nodiscard]] double cumulative(const Distribution& d, double x) {
    using F = Distribution::Family;
    const auto& p = d.parameters;
    if (x < 0.0) return 0.0;
    switch (d.family) {
        case F::constant: return x >= p[0] ? 1.0 : 0.0;
        case F::uniform: return std::clamp((x - p[0]) / (p[1] - p[0]), 0.0, 1.0);
        case F::exponential: return -std::expm1(-x / p[0]);
        case F::gamma:
        case F::erlang: return x > 0.0 ? bm::cdf(Gamma{p[0], p[1] / p[0]}, x) : 0.0;
        case F::normal: {
            const double below = bm::cdf(standard_normal, -p[0] / p[1]);
            return (bm::cdf(standard_normal, (x - p[0]) / p[1]) - below) / (1.0 - below);
        }
        case F::lognormal: return x > 0.0 ? bm::cdf(standard_normal, (std::log(x) - p[0]) / p[1]) : 0.0;
        case F::weibull: return -std::expm1(-std::pow(x / p[1], p[0]));
        case F::pareto:
            if (x <= p[1]) return 0.0;
            if (x >= p[2]) return 1.0;
            return (1.0 - std::pow(p[1] / x, p[0])) / (1.0 - std::pow(p[1] / p[2], p[0]));
        case F::hyperexponential: {
            double c = 0.0;
            for (std::size_t i = 0; i + 1 < p.size(); i += 2) c -= p[i] * std::expm1(-x / p[i + 1]);
            return c / weight_of(p, 2);
        }
        case F::mixture: {
            double c = 0.0;
            for (std::size_t i = 0; i < p.size(); ++i) c += p[i] * cumulative(d.components[i], x);
            return c / weight_of(p, 1);
        }
        case F::empirical:
            return static_cast<double>(std::ranges::count_if(p, [x](double v) { return v <= x; })) /
                   static_cast<double>(p.size());
        case F::histogram: {
            double c = 0.0;
            for (std::size_t i = 0; i + 2 < p.size(); i += 3)
                c += p[i + 2] * std::clamp((x - p[i]) / (p[i + 1] - p[i]), 0.0, 1.0);
            return c / histogram_weight(p);
        }
    }
    return 0.0;
}

// The smallest x with P(X <= x) >= q, by bisection on a bracket that is widened first.
[[nodiscard]] double search_quantile(const Distribution& d, double q) {
    double low = 0.0, high = std::max(1e-12, d.mean() == infinity ? 1.0 : d.mean());
    for (int i = 0; i < 2000 && cumulative(d, high) < q; ++i) high *= 2.0;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2.0;
        (cumulative(d, middle) < q ? low : high) = middle;
    }
    return high;
}

[[nodiscard]] bool all_finite(std::span<const double> p) {
    return std::ranges::all_of(p, [](double x) { return std::isfinite(x); });
}

}  // namespace

double Distribution::mean() const { return moments(*this).first; }

double Distribution::variance() const {
    const Moments m = moments(*this);
    return std::isfinite(m.second) ? std::max(0.0, m.second - square(m.first)) : infinity;
}

double Distribution::quantile(double q) const {
    const auto& p = parameters;
    switch (family) {
        case Family::constant: return p[0];
        case Family::uniform: return p[0] + q * (p[1] - p[0]);
        case Family::exponential: return -p[0] * std::log1p(-q);
        case Family::gamma:
        case Family::erlang: return bm::quantile(Gamma{p[0], p[1] / p[0]}, q);
        case Family::lognormal: return std::exp(p[0] + p[1] * bm::quantile(standard_normal, q));
        case Family::weibull: return p[1] * std::pow(-std::log1p(-q), 1.0 / p[0]);
        case Family::pareto: return p[1] * std::pow(1.0 - q * (1.0 - std::pow(p[1] / p[2], p[0])), -1.0 / p[0]);
        case Family::empirical: {
            auto sorted = p;
            std::ranges::sort(sorted);
            const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
            return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
        }
        case Family::normal:
        case Family::hyperexponential:
        case Family::mixture:
        case Family::histogram: return search_quantile(*this, q);
    }
    return 0.0;
}

double Distribution::density(double x) const {
    if (x < 0.0) return 0.0;
    const auto& p = parameters;
    switch (family) {
        case Family::uniform: return x >= p[0] && x <= p[1] ? 1.0 / (p[1] - p[0]) : 0.0;
        case Family::exponential: return std::exp(-x / p[0]) / p[0];
        case Family::gamma:
        case Family::erlang: return x > 0.0 ? bm::pdf(Gamma{p[0], p[1] / p[0]}, x) : 0.0;
        case Family::normal:
            return bm::pdf(standard_normal, (x - p[0]) / p[1]) / p[1] / bm::cdf(standard_normal, p[0] / p[1]);
        case Family::lognormal:
            return x > 0.0 ? bm::pdf(standard_normal, (std::log(x) - p[0]) / p[1]) / (p[1] * x) : 0.0;
        case Family::weibull:
            return x > 0.0 ? p[0] / p[1] * std::pow(x / p[1], p[0] - 1.0) * std::exp(-std::pow(x / p[1], p[0])) : 0.0;
        case Family::pareto:
            if (x < p[1] || x > p[2]) return 0.0;
            return p[0] * std::pow(p[1], p[0]) * std::pow(x, -p[0] - 1.0) / (1.0 - std::pow(p[1] / p[2], p[0]));
        case Family::hyperexponential: {
            double f = 0.0;
            for (std::size_t i = 0; i + 1 < p.size(); i += 2) f += p[i] * std::exp(-x / p[i + 1]) / p[i + 1];
            return f / weight_of(p, 2);
        }
        case Family::mixture: {
            double f = 0.0;
            for (std::size_t i = 0; i < p.size(); ++i) f += p[i] * components[i].density(x);
            return f / weight_of(p, 1);
        }
        case Family::histogram: {
            double f = 0.0;
            for (std::size_t i = 0; i + 2 < p.size(); i += 3)
                if (x >= p[i] && x < p[i + 1]) f += p[i + 2] / (p[i + 1] - p[i]);
            return f / histogram_weight(p);
        }
        case Family::constant:
        case Family::empirical: return 0.0;
    }
    return 0.0;
}

std::string Distribution::problem() const {
    const auto& p = parameters;
    const bool infinite_high = family == Family::pareto && p.size() == 3 && p[2] == infinity;
    if (!all_finite({p.data(), p.size() - (infinite_high ? 1 : 0)})) return "a parameter is not a finite number";
    const auto positive = [&](std::size_t i) { return p.size() > i && p[i] > 0.0; };
    switch (family) {
        case Family::constant: return p.size() == 1 && p[0] >= 0.0 ? "" : "the value must not be negative";
        case Family::uniform: return p.size() == 2 && p[0] >= 0.0 && p[1] > p[0] ? "" : "needs 0 <= low < high";
        case Family::exponential: return positive(0) ? "" : "the mean must be above 0";
        case Family::gamma: return positive(0) && positive(1) ? "" : "shape and mean must be above 0";
        case Family::erlang:
            return positive(0) && positive(1) && p[0] == std::floor(p[0])
                       ? ""
                       : "needs whole stages above 0 and a mean above 0";
        case Family::normal:
            if (p.size() != 2 || p[1] <= 0.0) return "the standard deviation must be above 0";
            return p[0] >= -30.0 * p[1] ? "" : "the mean lies more than 30 standard deviations below 0";
        case Family::lognormal:
            return p.size() == 2 && p[1] > 0.0 && p[1] <= 20.0 ? "" : "sigma must be above 0 (p99 above the median)";
        case Family::weibull: return positive(0) && positive(1) ? "" : "shape and scale must be above 0";
        case Family::pareto:
            return positive(0) && positive(1) && p.size() == 3 && p[2] > p[1] ? ""
                                                                              : "needs shape > 0 and 0 < min < max";
        case Family::hyperexponential: {
            bool fine = p.size() >= 2 && p.size() % 2 == 0 && weight_of(p, 2) > 0.0;
            for (std::size_t i = 0; fine && i < p.size(); i += 2) fine = p[i] >= 0.0 && p[i + 1] > 0.0;
            return fine ? "" : "needs weights of at least 0 and means above 0";
        }
        case Family::mixture: {
            bool fine = !p.empty() && p.size() == components.size() && weight_of(p, 1) > 0.0;
            for (const double w : p) fine = fine && w >= 0.0;
            if (!fine) return "needs a weight of at least 0 for each component";
            for (const auto& c : components)
                if (auto wrong = c.problem(); !wrong.empty()) return wrong;
            return "";
        }
        case Family::empirical:
            return !p.empty() && std::ranges::all_of(p, [](double x) { return x >= 0.0; })
                       ? ""
                       : "needs values of at least 0";
        case Family::histogram: {
            bool fine = !p.empty() && p.size() % 3 == 0 && histogram_weight(p) > 0.0;
            for (std::size_t i = 0; fine && i < p.size(); i += 3)
                fine = p[i] >= 0.0 && p[i + 1] > p[i] && p[i + 2] >= 0.0;
            return fine ? "" : "needs bins with 0 <= lower < upper and weights of at least 0";
        }
    }
    return "";
}

namespace {
[[nodiscard]] Distribution make(Distribution::Family f, std::vector<double> p, std::string statement = {}) {
    Distribution d;
    d.family = f;
    d.parameters = std::move(p);
    d.statement = std::move(statement);
    return d;
}
}  // namespace

Distribution Distribution::constant(double value) { return make(Family::constant, {value}); }
Distribution Distribution::uniform(double low, double high) { return make(Family::uniform, {low, high}); }
Distribution Distribution::exponential(double mean) { return make(Family::exponential, {mean}); }
Distribution Distribution::gamma(double shape, double mean) { return make(Family::gamma, {shape, mean}); }
Distribution Distribution::erlang(int stages, double mean) {
    return make(Family::erlang, {static_cast<double>(stages), mean});
}
Distribution Distribution::normal(double mean, double sd) { return make(Family::normal, {mean, sd}); }
Distribution Distribution::lognormal(double mu, double sigma) {
    return make(Family::lognormal, {mu, sigma}, "mu,sigma");
}
Distribution Distribution::lognormal_median_p99(double median, double p99) {
    const double z99 = bm::quantile(standard_normal, 0.99);
    return make(Family::lognormal, {std::log(median), std::log(p99 / median) / z99}, "median,p99");
}
Distribution Distribution::lognormal_mean_cv(double mean, double cv) {
    const double variance = std::log1p(square(cv));
    return make(Family::lognormal, {std::log(mean) - variance / 2.0, std::sqrt(variance)}, "mean,cv");
}
Distribution Distribution::weibull(double shape, double scale) {
    return make(Family::weibull, {shape, scale}, "scale");
}
Distribution Distribution::weibull_mean(double shape, double mean) {
    return make(Family::weibull, {shape, mean / std::tgamma(1.0 + 1.0 / shape)}, "mean");
}
Distribution Distribution::pareto(double shape, double low, double high) {
    return make(Family::pareto, {shape, low, high});
}
Distribution Distribution::hyperexponential(std::vector<double> weights, const std::vector<double>& means) {
    std::vector<double> p;
    for (std::size_t i = 0; i < std::min(weights.size(), means.size()); ++i) {
        p.push_back(weights[i]);
        p.push_back(means[i]);
    }
    return make(Family::hyperexponential, std::move(p));
}
// Balanced means: each phase carries half of the mean.
Distribution Distribution::hyperexponential_mean_cv2(double mean, double cv2) {
    const double p = (1.0 + std::sqrt((cv2 - 1.0) / (cv2 + 1.0))) / 2.0;
    return make(Family::hyperexponential, {p, mean / (2.0 * p), 1.0 - p, mean / (2.0 * (1.0 - p))}, "mean,cv2");
}
Distribution Distribution::mixture(std::vector<double> weights, std::vector<Distribution> components) {
    Distribution d = make(Family::mixture, std::move(weights));
    d.components = std::move(components);
    return d;
}
Distribution Distribution::empirical(std::vector<double> values) { return make(Family::empirical, std::move(values)); }
Distribution Distribution::histogram(std::vector<double> edges_and_weights) {
    return make(Family::histogram, std::move(edges_and_weights));
}

}  // namespace nines
