// R01-R10: retries, back-off, hedging, fan-out, circuit breakers, retry budgets, rate limits, retry storms.
#include <cmath>

#include "models/backoff.hpp"
#include "models/compile.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"
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

[[nodiscard]] Case hedged_requests() {
    const auto text = [](const std::string& latency, const std::string& delay) {
        return "services: { s: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { delay: " + latency +
               " } ] } } }\nclients: { c: { arrivals: poisson(100/s), call: s, with: { hedging: { delay: " + delay +
               ", max_attempts: 2 } } } }\n";
    };
    // A hedge is one attempt more.
    const auto hedged = [](const Replication& r) {
        return r.figure(Subject::edge, "c -> s.serve", "attempts_per_call") - 1.0;
    };
    const double d = 0.07207694579170018;
    return {"R04",
            "Hedged requests: minimum of two with a delay",
            {{"i",
              text("lognormal(mu: -4.716741961645196, sigma: 1.2686362411795196)", "72.07694579170018ms"),
              {},
              customers(1e6, 1e3, 100.0),
              {exact(1, "(i) share of requests that send a hedge", 0.05, 0.5, hedged),
               exact(2, "(i) mean latency", 0.0171561171, 0.15, client("latency.mean")),
               exact(3, "(i) p95 latency", d, 0.3, client("latency.p95")),
               exact(4, "(i) p99 latency", 0.09005186, 0.15, client("latency.p99")),
               exact(5, "(i) p99.9 latency", 0.135127772, 0.7, client("latency.p99.9"))}},
             {"ii",
              text("exponential(1s)", "1s"),
              {},
              customers(1e6, 1e3, 100.0),
              {exact(6, "(ii) mean latency", 1.0 - std::exp(-1.0) / 2.0, 0.1, client("latency.mean")),
               exact(7, "(ii) p99", (1.0 + std::log(100.0)) / 2.0, 0.2, client("latency.p99")),
               exact(8, "(ii) share of requests that send a hedge", std::exp(-1.0), 0.1, hedged)}}},
            {},
            ""};
}

[[nodiscard]] Case retry_budget() {
    Case c{"R07", "Retry budget (token bucket) and its amplification bound", {}, {}, ""};
    const auto add = [&c](const std::string& p, std::vector<Quantity> quantities) {
        c.variants.push_back(
            {"p = " + p,
             "services: { s: " + failing(p) +
                 " }\nclients: { c: { arrivals: poisson(1000/s), call: s, with: { retry: { max_attempts: 4, backoff: { "
                 "base: 0s, jitter: none }, budget: { kind: bucket, capacity: 100, retry_cost: 1, refund: 0.1 } } } } "
                 "}\n",
             {},
             customers(1e6, 1e4, 1000.0),
             std::move(quantities)});
    };
    const double p = 0.05;
    const auto amplification = edge("c -> s.serve", "attempts_per_call");
    add("100%", {approximation(1, "attempts per request, p = 1", 1.1, 0.1, amplification)});
    add("30%", {approximation(2, "attempts per request, p = 0.3", 1.1, 0.1, amplification),
                exact(3, "success ratio, p = 0.3", 1.1 * 0.7, 0.2, client("availability"))});
    add("5%", {exact(4, "attempts per request, p = 0.05", 1.0 + p + p * p + p * p * p, 0.1, amplification),
               exact(5, "success ratio, p = 0.05", 1.0 - std::pow(p, 4), 0.1, client("availability"))});
    return c;
}

[[nodiscard]] Case token_bucket() {
    return {
        "R08",
        "Token-bucket rate limiter under Poisson traffic",
        {{"of the caller",
          "services: { s: " + failing("0%") +
              " }\nclients: { c: { arrivals: poisson(0.9/s), call: s, with: { rate_limit: { rate: 1/s, burst: 5 } } } "
              "}\n",
          {},
          time_units(1e6, 1e3),
          {exact(1, "share rejected", 0.0643618972, 0.7, edge("c -> s.serve", "rate_limit.rejected_share"))}},
         {"of the callee",
          "services: { s: { overload: { rate_limit: { rate: 1/s, burst: 5 } }, replicas: { concurrency: unlimited }, "
          "endpoints: { serve: [ { delay: 0s } ] } } }\nclients: { c: { arrivals: poisson(0.9/s), call: s } }\n",
          {},
          time_units(1e6, 1e3),
          {exact(1, "share rejected", 0.0643618972, 0.7, service("s", "shed.rate_limit"))}}},
        {},
        ""};
}

