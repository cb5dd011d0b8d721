// Gauge: the time-weighted mean of a value that jumps, such as a queue's length.
//
// The integral of the value up to t is value * t minus the sum of (jump * time of the jump): an addition a change,
// exact whatever the run's length.
#pragma once

#include <cstdint>

#include "sim/wide_sum.hpp"

namespace nines {

class Gauge {
public:
    // The value changes by one. REQUIRES: t is not before the last change.
    void increment(Instant t) noexcept {
        ++value_;
        moment_.add(t.time_since_epoch());
    }
    void decrement(Instant t) noexcept {
        --value_;
        moment_.subtract(static_cast<std::uint64_t>(t.time_since_epoch().count()));
    }
    // The value changes by `delta`, likewise.
    void add(Instant t, std::int64_t delta) noexcept {
        value_ += delta;
        moment_ = WideSum{moment_.nanoseconds() + static_cast<WideInteger>(delta) * t.time_since_epoch().count()};
    }

    // From now on the sum of both. REQUIRES: both began to integrate at the same time.
    void merge(const Gauge& other) noexcept {
        value_ += other.value_;
        moment_.add(other.moment_);
    }

    [[nodiscard]] std::int64_t value() const noexcept { return value_; }

    // Starts integrating at t; the value stays.
    void reset(Instant t) noexcept {
        moment_ = WideSum{static_cast<WideInteger>(value_) * t.time_since_epoch().count()};
    }

    // Value times seconds since the last reset (or the start of the run).
    [[nodiscard]] double integral(Instant t) const noexcept {
        return static_cast<double>(static_cast<WideInteger>(value_) * t.time_since_epoch().count() -
                                   moment_.nanoseconds()) *
               1e-9;
    }

    // The time-weighted mean from `since`, the time of the last reset, to t; the value itself when no time has passed.
    [[nodiscard]] double mean(Instant since, Instant t) const noexcept {
        return t > since ? integral(t) / to_seconds(t - since) : static_cast<double>(value_);
    }

private:
    std::int64_t value_ = 0;
    WideSum moment_;
};

}  // namespace nines
