#include "analysis/theory.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/queueing.hpp"
#include "models/names.hpp"
#include "models/policy_resolution.hpp"

namespace nines {

namespace {

[[nodiscard]] bool never_fails(const Scenario& s) {
    for (const auto& [name, region] : s.places)
        if (region.region_failure || region.zone_failure || region.host_failure) return false;
    for (const auto& [name, service] : s.services)
        if (service.replica_failure || service.autoscaler || service.memory || service.disk || service.cpu)
            return false;
    return s.common_causes.empty() && s.faults.empty();
}

[[nodiscard]] bool free_network(const Network& n) {
    return n.same_host.is_zero() && n.same_zone.is_zero() && n.cross_zone.is_zero() && n.cross_region.is_zero() &&
           n.clients.is_zero() && n.loss.value == 0.0 && n.links.empty();
}

// The one queue of the scenario, when it is one: what arrives, and what it does.
struct SingleQueue {
    std::string client, service;
    double lambda = 0.0;  // at one replica
    unsigned servers = 1;
    Distribution work;
};

[[nodiscard]] std::optional<SingleQueue> single_queue(const Scenario& s) {
    if (s.clients.size() != 1 || s.services.size() != 1 || !s.databases.empty() || !s.brokers.empty() ||
        !never_fails(s) || !free_network(s.network))
        return std::nullopt;
    const auto& [client_name, client] = s.clients.front();
    const auto& [service_name, service] = s.services.front();
    const Policies with = resolve(s, client.with);
    if (!client.arrivals || client.arrivals->process != Arrivals::Process::poisson || !client.call || client.patience ||
        with.timeout || with.retry || with.circuit_breaker || with.fallback)
        return std::nullopt;
    const auto target = resolve_endpoint(s, *client.call);
    const Endpoint& endpoint = *find(service.endpoints, target->endpoint);
    const auto& r = service.replicas;
    const bool split = r.count == 1 || service.load_balancer.policy == BalancingPolicy::random;
    if (endpoint.steps.size() != 1 || !endpoint.steps[0].work || endpoint.steps[0].probability.value < 1.0 ||
        endpoint.error_rate.value > 0.0 || !split || r.concurrency.unlimited() || r.concurrency.count > 100'000 ||
        !r.queue.capacity.unlimited() || r.queue.discipline != Discipline::fifo || r.queue.max_wait)
        return std::nullopt;
    SingleQueue q{client_name, service_name, client.arrivals->rate / r.count,
                  static_cast<unsigned>(r.concurrency.count), *endpoint.steps[0].work};
    if (q.lambda * q.work.mean() >= q.servers) return std::nullopt;
    return q;
}

void queue_theory(const Scenario& s, std::vector<TheoryValue>& out) {
    const auto q = single_queue(s);
    if (!q) return;
    const double replicas = s.services.front().second.replicas.count;
    const double mean = q->work.mean();
    const auto client = [&](const char* metric, double value, std::string formula) {
        out.push_back({Subject::client, q->client, metric, value, std::move(formula)});
    };
    const auto service = [&](const char* metric, double value, std::string formula) {
        out.push_back({Subject::service, q->service, metric, value, std::move(formula)});
    };
    service("utilization", q->lambda * mean / q->servers, "rho = lambda E[S] / c");
    double wait = 0.0;
    if (q->work.family == Distribution::Family::exponential) {
        const Mmc mmc{q->lambda, 1.0 / mean, q->servers};
        const auto name = fmt::format("M/M/{}", q->servers);
        wait = mmc.mean_wait();
        client("latency.mean", mmc.mean_response(), name + ": Erlang C");
        for (const auto& [metric, p] : {std::pair{"latency.p50", 0.5}, std::pair{"latency.p90", 0.9},
                                        std::pair{"latency.p99", 0.99}, std::pair{"latency.p99.9", 0.999}})
            client(metric, mmc.response_quantile(p), name + ": exact law of the response time");
        service("wait.share", mmc.wait_probability(), name + ": Erlang C");
    } else if (q->servers == 1 && std::isfinite(q->work.variance())) {
        wait = mg1_mean_wait(q->lambda, mean, q->work.variance() + mean * mean);
        client("latency.mean", wait + mean, "M/G/1: Pollaczek-Khinchine");
    } else {
        return;
    }
    service("wait.mean", wait, "mean wait in queue");
    service("queue.mean", replicas * q->lambda * wait, "Little's law");
    service("in_flight.mean", replicas * q->lambda * (wait + mean), "Little's law");
}

// Replicas that fail one by one: only the means matter when each has a crew of its own.
void availability_theory(const Scenario& s, std::vector<TheoryValue>& out) {
    for (const auto& [name, region] : s.places)
        if (region.region_failure || region.zone_failure || region.host_failure) return;
    if (!s.common_causes.empty() || !s.faults.empty()) return;
    for (const auto& [name, service] : s.services) {
        if (!service.replica_failure || service.required_zones > 1 || service.autoscaler || service.memory ||
            service.disk)
            continue;
        const Failure& f = *service.replica_failure;
        const auto mode = f.mode.value_or(FailureMode::refuse);
        if (mode == FailureMode::slow || mode == FailureMode::errors || !f.crew.empty()) continue;
        const unsigned n = service.replicas.count;
        if (n > 1000) continue;
        const double failure = 1.0 / f.mtbf.law.mean(), repair = 1.0 / f.mttr.law.mean();
        out.push_back({Subject::service, name, "availability.time",
                       k_of_n_availability(n, service.required, failure, repair, n),
                       fmt::format("{} of {}, independent: A = MTBF / (MTBF + MTTR)", service.required, n)});
        out.push_back({Subject::service, name, "replicas_up.mean", n * repair / (failure + repair), "n A"});
    }
}

}  // namespace

std::vector<TheoryValue> theory(const Scenario& s) {
    std::vector<TheoryValue> out;
    queue_theory(s, out);
    availability_theory(s, out);
    return out;
}

}  // namespace nines
