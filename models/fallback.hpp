// Fallback: what a caller answers instead when the call has failed for good: something static, something cached, or
// what another endpoint says; the request goes on, degraded.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

struct Fallback {
    static constexpr const char* type_name = "Fallback";
    Distribution latency;             // default 0
    std::optional<std::string> call;  // asked instead
    Probability available{1.0};       // that there is something to answer with, as in a cache
    bool degraded = true;             // counts as degraded; false: as good as the real answer
    friend bool operator==(const Fallback&, const Fallback&) = default;
};
void describe(Describe& d, Fallback& f);

}  // namespace nines
