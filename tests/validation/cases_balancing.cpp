// L01, L02: load balancing over servers that each have their own queue.
#include <algorithm>
#include <cmath>

#include "models/live_state.hpp"
#include "models/simulation.hpp"
#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

[[nodiscard]] std::string servers(int n, const std::string& rate, const std::string& balancer) {
    return "services: { q: { replicas: " + std::to_string(n) + ", load_balancer: " + balancer +
           ", endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: poisson(" + rate +
           "/s), call: q } }\n";
}

// Each server under a cyclic split is E_n/M/1: sigma is the root of sigma = (L / (L + mu (1 - sigma)))^n below 1.
[[nodiscard]] double cyclic_sigma(int n, double total) {
    double sigma = 0.5;
    for (int i = 0; i < 1000; ++i) sigma = std::pow(total / (total + 1.0 - sigma), n);
    return sigma;
}

[[nodiscard]] Case splits() {
    const double sigma = cyclic_sigma(4, 3.2);
    const Length length = customers(1e6, 1e5, 3.2);
    return {"L01",
            "Random split versus round robin over 4 servers",
            {{"random",
              servers(4, "3.2", "{ policy: random }"),
              {},
              length,
              {exact(1, "mean response time, random split", 5.0, 1, client("latency.mean"))}},
             {"round robin",
              servers(4, "3.2", "{ policy: round_robin }"),
              {},
              length,
              {exact(2, "mean response time, round robin", 1.0 / (1.0 - sigma), 1, client("latency.mean")),
               exact(3, "P(wait > 0), round robin", sigma, 0.3, service("q", "wait.share"))}}},
            {},
            ""};
}

// The limit of many servers (Mitzenmacher 1996; Vvedenskaya, Dobrushin and Karpelevich 1996).
[[nodiscard]] double many_servers(double lambda, int d) {
    double w = 0.0;
    for (int i = 1; i < 60; ++i) {
        const double exponent = d == 1 ? i - 1 : (std::pow(d, i) - d) / (d - 1);
        w += std::pow(lambda, exponent);
    }
    return w;
}

// The share of 500 servers that have at least two requests, at instants 4 apart.
template <int percent>
[[nodiscard]] std::vector<double> with_two_or_more(std::uint64_t seed, std::uint32_t replication) {
    static const auto model =
        model_of(servers(500, std::to_string(5 * percent), "{ policy: power_of_two, choices: 2 }"), "L02");
    Simulation run{*model,
                   {.seed = seed, .replication = replication, .warmup = {}, .duration = std::chrono::seconds{801}}};
    LiveState state;
    double share = 0.0;
    constexpr int instants = 100;
    for (int k = 0; k < instants; ++k) {
        run.run_until(start_of_run + std::chrono::seconds{400 + 4 * k});
        run.observe(state);
        const auto many = std::ranges::count_if(state.replicas, [](const auto& r) { return r.busy + r.queued >= 2; });
        share += static_cast<double>(many) / 500.0 / instants;
    }
    return {share};
}

[[nodiscard]] Case choices() {
    const Reading response = client("latency.mean");
    const Length length = time_units(4000, 400, 20);
    const auto among = [](int d) {
        return d == 1 ? std::string{"{ policy: random }"}
                      : "{ policy: power_of_two, choices: " + std::to_string(d) + " }";
    };
    const auto limit = [&](int number, const std::string& lambda, int d, double percent) {
        const double rate = std::stod(lambda);
        const auto name =
            "mean response time, load " + lambda + ", " + std::to_string(d) + (d == 1 ? " choice" : " choices");
        const auto text = servers(500, std::to_string(500.0 * rate), among(d));
        Quantity q = d == 1 ? exact(number, name, 1.0 / (1.0 - rate), percent, response)
                            : approximation(number, name, many_servers(rate, d), percent, response);
        // At load 0.9 a single queue forgets its start in hundreds of units: a shorter run would see little else.
        return Variant{"load " + lambda + " of " + std::to_string(d),
                       text,
                       {},
                       length,
                       {std::move(q)},
                       d == 1 && rate > 0.8 ? 1.0 : 0.0};
    };
    return {"L02",
            "Power of d choices, JSQ(d) (supermarket model)",
            {limit(1, "0.7", 2, 1),
             limit(3, "0.7", 3, 1),
             limit(4, "0.9", 2, 1.5),
             limit(6, "0.9", 3, 1.5),
             limit(7, "0.7", 1, 1),
             limit(8, "0.9", 1, 2),
             {"queues at load 0.7",
              "",
              with_two_or_more<70>,
              {0.0, 0.0, 100, Length::Shortened::replications},
              {approximation(2, "share of queues with at least 2, load 0.7, 2 choices", 0.343, 1, {})}},
             {"queues at load 0.9",
              "",
              with_two_or_more<90>,
              {0.0, 0.0, 100, Length::Shortened::replications},
              {approximation(5, "share of queues with at least 2, load 0.9, 2 choices", 0.729, 1, {})}},
             {"100 servers",
              servers(100, "90", among(2)),
              {},
              time_units(1e5, 400, 20),
              {reference(9, "mean response time, load 0.9, 2 choices of 100 servers", 2.64455, 0.4, response)}}},
            {},
            "The lengths of the queues are read at instants of a run that is watched."};
}

}  // namespace

std::vector<Case> balancing_cases() { return {splits(), choices()}; }

}  // namespace nines::validation
