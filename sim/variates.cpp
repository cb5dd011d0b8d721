#include "sim/variates.hpp"

#include <cmath>

namespace nines {

namespace {

// Right edge of the base strip and the area of every layer, for 256 layers: R solves R f(R) + tail(R) = V with the top
// layer closing at f(0) = 1.
constexpr double exponential_edge = 7.69711747013104972;
constexpr double exponential_area = 0.0039496598225815571993;
constexpr double normal_edge = 3.6541528853610088;
constexpr double normal_area = 0.00492867323399;

template <class Density, class Inverse>
[[nodiscard]] Ziggurat make(double edge, double area, Density f, Inverse f_inverse) {
    Ziggurat z{};
    z.x[0] = area / f(edge);
    z.x[1] = edge;
    for (int i = 2; i < 256; ++i) z.x[i] = f_inverse(area / z.x[i - 1] + f(z.x[i - 1]));
    z.x[256] = 0.0;
    for (int i = 0; i <= 256; ++i) z.f[i] = f(z.x[i]);
    return z;
}

}  // namespace

const Ziggurat exponential_ziggurat = make(
    exponential_edge, exponential_area, [](double x) { return std::exp(-x); }, [](double y) { return -std::log(y); });
const Ziggurat normal_ziggurat = make(
    normal_edge, normal_area, [](double x) { return std::exp(-0.5 * x * x); },
    [](double y) { return std::sqrt(-2.0 * std::log(y)); });

namespace detail {

double exponential_outside(Random& r, unsigned layer, double x) noexcept {
    double passed = 0.0;
    for (;;) {
        if (layer == 0) {
            passed += exponential_edge;  // the tail is the same law again
        } else {
            const auto& z = exponential_ziggurat;
            if (z.f[layer] + r.uniform() * (z.f[layer + 1] - z.f[layer]) < std::exp(-x)) return passed + x;
        }
        const std::uint64_t bits = r();
        layer = static_cast<unsigned>(bits & 255);
        x = static_cast<double>(bits >> 11) * 0x1.0p-53 * exponential_ziggurat.x[layer];
        if (x < exponential_ziggurat.x[layer + 1]) return passed + x;
    }
}

double normal_outside(Random& r, unsigned layer, double x) noexcept {
    const auto& z = normal_ziggurat;
    for (;;) {
        if (layer == 0) {  // the tail, by Marsaglia's method
            double a = 0.0, b = 0.0;
            do {
                a = -std::log(r.uniform_positive()) / normal_edge;
                b = -std::log(r.uniform_positive());
            } while (2.0 * b < a * a);
            return x < 0.0 ? -normal_edge - a : normal_edge + a;
        }
        if (z.f[layer] + r.uniform() * (z.f[layer + 1] - z.f[layer]) < std::exp(-0.5 * x * x)) return x;
        const std::uint64_t bits = r();
        layer = static_cast<unsigned>(bits & 255);
        x = static_cast<double>(static_cast<std::int64_t>(bits) >> 11) * 0x1.0p-52 * z.x[layer];
        if (std::fabs(x) < z.x[layer + 1]) return x;
    }
}

}  // namespace detail

}  // namespace nines
