#include "models/load_balancer.hpp"

namespace nines {

void describe(Describe& d, LoadBalancer& l) {
    d.help(
        "Which replica in rotation a call goes to. Requests in flight are those of all callers together, as a balancer "
        "in front of the service sees them.");
    d.shorthand("policy");
    d("policy", l.policy,
      "round_robin (in turn, each caller by itself), random, least_requests, power_of_two, weighted");
    d("choices", l.choices, range(1, 64), "Replicas that power_of_two compares", source("Envoy, gRPC: choice_count 2"));
    d("zone_aware", l.zone_aware, "Prefers the caller's zone as far as its share of the replicas allows",
      source("Envoy zone-aware routing"));
}

}  // namespace nines
