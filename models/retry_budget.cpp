#include "models/retry_budget.hpp"

#include <algorithm>
#include <numeric>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, RetryBudget& b) {
    d.help(
        "A limit on the retries of all calls together, so that retries cannot become most of the load. A retry that it "
        "denies is not made later: the failure goes to the caller at once.");
    d.preset_name(b.preset);
    d("kind", b.kind,
      "tokens: a retry takes tokens, a success gives some back; throttling: a failure takes one, a success gives a "
      "fraction back, and retries are made while more than half are there; ratio: a share of the calls that succeeded "
      "lately; concurrency: a share of the attempts under way; bucket: a retry takes tokens, every call gives some");
    d("capacity", b.capacity, range(1.0, 1e9),
      "Of tokens, throttling and bucket: the most tokens, all there at the start",
      source("AWS SDK standard mode: 500"));
    d("retry_cost", b.retry_cost, range(0.0, 1e6), "Of tokens and bucket: what a retry takes",
      source("AWS SDK standard mode: 5"));
    d("timeout_cost", b.timeout_cost, range(0.0, 1e6), "Of tokens: what a retry after a timeout takes",
      source("AWS SDK standard mode: 10"));
    d("refund", b.refund, range(0.0, 1e6),
      "Of tokens: what a success at the first attempt gives; after retries it gives back what the last one took. Of "
      "throttling: what any success gives. Of bucket: what any call gives",
      source("AWS SDK standard mode: 1"));
    d("ratio", b.ratio, "Of ratio: retries for each success; of concurrency: retries for each attempt under way",
      source("Finagle, Linkerd and Envoy: 20%"));
    d("minimum", b.minimum, "Of ratio: retries that are allowed in any case", source("Finagle, Linkerd: 10/s"));
    d("window", b.window, range(Duration{100ms}, Duration{1h}), "Of ratio: how long a success counts",
      source("Finagle, Linkerd: 10 s"));
    d("minimum_concurrency", b.minimum_concurrency, range(0, 1'000'000),
      "Of concurrency: retries that may be under way in any case", source("Envoy: 3"));
    d("shared", b.shared, "One budget for all replicas of the caller; otherwise each has its own, as libraries do");
    const auto of_kind = [](BudgetKind kind) {
        RetryBudget out;
        out.kind = kind;
        return out;
    };
    d.preset("aws-sdk-standard", "botocore standard mode: 500 tokens, 5 a retry, 10 after a timeout, 1 back",
             of_kind(BudgetKind::tokens));
    RetryBudget grpc = of_kind(BudgetKind::throttling);
    grpc.capacity = 10.0;
    grpc.refund = 0.1;
    d.preset("grpc", "gRPC proposal A6; retryThrottling has no defaults there, these are its documented example", grpc);
    d.preset("finagle", "Finagle RetryBudget: 20% of successes within 10 s, and 10/s", of_kind(BudgetKind::ratio));
    RetryBudget sre = of_kind(BudgetKind::bucket);
    sre.capacity = 100.0;
    sre.retry_cost = 1.0;
    sre.refund = 0.1;
    d.preset("sre", "Google SRE book, Handling Overload: retries at most 10% of the calls; up to 100 are saved", sre);
    d.preset("linkerd", "Linkerd ServiceProfile: 20% within 10 s, and 10/s; there of all requests, here of successes",
             of_kind(BudgetKind::ratio));
    d.preset("envoy", "Envoy retry_budget: 20% of what is active, at least 3", of_kind(BudgetKind::concurrency));
}

RetryBudgetState::RetryBudgetState(const RetryBudget& p) : tokens_(p.capacity) {}

void RetryBudgetState::advance(const RetryBudget& p, Instant now) {
    const auto slice = now.time_since_epoch() / (p.window / static_cast<std::int64_t>(slices_.size()));
    const auto n = static_cast<std::int64_t>(slices_.size());
    for (auto s = std::max(slice_ + 1, slice - n + 1); s <= slice; ++s) slices_[static_cast<std::size_t>(s % n)] = 0.0;
    slice_ = slice;
}
double RetryBudgetState::balance() const { return std::accumulate(slices_.begin(), slices_.end(), 0.0); }

bool RetryBudgetState::take(const RetryBudget& p, Instant now, bool after_timeout) {
    bool granted = false;
    switch (p.kind) {
        case BudgetKind::tokens: {
            const double cost = after_timeout ? p.timeout_cost : p.retry_cost;
            granted = tokens_ >= cost;
            if (granted) tokens_ -= cost;
            break;
        }
        case BudgetKind::bucket:
            granted = tokens_ >= p.retry_cost;
            if (granted) tokens_ -= p.retry_cost;
            break;
        case BudgetKind::throttling:  // the failure's own token is taken before the test
            tokens_ = std::max(0.0, tokens_ - 1.0);
            granted = tokens_ > p.capacity / 2.0;
            break;
        case BudgetKind::ratio: {  // a success deposits 1, a retry withdraws 1 / ratio; both expire with the window
            advance(p, now);
            const double cost = p.ratio.value > 0.0 ? 1.0 / p.ratio.value : 0.0;
            const double reserve = p.minimum.per_second * to_seconds(p.window) * std::max(cost, 1.0);
            granted = p.ratio.value > 0.0 ? balance() + reserve >= cost
                                          : -balance() < p.minimum.per_second * to_seconds(p.window);
            if (granted) slices_[static_cast<std::size_t>(slice_) % slices_.size()] -= std::max(cost, 1.0);
            break;
        }
        case BudgetKind::concurrency:
            granted = retrying_ < std::max<double>(p.minimum_concurrency, p.ratio.value * active_);
            break;
    }
    if (granted) ++retrying_;
    return granted;
}

void RetryBudgetState::succeeded(const RetryBudget& p, Instant now, bool retried, bool after_timeout) {
    switch (p.kind) {
        case BudgetKind::tokens: {
            const double back = !retried ? p.refund : after_timeout ? p.timeout_cost : p.retry_cost;
            tokens_ = std::min(p.capacity, tokens_ + back);
            break;
        }
        case BudgetKind::throttling: tokens_ = std::min(p.capacity, tokens_ + p.refund); break;
        case BudgetKind::ratio:
            advance(p, now);
            if (p.ratio.value > 0.0) slices_[static_cast<std::size_t>(slice_) % slices_.size()] += 1.0;
            break;
        case BudgetKind::bucket:
        case BudgetKind::concurrency: break;
    }
}

}  // namespace nines
