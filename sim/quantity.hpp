// Strong types for what is neither a time nor a count: rates and probabilities.
#pragma once

#include <compare>

namespace nines {

// Events a second; >= 0.
struct Rate {
    double per_second = 0.0;
    friend constexpr auto operator<=>(const Rate&, const Rate&) = default;
};

// A share between 0 and 1, both included.
struct Probability {
    double value = 0.0;
    friend constexpr auto operator<=>(const Probability&, const Probability&) = default;
};

[[nodiscard]] constexpr Rate per_second(double n) noexcept { return Rate{n}; }
[[nodiscard]] constexpr Probability percent(double p) noexcept { return Probability{p / 100.0}; }

}  // namespace nines
