#include "models/keys.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

void describe(Describe& d, Keys& k) {
    d.help("Which rows reads and writes are about. A bare number is how many there are.");
    d.shorthand("count");
    d("count", k.count, range(1, 10'000'000), "How many");
    d("skew", k.skew, range(0.0, 10.0),
      "The k-th most popular one is asked for in proportion to k^-skew: 0 is even, 1 is Zipf's law",
      source("YCSB: 0.99"));
}

KeyPicker::KeyPicker(const Keys& k) : count_(k.count), skew_(k.skew) {
    if (skew_ == 0.0 || count_ == 1) return;
    first_ = integral(1.5) - 1.0;
    last_ = integral(static_cast<double>(count_) + 0.5);
    shortcut_ = 2.0 - inverse(integral(2.5) - std::pow(2.0, -skew_));
}

// Of x^-skew, from 1.
double KeyPicker::integral(double x) const noexcept {
    const double log_x = std::log(x), t = log_x * (1.0 - skew_);
    return std::abs(t) > 1e-8 ? std::expm1(t) / t * log_x : log_x * (1.0 + t / 2.0);
}
double KeyPicker::inverse(double x) const noexcept {
    const double t = std::max(-1.0, x * (1.0 - skew_));
    return std::exp(std::abs(t) > 1e-8 ? std::log1p(t) / t * x : x * (1.0 - t / 2.0));
}

std::uint64_t KeyPicker::operator()(Random& r) const noexcept {
    if (count_ == 1) return 0;
    if (skew_ == 0.0) return r.below(count_);
    for (;;) {
        const double u = last_ + r.uniform() * (first_ - last_);
        const double x = inverse(u);
        const double k = std::clamp(std::floor(x + 0.5), 1.0, static_cast<double>(count_));
        if (k - x <= shortcut_ || u >= integral(k + 0.5) - std::pow(k, -skew_))
            return static_cast<std::uint64_t>(k) - 1;
    }
}

}  // namespace nines
