// The arrival process of an open client, drawn one arrival at a time (parameters in arrivals.hpp).
#pragma once

#include <cstdint>

#include "models/arrivals.hpp"
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace nines {

class ArrivalProcess {
public:
    ArrivalProcess(const Arrivals& a, Random random);

    // The instant of the next arrival after the one before; `never` when there are no more.
    [[nodiscard, gnu::always_inline]] Instant next() {
        const Instant t = ahead_;
        ahead_ = poisson_ ? one_more() : one_more_of_the_others();
        return t;
    }

private:
    [[nodiscard]] Instant instant() const noexcept {
        return ns_ < 9.2e18 ? Instant{Duration{static_cast<std::int64_t>(ns_)}} : never;
    }
    [[nodiscard]] Instant one_more() {
        ns_ += random_.exponential() * mean_gap_ns_;
        return instant();
    }
    [[nodiscard]] Instant one_more_of_the_others();
    void begin_modulation();
    [[nodiscard]] Instant next_modulated();
    [[nodiscard]] Instant next_of_profile();

    const Arrivals* parameters_;
    Random random_;
    bool poisson_;
    Instant ahead_;    // the next arrival, known ahead so that nobody waits for the draw
    double ns_ = 0.0;  // its time; exact to a nanosecond for 104 days, to a microsecond for 292 years
    double mean_gap_ns_ = 0.0;
    double phase_end_ns_ = 0.0;  // mmpp
    std::size_t phase_ = 0;      // mmpp: the phase; profile: the segment under way; replay: the next instant
    double period_start_ = 0.0;  // profile, in seconds
};

}  // namespace nines
