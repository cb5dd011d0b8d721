// An amount of memory or disk: 512MiB, 10GB, 4KiB.
#pragma once

#include "models/describe.hpp"

namespace nines {

struct Size {
    double bytes = 0.0;
    friend constexpr auto operator<=>(const Size&, const Size&) = default;
};

// Units: B, kB, MB, GB, TB (powers of 1000), KiB, MiB, GiB, TiB (of 1024).
template <>
struct Scalar<Size> {
    static constexpr const char* name = "size";
    static const char* const expects;
    static const char* const pattern;
    static std::string parse(std::string_view text, const Bounds& bounds, Size& value);
    static std::string print(const Size& value);
};

}  // namespace nines
