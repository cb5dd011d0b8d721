#include "models/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Backoff& b) {
    d.help(
        "How long to wait before the next attempt, and the jitter that keeps callers from returning together. A bare "
        "duration is the base.");
    d.shorthand("base");
    d("base", b.base, at_least(0.0), "Delay before the first retry");
    d("factor", b.factor, range(1.0, 100.0),
      "Growth from one retry to the next; 1: fixed, or linear with an increment");
    d("increment", b.increment, at_least(0.0), "Added from one retry to the next",
      source("Polly linear: base, factor 1"));
    d("max", b.max, at_least(0.0), "No delay is longer than this, before proportional jitter",
      source("AWS SDK standard mode: 20 s"));
    d("jitter", b.jitter,
      "How the delay is spread: none, full U[0, v), equal v/2 + U[0, v/2), decorrelated U[base, 3 x previous), "
      "proportional v x U[1 - spread, 1 + spread]",
      source("AWS Architecture Blog, Exponential Backoff And Jitter"));
    d("spread", b.spread, "Of proportional jitter", source("gRPC proposal A6: 20%"));
}

Duration draw_backoff(const Backoff& b, std::uint32_t n, Duration previous, Random& random) {
    const double base = to_seconds(b.base), max = to_seconds(b.max);
    const double retries = static_cast<double>(n - 1);
    const double v = std::min(max, base * std::pow(b.factor, retries) + to_seconds(b.increment) * retries);
    switch (b.jitter) {
        case Jitter::none: return from_seconds(v);
        case Jitter::full: return from_seconds(v * random.uniform());
        case Jitter::equal: return from_seconds(v / 2.0 + v / 2.0 * random.uniform());
        case Jitter::decorrelated: {
            const double before = std::max(base, to_seconds(previous));
            return from_seconds(std::min(max, base + (3.0 * before - base) * random.uniform()));
        }
        case Jitter::proportional: return from_seconds(v * (1.0 + b.spread.value * (2.0 * random.uniform() - 1.0)));
    }
    return b.base;
}

}  // namespace nines
