#include "models/size.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "models/scalars.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

struct Unit {
    std::string_view name;
    double bytes;
};
constexpr double ki = 1024.0;
constexpr std::array<Unit, 9> units = {{{"TiB", ki* ki* ki* ki},
                                        {"GiB", ki* ki* ki},
                                        {"MiB", ki* ki},
                                        {"KiB", ki},
                                        {"TB", 1e12},
                                        {"GB", 1e9},
                                        {"MB", 1e6},
                                        {"kB", 1e3},
                                        {"B", 1.0}}};

}  // namespace

const char* const Scalar<Size>::expects = "a size such as 512MiB or 10GB";
const char* const Scalar<Size>::pattern = R"(^[0-9]+(\.[0-9]+)?([KMGT]iB|[kMGT]?B)$)";

std::string Scalar<Size>::parse(std::string_view text, const Bounds& bounds, Size& value) {
    for (const Unit& unit : units) {
        if (!text.ends_with(unit.name)) continue;
        const auto digits = text.substr(0, text.size() - unit.name.size());
        double number = 0.0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (error != std::errc{} || end != digits.data() + digits.size() || !std::isfinite(number) || number < 0.0)
            break;
        const double bytes = number * unit.bytes;
        if (bytes < bounds.low || bytes > bounds.high || (bounds.low_open && bytes == bounds.low))
            return fmt::format("{} is out of range ({} {})", in_quotes(text), bounds.low_open ? "above" : "from",
                               print({bounds.low}));
        value = Size{bytes};
        return {};
    }
    return fmt::format("{} is not a size; write a number with a unit: 512MiB, 10GB, 4KiB", in_quotes(text));
}

std::string Scalar<Size>::print(const Size& value) {
    const Unit* best = nullptr;  // of which it is the smallest whole number
    for (const Unit& unit : units)
        if (value.bytes >= unit.bytes && std::fmod(value.bytes, unit.bytes) == 0.0 &&
            (best == nullptr || unit.bytes > best->bytes))
            best = &unit;
    if (best == nullptr) return print_number(value.bytes) + "B";
    return fmt::format("{:.0f}{}", value.bytes / best->bytes, best->name);
}

}  // namespace nines
