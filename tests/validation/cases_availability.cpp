// A01-A12: failure and repair, and what requests see of it. An hour of a model is a second here.
#include <cmath>

#include "models/simulation.hpp"
#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

// A service "s" that nobody asks for much: its failures are what matters.
[[nodiscard]] std::string system(const std::string& service, const std::string& rest = "") {
    return rest + "services: { s: { " + service +
           ", endpoints: { serve: [ { delay: 0s } ] } } }\nclients: { c: { arrivals: poisson(0.0001/s), call: s } }\n";
}
const Reading unavailability = complement(service("s", "availability.time"));
[[nodiscard]] Reading downtime(double window) { return times(window, unavailability); }
[[nodiscard]] Reading whether(bool (*holds)(const Replication&)) {
    return [holds](const Replication& r) { return holds(r) ? 1.0 : 0.0; };
}
[[nodiscard]] double root(double x) { return std::sqrt(x); }

// P(downtime in [0, T] <= x) of an alternating process with exponential laws (Takacs 1957).
[[nodiscard]] double takacs(double lambda, double mu, double window, double x) {
    const double failures = lambda * (window - x);
    double poisson = std::exp(-failures), out = poisson, erlang_tail = 0.0, term = std::exp(-mu * x);
    for (int n = 1; n < 200; ++n) {
        poisson *= failures / n;
        erlang_tail += term;  // P(Erlang(n, mu) > x)
        term *= mu * x / n;
        out += poisson * (1.0 - erlang_tail);
    }
    return out;
}

