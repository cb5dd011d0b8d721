// Brownout: under load optional steps are left out, so that the rest stays fast.
//
// Follows Klein, Maggio, Arzen and Hernandez-Rodriguez, "Brownout: Building More Robust Cloud Applications" (ICSE
// 2014): an optional step is taken with probability theta, the dimmer. Every `interval` the controller of a replica
// compares its mean response time with the target and moves the dimmer by (1 - pole) / alpha of the difference, where
// alpha (response time for each unit of theta) is estimated by recursive least squares with forgetting.
//
// Always: 0 <= theta <= 1; an interval in which nothing ended changes nothing.
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct Brownout {
    static constexpr const char* type_name = "Brownout";
    Duration target = std::chrono::milliseconds{500};
    Duration interval = std::chrono::seconds{1};
    Probability pole{0.9};
    Probability forgetting{0.95};
    friend bool operator==(const Brownout&, const Brownout&) = default;
};
void describe(Describe& d, Brownout& b);

class Dimmer {
public:
    // An interval is over, with this mean response time.
    void adjust(const Brownout& p, Duration mean) noexcept;
    [[nodiscard]] double theta() const noexcept { return theta_; }

private:
    double theta_ = 1.0;
    double alpha_ = 1.0;  // seconds
    double covariance_ = 1.0;
};

}  // namespace nines
