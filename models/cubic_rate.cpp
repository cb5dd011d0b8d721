#include "models/cubic_rate.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

namespace {

constexpr double scale = 0.4, beta = 0.7, least = 0.5, smoothing = 0.8;

}  // namespace

double CubicRate::measure(double now) {
    ++answers_;
    const double step = std::floor(now * 2.0) / 2.0;
    if (step > step_) {
        measured_ = smoothing * answers_ / (step - step_) + (1.0 - smoothing) * measured_;
        answers_ = 0.0;
        step_ = step;
    }
    return measured_;
}

void CubicRate::refill(double now) {
    tokens_ = std::min(std::max(1.0, rate_), tokens_ + (now - filled_at_) * rate_);
    filled_at_ = now;
}

std::optional<Duration> CubicRate::reserve(Duration max_wait, Instant now) {
    if (!enabled_) return Duration::zero();
    refill(to_seconds(now));
    const Duration wait = tokens_ >= 1.0 ? Duration::zero() : from_seconds((1.0 - tokens_) / rate_);
    if (wait > max_wait) return std::nullopt;
    tokens_ -= 1.0;
    return wait;
}

void CubicRate::answered(bool rejected, Instant at) {
    const double now = to_seconds(at);
    const double measured = measure(now);
    if (!rejected && !enabled_) return;
    double wanted = 0.0;
    if (rejected) {
        most_ = enabled_ ? std::min(measured, rate_) : measured;
        rejected_at_ = now;
        wanted = beta * most_;
        if (!enabled_) filled_at_ = now;
        enabled_ = true;
    } else {
        const double turn = std::cbrt(most_ * (1.0 - beta) / scale);
        wanted = scale * std::pow(now - rejected_at_ - turn, 3.0) + most_;
    }
    refill(now);
    rate_ = std::max(least, std::min(wanted, 2.0 * measured));
    tokens_ = std::min(tokens_, std::max(1.0, rate_));
}

}  // namespace nines
