// Policies: what a caller does about a dependency that may fail. A set is defined once and used by name, or stated in
// place; `use` takes a named set, and what is stated beside it replaces that part.
//
// Around one call they are nested so, the outermost first: fallback, retry, hedging, circuit breaker, throttle, rate
// limit, timeout, bulkhead. An attempt that one of the inner ones turns away is a failed attempt to the outer ones.
#pragma once

#include <optional>
#include <string>

#include "models/bulkhead.hpp"
#include "models/circuit_breaker.hpp"
#include "models/fallback.hpp"
#include "models/hedging.hpp"
#include "models/rate_limit.hpp"
#include "models/retry.hpp"
#include "models/throttle.hpp"
#include "models/timeout.hpp"

namespace nines {

struct Policies {
    static constexpr const char* type_name = "Policies";
    std::string use;
    std::optional<Timeout> timeout;
    std::optional<Retry> retry;
    std::optional<CircuitBreaker> circuit_breaker;
    std::optional<Throttle> throttle;
    std::optional<RateLimit> rate_limit;
    std::optional<Bulkhead> bulkhead;
    std::optional<Hedging> hedging;
    std::optional<Fallback> fallback;
    friend bool operator==(const Policies&, const Policies&) = default;
};
void describe(Describe& d, Policies& p);

}  // namespace nines