[[nodiscard]] Case one_unit() {
    const double lambda = 0.001, mu = 0.1, down = lambda / (lambda + mu), both = lambda + mu, window = 720.0;
    const std::string unit = system("replica_failure: { mtbf: 1000s, mttr: 10s }");
    const double interval = 1.0 - down + down * (1.0 - std::exp(-both * window)) / (both * window);
    Case c{
        "A01",
        "Single repairable component: steady state, transient, interval availability, SLA probability",
        {{"steady state",
          unit,
          {},
          time_units(1e7, 1000),
          {exact(1, "steady-state unavailability", down, 1.5, unavailability),
           exact(2, "steady-state availability", 1.0 - down, 0.1, service("s", "availability.time"))}},
         {"window",
          unit,
          {},
          samples(100'000, window),
          {exact(6, "expected interval availability over [0, 720]", interval, 0.1, service("s", "availability.time")),
           exact(7, "expected downtime in [0, 720]", window * (1.0 - interval), 3, downtime(window)),
           exact(8, "expected number of failures in [0, 720]", lambda * window * interval, 2, service("s", "failures")),
           exact(9, "P(no failure in [0, 720])", std::exp(-lambda * window), 1.5,
                 whether([](const Replication& r) { return r.figure(Subject::service, "s", "failures") == 0.0; })),
           exact(10, "P(downtime in [0, 720] <= 0.72)", takacs(lambda, mu, window, 0.72), 1.5,
                 whether([](const Replication& r) {
                     return (1.0 - r.figure(Subject::service, "s", "availability.time")) * 720.0 <= 0.72;
                 })),
           exact(11, "P(downtime in [0, 720] <= 7.2)", takacs(lambda, mu, window, 7.2), 1,
                 whether([](const Replication& r) {
                     return (1.0 - r.figure(Subject::service, "s", "availability.time")) * 720.0 <= 7.2;
                 }))}}},
        {},
        "The state at an instant is read from as many independent runs."};
    const double tolerances[] = {10, 7, 5}, instants[] = {5, 10, 50};
    for (int i = 0; i < 3; ++i) {
        const double t = instants[i];
        Variant v{"at " + std::to_string(static_cast<int>(t)),
                  unit,
                  {},
                  samples(1'000'000, 1e-6, t),
                  {exact(3 + i, "unavailability at t=" + std::to_string(static_cast<int>(t)) + ", starting up",
                         down * (1.0 - std::exp(-both * t)), tolerances[i], unavailability)}};
        v.least_scale = 0.05;  // rarer than once in two hundred
        c.variants.push_back(std::move(v));
    }
    return c;
}

constexpr const char* three_tiers =
    "services:\n"
    "  balancer: { replicas: 2, replica_failure: { mtbf: 1000s, mttr: 10.1010101s }, endpoints: { serve: [ { delay: 0s "
    "} "
    "] } }\n"
    "  application: { replicas: 3, required: 2, replica_failure: { mtbf: 500s, mttr: 10.2040816s }, endpoints: { "
    "serve: [ "
    "{ delay: 0s } ] } }\n"
    "  database: { replica_failure: { mtbf: 10000s, mttr: 10.01001s }, endpoints: { serve: [ { delay: 0s } ] } }\n"
    "clients: { c: { arrivals: poisson(0.0001/s), mix: [ { call: balancer }, { call: application }, { call: database } "
    "] "
    "} }\n";

// How often the three tiers together fail in a thousand seconds, and for how long.
[[nodiscard]] std::vector<double> failures_of_the_tiers(std::uint64_t seed, std::uint32_t replication) {
    static const auto model = model_of(three_tiers, "A02");
    constexpr double length = 1e6;
    Simulation run{*model, {.seed = seed, .replication = replication, .warmup = {}, .duration = from_seconds(length)}};
    double failures = 0.0, down = 0.0, since = 0.0;
    bool was_up = true;
    run.run_while([&](const Simulation& s) {
        const bool up =
            s.replicas_up("balancer") >= 1 && s.replicas_up("application") >= 2 && s.replicas_up("database") >= 1;
        const double now = to_seconds(s.now() - start_of_run);
        if (!was_up) down += now - since;
        if (was_up && !up) ++failures;
        was_up = up;
        since = now;
        return true;
    });
    return {failures / length * 1000.0, down / failures};
}

[[nodiscard]] Case series_of_redundant_tiers() {
    const double u1 = 0.01, u2 = 0.02, u3 = 0.001, a2 = 1.0 - u2;
    const double up = (1.0 - u1 * u1) * (a2 * a2 * a2 + 3.0 * a2 * a2 * u2) * (1.0 - u3);
    const auto tiers_up = [&](int a, int b) {
        const double each[] = {1.0 - u1 * u1, a2 * a2 * a2 + 3.0 * a2 * a2 * u2, 1.0 - u3};
        return each[a - 1] * each[b - 1];
    };
    const Reading system_down = [](const Replication& r) {
        double all = 1.0;
        for (const auto* tier : {"balancer", "application", "database"})
            all *= r.figure(Subject::service, tier, "availability.time");
        return 1.0 - all;
    };
    return {
        "A02",
        "Series-parallel and k-out-of-n composition, independent repairs",
        {{"",
          three_tiers,
          {},
          time_units(1e7, 1000),
          {exact(1, "system unavailability", 1.0 - up, 3, system_down),
           exact(2, "downtime, minutes per year", 525'600.0 * (1.0 - up), 3, times(525'600.0, system_down))}},
         {"watched",
          "",
          failures_of_the_tiers,
          {1e6, 0.0, 300, Length::Shortened::replications},
          {exact(3, "system failures per 1000 h",
                 1000.0 * (2.0 * u1 * (1.0 - u1) * 0.001 * tiers_up(2, 3) +
                           3.0 * a2 * a2 * u2 * 2.0 * 0.002 * tiers_up(1, 3) + (1.0 - u3) * 0.0001 * tiers_up(1, 2)),
                 1.5, {}),
           exact(4, "mean system down time, h", 6.52597766, 2, {})}}},
        {},
        "The tiers are independent, so the availability of the system is the product of theirs; failures of the "
        "system are counted by watching the run."};
}

// Until the service is down for the first time; the length of the run when it never is.
[[nodiscard]] double first_failure(const Replication& r) {
    for (const auto& e : r.result.timeline)
        if (e.what == "service down") return e.seconds;
    return r.result.end_seconds;
}

