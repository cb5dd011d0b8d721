// Q01-Q11: queues at one station.
#include <cmath>
#include <numbers>

#include "tests/validation/case.hpp"
#include "tests/validation/formulas.hpp"

namespace nines::validation {

namespace {

// One service "q" of these replicas and this work, one client "c" with Poisson arrivals a second.
[[nodiscard]] std::string queue(const std::string& rate, const std::string& replicas, const std::string& work,
                                const std::string& more_of_client = "") {
    return "services: { q: { replicas: " + replicas + ", endpoints: { serve: [ { work: " + work +
           " } ] } } }\nclients: { c: { arrivals: poisson(" + rate + "/s), call: q" + more_of_client + " } }\n";
}
[[nodiscard]] std::string discipline(const std::string& name) { return "{ queue: { discipline: " + name + " } }"; }

constexpr const char* exponential = "exponential(1s)";
constexpr const char* lognormal = "lognormal(mu: -0.5493061443340549, sigma: 1.048147073968205)";
constexpr const char* hyperexponential = "hyperexponential(mean: 1s, cv2: 4)";

[[nodiscard]] Case mm1() {
    const double lambda = 0.8, mu = 1.0, rho = lambda / mu, rate = mu - lambda;
    const auto quantile = [rate](double p) { return -std::log(1.0 - p) / rate; };
    return {"Q01",
            "M/M/1, first come first served: means and response-time quantiles",
            {{"",
              queue("0.8", "1", exponential),
              {},
              customers(1e6, 1e5, lambda),
              {exact(1, "utilization", rho, 0.15, service("q", "utilization")),
               exact(2, "mean number in system", rho / (1.0 - rho), 1, service("q", "in_flight.mean")),
               exact(3, "mean response time", 1.0 / rate, 1, client("latency.mean")),
               exact(4, "mean waiting time", rho / rate, 1.5, service("q", "wait.mean")),
               exact(5, "P(wait > 0)", rho, 0.15, service("q", "wait.share")),
               exact(6, "variance of the response time", 1.0 / (rate * rate), 5, square(client("latency.sd"))),
               exact(7, "response time, p50", quantile(0.5), 0.7, client("latency.p50")),
               exact(8, "response time, p95", quantile(0.95), 1.5, client("latency.p95")),
               exact(9, "response time, p99", quantile(0.99), 3, client("latency.p99")),
               exact(10, "response time, p99.9", quantile(0.999), 5, client("latency.p99.9")),
               exact(11, "waiting time, p99", std::log(rho / 0.01) / rate, 3, service("q", "wait.p99"))}}},
            {},
            ""};
}

[[nodiscard]] Case mmc() {
    const double lambda = 2.4, mu = 1.0, waits = erlang_c(3, lambda / mu), rate = 3.0 * mu - lambda;
    return {
        "Q02",
        "M/M/3 (Erlang C)",
        {{"",
          queue("2.4", "{ concurrency: 3 }", exponential),
          {},
          customers(1e6, 1e5, lambda),
          {exact(1, "P(wait > 0)", waits, 0.3, service("q", "wait.share")),
           exact(2, "mean waiting time", waits / rate, 1.5, service("q", "wait.mean")),
           exact(3, "mean response time", waits / rate + 1.0 / mu, 0.7, client("latency.mean")),
           exact(4, "mean number in system", lambda * (waits / rate + 1.0 / mu), 0.7, service("q", "in_flight.mean")),
           exact(5, "utilization of a server", lambda / (3.0 * mu), 0.15, service("q", "utilization")),
           exact(6, "waiting time, p99", std::log(waits / 0.01) / rate, 2, service("q", "wait.p99"))}}},
        {},
        ""};
}

[[nodiscard]] Case loss_and_finite_queue() {
    const std::string ten = "{ concurrency: 10, queue: { capacity: 0 } }";
    const double blocking = erlang_b(10, 7.0);
    const auto lost = [&](int number, const std::string& law, double percent) {
        return exact(number, "(i) blocking, " + law + " service", blocking, percent, client("outcome.rejected"));
    };
    const Length length = customers(2e5, 2e4, 7.0);
    return {"Q03",
            "Erlang B (M/G/10/10) with insensitivity; M/M/2/6 finite queue",
            {{"exponential", queue("7", ten, exponential), {}, length, {lost(1, "exponential", 1.5)}},
             {"deterministic", queue("7", ten, "1s"), {}, length, {lost(2, "deterministic", 1)}},
             {"lognormal", queue("7", ten, lognormal), {}, length, {lost(3, "lognormal", 2)}},
             {"finite queue",
              queue("1.8", "{ concurrency: 2, queue: { capacity: 4 } }", exponential),
              {},
              customers(2e5, 2e4, 1.8),
              // p_n of the birth-death chain
              {exact(4, "(ii) blocking probability", 0.112664301, 1.5, client("outcome.rejected")),
               exact(5, "(ii) mean number in system", 2.85613896, 0.5, service("q", "in_flight.mean")),
               exact(6, "(ii) mean response time of accepted", 1.78821146, 0.5, client("latency.mean")),
               exact(7, "(ii) throughput", 1.59720426, 0.3, client("goodput"))}}},
            {},
            ""};
}

// Pollaczek-Khinchine, from the second and third moments of the service time with mean 1.
[[nodiscard]] Case general_service() {
    const double lambda = 0.7;
    const auto wait = [lambda](double second) { return lambda * second / (2.0 * (1.0 - lambda)); };
    const auto variance = [lambda, wait](double second, double third) {
        return wait(second) * wait(second) + lambda * third / (3.0 * (1.0 - lambda));
    };
    const double p = (1.0 + std::sqrt(3.0 / 5.0)) / 2.0,
                 third = 6.0 * (p / std::pow(2.0 * p, 3) + (1.0 - p) / std::pow(2.0 * (1.0 - p), 3));
    const Reading mean = service("q", "wait.mean"), spread = square(service("q", "wait.sd")),
                  waits = service("q", "wait.share");
    const Reading in_system = service("q", "in_flight.mean");
    const Length length = customers(1e6, 1e5, lambda);
    return {"Q04",
            "M/G/1 (Pollaczek-Khinchine): deterministic, lognormal, hyperexponential service",
            {{"deterministic",
              queue("0.7", "1", "1s"),
              {},
              length,
              {exact(1, "mean wait, deterministic", wait(1.0), 0.5, mean),
               exact(2, "variance of the wait, deterministic", variance(1.0, 1.0), 1.5, spread),
               exact(3, "mean number in system, deterministic", lambda * (wait(1.0) + 1.0), 0.5, in_system),
               exact(8, "P(wait > 0), deterministic", lambda, 0.2, waits)}},
             {"lognormal",
              queue("0.7", "1", lognormal),
              {},
              length,
              {exact(4, "mean wait, lognormal", wait(3.0), 1, mean),
               exact(5, "mean number in system, lognormal", lambda * (wait(3.0) + 1.0), 1, in_system),
               exact(8, "P(wait > 0), lognormal", lambda, 0.2, waits)}},
             {"hyperexponential",
              queue("0.7", "1", hyperexponential),
              {},
              length,
              {exact(6, "mean wait, hyperexponential", wait(5.0), 1.5, mean),
               exact(7, "variance of the wait, hyperexponential", variance(5.0, third), 5, spread),
               exact(8, "P(wait > 0), hyperexponential", lambda, 0.2, waits)}}},
            {},
            ""};
}

// Arrivals at 10 + 6 sin(2 pi t / 24), as straight lines over a tenth of a unit: off by less than 6e-4 of the mean
// rate.
[[nodiscard]] std::string daily_curve() {
    std::string out = "profile(";
    for (int i = 0; i <= 240; ++i) {
        const double rate = 10.0 + 6.0 * std::sin(2.0 * std::numbers::pi * i / 240.0);
        out += (i > 0 ? ", " : "") + std::to_string(i * 100) + "ms: " + std::to_string(rate) + "/s";
    }
    return out + ")";
}

[[nodiscard]] Case infinite_servers() {
    const auto many = [](const std::string& arrivals, const std::string& work) {
        return "services: { q: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { work: '" + work +
               "' } ] } } }\nclients: { c: { arrivals: '" + arrivals + "', call: q } }\n";
    };
    // The number at an instant: the mean over a microsecond.
    const double moment = 1e-6;
    const Reading number = service("q", "in_flight.mean");
    const double mu = 0.5, omega = 2.0 * std::numbers::pi / 24.0;
    const auto m = [=](double t) {
        return 10.0 / mu + 6.0 * (mu * std::sin(omega * t) - omega * std::cos(omega * t)) / (mu * mu + omega * omega);
    };
    Case c{"Q05",
           "Infinite-server queues: M/G/infinity and time-varying Mt/M/infinity",
           {{"i",
             many("poisson(4/s)", "lognormal(mean: 2s, cv: 1)"),
             {},
             samples(20000, moment, 100.0),
             {exact(1, "(i) E[N]", 8.0, 1.5, number), exact(2, "(i) E[N^2]", 72.0, 3, square(number))}}},
           {},
           "N is read at one instant of each of 20,000 runs."};
    int row = 3;
    for (const int t : {6, 12, 18, 24}) {
        Variant v{"ii at " + std::to_string(t),
                  many(daily_curve(), "exponential(2s)"),
                  {},
                  samples(20000, moment, 120.0 + t),
                  {exact(row++, "(ii) m(" + std::to_string(t) + ")", m(t), t <= 12 ? 0.7 : 1, number)}};
        if (t == 6) v.quantities.push_back(exact(7, "(ii) E[N(6)^2]", m(6) + m(6) * m(6), 1.5, square(number)));
        c.variants.push_back(std::move(v));
    }
    return c;
}

[[nodiscard]] Case processor_sharing() {
    const Length length = customers(1e6, 1e5, 0.75);
    const std::string shared = discipline("processor_sharing");
    return {"Q06",
            "Processor sharing M/M/1-PS and M/H2/1-PS (insensitivity)",
            {{"exponential",
              queue("0.75", shared, exponential),
              {},
              length,
              {exact(1, "mean response time, exponential", 4.0, 1, client("latency.mean"))}},
             {"hyperexponential",
              queue("0.75", shared, hyperexponential),
              {},
              length,
              {exact(3, "mean response time, hyperexponential", 4.0, 1, client("latency.mean"))}}},
            {{"2, 4: mean slowdown", "a request's response time over its size is not measured"}},
            ""};
}

[[nodiscard]] Case last_come_first_served() {
    const double rho = 0.7, left = 1.0 - rho;
    const Length length = customers(1e6, 1e5, rho);
    return {"Q07",
            "M/M/1, last come first served: non-preemptive and preemptive-resume",
            {{"non-preemptive",
              queue("0.7", discipline("lifo"), exponential),
              {},
              length,
              {exact(1, "non-preemptive: mean wait", rho / left, 0.7, service("q", "wait.mean")),
               exact(2, "non-preemptive: E[wait^2]", 2.0 * rho / std::pow(left, 3), 3,
                     sum(square(service("q", "wait.mean")), square(service("q", "wait.sd"))))}},
             {"preemptive",
              queue("0.7", discipline("preemptive_lifo"), exponential),
              {},
              length,
              {exact(3, "preemptive: mean response time", 1.0 / left, 0.7, client("latency.mean")),
               exact(4, "preemptive: variance of the response time", (1.0 + rho) / std::pow(left, 3), 3,
                     square(client("latency.sd")))}}},
            {},
            ""};
}

// Cobham: R = sum of lambda E[S^2] / 2.
[[nodiscard]] Case two_priorities() {
    const double r = 0.6 * 2.0 / 4.0 / 2.0 + 0.4 * 2.0 / 2.0, rho1 = 0.3, rho = 0.7;
    const auto waited = [](const std::string& who, double service_time) {
        return sum(client("latency.mean", who), [service_time](const Replication&) { return -service_time; });
    };
    return {"Q08",
            "Two-class non-preemptive priority M/M/1",
            {{"",
              "services: { q: { replicas: { queue: { discipline: priority } }, endpoints: { high: [ { work: "
              "exponential(0.5s) } ], low: [ { "
              "work: exponential(1s) } ] } } }\nclients: { high: { arrivals: poisson(0.6/s), call: q.high, priority: 1 "
              "}, low: { arrivals: "
              "poisson(0.4/s), call: q.low } }\n",
              {},
              customers(1e6, 1e5, 1.0),
              {exact(1, "mean wait, class 1", r / (1.0 - rho1), 0.5, waited("high", 0.5)),
               exact(2, "mean wait, class 2", r / ((1.0 - rho1) * (1.0 - rho)), 1, waited("low", 1.0))}}},
            {},
            "The wait of a class is its mean response time less its mean service time."};
}

[[nodiscard]] Case reneging() {
    // The birth-death chain with death rates min(n, 1) mu + (n - 1) theta.
    const double lambda = 1.2, theta = 0.5;
    double p = 1.0, all = 1.0, number = 0.0, queued = 0.0;
    for (int n = 1; n < 200; ++n) {
        p *= lambda / (1.0 + (n - 1) * theta);
        all += p;
        number += n * p;
        queued += (n - 1) * p;
    }
    const double abandoned = theta * queued / all / lambda;
    return {"Q09",
            "M/M/1+M: exponential reneging (Erlang A)",
            {{"",
              queue("1.2", "{ queue: { max_wait: exponential(2s) } }", exponential),
              {},
              customers(2e5, 2e4, lambda),
              {exact(1, "P(abandon)", abandoned, 0.5, client("outcome.rejected")),
               exact(2, "mean time in queue, all customers", queued / all / lambda, 0.5,
                     times(1.0 / lambda, service("q", "queue.mean"))),
               exact(3, "mean number in system", number / all, 0.5, service("q", "in_flight.mean")),
               exact(4, "utilization", lambda * (1.0 - abandoned), 0.2, service("q", "utilization"))}}},
            {},
            "The time in queue follows from the mean queue by Little's law."};
}

[[nodiscard]] Case constant_patience() {
    // p_0 by the density of the offered wait (Baccelli, Boyer and Hebuterne 1984).
    const double lambda = 0.9, tau = 3.0, rate = 1.0 - lambda, e = std::exp(-rate * tau);
    const double p0 = 1.0 / (1.0 + lambda * (1.0 - e) / rate + lambda * e);
    const double abandoned = lambda * p0 * e;
    const double wait = lambda * p0 * (1.0 - e * (1.0 + rate * tau)) / (rate * rate) / (1.0 - abandoned);
    const Reading at_once = [](const Replication& r) {
        return (1.0 - r.figure(Subject::service, "q", "wait.share")) *
               (1.0 - r.figure(Subject::client, "c", "outcome.rejected"));
    };
    return {"Q10",
            "M/M/1+D: deterministic patience (queueing time-out)",
            {{"",
              queue("0.9", "{ queue: { max_wait: 3s } }", exponential),
              {},
              customers(2e5, 2e4, lambda),
              {exact(1, "P(abandon)", abandoned, 1, client("outcome.rejected")),
               exact(2, "mean wait of served customers", wait, 0.5, service("q", "wait.mean")),
               exact(3, "P(wait = 0 at arrival)", p0, 0.5, at_once),
               exact(4, "throughput", lambda * (1.0 - abandoned), 0.2, client("goodput")),
               exact(5, "utilization", lambda * (1.0 - abandoned), 0.3, service("q", "utilization"))}}},
            {},
            ""};
}

[[nodiscard]] Case deadline() {
    const double lambda = 0.7, tau = 8.0, late = std::exp(-(1.0 - lambda) * tau);
    const double p0 = 1.0 / (1.0 + lambda * (1.0 - late) / (1.0 - lambda));
    const Length length = customers(2e5, 2e4, lambda);
    return {"Q11",
            "M/M/1 with a client deadline on the whole response, with and without cancellation",
            {{"cancel",
              queue("0.7", "1", exponential, ", with: { timeout: { overall: 8s, cancel: true } }"),
              {},
              length,
              {exact(1, "cancel: share timed out", p0 * late, 3, client("outcome.timeout")),
               exact(2, "cancel: goodput", lambda * (1.0 - p0 * late), 0.5, client("goodput")),
               exact(3, "cancel: utilization", 1.0 - p0, 0.3, service("q", "utilization"))}},
             {"no cancel",
              queue("0.7", "1", exponential, ", with: { timeout: 8s }"),
              {},
              length,
              {exact(4, "no cancel: share late", late, 5, client("outcome.timeout")),
               exact(5, "no cancel: goodput", lambda * (1.0 - late), 0.5, client("goodput")),
               exact(6, "no cancel: utilization", lambda, 0.5, service("q", "utilization"))}}},
            {},
            ""};
}

}  // namespace

std::vector<Case> queue_cases() {
    return {mm1(),
            mmc(),
            loss_and_finite_queue(),
            general_service(),
            infinite_servers(),
            processor_sharing(),
            last_come_first_served(),
            two_priorities(),
            reneging(),
            constant_patience(),
            deadline()};
}

}  // namespace nines::validation
