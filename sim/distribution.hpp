// Distributions of non-negative quantities: what a scenario states, and what a run draws from.
//
// `Distribution` is the statement: a family and its parameters, compared and copied as a value. The unit of the
// parameters is the unit of the quantity: seconds for a duration. `Sampler` (sampler.hpp) is compiled from it.
// Always: every distribution made by a factory here is valid; `problem` of a hand-made one says what is wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nines {

struct Distribution {
    enum class Family : std::uint8_t {
        constant,          // value
        uniform,           // low, high
        exponential,       // mean
        gamma,             // shape, mean
        erlang,            // stages, mean
        normal,            // mean, standard deviation, before truncation at 0
        lognormal,         // mu, sigma of the logarithm
        weibull,           // shape, scale
        pareto,            // bounded: shape, low, high (high may be infinite)
        hyperexponential,  // weight 1, mean 1, weight 2, mean 2, ...
        mixture,           // one weight for each component
        empirical,         // values, each as likely; quantiles between them are not interpolated
        histogram,         // lower edge, upper edge, weight, ... uniform within a bin
    };

    Family family = Family::constant;
    std::vector<double> parameters = {0.0};
    std::vector<Distribution> components;  // of a mixture
    // How the parameters were stated when there are several ways ("median,p99", "mean,cv", "scale"), so that
    // writing gives back what was read; and the file of an empirical one. Empty: the first way.
    std::string statement;

    friend bool operator==(const Distribution&, const Distribution&) = default;

    [[nodiscard]] double mean() const;
    [[nodiscard]] double variance() const;          // infinite where it does not exist
    [[nodiscard]] double quantile(double p) const;  // 0 < p < 1
    [[nodiscard]] double density(double x) const;   // of the continuous part
    [[nodiscard]] bool is_constant() const { return family == Family::constant; }
    [[nodiscard]] bool is_zero() const { return is_constant() && parameters[0] == 0.0; }
    // Empty when the parameters are in range, otherwise what is wrong and what is allowed.
    [[nodiscard]] std::string problem() const;

    [[nodiscard]] static Distribution constant(double value);
    [[nodiscard]] static Distribution uniform(double low, double high);
    [[nodiscard]] static Distribution exponential(double mean);
    [[nodiscard]] static Distribution gamma(double shape, double mean);
    [[nodiscard]] static Distribution erlang(int stages, double mean);
    [[nodiscard]] static Distribution normal(double mean, double sd);
    [[nodiscard]] static Distribution lognormal(double mu, double sigma);
    [[nodiscard]] static Distribution lognormal_median_p99(double median, double p99);
    [[nodiscard]] static Distribution lognormal_mean_cv(double mean, double cv);
    [[nodiscard]] static Distribution weibull(double shape, double scale);
    [[nodiscard]] static Distribution weibull_mean(double shape, double mean);
    [[nodiscard]] static Distribution pareto(double shape, double low, double high);
    [[nodiscard]] static Distribution hyperexponential(std::vector<double> weights, const std::vector<double>& means);
    // Two phases with balanced means and the given squared coefficient of variation (>= 1).
    [[nodiscard]] static Distribution hyperexponential_mean_cv2(double mean, double cv2);
    [[nodiscard]] static Distribution mixture(std::vector<double> weights, std::vector<Distribution> components);
    [[nodiscard]] static Distribution empirical(std::vector<double> values);
    [[nodiscard]] static Distribution histogram(std::vector<double> edges_and_weights);
};

}  // namespace nines
