// Policies: what a caller does about a dependency that may fail. A set is defined once and used by name, or stated in
// place; `use` takes a named set, and what is stated beside it replaces that part.
#pragma once

#include <optional>
#include <string>

#include "models/circuit_breaker.hpp"
#include "models/fallback.hpp"
#include "models/retry.hpp"
#include "models/timeout.hpp"

namespace nines {

struct Policies {
    static constexpr const char* type_name = "Policies";
    std::string use;
    std::optional<Timeout> timeout;
    std::optional<Retry> retry;
    std::optional<CircuitBreaker> circuit_breaker;
    std::optional<Fallback> fallback;
    friend bool operator==(const Policies&, const Policies&) = default;
};
void describe(Describe& d, Policies& p);

}  // namespace nines
