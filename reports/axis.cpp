#include "reports/axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "reports/number.hpp"

namespace nines {

namespace {

// "12.5%", "20 ms", "3k/s": as short as the step allows.
std::string tick_label(double value, double step, std::string_view unit) {
    if (unit == "share") {
        const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(step * 100.0) - 1e-9)), 0, 6);
        return fmt::format("{:.{}f}%", value * 100.0, decimals);
    }
    if (unit == "seconds") {
        if (value == 0.0) return "0";
        const double one = std::abs(value);
        if (one < 1e-6) return fmt::format("{:g} ns", value * 1e9);
        if (one < 1e-3) return fmt::format("{:g} µs", value * 1e6);
        if (one < 1.0) return fmt::format("{:g} ms", value * 1e3);
        return fmt::format("{:g} s", value);
    }
    const char* suffix = unit == "per_second" ? "/s" : "";
    if (std::abs(value) >= 1e6) return fmt::format("{:g}M{}", value / 1e6, suffix);
    if (std::abs(value) >= 1e4) return fmt::format("{:g}k{}", value / 1e3, suffix);
    return fmt::format("{:g}{}", value, suffix);
}

// 1, 2 or 5 times a power of ten, for about `parts` steps.
double round_step(double span, int parts) {
    const double raw = span / parts;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power * (1.0 + 1e-9)) return factor * power;
    return 10.0 * power;
}

}  // namespace

double Axis::at(double value) const {
    if (!log) return high > low ? (value - low) / (high - low) : 0.0;
    if (value <= 0.0) return -1.0;
    return high > low ? std::log(value / low) / std::log(high / low) : 0.5;
}

Axis linear_axis(double low, double high, std::string_view unit) {
    if (!(high > low)) high = low + (low == 0.0 ? 1.0 : std::abs(low));
    const double step = round_step(high - low, 4);
    Axis a;
    a.low = std::floor(low / step + 1e-9) * step;
    a.high = std::ceil(high / step - 1e-9) * step;
    for (int i = 0;; ++i) {
        const double value = a.low + i * step;
        if (value > a.high + step / 2.0) break;
        a.ticks.push_back({a.at(value), tick_label(std::abs(value) < step / 2.0 ? 0.0 : value, step, unit)});
    }
    return a;
}

Axis log_axis(double low, double high, std::string_view unit) {
    Axis a;
    a.log = true;
    a.low = low / 1.05;
    a.high = std::max(high, low) * 1.05;
    const double decades = std::log10(a.high / a.low);
    std::vector<double> factors = {1.0, 2.0, 5.0};
    if (decades > 2.5) factors = {1.0, 3.0};
    if (decades > 4.5) factors = {1.0};
    // Within an octave or so round numbers of a linear axis are better.
    if (decades < 0.5) {
        const double step = round_step(a.high - a.low, 4);
        for (double v = std::ceil(a.low / step) * step; v <= a.high; v += step)
            a.ticks.push_back({a.at(v), tick_label(std::round(v / step) * step, step, unit)});
        return a;
    }
    for (int e = static_cast<int>(std::floor(std::log10(a.low))); e <= static_cast<int>(std::log10(a.high)) + 1; ++e) {
        for (const double factor : factors) {
            const double value = factor * std::pow(10.0, e);
            if (value >= a.low && value <= a.high) a.ticks.push_back({a.at(value), tick_label(value, value, unit)});
        }
    }
    return a;
}

Axis time_axis(double end) {
    struct Unit {
        double seconds;
        const char* suffix;
    };
    static constexpr std::array<double, 21> steps = {1,     2,     5,     10,    15,     30,     60,
                                                     120,   300,   600,   900,   1800,   3600,   7200,
                                                     10800, 21600, 43200, 86400, 172800, 604800, 2592000};
    static constexpr std::array<Unit, 4> units = {{{86400.0, " d"}, {3600.0, " h"}, {60.0, " min"}, {1.0, " s"}}};
    Axis a;
    a.high = end > 0.0 ? end : 1.0;
    double step = a.high / 5.0 >= steps.back() ? round_step(a.high / 86400.0, 5) * 86400.0 : round_step(a.high, 5);
    if (a.high >= 5.0)
        for (const double s : steps)
            if (a.high / s <= 6.0) {
                step = s;
                break;
            }
    const auto unit =
        *std::ranges::find_if(units, [&](const Unit& u) { return u.seconds <= step || u.seconds == 1.0; });
    for (int i = 0; i * step <= a.high * (1.0 + 1e-9); ++i) {
        const double value = i * step;
        a.ticks.push_back({a.at(value), i == 0 ? "0" : fmt::format("{:g}{}", value / unit.seconds, unit.suffix)});
    }
    return a;
}

}  // namespace nines
