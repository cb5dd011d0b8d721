#include "models/scalars.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

#include "models/distribution_text.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

struct Unit {
    std::string_view name;
    double seconds;
};
constexpr std::array units = {Unit{"ns", 1e-9},   Unit{"us", 1e-6},       Unit{"ms", 1e-3},
                              Unit{"s", 1.0},     Unit{"min", 60.0},      Unit{"h", 3600.0},
                              Unit{"d", 86400.0}, Unit{"w", 7 * 86400.0}, Unit{"y", 365 * 86400.0}};
constexpr double longest = 9.2e9;  // seconds; the clock's end

[[nodiscard]] std::string allowed(const Bounds& b, std::string (*print)(double)) {
    const bool low = std::isfinite(b.low), high = std::isfinite(b.high);
    if (low && high) return fmt::format(" ({} to {})", print(b.low), print(b.high));
    if (low) return fmt::format(" ({} {})", b.low_open ? "above" : "at least", print(b.low));
    if (high) return fmt::format(" (at most {})", print(b.high));
    return "";
}

[[nodiscard]] bool within(double x, const Bounds& b) { return x <= b.high && (b.low_open ? x > b.low : x >= b.low); }

[[nodiscard]] std::string outside(std::string_view text, const Bounds& b, std::string (*print)(double)) {
    return fmt::format("{} is out of range{}", in_quotes(text), allowed(b, print));
}

[[nodiscard]] std::string print_rate(double per_second) { return fmt::format("{}/s", print_number(per_second)); }
[[nodiscard]] std::string print_share(double share) { return print_number(share * 100.0) + "%"; }

// As one would write it: of 99.9 what 0.999 reads as, which 99.9 / 100.0 is not.
[[nodiscard]] double hundredth_of(double percent) {
    const double share = percent / 100.0;
    return parse_decimal(fmt::format("{:.15g}", share)).value_or(share);
}

template <class Integer>
[[nodiscard]] std::string parse_integer(std::string_view text, const Bounds& bounds, Integer& value) {
    const auto digits = std::is_signed_v<Integer> && text.starts_with('-') ? text.substr(1) : text;
    const bool leading_zero = digits.size() > 1 && digits.front() == '0';
    Integer parsed{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error == std::errc::result_out_of_range) return outside(text, bounds, print_number);
    if (error != std::errc{} || end != text.data() + text.size() || leading_zero)
        return fmt::format("{} is not a whole number{}{}", in_quotes(text), allowed(bounds, print_number),
                           leading_zero ? "; write it without leading zeros" : "");
    if (!within(static_cast<double>(parsed), bounds)) return outside(text, bounds, print_number);
    value = parsed;
    return {};
}

}  // namespace

std::string print_number(double x) { return fmt::format("{}", x); }

// Seconds from text such as 250ms or 1h30min; nothing when it is no duration.
std::string parse_seconds(std::string_view text, double& seconds) {
    const auto wrong = [&](std::string_view hint = "") {
        return fmt::format("{} is not a duration; write a number with a unit, such as 250ms, 1h30min or 30d{}",
                           in_quotes(text), hint);
    };
    auto rest = trimmed(text);
    if (rest == "0") {
        seconds = 0.0;
        return {};
    }
    if (rest.empty()) return wrong();
    if (rest.starts_with('-')) return fmt::format("{} is negative; a duration is at least 0", in_quotes(text));
    double sum = 0.0;
    while (!rest.empty()) {
        const auto digits = std::min(rest.find_first_not_of("0123456789."), rest.size());
        const auto number = parse_decimal(rest.substr(0, digits));
        rest.remove_prefix(digits);
        const auto letters = std::min(rest.find_first_of("0123456789."), rest.size());
        const auto name = trimmed(rest.substr(0, letters));
        rest.remove_prefix(letters);
        if (!number) return wrong();
        if (name.empty()) return wrong(fmt::format("; the unit is missing"));
        if (name == "m")
            return wrong(fmt::format("; \"m\" could be minutes or months: write {}min", print_number(*number)));
        const auto* unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == name; });
        if (unit == units.end()) return wrong(fmt::format("; units are ns, us, ms, s, min, h, d, w, y"));
        sum += *number * unit->seconds;
    }
    if (sum > longest) return fmt::format("{} is longer than the 292 years a run can last", in_quotes(text));
    seconds = sum;
    return {};
}

std::string print_seconds(double seconds) {
    if (seconds == 0.0) return "0s";
    for (const auto* name : {"d", "h", "min", "s", "ms", "us", "ns"}) {
        const auto* unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == name; });
        const double amount = seconds / unit->seconds;
        if (amount < 1.0 && unit->name != "ns") continue;
        // The largest unit in which the number is short and reads back as the same.
        const auto text = fmt::format("{:.6g}", amount);
        double back = 0.0;
        if (const auto number = parse_decimal(text)) back = *number * unit->seconds;
        if (back == seconds && text.size() <= 7) return text + std::string{unit->name};
    }
    for (const auto* name : {"s", "ms", "us", "ns"}) {
        const auto* unit = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == name; });
        const auto text = fmt::format("{}", seconds / unit->seconds);
        const auto number = parse_decimal(text);
        if (number && *number * unit->seconds == seconds) return text + std::string{unit->name};
    }
    return fmt::format("{}s", seconds);
}

