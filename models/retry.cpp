#include "models/retry.hpp"

#include <algorithm>

namespace nines {

using namespace std::chrono_literals;

bool Retry::retries(Outcome o) const {
    const auto names = [this](RetryOn r) { return std::ranges::find(on, r) != on.end(); };
    switch (o) {
        case Outcome::timeout: return names(RetryOn::timeout);
        case Outcome::refused:
        case Outcome::lost: return names(RetryOn::unavailable);
        case Outcome::rejected: return names(RetryOn::rejected);
        case Outcome::error: return names(RetryOn::error);
        default: return false;
    }
}

namespace {

Retry preset(std::uint32_t attempts, Backoff backoff, std::vector<RetryOn> on) {
    Retry r;
    r.max_attempts = attempts;
    r.backoff = backoff;
    r.on = std::move(on);
    return r;
}

}  // namespace

void describe(Describe& d, Retry& r) {
    using enum RetryOn;
    d.help("Asks again after a failure that may pass. No attempt starts at or after the overall deadline.");
    d.preset_name(r.preset);
    d("max_attempts", r.max_attempts, range(1, 1000), "Attempts in all, the first one included",
      source("AWS SDK standard mode, resilience4j and Spring Retry: 3"));
    d("backoff", r.backoff, "The wait before each retry");
    d("on", r.on,
      "Failures that are retried: timeout (of the attempt), unavailable (refused or lost), rejected, error");
    d("even_if_not_idempotent", r.even_if_not_idempotent,
      "Retries endpoints that are not idempotent after any of these failures; otherwise only after those that the "
      "callee "
      "never began to work on: refused and rejected");
    d("replica", r.replica,
      "Where a retry goes: any (chosen anew, maybe the same), other (chosen again up to 5 times while it is the one "
      "that "
      "failed), same (while it is in rotation)",
      source("Envoy and gRPC: any; Istio: other"));
    d("respect_retry_after", r.respect_retry_after,
      "Waits at least as long as an overloaded callee said, plus up to half of that", source("Envoy: U[t, 1.5 t)"));
    d("budget", r.budget, "A limit on the retries of all calls together");
    d.preset("grpc", "gRPC proposal A6; the policy has no defaults there, these are its documented example",
             preset(4, {100ms, 2.0, Duration::zero(), 1s, Jitter::proportional, {0.2}}, {unavailable}));
    d.preset(
        "resilience4j", "resilience4j RetryConfig: 3 attempts, 500 ms fixed, every exception",
        preset(3, {500ms, 1.0, Duration::zero(), 500ms, Jitter::none, {0.2}}, {timeout, unavailable, rejected, error}));
    d.preset("polly", "Polly v8: 3 retries, 2 s constant; handles every exception but cancellation",
             preset(4, {2s, 1.0, Duration::zero(), 2s, Jitter::none, {0.2}}, {timeout, unavailable, rejected, error}));
    d.preset(
        "envoy", "Envoy router: num_retries 1, 25 ms base, 10 x cap, full jitter; as retry_on 5xx",
        preset(2, {25ms, 2.0, Duration::zero(), 250ms, Jitter::full, {0.2}}, {timeout, unavailable, rejected, error}));
    Retry aws =
        preset(3, {1s, 2.0, Duration::zero(), 20s, Jitter::full, {0.2}}, {timeout, unavailable, rejected, error});
    aws.budget.emplace().kind = BudgetKind::tokens;
    d.preset("aws-sdk-standard",
             "botocore standard mode: 3 attempts, U[0,1) x min(2^(n-1), 20) s, and its retry quota of 500 tokens", aws);
    Retry istio = preset(3, {25ms, 2.0, Duration::zero(), 250ms, Jitter::full, {0.2}}, {unavailable, rejected});
    istio.replica = RetryReplica::other;
    d.preset("istio", "Istio defaults: 2 retries of connect-failure, refused-stream, unavailable and 503, elsewhere",
             istio);
    d.preset("spring-retry", "Spring @Retryable: 3 attempts, 1000 ms fixed",
             preset(3, {1s, 1.0, Duration::zero(), 1s, Jitter::none, {0.2}}, {timeout, unavailable, rejected, error}));
}

}  // namespace nines
