#include "models/service.hpp"

#include <algorithm>

namespace nines {

void describe(Describe& d, Replicas& r) {
    d.help(
        "The copies of a service, where they stand and how many requests each works on. A bare number is the count.");
    d.shorthand("count");
    d("count", r.count, range(1, 1'000'000), headline("{} ×"), "How many");
    d("in", r.in, refers_to("place"),
      "Places they may stand in: regions, zones region/zone or hosts region/zone/0; empty: all");
    d("spread", r.spread, "zones or hosts: in turn over all of them; none: all on the first host");
    d("concurrency", r.concurrency, range(1, 1'000'000'000), headline("{} workers"), "Workers of each replica");
    d("while_waiting", r.while_waiting,
      "What a worker does while its request waits for a call: hold (a thread a request), release (asynchronous)");
    d("queue", r.queue, "Where requests wait for a worker");
    d("weights", r.weights, above(0.0), "Of the replicas in turn, for weighted balancing");
    d("cost", r.cost, range(0.0, 1e12), "Of each replica an hour, in whatever money");
}

void describe(Describe& d, Endpoint& e) {
    d.help("What a service does for one kind of request. A bare list is the steps.");
    d.shorthand("steps");
    d("steps", e.steps, "One after the other");
    d("writes", e.writes, "What each request leaves on the disk of its replica");
    d("request_size", e.request_size, "Of a request: takes time where the network's bandwidth is stated");
    d("response_size", e.response_size, "Of a good answer, likewise");
    d("idempotent", e.idempotent,
      "Doing it twice does no harm; otherwise callers retry only what it never began to work on");
    d("error_rate", e.error_rate, "Share of requests that end in an error although nothing below failed");
}

void describe(Describe& d, Service& s) {
    d.help("A service: its endpoints, the replicas that execute them, and how those fail.");
    d("replicas", s.replicas, "Its copies");
    d("load_balancer", s.load_balancer, "How callers choose among them");
    d("replica_failure", s.replica_failure, "Of each replica by itself");
    d("health_check", s.health_check, "How the balancer learns of it");
    d("liveness", s.liveness, "Who restarts it");
    d("overload", s.overload, "What its replicas turn away to keep the rest of their work good");
    d("failover", s.failover, "Which replicas serve, and how the others take over");
    d("cpu", s.cpu, "Cores that the workers of a replica share; unset: each has one of its own");
    d("memory", s.memory, "Of each replica");
    d("disk", s.disk, "Of each replica");
    d("autoscaler", s.autoscaler, "As many replicas as the load needs");
    d("rollout", s.rollout, "A new version");
    d("disruption_budget", s.disruption_budget, "What drains of hosts and zones leave it");
    d("brownout", s.brownout, "Leaves out optional steps under load");
    d("lifecycle", s.lifecycle, "How long its replicas take to come and to go");
    d("required", s.required, range(1, 1'000'000), "The service counts as up while this many replicas serve ...");
    d("required_zones", s.required_zones, range(1, 10'000), "... in at least this many zones");
    d("caches", s.caches, "By name; steps that are cached say in which");
    d("endpoints", s.endpoints, required, "By name");
    d("consumes", s.consumes, "Messages that it takes from brokers");
}

std::uint32_t most_replicas(const Service& s) {
    return s.autoscaler ? std::max(s.replicas.count, s.autoscaler->max) : s.replicas.count;
}

std::uint64_t places_for(const Service& s, bool drained) {
    const std::uint32_t most = most_replicas(s);
    if (!s.autoscaler && !s.rollout && !drained) return most;
    return 2 * (std::uint64_t{most} + (s.rollout ? s.rollout->surge(most) : 0));
}

}  // namespace nines
