// R01-R06: retries, back-off, fan-out, circuit breakers.
#include <cmath>

#include "models/backoff.hpp"
#include "sim/random.hpp"
#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

// Endpoints that take no time and fail a share of the calls.
[[nodiscard]] std::string failing(const std::string& share) {
    return "{ replicas: { concurrency: unlimited }, endpoints: { serve: { steps: [ { delay: 0s } ], error_rate: " +
           share + " } } }";
}
[[nodiscard]] std::string retried(int attempts) {
    return "{ retry: { max_attempts: " + std::to_string(attempts) + ", backoff: { base: 0s, jitter: none } } }";
}

[[nodiscard]] Case bounded_retries() {
    const double p = 0.2, q = std::exp(-2.0), mean = 0.1;
    return {"R01",
            "Bounded retries: attempts, success, latency",
            {{"i",
              "services: { s: " + failing("20%") +
                  " }\nclients: { c: { arrivals: poisson(100/s), call: s, with: " + retried(4) + " } }\n",
              {},
              customers(1e5, 0, 100.0),
              {exact(1, "(i) success probability", 1.0 - std::pow(p, 4), 0.05, client("availability")),
               exact(2, "(i) failure probability", std::pow(p, 4), 15, complement(client("availability"))),
               exact(3, "(i) mean attempts per request", (1.0 - std::pow(p, 4)) / (1.0 - p), 0.3,
                     edge("c -> s.serve", "attempts_per_call"))}},
             {"ii",
              "services: { s: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { work: exponential(100ms) "
              "} ] } } }\n"
              "clients: { c: { arrivals: poisson(100/s), call: s, with: { timeout: { per_try: 200ms }, retry: { "
              "max_attempts: 3, backoff: { base: 0s, jitter: none } } } } }\n",
              {},
              customers(1e5, 1e3, 100.0),
              {exact(4, "(ii) failure probability", q * q * q, 10, complement(client("availability"))),
               exact(5, "(ii) mean attempts", (1.0 - q * q * q) / (1.0 - q), 0.3,
                     edge("c -> s.serve", "attempts_per_call")),
               exact(6, "(ii) mean time to success or final failure, s", mean * (1.0 - q * q * q), 0.5,
                     [](const Replication& r) {
                         const double good = r.figure(Subject::client, "c", "availability");
                         return good * r.figure(Subject::client, "c", "latency.mean") + (1.0 - good) * 0.6;
                     }),
               exact(7, "(ii) p99 latency of successful requests, s", -mean * std::log(1.0 - 0.99 * (1.0 - q * q * q)),
                     1, client("latency.p99"))}}},
            {},
            "A final failure takes three time-outs, 0.6 s."};
}

[[nodiscard]] Case amplification() {
    std::string chain = "services:\n";
    for (const auto& [name, next] : {std::pair{"l1", "l2"}, {"l2", "l3"}, {"l3", "l4"}, {"l4", "leaf"}})
        chain += std::string{"  "} + name +
                 ": { replicas: { concurrency: unlimited }, endpoints: { serve: [ { call: " + next +
                 ", with: " + retried(3) + " } ] } }\n";
    chain += "  leaf: " + failing("100%") + "\nclients: { c: { arrivals: poisson(1/s), call: l1, with: " + retried(3) +
             " } }\n";
    const Reading leaf_calls = figure(Subject::endpoint, "leaf.serve", "calls"), requests = client("requests");
    return {
        "R02",
        "Retry amplification through a chain",
        {{"i",
          chain,
          {},
          time_units(1e3, 0),
          {exact(1, "(i) leaf calls per request", 243.0, 1e-7, leaf_calls, requests)}},
         {"ii",
          "services:\n  l1: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { call: leaf, with: " +
              retried(3) + " } ] } }\n  leaf: " + failing("50%") +
              "\nclients: { c: { arrivals: poisson(100/s), call: l1, with: " + retried(3) + " } }\n",
          {},
          customers(1e5, 0, 100.0),
          {exact(2, "(ii) mean leaf calls per request", 1.99609375, 0.2, leaf_calls, requests),
           exact(3, "(ii) request failure probability", std::pow(0.5, 9), 15, complement(client("availability")))}}},
        {},
        "A chain of services, each of which retries at once."};
}

// One replication draws 100,000 sequences of eight back-offs of each kind.
[[nodiscard]] std::vector<double> draw_backoffs(std::uint64_t seed, std::uint32_t replication) {
    Backoff full;
    full.base = std::chrono::milliseconds{100};
    full.max = std::chrono::seconds{10};
    full.jitter = Jitter::full;
    Backoff equal = full, decorrelated = full;
    equal.jitter = Jitter::equal;
    decorrelated.jitter = Jitter::decorrelated;
    Random random{{seed, replication, hash_of("back-off"), 0}};
    constexpr int sequences = 100'000;
    std::vector<double> sums(14, 0.0);
    const auto add = [&](std::size_t i, double x) { sums[i] += x / sequences; };
    for (int i = 0; i < sequences; ++i) {
        double total = 0.0;
        Duration previous = decorrelated.base;
        for (std::uint32_t n = 1; n <= 8; ++n) {
            const double f = to_seconds(draw_backoff(full, n, full.base, random)),
                         e = to_seconds(draw_backoff(equal, n, equal.base, random));
            previous = draw_backoff(decorrelated, n, previous, random);
            const double d = to_seconds(previous);
            total += f;
            if (n == 1) add(0, f), add(1, e), add(9, d);
            if (n == 2) add(10, d);
            if (n == 3) add(11, d);
            if (n == 4) add(2, f), add(3, e), add(6, (f - 0.4) * (f - 0.4)), add(7, (e - 0.6) * (e - 0.6));
            if (n == 5) add(12, d);
            if (n == 8) add(4, f), add(5, e), add(13, d);
        }
        add(8, total);
    }
    return sums;
}

