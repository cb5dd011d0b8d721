// Gauge: the time-weighted mean of a value that jumps, such as a queue's length.
//
// The integral of the value up to t is value * t minus the sum of (jump * time of the jump): one multiply-add a change,
// exact in 128-bit integers, whatever the run's length.
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace nines {

__extension__ typedef __int128 WideInteger;

class Gauge {
public:
    // The value changes by `delta` at t. REQUIRES: t is not before the last change.
    void add(Instant t, std::int64_t delta) noexcept {
        value_ += delta;
        moment_ += static_cast<WideInteger>(delta) * t.time_since_epoch().count();
    }

    // The same by one.
    void increment(Instant t) noexcept {
        ++value_;
        moment_ += static_cast<std::uint64_t>(t.time_since_epoch().count());
    }
    void decrement(Instant t) noexcept {
        --value_;
        moment_ -= static_cast<std::uint64_t>(t.time_since_epoch().count());
    }

    [[nodiscard]] std::int64_t value() const noexcept { return value_; }

    // Starts averaging at t; the value stays.
    void reset(Instant t) noexcept {
        since_ = t;
        moment_ = static_cast<WideInteger>(value_) * t.time_since_epoch().count();
    }

    // Value times seconds since the last reset (or the start of the run).
    [[nodiscard]] double integral(Instant t) const noexcept {
        return static_cast<double>(static_cast<WideInteger>(value_) * t.time_since_epoch().count() - moment_) * 1e-9;
    }

    // The time-weighted mean since the last reset; the value itself when no time has passed.
    [[nodiscard]] double mean(Instant t) const noexcept {
        return t > since_ ? integral(t) / to_seconds(t - since_) : static_cast<double>(value_);
    }

private:
    std::int64_t value_ = 0;
    WideInteger moment_ = 0;
    Instant since_ = start_of_run;
};

}  // namespace nines
