// Overload control: what each replica of a service turns away to keep the rest of its work good.
#pragma once

#include <optional>

#include "models/codel.hpp"
#include "models/concurrency_limit.hpp"
#include "models/rate_limit.hpp"

namespace nines {

struct Overload {
    static constexpr const char* type_name = "Overload";
    std::optional<ConcurrencyLimit> concurrency;
    std::optional<RateLimit> rate_limit;  // nobody waits for it here
    std::optional<Codel> codel;
    std::optional<Duration> retry_after;  // said to those who are turned away
    friend bool operator==(const Overload&, const Overload&) = default;
};
void describe(Describe& d, Overload& o);

}  // namespace nines
