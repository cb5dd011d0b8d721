// Lifecycle: how long a replica takes to come and to go.
//
// Followed by replicas that come and go while the run lasts: those of a service with an autoscaler, and those that a
// change or a drain replaces. The others are there from the start (replica_life.hpp has the states).
#pragma once

#include "models/scalars.hpp"

namespace nines {

// A replica that has just become ready is slow at first: caches are empty, code is not compiled yet, pools are cold.
struct WarmUp {
    static constexpr const char* type_name = "WarmUp";
    Duration lasting{};
    Factor factor{3.0};  // of service times at its beginning; falls evenly to 1 until it is over
    friend bool operator==(const WarmUp&, const WarmUp&) = default;
};
void describe(Describe& d, WarmUp& w);

struct Lifecycle {
    static constexpr const char* type_name = "Lifecycle";
    Distribution image_pull = Distribution::constant(0.0);
    Distribution start_up = Distribution::constant(10.0);
    WarmUp warm_up;
    Duration pre_stop{};
    Duration unnoticed = std::chrono::seconds{1};
    Duration grace = std::chrono::seconds{30};
    friend bool operator==(const Lifecycle&, const Lifecycle&) = default;
};
void describe(Describe& d, Lifecycle& l);

}  // namespace nines
