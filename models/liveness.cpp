#include "models/liveness.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Liveness& l) {
    d.help(
        "Restarts a replica that does not answer. That ends a failure of its own that needs no repair crew; a process "
        "that has ended (refuse) is restarted at once.");
    d.preset_name(l.preset);
    d("interval", l.interval, range(Duration{1ms}, Duration{24h}), "Between probes of one replica",
      source("Kubernetes: periodSeconds 10"));
    d("timeout", l.timeout, range(Duration{1ms}, Duration{24h}), "After which a silent probe has failed",
      source("Kubernetes: timeoutSeconds 1"));
    d("unhealthy_after", l.unhealthy_after, range(1, 1000), "Failed probes in a row that get it killed",
      source("Kubernetes: failureThreshold 3"));
    d("false_positives", l.false_positives, "Share of the probes that fail although the replica is well");
    d("under_load", l.under_load,
      "Probes wait behind the requests in the queue, and fail when that takes longer than their timeout");
    d("restart", l.restart, "How it comes back");
    d.preset("kubernetes", "Kubernetes liveness probe and CrashLoopBackOff defaults", Liveness{});
}

}  // namespace nines
