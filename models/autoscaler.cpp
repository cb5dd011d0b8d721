#include "models/autoscaler.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, ScaleUp& s) {
    d.help("How fast the number of replicas may grow. With neither factor nor replicas: as fast as is wanted.");
    d("stabilization", s.stabilization, range(Duration{0}, Duration{1h}),
      "The lowest number wanted within this time counts", source("Kubernetes: 0 s"));
    d("factor", s.factor, range(1.0, 1000.0), "At most so many times as many within a period",
      source("Kubernetes: 100% more, that is 2x"));
    d("replicas", s.replicas, range(1, 1'000'000), "At most so many more within a period", source("Kubernetes: 4"));
    d("period", s.period, range(Duration{1s}, Duration{30min}), "Of these two", source("Kubernetes: 15 s"));
    d("select", s.select, "Which of the two holds: what allows the most, the least, or no growth at all",
      source("Kubernetes: Max"));
}

void describe(Describe& d, ScaleDown& s) {
    d.help("How fast the number of replicas may shrink. With neither share nor replicas: as fast as is wanted.");
    d("stabilization", s.stabilization, range(Duration{0}, Duration{1h}),
      "The highest number wanted within this time counts", source("Kubernetes: 300 s"));
    d("share", s.share, "At most this share fewer within a period", source("Kubernetes: 100%"));
    d("replicas", s.replicas, range(1, 1'000'000), "At most so many fewer within a period");
    d("period", s.period, range(Duration{1s}, Duration{30min}), "Of these two", source("Kubernetes: 15 s"));
    d("select", s.select, "Which of the two holds: what allows the most, the least, or no shrinking at all",
      source("Kubernetes: Max"));
}

void describe(Describe& d, Autoscaler& a) {
    d.help(
        "As many replicas as keep what each of them does at a target. `replicas.count` is how many there are at the "
        "start. With several targets the one that wants the most replicas counts.");
    d.preset_name(a.preset);
    d("min", a.min, range(1, 1'000'000), "Never fewer");
    d("max", a.max, range(1, 1'000'000), "Never more");
    d("utilization", a.utilization, above(0.0), "Target: busy share of the workers of a replica");
    d("cpu", a.cpu, above(0.0), "Target: busy share of the cores of a replica");
    d("in_flight", a.in_flight, above(0.0), "Target: requests inside a replica");
    d("queue", a.queue, above(0.0), "Target: requests that wait for a worker of a replica");
    d("tolerance", a.tolerance, "No change while usage is within this share of the target",
      source("Kubernetes: horizontal-pod-autoscaler-tolerance 0.1"));
    d("sync_period", a.sync_period, range(Duration{1s}, Duration{1h}), "Between two decisions",
      source("Kubernetes: 15 s"));
    d("metric_window", a.metric_window, range(Duration{1s}, Duration{1h}),
      "What it decides upon are means over this time, measured each time it is over",
      source("Kubernetes: metrics-server, metric-resolution 15 s"));
    d("initialization", a.initialization, at_least(0.0),
      "For this long after its container began to start a replica's utilization counts only once it has been ready for "
      "a whole window",
      source("Kubernetes: cpu-initialization-period 5 min"));
    d("up", a.up, "How fast the number may grow; unset: the larger of 100% and 4 within 15 s, at once");
    d("down", a.down, "How fast it may shrink; unset: 100% within 15 s, and 5 minutes of stabilization");
    d.preset("kubernetes", "Kubernetes HorizontalPodAutoscaler defaults with a CPU target of 80%", [] {
        Autoscaler k;
        k.utilization = Probability{0.8};
        return k;
    }());
}

ScaleUp Autoscaler::going_up() const {
    if (up) return *up;
    ScaleUp s;
    s.factor = Factor{2.0};
    s.replicas = 4;
    return s;
}

ScaleDown Autoscaler::going_down() const {
    if (down) return *down;
    ScaleDown s;
    s.share = Probability{1.0};
    return s;
}

}  // namespace nines
