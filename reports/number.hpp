// Numbers for people: an estimate is printed with no more digits than its interval supports.
//
// The half-width is rounded to one digit (to two when it begins with 1, where one would be off by up to a half), and
// the estimate to the same place. NaN is "–". Units are those of MeasureKey: "share" is shown as percent, "seconds" in
// the unit that suits, "per_second" with "/s", "per_hour" with "/h". UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "batch/experiment.hpp"

namespace nines {

struct Shown {
    std::string value;     // "12.07 ms"
    std::string interval;  // "± 0.05"; "(99.2 to 100)" when lopsided; empty when there is none
    [[nodiscard]] std::string text() const { return interval.empty() ? value : value + " " + interval; }
};
[[nodiscard]] Shown show(const Estimate& e, std::string_view unit);

// "99.91% to 99.95%", for sentences; empty when there is no interval.
[[nodiscard]] std::string show_range(const Estimate& e, std::string_view unit);

// Without an interval: three significant digits; of a share above 99%, two of what is missing to 100%.
[[nodiscard]] std::string show(double value, std::string_view unit);

// "3.2" of 0.9994, never rounded up; "–" of NaN, "∞" of 1.
[[nodiscard]] std::string show_nines(double availability);

// "9,876", "1.2 million".
[[nodiscard]] std::string show_count(double n);

// "45 seconds", "31 minutes", "2.1 hours", "1.3 days".
[[nodiscard]] std::string show_span(double seconds);

// "1 service", "3 services".
[[nodiscard]] std::string show_number_of(std::size_t n, std::string_view singular);

}  // namespace nines
