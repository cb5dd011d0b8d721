// Mean and variance of observations, updated one at a time without cancellation (Welford 1962), mergeable (Chan et al.
// 1979).
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace nines {

class Moments {
public:
    void add(double x) noexcept {
        ++n_;
        const double delta = x - mean_;
        mean_ += delta / static_cast<double>(n_);
        squares_ += delta * (x - mean_);
    }
    void merge(const Moments& other) noexcept {
        if (other.n_ == 0) return;
        const auto a = static_cast<double>(n_), b = static_cast<double>(other.n_);
        const double delta = other.mean_ - mean_;
        n_ += other.n_;
        mean_ += delta * b / (a + b);
        squares_ += other.squares_ + delta * delta * a * b / (a + b);
    }

    [[nodiscard]] std::uint64_t count() const noexcept { return n_; }
    [[nodiscard]] double mean() const noexcept { return n_ > 0 ? mean_ : std::numeric_limits<double>::quiet_NaN(); }
    // With divisor n - 1; NaN for fewer than two observations.
    [[nodiscard]] double variance() const noexcept {
        return n_ > 1 ? squares_ / static_cast<double>(n_ - 1) : std::numeric_limits<double>::quiet_NaN();
    }

private:
    std::uint64_t n_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;  // sum of squared deviations from the mean
};

}  // namespace nines
