// Horizontal autoscaler: as many replicas as keep what each of them does at a target.
//
// Follows the Kubernetes controller (SEMANTICS 7.4): desired = ceil(current x usage / target), nothing within the
// tolerance; replicas without a value count as at the target when that speaks against going down, as idle when it
// speaks against going up; of several targets the highest number; the lowest recommendation of the last `stabilization`
// of going up, the highest of going down; at most what the policies of a direction allow within their period.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

// Which policy of a direction holds when several do.
enum class ScalingSelect : std::uint8_t { max, min, disabled };
template <>
struct Choices<ScalingSelect> {
    static constexpr std::array<std::string_view, 3> names = {"max", "min", "disabled"};
};

// How fast the number of replicas may grow.
struct ScaleUp {
    static constexpr const char* type_name = "ScaleUp";
    Duration stabilization{};
    std::optional<Factor> factor;           // at most so many times as many as there were when the period began
    std::optional<std::uint32_t> replicas;  // at most so many more
    Duration period = std::chrono::seconds{15};
    ScalingSelect select = ScalingSelect::max;
    friend bool operator==(const ScaleUp&, const ScaleUp&) = default;
};
void describe(Describe& d, ScaleUp& s);

// How fast it may shrink.
struct ScaleDown {
    static constexpr const char* type_name = "ScaleDown";
    Duration stabilization = std::chrono::minutes{5};
    std::optional<Probability> share;       // at most this share of those there were when the period began
    std::optional<std::uint32_t> replicas;  // at most so many fewer
    Duration period = std::chrono::seconds{15};
    ScalingSelect select = ScalingSelect::max;
    friend bool operator==(const ScaleDown&, const ScaleDown&) = default;
};
void describe(Describe& d, ScaleDown& s);

struct Autoscaler {
    static constexpr const char* type_name = "Autoscaler";
    std::string preset;
    std::uint32_t min = 1;
    std::uint32_t max = 10;
    std::optional<Probability> utilization;  // of the workers of a replica
    std::optional<Probability> cpu;          // of the cores of a replica
    std::optional<double> in_flight;         // requests inside a replica
    std::optional<double> queue;             // requests that wait for a worker of a replica
    Probability tolerance{0.1};
    Duration sync_period = std::chrono::seconds{15};
    Duration metric_window = std::chrono::seconds{15};
    Duration initialization = std::chrono::minutes{5};
    std::optional<ScaleUp> up;
    std::optional<ScaleDown> down;
    friend bool operator==(const Autoscaler&, const Autoscaler&) = default;

    // What holds where nothing is said.
    [[nodiscard]] ScaleUp going_up() const;
    [[nodiscard]] ScaleDown going_down() const;
};
void describe(Describe& d, Autoscaler& a);

}  // namespace nines
