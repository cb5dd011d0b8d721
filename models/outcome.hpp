// Outcomes: how an attempt, or a whole request, ended for the one who asked.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/describe.hpp"

namespace nines {

enum class Outcome : std::uint8_t {
    success,
    degraded,   // answered, but by a fallback or without an optional part
    timeout,    // the caller stopped waiting
    refused,    // nobody there: connection refused, or no replica in rotation
    rejected,   // turned away on purpose: queue full, breaker open, waited too long
    error,      // an answer that says it failed
    lost,       // the connection broke while the call was under way
    cancelled,  // the caller withdrew it
};

inline constexpr std::size_t outcome_count = 8;

template <>
struct Choices<Outcome> {
    static constexpr std::array<std::string_view, outcome_count> names = {
        "success", "degraded", "timeout", "refused", "rejected", "error", "lost", "cancelled"};
};

[[nodiscard]] constexpr std::string_view name_of(Outcome o) {
    return Choices<Outcome>::names[static_cast<std::size_t>(o)];
}
// A good answer: goodput counts these.
[[nodiscard]] constexpr bool is_good(Outcome o) { return o == Outcome::success || o == Outcome::degraded; }

}  // namespace nines
