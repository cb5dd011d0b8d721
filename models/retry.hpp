// Retry: asks again after a failure that may pass.
//
// Always: at most `max_attempts` attempts, the first one included; no attempt starts at or after the overall deadline.
#pragma once

#include <optional>
#include <vector>

#include "models/backoff.hpp"
#include "models/outcome.hpp"
#include "models/retry_budget.hpp"

namespace nines {

// What a retry policy can name: classes of failed attempts.
enum class RetryOn : std::uint8_t {
    timeout,      // the attempt's own timeouts, not the overall one
    unavailable,  // refused or lost
    rejected,     // queue full, breaker open, shed
    error,        // an answer that says it failed
};
template <>
struct Choices<RetryOn> {
    static constexpr std::array<std::string_view, 4> names = {"timeout", "unavailable", "rejected", "error"};
};

// Where the next attempt goes.
enum class RetryReplica : std::uint8_t { any, other, same };
template <>
struct Choices<RetryReplica> {
    static constexpr std::array<std::string_view, 3> names = {"any", "other", "same"};
};

struct Retry {
    static constexpr const char* type_name = "Retry";
    std::string preset;
    std::uint32_t max_attempts = 3;
    Backoff backoff;
    std::vector<RetryOn> on = {RetryOn::timeout, RetryOn::unavailable, RetryOn::error};
    bool even_if_not_idempotent = false;
    RetryReplica replica = RetryReplica::any;
    bool respect_retry_after = true;
    std::optional<RetryBudget> budget;
    friend bool operator==(const Retry&, const Retry&) = default;

    [[nodiscard]] bool retries(Outcome o) const;
};
void describe(Describe& d, Retry& r);

}  // namespace nines
