// Arrivals of open clients: how requests come when nobody waits for the one before.
//
//     poisson(2000/s)            constant(100/s)
//     mmpp(0.2/s for 10s, 1.3/s for 10s)              Poisson whose rate jumps; sojourns are exponential
//     profile(0s: 100/s, 12h: 900/s, 24h: 100/s)      Poisson whose rate is piecewise linear, and repeats
//     ramp(0s: 100/s, 10min: 900/s)                   the same, but stays at the last rate
//     replay(arrivals.csv)                            the instants in seconds, first column; a header is allowed
#pragma once

#include <string>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

struct Arrivals {
    enum class Process : std::uint8_t { poisson, constant, mmpp, profile, ramp, replay };
    struct Phase {
        double rate = 0.0;     // a second
        double seconds = 0.0;  // mmpp: mean sojourn; profile and ramp: the time of this rate
        friend bool operator==(const Phase&, const Phase&) = default;
    };

    Process process = Process::poisson;
    double rate = 1.0;             // a second; poisson and constant
    std::vector<Phase> phases;     // mmpp, profile, ramp
    std::string file;              // replay; relative to the scenario
    std::vector<double> instants;  // replay, ascending seconds; read by load_replays() in scenarios/

    friend bool operator==(const Arrivals&, const Arrivals&) = default;
    [[nodiscard]] double mean_rate() const;  // a second; over one period for a profile, the last rate for a ramp
};

NINES_SCALAR(Arrivals, "arrivals");

}  // namespace nines
