#include "models/rate_limit.hpp"

#include <algorithm>

namespace nines {

void describe(Describe& d, RateLimit& r) {
    d.help(
        "How many calls a caller lets out in a time. One waits for its turn up to max_wait, and is rejected at once "
        "when that would be longer. A bare rate is `rate`.");
    d.shorthand("rate");
    d.preset_name(r.preset);
    d("rate", r.rate, above(0.0), "In the long run; not of cubic, which finds its own",
      source("to be chosen; resilience4j: 50 in 500 ns, which is none"));
    d("burst", r.burst, range(1, 1'000'000'000),
      "Of token_bucket: how many at once after a pause; of fixed_window: how many in a cycle, which lasts burst / rate",
      source("1: evenly spaced"));
    d("algorithm", r.algorithm,
      "token_bucket (a leaky bucket with a burst of 1 and a wait), or fixed_window as resilience4j has it: up to twice "
      "the burst passes around the end of a cycle, or cubic: none until the first rejection, then what is let through",
      source("cubic: AWS SDK adaptive mode"));
    d("max_wait", r.max_wait, at_least(0.0), "For its turn", source("resilience4j: 5 s; here nobody waits"));
    d("shared", r.shared, "One for all replicas of the caller; otherwise each has its own, as libraries do");
    RateLimit adaptive;
    adaptive.algorithm = RateLimitAlgorithm::cubic;
    adaptive.max_wait = std::chrono::hours{1};
    d.preset("aws-sdk-adaptive", "botocore adaptive mode: the client rate limiter, for which sends wait", adaptive);
}

std::optional<Duration> RateLimiterState::reserve(const RateLimit& p, Instant now) {
    if (p.algorithm == RateLimitAlgorithm::cubic) return cubic_.reserve(p.max_wait, now);
    const double interval = 1e9 / p.rate.per_second;  // ns between two in the long run
    if (p.algorithm == RateLimitAlgorithm::token_bucket) {
        const Duration apart{std::max<std::int64_t>(1, static_cast<std::int64_t>(interval + 0.5))};
        const Duration tolerance = apart * static_cast<std::int64_t>(p.burst - 1);
        const Duration wait = std::max(Duration::zero(), std::max(next_, now) - tolerance - now);
        if (wait > p.max_wait) return std::nullopt;
        next_ = std::max(next_, now) + apart;
        return wait;
    }
    const Duration length{std::max<std::int64_t>(1, static_cast<std::int64_t>(interval * p.burst + 0.5))};
    const auto present = now.time_since_epoch() / length;
    auto cycle = std::max(cycle_, present);
    auto used = cycle == cycle_ ? used_ : 0;
    if (used >= static_cast<std::int64_t>(p.burst)) {
        ++cycle;
        used = 0;
    }
    const Duration wait = std::max(Duration::zero(), Duration{cycle * length} - now.time_since_epoch());
    if (wait > p.max_wait) return std::nullopt;
    cycle_ = cycle;
    used_ = used + 1;
    return wait;
}

}  // namespace nines
