#include "models/health_check.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, HealthCheck& h) {
    d.help(
        "How the load balancer learns that a replica is down, and that it is back. Without one a replica stays in "
        "rotation whatever happens.");
    d.preset_name(h.preset);
    d("interval", h.interval, range(Duration{1ms}, Duration{24h}), "Between probes of one replica",
      source("Kubernetes: periodSeconds 10"));
    d("timeout", h.timeout, range(Duration{1ms}, Duration{24h}), "After which a silent probe has failed",
      source("Kubernetes: timeoutSeconds 1"));
    d("unhealthy_after", h.unhealthy_after, range(1, 1000), "Failed probes in a row that take it out of rotation",
      source("Kubernetes: failureThreshold 3"));
    d("healthy_after", h.healthy_after, range(1, 1000), "Passed probes in a row that bring it back",
      source("Kubernetes: successThreshold 1"));
    d("false_positives", h.false_positives, "Share of the probes that fail although the replica is well");
    d("sees_errors", h.sees_errors, "Probes fail as often as requests do while the replica gives errors");
    d("under_load", h.under_load,
      "Probes wait behind the requests in the queue, and fail when that takes longer than their timeout");
    d("reaction", h.reaction, "From the verdict until callers are sent elsewhere, or back",
      source("Envoy merges updates for 1 s; 0 here"));
    const auto check = [](Duration interval, Duration timeout, std::uint32_t down, std::uint32_t up) {
        HealthCheck c;
        c.interval = interval;
        c.timeout = timeout;
        c.unhealthy_after = down;
        c.healthy_after = up;
        return c;
    };
    d.preset("kubernetes", "Kubernetes readiness probe defaults", check(10s, 1s, 3, 1));
    d.preset("aws-alb", "AWS Application Load Balancer defaults", check(30s, 5s, 2, 5));
    d.preset("compose", "Compose healthcheck defaults; Compose itself balances nothing", check(30s, 30s, 3, 1));
}

}  // namespace nines