[[nodiscard]] Case backoffs() {
    return {
        "R03",
        "Back-off distributions: full, equal and decorrelated jitter",
        {{"",
          "",
          draw_backoffs,
          {0.0, 0.0, 30, Length::Shortened::replications},
          {exact(1, "full jitter, retry 1: mean", 0.05, 0.3, {}),
           exact(2, "equal jitter, retry 1: mean", 0.075, 0.1, {}),
           exact(3, "full jitter, retry 4: mean", 0.4, 0.3, {}), exact(4, "equal jitter, retry 4: mean", 0.6, 0.1, {}),
           exact(5, "full jitter, retry 8: mean", 5.0, 0.3, {}), exact(6, "equal jitter, retry 8: mean", 7.5, 0.1, {}),
           exact(7, "full jitter: variance of retry 4", 0.64 / 12.0, 1, {}),
           exact(8, "equal jitter: variance of retry 4", 0.64 / 48.0, 1, {}),
           exact(9, "full jitter: mean total of 8 back-offs", 11.35, 0.5, {}),
           exact(10, "decorrelated jitter, retry 1: mean", 0.2, 0.1, {}),
           // numerical integration
           exact(11, "decorrelated jitter, retry 2: mean", 0.35, 0.2, {}),
           exact(12, "decorrelated jitter, retry 3: mean", 0.575, 0.3, {}),
           exact(13, "decorrelated jitter, retry 5: mean", 1.41096302, 0.3, {}),
           exact(14, "decorrelated jitter, retry 8: mean", 3.15390769, 0.5, {})}}},
        {},
        ""};
}

[[nodiscard]] Case fan_out() {
    Case c{"R05",
           "Tail at scale: fan-out",
           {},
           {{"7: leaf quantile needed for the root's p99", "arithmetic, nothing to simulate"}},
           "A leaf answers at once or, with probability p, after two seconds."};
    const auto add = [&c](int number, const std::string& p, double share, int n, double percent) {
        c.variants.push_back(
            {p + " of " + std::to_string(n),
             "services:\n  root: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { parallel: { copies: " +
                 std::to_string(n) +
                 ", branches: [ { call: leaf } ] } } ] } }\n  leaf: { replicas: { concurrency: unlimited }, endpoints: "
                 "{ serve: [ { delay: 2s, probability: " +
                 p +
                 " } ] } }\nclients: { c: { arrivals: poisson(10/s), call: root } }\nslos: [ { name: fast, good: "
                 "success and latency < 1s, objective: 50% } ]\n",
             {},
             customers(1e6 / 30.0, 100, 10.0),
             {exact(number, "P(slow), p=" + p + ", n=" + std::to_string(n), 1.0 - std::pow(1.0 - share, n), percent,
                    complement(figure(Subject::slo, "fast", "good_share")))}});
    };
    add(1, "1%", 0.01, 1, 5);
    add(2, "1%", 0.01, 10, 1.5);
    add(3, "1%", 0.01, 100, 0.5);
    add(4, "0.1%", 0.001, 100, 1.5);
    add(5, "0.1%", 0.001, 1000, 0.5);
    add(6, "0.01%", 0.0001, 2000, 1);
    return c;
}

[[nodiscard]] Case consecutive_failures() {
    // Renewal-reward over cycles of the breaker.
    const double lambda = 10.0, p = 0.5, d = 30.0;
    const double en = (1.0 - std::pow(p, 5)) / (std::pow(p, 5) * (1.0 - p)), g = 1.0 / (1.0 - p),
                 ep = (1.0 - (1.0 - p)) / p;
    const double rejected = g * lambda * d / (en + g * (lambda * d + ep));
    return {"R06",
            "Circuit breaker with consecutive-failure trip (renewal-reward)",
            {{"",
              "services: { s: " + failing("50%") +
                  " }\nclients: { c: { arrivals: poisson(10/s), call: s, with: { circuit_breaker: { "
                  "consecutive_failures: 5, open_for: 30s, half_open_calls: 1 } } } }\n",
              {},
              time_units(1e6, 1e3),
              {exact(1, "share of requests rejected", rejected, 0.1, client("outcome.rejected")),
               exact(2, "share of requests failing at the backend", p * (1.0 - rejected), 1, client("outcome.error")),
               exact(3, "openings per unit time", lambda * g / (en + g * (lambda * d + ep)), 0.1,
                     [](const Replication& r) {
                         return r.figure(Subject::edge, "c -> s.serve", "breaker.openings") /
                                (r.result.end_seconds - r.result.warmup_seconds);
                     })}}},
            {},
            ""};
}

}  // namespace

std::vector<Case> policy_cases() {
    return {bounded_retries(), amplification(), backoffs(), fan_out(), consecutive_failures()};
}

}  // namespace nines::validation