[[nodiscard]] Case three_of_five() {
    return {"A03",
            "3-out-of-5 system with 1 repair crew",
            {{"",
              system("replicas: 5, required: 3, replica_failure: { mtbf: 100s, mttr: 10s, crew: one }",
                     "crews: { one: 1 }\n"),
              {},
              time_units(2e6, 1000),
              // birth-death chain
              {exact(1, "unavailability", 0.0412812993, 1.5, unavailability),
               exact(3, "system failures per 1000 h", 3.38371306, 1.5,
                     [](const Replication& r) {
                         return 1000.0 * r.figure(Subject::service, "s", "failures") /
                                (r.result.end_seconds - r.result.warmup_seconds);
                     }),
               exact(4, "mean up time", 283.333333, 2, service("s", "up_time.mean")),
               exact(5, "mean down time", 12.2, 2, service("s", "down_time.mean"))}},
             {"from all up",
              system("replicas: 5, required: 3, replica_failure: { mtbf: 100s, mttr: 10s, crew: one }",
                     "crews: { one: 1 }\n"),
              {},
              samples(300'000, 6000.0),
              {exact(2, "mean time to the first failure", 378.333333, 1, first_failure)}}},
            {},
            ""};
}

[[nodiscard]] Case common_cause() {
    return {"A06",
            "Common-cause failures (beta factor), 1-out-of-3",
            {{"",
              system("replicas: 3, replica_failure: { mtbf: 1111.11111s, mttr: 10s }",
                     "common_causes: { shock: { members: [s], failure: { mtbf: 10000s, mttr: 10s } } }\n"),
              {},
              time_units(2e7, 1000),
              // chain on the number of failed units
              {exact(1, "unavailability", 0.00033545451, 3, unavailability)}}},
            {},
            ""};
}

[[nodiscard]] Case other_laws() {
    const double window = 1e5, up = 100.0, down = 4.0, cycle = up + down;
    const double var_up = up * up * (std::tgamma(2.0) / std::pow(std::tgamma(1.5), 2) - 1.0),
                 var_down = 3.0 * down * down;
    const double sd = std::sqrt(window * (var_up * down * down + var_down * up * up) / std::pow(cycle, 3));
    Quantity spread = exact(4, "standard deviation of the downtime over 100,000 h", sd, 10, [=](const Replication& r) {
        const double off =
            window * (1.0 - r.figure(Subject::service, "s", "availability.time")) - window * down / cycle;
        return off * off;
    });
    spread.transform = root;
    return {
        "A07",
        "Alternating renewal with non-exponential laws: only the means matter",
        {{"Weibull and lognormal",
          system(
              "replica_failure: { mtbf: 'weibull(shape: 2, mean: 100s)', mttr: 'lognormal(mean: 4s, cv: 1.7320508)' }"),
          {},
          samples(1000, window),
          {exact(1, "unavailability (Weibull, lognormal)", down / cycle, 1, unavailability),
           exact(2, "failures in 100,000 h", window / cycle, 0.3, service("s", "failures")),
           exact(3, "availability (Weibull, lognormal)", up / cycle, 0.1, service("s", "availability.time")),
           std::move(spread)}},
         {"constant",
          system("replica_failure: { mtbf: constant(100s), mttr: constant(4s) }"),
          {},
          samples(30, window),
          {exact(5, "availability (constant, constant)", up / cycle, 0.01, service("s", "availability.time"))}}},
        {},
        ""};
}

[[nodiscard]] Case zones() {
    const std::string places = "places: { r: { zones: [a, b, c], zone_failure: { mtbf: 500s, mttr: 5s } } }\n";
    const std::string replicas = "replicas: 6, replica_failure: { mtbf: 100s, mttr: 2s }";
    const Length length = time_units(3e6, 1000);
    const double zone = 0.2 / 0.202, replica = 0.5 / 0.51, q = zone * (1.0 - (1.0 - replica) * (1.0 - replica));
    return {
        "A08",
        "Replicas in availability zones",
        {{"3 of 6",
          system(replicas + ", required: 3", places),
          {},
          length,
          // convolution of the zones' distributions
          {exact(1, "P(fewer than 3 of 6 replicas serve)", 0.000359658424, 7, unavailability)}},
         {"2 zones",
          system(replicas + ", required_zones: 2", places),
          {},
          length,
          {exact(2, "P(fewer than 2 zones have a serving replica)", 1.0 - q * q * q - 3.0 * q * q * (1.0 - q), 7,
                 unavailability),
           exact(3, "mean number of serving replicas", 6.0 * zone * replica, 0.1, service("s", "replicas_up.mean"))}}},
        {},
        ""};
}

[[nodiscard]] Case breakdowns() {
    const double lambda = 0.5, mu = 1.0, f = 0.05, r = 0.2;
    const double number = lambda * ((f + r) * (f + r) + f * mu) / ((f + r) * (r * mu - lambda * (f + r)));
    return {"A09",
            "M/M/1 with server breakdowns and repairs",
            {{"",
              "services: { s: { replica_failure: { mtbf: 20s, mttr: 5s, mode: pause }, endpoints: { serve: [ { work: "
              "exponential(1s) } ] } } }\n"
              "clients: { c: { arrivals: poisson(0.5/s), call: s } }\n",
              {},
              time_units(1e6, 1e4),
              {exact(1, "mean number in system", number, 1, service("s", "in_flight.mean")),
               exact(2, "mean response time", number / lambda, 2, client("latency.mean")),
               exact(3, "server availability", r / (f + r), 0.15, service("s", "availability.time"))}}},
            {},
            ""};
}

[[nodiscard]] Case by_time_and_by_request() {
    const double f = 0.01, r = 0.1, mu = 1.0;
    return {"A10",
            "Availability by time and as seen by requests (open traffic)",
            {{"",
              "services: { s: { replicas: { concurrency: unlimited }, replica_failure: { mtbf: 100s, mttr: 10s }, "
              "endpoints: { serve: [ { work: "
              "exponential(1s) } ] } } }\nclients: { c: { arrivals: poisson(5/s), call: s } }\n",
              {},
              time_units(2e5, 1000),
              {exact(1, "fraction of time down", f / (f + r), 3, unavailability),
               exact(2, "fraction of requests arriving while down", f / (f + r), 3, client("outcome.refused")),
               exact(3, "fraction of requests failing in all", 1.0 - r / (f + r) * mu / (mu + f), 3,
                     complement(client("availability")))}}},
            {},
            ""};
}

[[nodiscard]] Case call_graph() {
    const double first = (1.0 - 0.02 * 0.02) * std::pow(1.0 - 0.05 * 0.05, 3) * (1.0 - 0.01 * 0.01 * 0.01);
    const double lambda = 0.01, mu = 0.1, u = lambda / (lambda + mu),
                 again = u + (1.0 - u) * std::exp(-(lambda + mu) * 2.0);
    const std::string at_once = "backoff: { base: 0s, jitter: none }";
    return {
        "A11",
        "Success probability through a call graph; retries against a persistent outage",
        {{"i",
          "policies:\n  once_more: { retry: { max_attempts: 2, " + at_once +
              " } }\n  twice_more: { retry: { max_attempts: 3, " + at_once +
              " } }\n"
              "services:\n"
              "  root: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { call: auth, with: once_more }, "
              "{ parallel: { copies: 3, branches: [ { "
              "call: shard, with: once_more } ] } }, { call: payment, with: twice_more }, { call: recommendations, "
              "with: { fallback: { degraded: true } } } ] } }\n"
              "  auth: { replicas: { concurrency: unlimited }, endpoints: { serve: { steps: [ { delay: 0s } ], "
              "error_rate: 2% } } }\n"
              "  shard: { replicas: { concurrency: unlimited }, endpoints: { serve: { steps: [ { delay: 0s } ], "
              "error_rate: 5% } } }\n"
              "  payment: { replicas: { concurrency: unlimited }, endpoints: { serve: { steps: [ { delay: 0s } ], "
              "error_rate: 1% } } }\n"
              "  recommendations: { replicas: { concurrency: unlimited }, endpoints: { serve: { steps: [ { delay: 0s } "
              "], error_rate: 30% } } }\n"
              "clients: { c: { arrivals: poisson(100/s), call: root } }\n",
          {},
          customers(1e5, 0, 100.0),
          {exact(1, "(i) success probability", first, 0.1, client("availability")),
           exact(2, "(i) share with the fallback among successes", 0.3, 1, client("outcome.degraded"),
                 client("availability"))}},
         {"ii",
          "services: { s: { replica_failure: { mtbf: 100s, mttr: 10s }, endpoints: { serve: [ { delay: 0s } ] } } }\n"
          "clients: { c: { arrivals: poisson(1/s), call: s, with: { retry: { max_attempts: 3, backoff: { base: 2s, "
          "factor: 1, jitter: none } } } } }\n",
          {},
          time_units(1e6, 1000),
          {exact(3, "(ii) share of time in which an attempt fails", u, 1.5, unavailability),
           exact(4, "(ii) P(request fails after 3 attempts)", u * again * again, 2,
                 complement(client("availability")))}},
         {"iii",
          "services: { s: { replicas: 3, load_balancer: { policy: random }, replica_failure: { mtbf: 90s, mttr: 10s }, "
          "endpoints: { serve: [ { delay: 0s } ] "
          "} } }\nclients: { c: { arrivals: poisson(1/s), call: s, with: { retry: { max_attempts: 2, " +
              at_once + " } } } }\n",
          {},
          time_units(3e5, 1000),
          {exact(7, "(iii) failure, retry on a random replica", 0.1 / 3.0 + 0.01 * 2.0 / 3.0, 3,
                 complement(client("availability")))}},
         {"iii, another",
          "services: { s: { replicas: 3, load_balancer: { policy: random }, replica_failure: { mtbf: 90s, mttr: 10s "
          "}, endpoints: { serve: [ { delay: 0s } ] "
          "} } }\nclients: { c: { arrivals: poisson(1/s), call: s, with: { retry: { max_attempts: 2, replica: other, " +
              at_once + " } } } }\n",
          {},
          time_units(2e6, 1000),
          {approximation(6, "(iii) failure, retry on a different replica", 0.01, 5,
                         complement(client("availability")))}}},
        {},
        "A retry that shuns the replica that failed picks up to five times, as Envoy's: once in 243 all are the same."};
}

[[nodiscard]] Case detection() {
    const Reading delay = [](const Replication& r) {
        for (const auto& e : r.result.timeline)
            if (e.what == "out of rotation") return e.seconds - 20.0;
        return std::numeric_limits<double>::quiet_NaN();
    };
    Quantity spread = exact(2, "standard deviation of the detection delay", 5.0 / std::sqrt(12.0), 0.5,
                            [delay](const Replication& r) { return (delay(r) - 13.5) * (delay(r) - 13.5); });
    spread.transform = root;
    Quantity least{3, "minimum delay", 11.0, 0.01, Kind::at_least, delay, {}};
    Quantity most{4, "maximum delay", 16.0, 0.01, Kind::at_most, delay, {}};
    return {"A12",
            "Health-check detection and ejection delay",
            {{"",
              "services: { s: { replicas: 3, load_balancer: { policy: random }, health_check: { interval: 5s, timeout: "
              "1s, unhealthy_after: 3 }, endpoints: { serve: "
              "[ { delay: 0s } ] } } }\nclients: { c: { arrivals: poisson(60/s), call: s, patience: 1us } }\n"
              "faults: [ { at: 20s, replica: s/0, outage: 100s, mode: silent } ]\n",
              {},
              samples(300'000, 40.0),
              {exact(1, "mean detection delay", 13.5, 0.1, delay), std::move(spread), std::move(least), std::move(most),
               exact(5, "mean failed requests per crash", 270.0, 0.15,
                     [](const Replication& r) {
                         return std::round(r.figure(Subject::client, "c", "requests") *
                                           (1.0 - r.figure(Subject::client, "c", "availability")));
                     })}}},
            {},
            "The crashed node stays silent, as the time-out of its probes says; requests give up on it at once."};
}

[[nodiscard]] Case standby() {
    const double lambda = 0.001, mu = 0.05;
    Case c{"A04", "Two-unit standby: hot, warm, cold; one repair crew", {}, {}, ""};
    const auto add = [&](int number, const std::string& name, const std::string& kind, double alpha, double unavailable,
                         double percent_mttf, double percent) {
        const auto text =
            system("replicas: 2, replica_failure: { mtbf: 1000s, mttr: 20s, crew: one }, failover: { " + kind + " }",
                   "crews: { one: 1 }\n");
        const double b0 = lambda * (1.0 + alpha), b1 = lambda;
        c.variants.push_back(
            {name + ", first failure",
             text,
             {},
             samples(60'000, 400'000.0),
             {exact(number, name + ": MTTF", 1.0 / b0 + 1.0 / b1 + mu / (b0 * b1), percent_mttf, first_failure)}});
        c.variants.push_back({name,
                              text,
                              {},
                              time_units(2e7, 1e4),
                              {exact(number + 1, name + ": unavailability", unavailable, percent, unavailability)}});
    };
    add(1, "hot", "standby: hot", 1.0, 0.000768639508, 2, 5);
    add(3, "warm", "standby: warm, standby_failures: 30%", 0.3, 0.000506565873, 2, 10);
    add(5, "cold", "standby: cold", 0.0, 0.000392003136, 3, 7);
    return c;
}

[[nodiscard]] Case imperfect_coverage() {
    // By the failures of the active unit alone: half as often as the catalogue's model, where that of either unit
    // interrupts the service. To one unit of time with both up: one up, none, switching, waiting for a human.
    const double lambda = 0.001, mu = 0.1, coverage = 0.95, delta = 60.0, beta = 2.0;
    const double one = 2.0 * lambda / mu, neither = lambda / mu * one;
    const double switching = lambda * coverage / delta, by_hand = lambda * (1.0 - coverage) / beta;
    const double down = neither + switching + by_hand;
    const auto share = [](const char* of) {
        return [of](const Replication& r) {
            return r.figure(Subject::service, "s", of) / (1.0 - r.figure(Subject::service, "s", "availability.time"));
        };
    };
    return {"A05",
            "Two-unit system with imperfect coverage and switchover delay",
            {{"",
              system("replicas: 2, replica_failure: { mtbf: 1000s, mttr: 10s, crew: one }, failover: { switchover: "
                     "exponential(16.6666666667ms), coverage: 95%, recovery: exponential(500ms) }",
                     "crews: { one: 1 }\n"),
              {},
              time_units(2e7, 1e4),
              // Here the repair begins at the failure, there after the switchover: 1% of the downtime.
              {approximation(1, "unavailability", down / (1.0 + one + down), 5, unavailability),
               approximation(3, "share of the downtime from uncovered failures", by_hand / down, 5,
                             share("failover.recovering")),
               approximation(4, "share of the downtime from switchovers", switching / down, 5,
                             share("failover.switching"))},
              0.3}},
            {{"1 to 4 as the catalogue has them",
              "there a failure of either unit interrupts the service, here only that of the active one does"}},
            ""};
}

}  // namespace

std::vector<Case> availability_cases() {
    return {one_unit(),           series_of_redundant_tiers(),
            three_of_five(),      standby(),
            imperfect_coverage(), common_cause(),
            other_laws(),         zones(),
            breakdowns(),         by_time_and_by_request(),
            call_graph(),         detection()};
}

}  // namespace nines::validation