// Mean first passage from empty to `top` requests of a birth-death chain: h(n) = 1 / lambda + mu(n) / lambda h(n - 1).
[[nodiscard]] double first_passage(double lambda, double fast, double slow, int most_fast, int top) {
    double h = 0.0, sum = 0.0;
    for (int n = 0; n < top; ++n) {
        const double mu = n == 0 ? 0.0 : n <= most_fast ? fast : slow;
        h = 1.0 / lambda + mu / lambda * h;
        sum += h;
    }
    return sum;
}

// One replication runs a hundred times from empty to 40 requests.
[[nodiscard]] std::vector<double> collapse(std::uint64_t seed, std::uint32_t replication) {
    const auto loaded = read_scenario(
        "nines: 1\nrun: { duration: 1000h }\nservices: { s: { cpu: { thrashing: { above: 12, factor: "
        "1.8333333333333333 } }, endpoints: { serve: [ { work: exponential(0.90909090909090906s) } ] } } }\nclients: { "
        "c: "
        "{ arrivals: poisson(0.8/s), call: s } }\n",
        "R09");
    if (!loaded) return {std::nan("")};
    const auto model = compile(loaded->scenario);
    constexpr std::uint32_t runs = 100;
    double sum = 0.0;
    for (std::uint32_t k = 0; k < runs; ++k) {
        Simulation s{*model,
                     {.seed = seed, .replication = replication * runs + k, .duration = loaded->scenario.run.duration}};
        s.run_while([](const Simulation& running) { return running.requests_in_flight() < 40; });
        sum += to_seconds(s.now());
    }
    return {sum / runs};
}

[[nodiscard]] Case congestion_collapse() {
    return {"R09",
            "Congestion collapse (exact metastable birth-death)",
            {{"",
              "",
              collapse,
              {0.0, 0.0, 300, Length::Shortened::replications},
              {exact(1, "mean time from empty to 40 in the system, s", first_passage(0.8, 1.1, 0.6, 12, 40), 3, {})}}},
            {},
            "One worker on one core; beyond 12 requests inside, work takes 11/6 as long."};
}

// How fast the requests at the server grow between two instants, from the series of those in flight.
[[nodiscard]] double growth(const Replication& r, double from, double to) {
    const auto i = index_of(r.catalogue.series, Subject::service, "s", "in_flight");
    const auto& series = r.result.series.at(i);
    const auto at = [&](double t) {
        return static_cast<double>(series.at(static_cast<std::size_t>(t / r.result.interval_seconds)));
    };
    return (at(to) - at(from)) / (to - from);
}

[[nodiscard]] Case retry_storm() {
    const auto text = [](const std::string& rate, const std::string& added) {
        return "services: { s: { endpoints: { serve: [ { work: exponential(1s) } ] } } }\npolicies: { again: { "
               "timeout: { "
               "per_try: 10s }, retry: { max_attempts: 4, backoff: { base: 0s, jitter: none }, on: [timeout] } } "
               "}\nclients:\n  c: { arrivals: poisson(" +
               rate +
               "/s), call: s, with: again }\n  pulse: { arrivals: ramp(0s: 0/s, 1999.999s: 0/s, 2000s: " + added +
               "/s, 2200s: " + added + "/s, 2200.001s: 0/s), call: s, with: again }\n";
    };
    Case c{"R10",
           "Retry storm: metastable overload and recovery",
           {},
           {{"4: mean time from the end of the trigger to the first empty system", "not measured"}},
           "The trigger is a client of its own, which adds to the other what is missing to a rate of 2."};
    Length collapse{10'000.0, 10'000.0, 20, Length::Shortened::replications};
    Length recovery{5'000.0, 15'000.0, 100, Length::Shortened::replications};
    Quantity none = exact(1, "load 0.4: goodput in [10 000, 20 000]", 0.0, 0.1, client("goodput"));
    c.variants.push_back({"collapse",
                          text("0.4", "1.6"),
                          {},
                          collapse,
                          {none, exact(2, "load 0.4: growth of the queue in [10 000, 20 000]", 0.6, 5,
                                       [](const Replication& r) { return growth(r, 10'000.0, 19'900.0); })}});
    c.variants.push_back({"recovery",
                          text("0.15", "1.85"),
                          {},
                          recovery,
                          {exact(3, "load 0.15: goodput in [15 000, 20 000]", 0.15, 5, client("goodput"))}});
    return c;
}

}  // namespace

std::vector<Case> policy_cases() {
    return {bounded_retries(),      amplification(), backoffs(),     hedged_requests(), fan_out(),
            consecutive_failures(), retry_budget(),  token_bucket(), retry_storm(),     congestion_collapse()};
}

}  // namespace nines::validation
