#include "analysis/queueing.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace nines {

double erlang_b(unsigned c, double a) {
    double b = 1.0;
    for (unsigned k = 1; k <= c; ++k) b = a * b / (k + a * b);
    return b;
}

double erlang_c(unsigned c, double a) {
    if (a >= c) return 1.0;
    const double b = erlang_b(c, a);
    return c * b / (c - a * (1.0 - b));
}

double Mmc::mean_wait() const { return wait_probability() / (c * mu - lambda); }
double Mmc::mean_response() const { return mean_wait() + 1.0 / mu; }

double Mmc::wait_quantile(double p) const {
    const double waits = wait_probability();
    return p <= 1.0 - waits ? 0.0 : std::log(waits / (1.0 - p)) / (c * mu - lambda);
}

double Mmc::response_quantile(double p) const {
    const double waits = wait_probability(), drain = c * mu - lambda;
    // P(response > t): the service alone, and a wait (exponential of rate `drain`) before it.
    const auto exceeds = [&](double t) {
        const double alone = std::exp(-mu * t);
        if (std::abs(drain - mu) < 1e-9 * mu) return alone + waits * mu * t * alone;
        return alone + waits * mu / (drain - mu) * (alone - std::exp(-drain * t));
    };
    double low = 0.0, high = 1.0 / mu;
    while (exceeds(high) > 1.0 - p) high *= 2.0;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2.0;
        (exceeds(middle) > 1.0 - p ? low : high) = middle;
    }
    return high;
}

double mg1_mean_wait(double lambda, double mean, double second_moment) {
    return lambda * second_moment / (2.0 * (1.0 - lambda * mean));
}

std::vector<double> birth_death(const std::vector<double>& births, const std::vector<double>& deaths) {
    // In logarithms: the products of many rates leave the range of a double.
    std::vector<double> log_p{0.0};
    for (std::size_t i = 0; i < births.size(); ++i)
        log_p.push_back(log_p.back() + std::log(births[i]) - std::log(deaths[i]));
    const double largest = *std::ranges::max_element(log_p);
    std::vector<double> p;
    for (const double l : log_p) p.push_back(std::exp(l - largest));
    const double sum = std::accumulate(p.begin(), p.end(), 0.0);
    for (double& x : p) x /= sum;
    return p;
}

std::vector<double> jackson_numbers(const std::vector<double>& arrivals, const std::vector<double>& routing,
                                    const std::vector<double>& service_rates) {
    const auto n = static_cast<Eigen::Index>(arrivals.size());
    const Eigen::Map<const Eigen::VectorXd> external{arrivals.data(), n};
    const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> p{routing.data(), n,
                                                                                                     n};
    const Eigen::VectorXd flow = (Eigen::MatrixXd::Identity(n, n) - p).transpose().partialPivLu().solve(external);
    std::vector<double> numbers;
    for (Eigen::Index i = 0; i < n; ++i) {
        const double rho = flow(i) / service_rates[static_cast<std::size_t>(i)];
        numbers.push_back(rho / (1.0 - rho));
    }
    return numbers;
}

ClosedNetwork mean_value_analysis(unsigned n, double z, const std::vector<double>& demands) {
    ClosedNetwork out;
    out.numbers.assign(demands.size(), 0.0);
    for (unsigned users = 1; users <= n; ++users) {
        std::vector<double> times;
        for (std::size_t i = 0; i < demands.size(); ++i) times.push_back(demands[i] * (1.0 + out.numbers[i]));
        out.response = std::accumulate(times.begin(), times.end(), 0.0);
        out.throughput = users / (z + out.response);
        for (std::size_t i = 0; i < demands.size(); ++i) out.numbers[i] = out.throughput * times[i];
    }
    return out;
}

double k_of_n_availability(unsigned n, unsigned k, double failure, double repair, unsigned crews) {
    std::vector<double> births, deaths;
    for (unsigned down = 0; down < n; ++down) {
        births.push_back((n - down) * failure);
        deaths.push_back(std::min(down + 1, crews) * repair);
    }
    const auto p = birth_death(births, deaths);
    return std::accumulate(p.begin(), p.begin() + (n - k + 1), 0.0);
}

}  // namespace nines
