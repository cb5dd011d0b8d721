// The rate that the client rate limiter of the AWS SDKs' adaptive mode lets through (botocore retries/throttling.py,
// bucket.py, adaptive.py; SEMANTICS 2.2).
//
// Off until the first rejection. From then on a call takes a token of a bucket that is filled at the rate. A rejection
// sets the rate to 0.7 of the lower of what was measured and what was allowed; other answers let it grow along
// 0.4 (t - K)^3 + w, t seconds after the last rejection. It is never more than twice what was measured, nor less than
// 0.5 a second. What is measured are answers, in steps of half a second, the latest weighing 0.8.
#pragma once

#include <optional>

#include "sim/time.hpp"

namespace nines {

class CubicRate {
public:
    // The wait for a token, which is then taken; nothing when it is longer than it may be.
    [[nodiscard]] std::optional<Duration> reserve(Duration max_wait, Instant now);
    void answered(bool rejected, Instant now);

    [[nodiscard]] bool enabled() const { return enabled_; }
    [[nodiscard]] double per_second() const { return rate_; }

private:
    [[nodiscard]] double measure(double now);
    void refill(double now);

    bool enabled_ = false;
    double rate_ = 0.0;       // allowed, a second
    double tokens_ = 0.0;     // negative: taken by calls that wait
    double filled_at_ = 0.0;  // seconds
    double measured_ = 0.0;   // a second
    double step_ = 0.0;       // the half second that answers are counted from
    double answers_ = 0.0;    // since
    double most_ = 0.0;       // w: the rate at the last rejection
    double rejected_at_ = 0.0;
};

}  // namespace nines
