#include "models/restart.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

void describe(Describe& d, Restart& r) {
    d.help("How a process that ended or was killed comes back.");
    d("start", r.start, "From its start until it serves: image pull, start-up, the first passed probe");
    d("backoff", r.backoff, at_least(0.0), "Before the second restart in a row; the first is immediate",
      source("Kubernetes: 10 s"));
    d("factor", r.factor, range(1.0, 100.0), "Growth from one restart to the next", source("Kubernetes: 2"));
    d("max", r.max, at_least(0.0), "No wait is longer", source("Kubernetes: 5 min"));
    d("reset_after", r.reset_after, at_least(0.0), "Up for so long, it starts over without a wait",
      source("Kubernetes: 10 min"));
}

Duration RestartState::ended(const Restart& r, Instant now) {
    if (now - up_since >= r.reset_after) in_a_row = 0;
    const auto before = in_a_row++;
    if (before == 0) return Duration::zero();
    const double wait = to_seconds(r.backoff) * std::pow(r.factor, before - 1.0);
    return from_seconds(std::min(wait, to_seconds(r.max)));
}

}  // namespace nines
