// Fallback: an answer of the caller's own when the call has failed for good; the request goes on, degraded.
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct Fallback {
    static constexpr const char* type_name = "Fallback";
    Distribution latency;  // default 0
    bool degraded = true;  // counts as degraded; false: as good as the real answer
    friend bool operator==(const Fallback&, const Fallback&) = default;
};
void describe(Describe& d, Fallback& f);

}  // namespace nines
