// Queueing theory: exact results that need no simulation. Rates per second, times in seconds.
#pragma once

#include <vector>

namespace nines {

// Erlang's loss formula: the share of arrivals that find all c servers of M/G/c/c busy; offered load a = lambda / mu.
[[nodiscard]] double erlang_b(unsigned c, double a);
// Erlang's delay formula: P(wait > 0) in M/M/c; 1 when a >= c.
[[nodiscard]] double erlang_c(unsigned c, double a);

// M/M/c, first come, first served. REQUIRES: lambda < c mu.
struct Mmc {
    double lambda, mu;
    unsigned c;
    [[nodiscard]] double utilization() const { return lambda / (mu * c); }
    [[nodiscard]] double wait_probability() const { return erlang_c(c, lambda / mu); }
    [[nodiscard]] double mean_wait() const;      // Wq
    [[nodiscard]] double mean_response() const;  // W
    [[nodiscard]] double wait_quantile(double p) const;
    [[nodiscard]] double response_quantile(double p) const;  // by bisection on the exact law
};

// M/G/1, first come, first served: Pollaczek and Khinchine; from the first two moments of the service time.
[[nodiscard]] double mg1_mean_wait(double lambda, double mean, double second_moment);

// Birth-death process on 0 ... n: births[i] from i to i + 1, deaths[i] from i + 1 to i. The steady state.
[[nodiscard]] std::vector<double> birth_death(const std::vector<double>& births, const std::vector<double>& deaths);

// Open Jackson network: mean numbers at single-server stations, from external arrival rates, routing probabilities
// (row-major n x n) and service rates. REQUIRES: every utilization below 1.
[[nodiscard]] std::vector<double> jackson_numbers(const std::vector<double>& arrivals,
                                                  const std::vector<double>& routing,
                                                  const std::vector<double>& service_rates);

// Mean value analysis of a closed network: n users, think time z, single-server stations with these demands.
struct ClosedNetwork {
    double throughput = 0.0;
    double response = 0.0;
    std::vector<double> numbers;  // at each station
};
[[nodiscard]] ClosedNetwork mean_value_analysis(unsigned n, double z, const std::vector<double>& demands);

// Share of time in which at least k of n units work, each failing at `failure` and repaired at `repair` rate, by at
// most `crews` at a time.
[[nodiscard]] double k_of_n_availability(unsigned n, unsigned k, double failure, double repair, unsigned crews);

}  // namespace nines
