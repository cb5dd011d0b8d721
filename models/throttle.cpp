#include "models/throttle.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Throttle& t) {
    d.help(
        "A caller that is being turned away sends less of its own accord: it rejects a call itself with probability "
        "max(0, requests - multiplier x accepts) / (requests + 1), both counted over the window.");
    d.preset_name(t.preset);
    d("multiplier", t.multiplier, range(1.0, 1000.0), "How many times what the callee accepts is still sent to it",
      source("Google SRE book: 2"));
    d("window", t.window, range(Duration{100ms}, Duration{1h}), "How long a call counts",
      source("Google SRE book: 2 min"));
    d("protected_calls", t.protected_calls, range(0, 1'000'000), "Calls of the window that are let through in any case",
      source("go-zero: 5"));
    d("aggression", t.aggression, range(0.01, 100.0), "The probability is taken to the power of 1 / aggression",
      source("Envoy admission control: 1"));
    d("max_rejection", t.max_rejection, "Highest probability", source("Envoy admission control: 80%"));
    d("errors_accepted", t.errors_accepted, "Whether an answer that says it failed counts as accepted");
    d("shared", t.shared, "One for all replicas of the caller; otherwise each has its own, as libraries do");
    d.preset("sre", "Google SRE book, Handling Overload: K = 2 over two minutes", Throttle{});
    Throttle zero;
    zero.multiplier = 1.5;
    zero.window = 10s;
    zero.protected_calls = 5;
    d.preset("go-zero", "go-zero core/breaker: K = 1.5 over 10 s, 5 protected", zero);
    Throttle envoy;
    envoy.multiplier = 1.0 / 0.95;
    envoy.window = 30s;
    envoy.max_rejection = Probability{0.8};
    envoy.errors_accepted = false;
    d.preset("envoy", "Envoy admission control: 95% success threshold over 30 s, at most 80% rejected", envoy);
}

void ThrottleState::advance(const Throttle& p, Instant now) {
    const auto slice = now.time_since_epoch() / (p.window / slices);
    for (auto s = std::max(slice_ + 1, slice - slices + 1); s <= slice; ++s) {
        Slice& old = slices_[static_cast<std::size_t>(s % slices)];
        requests_ -= old.requests;
        accepts_ -= old.accepts;
        old = {};
    }
    slice_ = slice;
}

double ThrottleState::rejection(const Throttle& p) const {
    const double requests = static_cast<double>(requests_);
    const double excess = requests - p.protected_calls - p.multiplier * static_cast<double>(accepts_);
    const double share = std::max(0.0, excess) / (requests + 1.0);
    return std::min(p.max_rejection.value, p.aggression == 1.0 ? share : std::pow(share, 1.0 / p.aggression));
}

bool ThrottleState::admits(const Throttle& p, Instant now, Random& random) {
    advance(p, now);
    const double rejected = rejection(p);
    ++slices_[static_cast<std::size_t>(slice_ % slices)].requests;
    ++requests_;
    return rejected == 0.0 || random.uniform() >= rejected;
}

void ThrottleState::ended(const Throttle& p, Instant now, Outcome o) {
    if (!is_good(o) && !(o == Outcome::error && p.errors_accepted)) return;
    advance(p, now);
    ++slices_[static_cast<std::size_t>(slice_ % slices)].accepts;
    ++accepts_;
}

}  // namespace nines
