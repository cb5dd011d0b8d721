#include "models/lifecycle.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, WarmUp& w) {
    d.help("A replica that has just become ready is slow at first. A bare duration is how long that lasts.");
    d.shorthand("lasting");
    d("lasting", w.lasting, at_least(0.0), "Until it is as fast as the others");
    d("factor", w.factor, range(1.0, 1000.0),
      "How much longer work takes when it begins; falls evenly to 1, in ten steps", source("assumption"));
}

void describe(Describe& d, Lifecycle& l) {
    d.help(
        "How long a replica takes to come and to go, where replicas come and go: under an autoscaler, in a change, in "
        "a "
        "drain.");
    d("image_pull", l.image_pull, "Until its container begins to start",
      source("assumption: the image is on the host"));
    d("start_up", l.start_up, "From then until it is ready and in rotation", source("assumption: 10 s"));
    d("warm_up", l.warm_up, "How it gets up to speed");
    d("pre_stop", l.pre_stop, at_least(0.0), "How long it goes on as before when it is told to go",
      source("Kubernetes: no preStop hook"));
    d("unnoticed", l.unnoticed, at_least(0.0),
      "How long callers still send requests to a replica that was told to go; after pre_stop it refuses them",
      source("assumption: 1 s for endpoints and proxies to hear of it"));
    d("grace", l.grace, at_least(0.0), "After which it is killed with whatever it still works on, pre_stop included",
      source("Kubernetes: terminationGracePeriodSeconds 30"));
}

}  // namespace nines
