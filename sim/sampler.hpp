// Sampler: a distribution compiled for drawing. Small, flat, no virtual call; draws durations.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/distribution.hpp"
#include "sim/random.hpp"
#include "sim/time.hpp"

namespace nines {

class Sampler {
public:
    Sampler() = default;  // constant 0
    // REQUIRES: d.problem() is empty. Parameters in seconds.
    explicit Sampler(const Distribution& d);

    // A draw, rounded to the nearest nanosecond.
    [[nodiscard, gnu::always_inline]] Duration operator()(Random& r) const noexcept {
        if (kind_ == Kind::exponential) return rounded(a_ * r.exponential());
        if (kind_ == Kind::constant) return constant_;
        return rounded(draw_ns(r));
    }

    [[nodiscard]] bool is_constant() const noexcept { return kind_ == Kind::constant; }
    [[nodiscard]] Duration constant() const noexcept { return constant_; }  // REQUIRES: is_constant()

private:
    enum class Kind : std::uint8_t {
        constant,
        exponential,
        uniform,
        gamma,
        normal,
        lognormal,
        weibull,
        pareto,
        phases,
        mixture,
        empirical,
        histogram
    };

    [[nodiscard]] static Duration rounded(double ns) noexcept {
        return ns < 9.0e18 ? Duration{static_cast<std::int64_t>(ns + 0.5)} : Duration::max() / 2;
    }
    [[nodiscard]] double draw_ns(Random& r) const noexcept;

    Kind kind_ = Kind::constant;
    Duration constant_{};
    double a_ = 0.0, b_ = 0.0, c_ = 0.0;  // meaning by kind, times in ns
    struct Table {                        // of the kinds that need one
        std::vector<double> cumulative, values, widths;
        std::vector<Sampler> components;
    };
    std::shared_ptr<const Table> table_;
};

}  // namespace nines
