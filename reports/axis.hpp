// Axes of charts: where the ticks are, and where a value lies between the ends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nines {

struct Tick {
    double at = 0.0;  // share of the axis, 0 to 1
    std::string label;
};

struct Axis {
    double low = 0.0;
    double high = 1.0;
    bool log = false;
    std::vector<Tick> ticks;
    // Share of the axis; outside of it when the value is. NaN stays NaN; 0 on a log axis is far below.
    [[nodiscard]] double at(double value) const;
};

// Round numbers around low and high, in the unit of a MeasureKey.
[[nodiscard]] Axis linear_axis(double low, double high, std::string_view unit);
// REQUIRES: 0 < low <= high.
[[nodiscard]] Axis log_axis(double low, double high, std::string_view unit);
// From 0 to the end of a run, exactly.
[[nodiscard]] Axis time_axis(double end_seconds);

}  // namespace nines
