// Retry budget: a limit on the retries of all calls together, so that retries cannot become most of the load.
//
// Five kinds, as the libraries have them (parameters and state in one place; SEMANTICS of each in retry_budget.cpp):
//   tokens       AWS SDK standard mode: a retry takes tokens, a success gives some back.
//   throttling   gRPC: a failure takes one, a success gives a fraction; retries only while more than half are there.
//   ratio        Finagle, Linkerd: a share of the calls that succeeded lately, and a minimum a second.
//   bucket       the plain token bucket: every call gives a fraction of a token, a retry takes some.
//   concurrency  Envoy: retries under way at most a share of the attempts under way.
//
// Always: a retry that the budget denies is not made later; the failure goes to the caller at once.
#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "models/outcome.hpp"
#include "models/scalars.hpp"

namespace nines {

enum class BudgetKind : std::uint8_t { tokens, throttling, ratio, concurrency, bucket };
template <>
struct Choices<BudgetKind> {
    static constexpr std::array<std::string_view, 5> names = {"tokens", "throttling", "ratio", "concurrency", "bucket"};
};

struct RetryBudget {
    static constexpr const char* type_name = "RetryBudget";
    std::string preset;
    BudgetKind kind = BudgetKind::ratio;
    double capacity = 500.0;     // tokens, throttling: most tokens, there at the start
    double retry_cost = 5.0;     // tokens
    double timeout_cost = 10.0;  // tokens: of a retry after a timeout
    double refund = 1.0;         // tokens, throttling: of a success; after retries `tokens` gives the last cost back
    Probability ratio{0.2};      // ratio, concurrency
    Rate minimum{10.0};          // ratio: retries that are always allowed
    Duration window = std::chrono::seconds{10};  // ratio
    std::uint32_t minimum_concurrency = 3;       // concurrency
    bool shared = false;                         // one budget for all replicas of the caller; otherwise one in each
    friend bool operator==(const RetryBudget&, const RetryBudget&) = default;
};
void describe(Describe& d, RetryBudget& b);

class RetryBudgetState {
public:
    explicit RetryBudgetState(const RetryBudget& p);

    // An attempt begins or ends, whether it is a retry or not.
    void attempt_begins(const RetryBudget& p, bool retry) noexcept {
        ++active_;
        if (p.kind == BudgetKind::bucket && !retry) tokens_ = std::min(p.capacity, tokens_ + p.refund);
    }
    void attempt_ends(bool retry) noexcept {
        --active_;
        if (retry) --retrying_;
    }
    // After a failure that the policy would retry: whether this retry may be made. It counts as one under way from
    // here until its attempt ends.
    [[nodiscard]] bool take(const RetryBudget& p, Instant now, bool after_timeout);
    // A retry that was taken is not made after all.
    void return_retry() noexcept { --retrying_; }
    // The call ended well; `retried`: not at its first attempt, `after_timeout`: the last retry followed a timeout.
    void succeeded(const RetryBudget& p, Instant now, bool retried, bool after_timeout);

    [[nodiscard]] double tokens() const noexcept { return tokens_; }

private:
    // Deposits less withdrawals of the last `window`, in tenths of it.
    void advance(const RetryBudget& p, Instant now);
    [[nodiscard]] double balance() const;

    double tokens_ = 0.0;
    std::array<double, 10> slices_{};
    std::int64_t slice_ = 0;
    std::uint32_t active_ = 0;
    std::uint32_t retrying_ = 0;
};

}  // namespace nines
