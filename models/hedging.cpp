#include "models/hedging.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Hedging& h) {
    d.help(
        "When the answer takes long, the same call is made again beside the first, and the first good answer wins. An "
        "attempt that fails is followed by the next at once. A bare duration is the delay.");
    d.shorthand("delay");
    d.preset_name(h.preset);
    d.exactly_one_of({"delay", "percentile"});
    d("max_attempts", h.max_attempts, range(2, 10), "Beside each other, the first included",
      source("Polly: 1 more; gRPC: 2 to 5"));
    d("delay", h.delay, at_least(0.0), "Without an answer before each further attempt; 0: all at once",
      source("Polly: 2 s"));
    d("percentile", h.percentile,
      "Instead of a delay: this quantile of the latency of this edge's good calls so far; none is hedged before 100 of "
      "them",
      source("Dean and Barroso, The Tail at Scale: 95%"));
    d("cancel", h.cancel, "The losers are told, and stop; otherwise they work on for nobody",
      source("gRPC and Polly do"));
    d("budget", h.budget, "Further attempts as a share of the calls of this edge, in the long run; unset: no limit",
      source("Finagle's maxExtraLoad"));
    Hedging polly;
    polly.delay = 2s;
    d.preset("polly", "Polly v8: one more after 2 s", polly);
    Hedging tail;
    tail.percentile = Probability{0.95};
    d.preset("tail-at-scale", "Dean and Barroso 2013: one more after the 95th percentile", tail);
}

}  // namespace nines
