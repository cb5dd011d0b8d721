#include "reports/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace nines {

namespace {

constexpr const char* nothing = "–";
constexpr int most_decimals = 9;
constexpr int most_digits = 5;

// How a unit is shown: value * factor, then the suffix.
struct Scale {
    double factor = 1.0;
    const char* suffix = "";
};

Scale scale_of(double value, std::string_view unit) {
    if (unit == "share") return {100.0, "%"};
    if (unit == "per_second") return {1.0, "/s"};
    if (unit == "per_hour") return {1.0, "/h"};
    if (unit != "seconds") return {};
    const double s = std::abs(value);
    if (s == 0.0) return {1.0, " s"};
    if (s < 1e-6) return {1e9, " ns"};
    if (s < 1e-3) return {1e6, " µs"};
    if (s < 1.0) return {1e3, " ms"};
    if (s < 120.0) return {1.0, " s"};
    if (s < 7200.0) return {1.0 / 60.0, " min"};
    if (s < 172800.0) return {1.0 / 3600.0, " h"};
    return {1.0 / 86400.0, " d"};
}

// The place of the last digit that `digits` significant digits of x have: 0.02 has place -2 for one digit.
int place(double x, int digits) {
    const int leading = static_cast<int>(std::floor(std::log10(std::abs(x))));
    return leading - (digits - 1);
}

// One digit, or two when it would begin with 1.
int place_of_half_width(double h) {
    const int one = place(h, 1);
    return std::round(h * std::pow(10.0, -one)) < 2.0 ? one - 1 : one;
}

// Rounded to the place, with "," between thousands.
std::string rounded(double x, int place) {
    if (place > 0) {
        const double quantum = std::pow(10.0, place);
        x = std::round(x / quantum) * quantum;
    }
    if (std::abs(x) >= 1e15) return fmt::format("{:.3g}", x);
    std::string text = fmt::format("{:.{}f}", x, std::clamp(-place, 0, most_decimals));
    if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-') text.erase(0, 1);
    auto end = text.find('.');
    if (end == std::string::npos) end = text.size();
    const std::size_t first = text.front() == '-' ? 1 : 0;
    for (std::size_t i = end; i > first + 3; i -= 3) text.insert(i - 3, ",");
    return text;
}

std::string without_trailing_zeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

// Where an estimate without an interval ends.
int place_alone(double value, double shown, std::string_view unit) {
    if (shown == 0.0) return 0;
    if (unit == "share" && value > 0.99 && value < 1.0) return std::min(place(shown - 100.0, 2), 0);
    if (unit == "count" && shown == std::round(shown)) return 0;
    return std::min(place(shown, 3), 0);
}

[[nodiscard]] bool has_interval(const Estimate& e) { return std::isfinite(e.low) && std::isfinite(e.high); }

// The last digit's place of an estimate, in the scale that it is shown in.
int place_of(const Estimate& e, const Scale& scale, std::string_view unit) {
    const double half = std::abs(e.half_width()) * scale.factor;
    const double value = e.estimate * scale.factor;
    if (!has_interval(e)) return place_alone(e.estimate, value, unit);
    // All replications agree: exactly, if they counted; within what a histogram can tell, if they measured.
    if (half <= std::abs(value) * 1e-12) return place_alone(e.estimate, value, unit);
    // A share near 100% is about what is missing from it, and needs its digits.
    const int digits = unit == "share" && e.estimate > 0.9 ? 7 : most_digits;
    const int most = value == 0.0 ? -most_decimals : place(value, digits);
    return std::max(place_of_half_width(half), std::min(most, 0));
}

}  // namespace

Shown show(const Estimate& e, std::string_view unit) {
    if (!std::isfinite(e.estimate)) return {std::isnan(e.estimate) ? nothing : "∞", {}};
    const auto scale = scale_of(e.estimate != 0.0 || !has_interval(e) ? e.estimate : e.high, unit);
    const int last = place_of(e, scale, unit);
    const auto print = [&](double x) { return rounded(x * scale.factor, last); };
    const double half = e.half_width();
    // Narrower than the last digit: there is nothing to show of it.
    const bool exact = has_interval(e) && (std::abs(half) <= std::abs(e.estimate) * 1e-12 ||
                                           print(half).find_first_of("123456789") == std::string::npos);
    Shown out{
        (exact || !has_interval(e) ? without_trailing_zeros(print(e.estimate)) : print(e.estimate)) + scale.suffix, {}};
    if (!has_interval(e) || exact) return out;
    const bool lopsided = std::abs((e.low + e.high) / 2.0 - e.estimate) > 0.1 * half;
    out.interval = lopsided ? fmt::format("({} to {})", print(e.low), print(e.high)) : "± " + print(half);
    return out;
}

std::string show_range(const Estimate& e, std::string_view unit) {
    if (!has_interval(e) || !std::isfinite(e.estimate)) return {};
    const auto scale = scale_of(e.estimate, unit);
    const int last = place_of(e, scale, unit);
    const auto low = rounded(e.low * scale.factor, last), high = rounded(e.high * scale.factor, last);
    return fmt::format("{}{} to {}{}", low, scale.suffix, high, scale.suffix);
}

std::string show(double value, std::string_view unit) { return show(Estimate{.estimate = value}, unit).value; }

std::string show_nines(double availability) {
    // No run shows that nothing ever fails.
    if (std::isnan(availability) || availability >= 1.0) return nothing;
    const double nines = -std::log10(1.0 - availability);
    return fmt::format("{:.1f}", std::max(0.0, std::floor(nines * 10.0 + 1e-6) / 10.0));
}

std::string show_count(double n) {
    if (!std::isfinite(n)) return nothing;
    constexpr std::array<std::pair<double, const char*>, 3> words = {
        {{1e12, "trillion"}, {1e9, "billion"}, {1e6, "million"}}};
    for (const auto& [size, word] : words)
        if (n >= size) return fmt::format("{} {}", without_trailing_zeros(rounded(n / size, place(n / size, 2))), word);
    return rounded(n, n < 10 && n != std::round(n) ? -1 : 0);
}

std::string show_span(double seconds) {
    if (!std::isfinite(seconds)) return nothing;
    struct Unit {
        double seconds;
        const char* name;
    };
    constexpr std::array<Unit, 5> units = {
        {{1.0, "second"}, {60.0, "minute"}, {3600.0, "hour"}, {86400.0, "day"}, {86400.0 * 365.25, "year"}}};
    std::size_t u = 0;
    const auto fits = [&](double unit) {
        return seconds >= 2.0 * unit || (seconds >= unit && std::fmod(seconds, unit) == 0.0);
    };
    while (u + 1 < units.size() && fits(units[u + 1].seconds)) ++u;
    const double n = seconds / units[u].seconds;
    const auto text = n == 0.0 ? "0" : without_trailing_zeros(rounded(n, std::max(place(n, 2), n < 10 ? -9 : 0)));
    return fmt::format("{} {}{}", text, units[u].name, text == "1" ? "" : "s");
}

std::string show_number_of(std::size_t n, std::string_view singular) {
    return fmt::format("{} {}{}", show_count(static_cast<double>(n)), singular, n == 1 ? "" : "s");
}

}  // namespace nines
