// Runbook: what people do, one step after the other, before a standby takes over or a backup is restored.
//
// A step that was right once goes stale: what it says no longer works as the system has become. Whoever follows the
// runbook finds that out and mends it, be it in earnest or in a drill.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

struct RunbookStep {
    static constexpr const char* type_name = "RunbookStep";
    std::string name;
    Distribution takes;
    Probability goes_wrong{0.0};  // each time: then it takes `repair` and is done again
    Distribution repair;
    std::optional<Duration> goes_stale;  // on average, exponentially distributed, after it was last followed
    friend bool operator==(const RunbookStep&, const RunbookStep&) = default;
};
void describe(Describe& d, RunbookStep& s);

}  // namespace nines
