// The scalar types of a scenario, as text: durations, rates, probabilities, counts, limits, names and distributions.
//
// Units are written, never implied: 250ms, 1h30min, 2k/s, 99.95%. Every parse returns what is wrong and what is
// allowed, or an empty string.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "models/describe.hpp"
#include "sim/distribution.hpp"
#include "sim/quantity.hpp"
#include "sim/time.hpp"

namespace nines {

// A count that may be unlimited.
struct Limit {
    static constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t count = none;
    [[nodiscard]] constexpr bool unlimited() const { return count == none; }
    friend constexpr bool operator==(const Limit&, const Limit&) = default;
};
inline constexpr Limit unlimited{};

// A time to failure or to repair: a bare duration is the mean of an exponential one, `constant(4h)` is constant.
struct Lifetime {
    Distribution law = Distribution::exponential(1.0);
    friend bool operator==(const Lifetime&, const Lifetime&) = default;
};

// A dimensionless factor such as "3x" or "3".
struct Factor {
    double value = 1.0;
    friend bool operator==(const Factor&, const Factor&) = default;
};

[[nodiscard]] std::string print_duration(Duration d);
[[nodiscard]] std::string print_seconds(double seconds);  // as print_duration, for values that need not be whole ns
[[nodiscard]] std::string print_number(double x);         // shortest text that reads back as the same number

#define NINES_SCALAR(T, NAME)                                                     \
    template <>                                                                   \
    struct Scalar<T> {                                                            \
        static constexpr const char* name = NAME;                                 \
        static const char* const expects;                                         \
        static const char* const pattern;                                         \
        static std::string parse(std::string_view text, const Bounds&, T& value); \
        static std::string print(const T& value);                                 \
    }

NINES_SCALAR(bool, "boolean");
NINES_SCALAR(int, "integer");
NINES_SCALAR(std::uint32_t, "integer");
NINES_SCALAR(std::uint64_t, "integer");
NINES_SCALAR(double, "number");
NINES_SCALAR(std::string, "text");
NINES_SCALAR(Duration, "duration");
NINES_SCALAR(Rate, "rate");
NINES_SCALAR(Probability, "share");
NINES_SCALAR(Limit, "limit");
NINES_SCALAR(Factor, "factor");
NINES_SCALAR(Distribution, "duration distribution");
NINES_SCALAR(Lifetime, "lifetime");

}  // namespace nines
