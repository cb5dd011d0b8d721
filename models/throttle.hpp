// Client-side throttling: a caller that is being turned away sends less of its own accord.
//
// With `requests` and `accepts` of the last `window`, a call is rejected locally with probability
//     (max(0, requests - protected - multiplier * accepts) / (requests + 1)) ^ (1 / aggression), at most max_rejection
// (Google SRE book, "Handling Overload"; Envoy admission control has multiplier = 1 / threshold). Local rejections
// count as requests, so that the probability keeps rising while the callee turns calls away.
#pragma once

#include <array>
#include <string>

#include "models/outcome.hpp"
#include "models/scalars.hpp"
#include "sim/random.hpp"

namespace nines {

struct Throttle {
    static constexpr const char* type_name = "Throttle";
    std::string preset;
    double multiplier = 2.0;
    Duration window = std::chrono::minutes{2};
    std::uint32_t protected_calls = 0;
    double aggression = 1.0;
    Probability max_rejection{1.0};
    bool errors_accepted = true;  // an answer that says it failed is an answer: the callee has capacity
    bool shared = false;          // one for all replicas of the caller; otherwise one in each
    friend bool operator==(const Throttle&, const Throttle&) = default;
};
void describe(Describe& d, Throttle& t);

class ThrottleState {
public:
    // Counts the request; false: it is rejected here.
    [[nodiscard]] bool admits(const Throttle& p, Instant now, Random& random);
    void ended(const Throttle& p, Instant now, Outcome o);
    // The probability that the next call is rejected.
    [[nodiscard]] double rejection(const Throttle& p) const;

private:
    static constexpr std::int64_t slices = 40;
    struct Slice {
        std::uint32_t requests = 0, accepts = 0;
    };
    void advance(const Throttle& p, Instant now);

    std::array<Slice, slices> slices_{};
    std::int64_t slice_ = 0;
    std::uint64_t requests_ = 0, accepts_ = 0;
};

}  // namespace nines
