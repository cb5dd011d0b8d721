// Simulated time: a clock that counts signed 64-bit nanoseconds from the start of a run (292 years of room).
#pragma once

#include <chrono>
#include <cstdint>

namespace nines {

using Duration = std::chrono::nanoseconds;

// The clock of the simulation. It has no now(): the time of a run is Scheduler::now().
struct SimulationClock {
    using duration = Duration;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<SimulationClock>;
    static constexpr bool is_steady = true;
};

using Instant = SimulationClock::time_point;

inline constexpr Instant start_of_run{};
inline constexpr Instant never = Instant::max();

[[nodiscard]] constexpr double to_seconds(Duration d) noexcept { return static_cast<double>(d.count()) / 1e9; }
[[nodiscard]] constexpr double to_seconds(Instant t) noexcept { return to_seconds(t.time_since_epoch()); }

// Rounds to the nearest nanosecond; what does not fit becomes the largest duration. Negative values are clipped to 0.
[[nodiscard]] constexpr Duration from_seconds(double seconds) noexcept {
    const double ns = seconds * 1e9 + 0.5;
    if (!(ns > 0.0)) return Duration::zero();
    return ns < 9.2e18 ? Duration{static_cast<std::int64_t>(ns)} : Duration::max();
}

// t + d without overflow: what lies beyond the end of the clock is `never`.
[[nodiscard]] constexpr Instant after(Instant t, Duration d) noexcept { return d < never - t ? t + d : never; }

}  // namespace nines