std::string print_duration(Duration d) {
    const std::int64_t ns = d.count();
    struct Whole {
        const char* name;
        std::int64_t ns;
    };
    constexpr std::array wholes = {Whole{"d", 86'400'000'000'000},
                                   Whole{"h", 3'600'000'000'000},
                                   Whole{"min", 60'000'000'000},
                                   Whole{"s", 1'000'000'000},
                                   Whole{"ms", 1'000'000},
                                   Whole{"us", 1'000},
                                   Whole{"ns", 1}};
    if (ns == 0) return "0s";
    std::string out;
    std::int64_t rest = ns;
    int parts = 0;
    for (const auto& unit : wholes) {
        if (rest < unit.ns) continue;
        if (rest % unit.ns == 0 || (unit.ns >= 60'000'000'000 && parts < 2)) {
            out += fmt::format("{}{}", rest / unit.ns, unit.name);
            rest %= unit.ns;
            ++parts;
        }
        if (rest == 0) return out;
    }
    return fmt::format("{}ns", ns);
}

const char* const Scalar<bool>::expects = "true or false";
const char* const Scalar<bool>::pattern = "";
std::string Scalar<bool>::parse(std::string_view text, const Bounds&, bool& value) {
    if (text != "true" && text != "false") return fmt::format("{} is neither true nor false", in_quotes(text));
    value = text == "true";
    return {};
}
std::string Scalar<bool>::print(const bool& value) { return value ? "true" : "false"; }

#define NINES_INTEGER(T)                                                                  \
    const char* const Scalar<T>::expects = "a whole number";                              \
    const char* const Scalar<T>::pattern = "";                                            \
    std::string Scalar<T>::parse(std::string_view text, const Bounds& bounds, T& value) { \
        return parse_integer(text, bounds, value);                                        \
    }                                                                                     \
    std::string Scalar<T>::print(const T& value) { return std::to_string(value); }
NINES_INTEGER(int)
NINES_INTEGER(std::uint32_t)
NINES_INTEGER(std::uint64_t)
#undef NINES_INTEGER

const char* const Scalar<double>::expects = "a number";
const char* const Scalar<double>::pattern = "";
std::string Scalar<double>::parse(std::string_view text, const Bounds& bounds, double& value) {
    const auto number = parse_decimal(text);
    if (!number) return fmt::format("{} is not a number{}", in_quotes(text), allowed(bounds, print_number));
    if (!within(*number, bounds)) return outside(text, bounds, print_number);
    value = *number;
    return {};
}
std::string Scalar<double>::print(const double& value) { return print_number(value); }

const char* const Scalar<std::string>::expects = "text";
const char* const Scalar<std::string>::pattern = "";
std::string Scalar<std::string>::parse(std::string_view text, const Bounds&, std::string& value) {
    value = text;
    return {};
}
std::string Scalar<std::string>::print(const std::string& value) { return value; }

const char* const Scalar<Duration>::expects = "a duration such as 250ms or 1h30min";
const char* const Scalar<Duration>::pattern = R"(^(0|([0-9]+(\.[0-9]+)?(ns|us|ms|s|min|h|d|w|y))+)$)";
std::string Scalar<Duration>::parse(std::string_view text, const Bounds& bounds, Duration& value) {
    double seconds = 0.0;
    if (auto wrong = parse_seconds(text, seconds); !wrong.empty()) return wrong;
    if (!within(seconds, bounds)) return outside(text, bounds, print_seconds);
    value = from_seconds(seconds);
    return {};
}
std::string Scalar<Duration>::print(const Duration& value) { return print_duration(value); }

const char* const Scalar<Rate>::expects = "a rate such as 2000/s, 2k/s or 120/min";
const char* const Scalar<Rate>::pattern = R"(^[0-9]+(\.[0-9]+)?[kM]?/(ms|s|min|h|d)$)";
std::string Scalar<Rate>::parse(std::string_view text, const Bounds& bounds, Rate& value) {
    const auto wrong = [&] {
        return fmt::format("{} is not a rate; write it as 2000/s, 2k/s or 120/min", in_quotes(text));
    };
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return wrong();
    auto amount = trimmed(text.substr(0, slash));
    double factor = 1.0;
    if (amount.ends_with('k')) factor = 1e3;
    if (amount.ends_with('M')) factor = 1e6;
    if (factor > 1.0) amount.remove_suffix(1);
    const auto number = parse_decimal(amount);
    const auto unit = trimmed(text.substr(slash + 1));
    const auto* per = std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit; });
    if (!number || per == units.end()) return wrong();
    const double rate = *number * factor / per->seconds;
    if (rate < 0.0 || rate > 1e9) return fmt::format("{} is out of range (0/s to 1000M/s)", in_quotes(text));
    if (!within(rate, bounds)) return outside(text, bounds, print_rate);
    value = Rate{rate};
    return {};
}
std::string Scalar<Rate>::print(const Rate& value) { return print_rate(value.per_second); }

const char* const Scalar<Probability>::expects = "a share such as 99.95% or 0.5";
const char* const Scalar<Probability>::pattern = R"(^([0-9]+(\.[0-9]+)?%|0(\.[0-9]+)?|1(\.0+)?)$)";
std::string Scalar<Probability>::parse(std::string_view text, const Bounds& bounds, Probability& value) {
    auto digits = trimmed(text);
    const bool percent = digits.ends_with('%');
    if (percent) digits.remove_suffix(1);
    const auto number = parse_decimal(trimmed(digits));
    if (!number) return fmt::format("{} is not a share; write 99.95% or a number from 0 to 1", in_quotes(text));
    const double share = percent ? hundredth_of(*number) : *number;
    if (share < 0.0 || share > 1.0)
        return fmt::format("{} is out of range (0% to 100%{})", in_quotes(text),
                           percent ? "" : fmt::format("; did you mean {}%?", print_number(*number)));
    if (!within(share, bounds)) return outside(text, bounds, print_share);
    value = Probability{share};
    return {};
}
// A percentage when that reads back as the same share, otherwise the share itself.
std::string Scalar<Probability>::print(const Probability& value) {
    const auto text = fmt::format("{:.10g}", value.value * 100.0);
    const auto back = parse_decimal(text);
    return back && hundredth_of(*back) == value.value ? text + "%" : print_number(value.value);
}

const char* const Scalar<Limit>::expects = "a whole number, or unlimited";
const char* const Scalar<Limit>::pattern = "^(unlimited|0|[1-9][0-9]*)$";
std::string Scalar<Limit>::parse(std::string_view text, const Bounds& bounds, Limit& value) {
    if (text == "unlimited") {
        value = unlimited;
        return {};
    }
    std::uint64_t count = 0;
    if (auto wrong = parse_integer(text, bounds, count); !wrong.empty()) return wrong + ", or unlimited";
    value.count = count;
    return {};
}
std::string Scalar<Limit>::print(const Limit& value) {
    return value.unlimited() ? "unlimited" : std::to_string(value.count);
}

const char* const Scalar<Factor>::expects = "a factor such as 3x or 2.5";
const char* const Scalar<Factor>::pattern = R"(^[0-9]+(\.[0-9]+)?x?$)";
std::string Scalar<Factor>::parse(std::string_view text, const Bounds& bounds, Factor& value) {
    auto digits = trimmed(text);
    if (digits.ends_with('x')) digits.remove_suffix(1);
    const auto number = parse_decimal(digits);
    if (!number) return fmt::format("{} is not a factor; write 3x or 2.5", in_quotes(text));
    if (!within(*number, bounds)) return outside(text, bounds, print_number);
    value.value = *number;
    return {};
}
std::string Scalar<Factor>::print(const Factor& value) { return print_number(value.value) + "x"; }

const char* const Scalar<Distribution>::expects =
    "a duration, or a distribution such as exponential(3ms) or lognormal(median: 3ms, p99: 20ms)";
const char* const Scalar<Distribution>::pattern = "";
std::string Scalar<Distribution>::parse(std::string_view text, const Bounds&, Distribution& value) {
    return parse_distribution(text, value);
}
std::string Scalar<Distribution>::print(const Distribution& value) { return print_distribution(value); }

const char* const Scalar<Lifetime>::expects =
    "a mean such as 30d (exponential), or a distribution such as weibull(shape: 2, mean: 100d) or constant(4h)";
const char* const Scalar<Lifetime>::pattern = "";
std::string Scalar<Lifetime>::parse(std::string_view text, const Bounds&, Lifetime& value) {
    double mean = 0.0;
    if (parse_seconds(text, mean).empty()) {
        if (mean <= 0.0) return fmt::format("{} is out of range (above 0s)", in_quotes(text));
        value.law = Distribution::exponential(mean);
        return {};
    }
    Distribution law;
    if (auto wrong = parse_distribution(text, law); !wrong.empty()) return wrong;
    if (law.mean() <= 0.0) return fmt::format("{} has a mean of 0; a lifetime is above 0", in_quotes(text));
    value.law = law;
    return {};
}
std::string Scalar<Lifetime>::print(const Lifetime& value) {
    if (value.law.family == Distribution::Family::exponential) return print_seconds(value.law.parameters[0]);
    if (value.law.is_constant()) return fmt::format("constant({})", print_seconds(value.law.parameters[0]));
    return print_distribution(value.law);
}

}  // namespace nines
