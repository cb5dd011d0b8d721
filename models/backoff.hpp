// Backoff: how long to wait before the next attempt, and the jitter that keeps callers from returning together.
//
// With v = min(max, base * factor^(n-1) + increment * (n-1)) before retry n = 1, 2, ... (SEMANTICS 2.1):
//   none v; full U[0, v); equal v/2 + U[0, v/2); decorrelated min(max, U[base, 3 * previous)), previous = base at
//   first; proportional v * U[1 - spread, 1 + spread], after the cap.
#pragma once

#include "models/scalars.hpp"
#include "sim/random.hpp"

namespace nines {

enum class Jitter : std::uint8_t { none, full, equal, decorrelated, proportional };
template <>
struct Choices<Jitter> {
    static constexpr std::array<std::string_view, 5> names = {"none", "full", "equal", "decorrelated", "proportional"};
};

struct Backoff {
    static constexpr const char* type_name = "Backoff";
    Duration base = std::chrono::milliseconds{100};
    double factor = 2.0;
    Duration increment = Duration::zero();  // linear growth, with a factor of 1
    Duration max = std::chrono::seconds{20};
    Jitter jitter = Jitter::full;
    Probability spread{0.2};  // of `proportional`
    friend bool operator==(const Backoff&, const Backoff&) = default;
};
void describe(Describe& d, Backoff& b);

// The wait before retry n >= 1. `previous` is the wait before it (ignored but by decorrelated; base when n is 1).
[[nodiscard]] Duration draw_backoff(const Backoff& b, std::uint32_t n, Duration previous, Random& random);

}  // namespace nines
