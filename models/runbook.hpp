// Runbook: what people do, one step after the other, before a standby takes over or a backup is restored.
#pragma once

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
    friend bool operator==(const RunbookStep&, const RunbookStep&) = default;
};
void describe(Describe& d, RunbookStep& s);

}  // namespace nines
