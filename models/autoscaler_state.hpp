// The decisions of one autoscaler over time. Knows nothing of how replicas come and go.
//
// Always: the number decided is within min and max, and within what the policies of the direction allow since the
// changes that were made in their period.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "models/autoscaler.hpp"

namespace nines {

// What is known of one metric, of the replicas that are wanted.
struct MetricReading {
    double target = 1.0;          // of a replica
    double full = 1.0;            // what a replica without a value counts as when that speaks against going down
    double sum = 0.0;             // of the values of those that have one
    std::uint32_t ready = 0;      // have a value
    std::uint32_t not_ready = 0;  // have none that counts yet
    std::uint32_t missing = 0;    // have none
    bool any_direction = false;   // missing ones may not turn the direction round, but may change the number (custom
                                  // metrics); otherwise a number on the other side of the present one is none
};

// How many replicas one metric wants; empty: it cannot say.
[[nodiscard]] std::optional<std::uint32_t> wanted_by(const MetricReading& m, std::uint32_t current, double tolerance);

class AutoscalerState {
public:
    // How many replicas there are to be from now on, where `current` are wanted so far.
    [[nodiscard]] std::uint32_t decide(const Autoscaler& p, const std::vector<MetricReading>& metrics,
                                       std::uint32_t current, Instant now);

private:
    struct At {
        Instant when;
        std::uint32_t replicas;
    };
    [[nodiscard]] std::uint32_t stabilized(const ScaleUp& up, const ScaleDown& down, std::uint32_t current,
                                           std::uint32_t wanted, Instant now);
    [[nodiscard]] static std::uint32_t changed_within(const std::deque<At>& changes, Duration period, Instant now);
    [[nodiscard]] std::uint32_t most(const ScaleUp& up, std::uint32_t current, Instant now) const;
    [[nodiscard]] std::uint32_t fewest(const ScaleDown& down, std::uint32_t current, Instant now) const;

    std::deque<At> recommendations_;
    std::deque<At> ups_, downs_;  // by how many, when
    bool begun_ = false;
};

}  // namespace nines
