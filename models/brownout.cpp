#include "models/brownout.hpp"

#include <algorithm>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Brownout& b) {
    d.help(
        "Under load optional steps are left out, so that the rest stays fast; such an answer is degraded. A bare "
        "duration "
        "is the target.");
    d.shorthand("target");
    d("target", b.target, above(0.0), "Mean response time at the replica that its controller aims at",
      source("assumption"));
    d("interval", b.interval, range(Duration{10ms}, Duration{1h}), "Of the controller",
      source("Klein et al. 2014: 1 s"));
    d("pole", b.pole, range(0.0, 0.999), "How slowly it goes there: 0 at once, towards 1 ever more carefully",
      source("Klein et al. 2014: 0.9"));
    d("forgetting", b.forgetting, range(0.5, 1.0), "Of what it learnt about the effect of the optional steps",
      source("Klein et al. 2014: 0.95"));
}

void Dimmer::adjust(const Brownout& p, Duration mean) noexcept {
    const double measured = to_seconds(mean);
    const double gain = covariance_ * theta_ / (p.forgetting.value + theta_ * covariance_ * theta_);
    alpha_ += gain * (measured - theta_ * alpha_);
    covariance_ = std::min((1.0 - gain * theta_) * covariance_ / p.forgetting.value, 1e6);
    const double alpha = std::max(alpha_, 1e-6);
    theta_ = std::clamp(theta_ + (1.0 - p.pole.value) / alpha * (to_seconds(p.target) - measured), 0.0, 1.0);
}

}  // namespace nines
