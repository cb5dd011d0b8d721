// Exponential and normal variates by ziggurat (Marsaglia and Tsang 2000), 256 layers.
//
// The low 8 bits of a draw choose the layer, the high bits the position in it; 98.9% of the exponential and 99.3% of
// the normal draws end with one comparison. Included by random.hpp.
#pragma once

#include "sim/random.hpp"

namespace nines {

// x[i] is the right edge of layer i, f[i] the density there; layer 0 is the base strip with the tail.
struct Ziggurat {
    double x[257];
    double f[257];
};

extern const Ziggurat exponential_ziggurat;
extern const Ziggurat normal_ziggurat;

namespace detail {
[[nodiscard]] double exponential_outside(Random& r, unsigned layer, double x) noexcept;
[[nodiscard]] double normal_outside(Random& r, unsigned layer, double x) noexcept;
}  // namespace detail

[[gnu::always_inline]] inline double Random::exponential() noexcept {
    const std::uint64_t bits = (*this)();
    const auto layer = static_cast<unsigned>(bits & 255);
    const double x = static_cast<double>(bits >> 11) * 0x1.0p-53 * exponential_ziggurat.x[layer];
    if (x < exponential_ziggurat.x[layer + 1]) [[likely]]
        return x;
    return detail::exponential_outside(*this, layer, x);
}

inline double Random::normal() noexcept {
    const std::uint64_t bits = (*this)();
    const auto layer = static_cast<unsigned>(bits & 255);
    // A signed position: 54 bits, so that the sign does not depend on the layer.
    const double u = static_cast<double>(static_cast<std::int64_t>(bits) >> 11) * 0x1.0p-52;
    const double x = u * normal_ziggurat.x[layer];
    if (std::fabs(x) < normal_ziggurat.x[layer + 1]) [[likely]]
        return x;
    return detail::normal_outside(*this, layer, x);
}

}  // namespace nines
