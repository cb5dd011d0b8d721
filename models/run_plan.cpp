#include "models/run_plan.hpp"

namespace nines {

using namespace std::chrono_literals;

const char* const Scalar<Warmup>::expects = "a duration, or auto";
const char* const Scalar<Warmup>::pattern = R"(^(auto|0|([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h|d|w|y))+)$)";
std::string Scalar<Warmup>::parse(std::string_view text, const Bounds& bounds, Warmup& value) {
    if (text == "auto") {
        value = {};
        return {};
    }
    Duration stated{};
    if (auto wrong = Scalar<Duration>::parse(text, bounds, stated); !wrong.empty()) return wrong + ", or auto";
    value = {false, stated};
    return {};
}
std::string Scalar<Warmup>::print(const Warmup& value) {
    return value.automatic ? "auto" : print_duration(value.stated);
}

void describe(Describe& d, Precision& p) {
    d.help("How precise the result must be before replications stop.");
    d("relative_error", p.relative_error, range(0.0001, 1.0),
      "Half-width over estimate of every client's failed share and mean latency");
    d("confidence", p.confidence, range(0.5, 0.9999), "Of the intervals");
}

void describe(Describe& d, Replications& r) {
    d.help("Independent repetitions. A bare number is exactly that many.");
    d.shorthand("at_most");
    d("at_least", r.at_least, range(1, 100'000), "Before the stopping rule is looked at");
    d("at_most", r.at_most, range(1, 100'000), "Stops here in any case");
    d("until", r.until, "Stops once this precise; unset: runs them all");
}

void describe(Describe& d, RunPlan& r) {
    d.help("How long to simulate, what to discard, and how often to repeat.");
    d("duration", r.duration, above(0.0), "Simulated time of each replication, the warm-up included");
    d("warmup", r.warmup, "The initial transient to discard: a duration, or auto", source("MSER-5 (White 1997)"));
    d("replications", r.replications, "How many");
    d("seed", r.seed, range(0.0, 1.8e19), "Of all random streams");
}

}  // namespace nines
