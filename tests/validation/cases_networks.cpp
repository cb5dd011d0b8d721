// Q12-Q17: networks of queues, closed systems, and arrivals that are not Poisson.
#include <cmath>

#include "tests/validation/case.hpp"
#include "tests/validation/formulas.hpp"

namespace nines::validation {

namespace {

[[nodiscard]] Case jackson_network() {
    // lambda = lambda_0 (I - P)^-1
    const double two = (0.6 + 0.3 * 0.4) / (1.0 - 0.2 * (0.6 + 0.3 * 0.4)), one = 1.0 + 0.2 * two, three = 0.4 * one;
    const auto number = [](double lambda, double mu) { return lambda / (mu - lambda); };
    const double all = number(one, 2.0) + number(two, 1.6) + number(three, 1.0);
    return {"Q12",
            "Open Jackson network, 3 single-server stations with feedback",
            {{"",
              "services:\n"
              "  one: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(0.5s) }, { "
              "one_of: [ { call: two, "
              "probability: 60% }, { call: three, probability: 40% } ] } ] } }\n"
              "  two: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(0.625s) }, { "
              "call: one, probability: 20% } ] } }\n"
              "  three: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(1s) }, { "
              "call: two, probability: 30% } ] } }\n"
              "clients: { c: { arrivals: poisson(1/s), call: one } }\n",
              {},
              time_units(2e5, 1e4),
              {exact(1, "mean number at station 1", number(one, 2.0), 1.5, at_station("one")),
               exact(2, "mean number at station 2", number(two, 1.6), 1, at_station("two")),
               exact(3, "mean number at station 3", number(three, 1.0), 1, at_station("three")),
               exact(4, "mean end-to-end response time", all, 1, client("latency.mean"))}}},
            {},
            "A hop is a call that the caller's worker does not wait for; a number at a station is that of waiting and "
            "in service."};
}

[[nodiscard]] Case closed_systems() {
    const std::string repair_shop =
        "services: { shop: { replicas: { concurrency: 2 }, endpoints: { repair: [ { work: exponential(2s) } ] } } "
        "}\nclients: { c: { users: 10, think: "
        "exponential(10s), call: shop } }\n";
    const std::string machines =
        "crews: { two: 2 }\nservices: { machines: { replicas: 10, required: 10, replica_failure: { mtbf: 10s, mttr: "
        "2s, crew: two }, endpoints: { e: [ { "
        "delay: 0s } ] } } }\nclients: { c: { arrivals: poisson(0.001/s), call: machines } }\n";
    const std::string interactive =
        "services:\n  one: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(0.5s) }, "
        "{ call: two } ] } }\n"
        "  two: { endpoints: { serve: [ { work: exponential(0.3s) } ] } }\nclients: { c: { users: 10, think: "
        "exponential(5s), call: one } }\n";
    const Length length = time_units(2e5, 1e3);
    return {
        "Q13",
        "Closed systems: machine repairman and interactive network (MVA)",
        {{"customers",
          repair_shop,
          {},
          length,
          {exact(1, "(i) mean machines down", 2.40372153, 0.5, service("shop", "in_flight.mean")),
           exact(2, "(i) repair throughput", 0.759627847, 0.2, client("throughput")),
           exact(3, "(i) mean down time per failure", 3.16434099, 0.7, client("latency.mean"))}},
         {"machines",
          machines,
          {},
          length,
          {exact(1, "(i) mean machines down, by replicas and crews", 2.40372153, 0.5,
                 sum([](const Replication&) { return 10.0; }, times(-1.0, service("machines", "replicas_up.mean")))),
           exact(4, "(i) P(all up)", 0.120186077, 1, service("machines", "availability.time"))}},
         {"interactive",
          interactive,
          {},
          length,
          {exact(5, "(ii) throughput", 1.48059469, 0.15, client("throughput")),
           exact(6, "(ii) mean response time", 1.75404285, 0.3, client("latency.mean")),
           exact(7, "(ii) mean number at station 1", 1.87129147, 0.5, at_station("one")),
           exact(8, "(ii) mean number at station 2", 0.725735066, 0.5, at_station("two"))}}},
        {},
        "(i) twice: as users of a repair shop, and as replicas that fail and share a crew of two."};
}

[[nodiscard]] std::string fork_to(int k) {
    std::string branches, services;
    for (int i = 1; i <= k; ++i) {
        const std::string name = "s" + std::to_string(i);
        branches += (i > 1 ? ", { call: " : "{ call: ") + name + " }";
        services += "  " + name + ": { endpoints: { serve: [ { work: exponential(1s) } ] } }\n";
    }
    return "services:\n  root: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { parallel: [ " +
           branches + " ] } ] } }\n" + services + "clients: { c: { arrivals: poisson(0.8/s), call: root } }\n";
}

[[nodiscard]] double harmonic(int n) {
    double h = 0.0;
    for (int i = 1; i <= n; ++i) h += 1.0 / i;
    return h;
}

[[nodiscard]] Case fork_and_join() {
    const double rho = 0.8, two = (12.0 - rho) / (8.0 * (1.0 - rho));
    const auto nelson_tantawi = [=](int k) {
        const double ratio = harmonic(k) / harmonic(2);
        return (ratio + 4.0 / 11.0 * (1.0 - ratio) * rho) * two;
    };
    const Length length = customers(2e5, 2e4, 0.8);
    const Reading response = client("latency.mean");
    return {"Q14",
            "Fork-join",
            {{"2", fork_to(2), {}, length, {exact(1, "mean response, 2 queues", two, 3, response)}},
             {"4",
              fork_to(4),
              {},
              length,
              {approximation(2, "mean response, 4 queues (Nelson and Tantawi)", nelson_tantawi(4), 5, response)}},
             {"8",
              fork_to(8),
              {},
              length,
              {approximation(3, "mean response, 8 queues (Nelson and Tantawi)", nelson_tantawi(8), 5, response)}},
             {"unlimited",
              "services:\n  root: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { parallel: { copies: "
              "10, branches: [ { call: leaf } ] } } ] } }\n"
              "  leaf: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { work: exponential(1s) } ] } "
              "}\nclients: { c: { arrivals: "
              "poisson(0.8/s), call: root } }\n",
              {},
              length,
              {exact(4, "mean, 10 parallel tasks on unlimited servers", harmonic(10), 0.1, response),
               exact(5, "p99, 10 parallel tasks on unlimited servers", -std::log(1.0 - std::pow(0.99, 0.1)), 0.3,
                     client("latency.p99"))}}},
            {},
            ""};
}

[[nodiscard]] Case retrials() {
    const double lambda = 0.7, rho = 0.7, theta = 0.5, orbit = rho * (lambda + rho * theta) / (theta * (1.0 - rho));
    const Reading retries = sum(edge("c -> orbit.try", "attempts_per_call"), [](const Replication&) { return -1.0; });
    const Reading in_orbit =
        sum(sum(service("orbit", "in_flight.mean"), times(-1.0, service("server", "in_flight.mean"))),
            [=](const Replication&) { return -lambda / theta; });
    return {
        "Q15",
        "M/M/1 retrial queue (no waiting room, exponential retrials)",
        {{"",
          "services:\n  orbit: { replicas: { concurrency: unlimited }, endpoints: { try: [ { delay: exponential(2s) }, "
          "{ call: server } ] } }\n"
          "  server: { replicas: { queue: { capacity: 0 } }, endpoints: { serve: [ { work: exponential(1s) } ] } }\n"
          "clients: { c: { arrivals: poisson(0.7/s), call: orbit, with: { retry: { max_attempts: 1000, backoff: { "
          "base: 0s, jitter: none }, on: [ error ] "
          "} } } }\n",
          {},
          time_units(1e6, 1e4),
          {exact(1, "mean number in orbit", orbit, 1, in_orbit),
           exact(2, "P(server busy)", rho, 0.2, service("server", "utilization")),
           exact(3, "mean retries per request", theta * orbit / lambda, 1, retries),
           exact(4, "mean time from first attempt to start of service", orbit / lambda, 2,
                 sum(client("latency.mean"), [=](const Replication&) { return -1.0 / theta - 1.0; }))}}},
        {},
        "There is no exponential back-off, so every attempt is an exponential delay and a try. The first try comes "
        "after such a delay too, and Poisson "
        "arrivals that are each delayed by themselves are Poisson again; the mean of that first delay (2) and the "
        "requests in it (1.4) are taken off."};
}

[[nodiscard]] Case tandem() {
    const double one = 1.0 - 0.6, two = 0.8 - 0.6;
    const auto quantile = [=](double p) { return hypoexponential_quantile(one, two, p); };
    return {"Q16",
            "Tandem of 2 M/M/1 queues: end-to-end quantiles",
            {{"",
              "services:\n  one: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(1s) "
              "}, { call: two } ] } }\n"
              "  two: { endpoints: { serve: [ { work: exponential(1.25s) } ] } }\nclients: { c: { arrivals: "
              "poisson(0.6/s), call: one } }\n",
              {},
              customers(1e6, 1e5, 0.6),
              {exact(1, "mean end-to-end time", 1.0 / one + 1.0 / two, 0.5, client("latency.mean")),
               exact(2, "end-to-end time, p50", quantile(0.5), 0.5, client("latency.p50")),
               exact(3, "end-to-end time, p95", quantile(0.95), 0.7, client("latency.p95")),
               exact(4, "end-to-end time, p99", quantile(0.99), 1.5, client("latency.p99")),
               exact(5, "end-to-end time, p99.9", quantile(0.999), 3, client("latency.p99.9"))}}},
            {},
            ""};
}

[[nodiscard]] Case bursty_arrivals() {
    return {"Q17",
            "MMPP(2)/M/1",
            {{"",
              "services: { q: { endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: "
              "'mmpp(0.2/s for 10s, 1.3/s for 10s)', call: q "
              "} }\n",
              {},
              customers(1e6, 1e5, 0.75),
              // matrix-geometric solution
              {exact(1, "mean arrival rate", 0.75, 1, client("arrival_rate")),
               exact(2, "mean number in system", 7.31178752, 1.5, service("q", "in_flight.mean")),
               exact(3, "mean response time", 9.74905003, 1.5, client("latency.mean"))}}},
            {},
            ""};
}

}  // namespace

std::vector<Case> network_cases() {
    return {jackson_network(), closed_systems(), fork_and_join(), retrials(), tandem(), bursty_arrivals()};
}

}  // namespace nines::validation
