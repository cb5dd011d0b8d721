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
    d("outlier_detection", l.outlier_detection, "Takes replicas out of rotation by what their callers see");
    d("panic_threshold", l.panic_threshold,
      "While a smaller share of the replicas is in rotation, all of them are used; 0%: never",
      source("Envoy: 50%; Istio: 0%, as here"));
    d("dns_ttl", l.dns_ttl, above(0.0),
      "Callers find the replicas by name and resolve it again after so long: until then they go on using those that "
      "have left. Clients resolve each at another time; unset: they learn of a change at once",
      source("AWS recommends 60 s or less for failover records"));
}

}  // namespace nines
