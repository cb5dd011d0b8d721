// Rate limit: how many calls a caller lets out in a time.
//
//   token_bucket   `burst` at once, `rate` in the long run; as the generic cell rate algorithm. A burst of 1 with a
//                  wait is a leaky bucket.
//   fixed_window   resilience4j: `burst` permits in each cycle of burst / rate from the start of the run; nothing is
//                  saved beyond a cycle.
//   cubic          the client rate limiter of the AWS SDKs' adaptive mode: none until the first rejection; then a token
//                  bucket whose rate falls to 0.7 of what was sent at each rejection and grows back along a cubic
//                  curve, up to twice what was measured (SEMANTICS 2.2).
// A call waits for its turn up to `max_wait`, keeping its place; one that would have to wait longer is rejected at
// once.
#pragma once

#include <optional>
#include <string>

#include "models/cubic_rate.hpp"
#include "models/scalars.hpp"

namespace nines {

enum class RateLimitAlgorithm : std::uint8_t { token_bucket, fixed_window, cubic };
template <>
struct Choices<RateLimitAlgorithm> {
    static constexpr std::array<std::string_view, 3> names = {"token_bucket", "fixed_window", "cubic"};
};

struct RateLimit {
    static constexpr const char* type_name = "RateLimit";
    std::string preset;
    Rate rate{100.0};
    std::uint32_t burst = 1;
    RateLimitAlgorithm algorithm = RateLimitAlgorithm::token_bucket;
    Duration max_wait = Duration::zero();
    bool shared = false;  // one for all replicas of the caller; otherwise one in each
    friend bool operator==(const RateLimit&, const RateLimit&) = default;
};
void describe(Describe& d, RateLimit& r);

class RateLimiterState {
public:
    // How long a call that asks now has to wait for its turn, which is then its own; nothing when that would be longer
    // than it may.
    [[nodiscard]] std::optional<Duration> reserve(const RateLimit& p, Instant now);
    // The callee has answered; `rejected`: it has turned the call away.
    void answered(const RateLimit& p, bool rejected, Instant now) {
        if (p.algorithm == RateLimitAlgorithm::cubic) cubic_.answered(rejected, now);
    }

private:
    Instant next_ = start_of_run;  // token_bucket: when the bucket would be full again
    std::int64_t cycle_ = 0;       // fixed_window: that `permits_` are of; may lie ahead
    std::int64_t used_ = 0;        // of its permits
    CubicRate cubic_;
};

}  // namespace nines
