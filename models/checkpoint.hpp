// Checkpoints and compactions: every so often the disk is busy with itself, and work at a node takes longer.
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct Checkpoint {
    static constexpr const char* type_name = "Checkpoint";
    Duration every = std::chrono::minutes{5};
    Duration lasting = std::chrono::seconds{10};
    Factor slows{2.0};
    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};
void describe(Describe& d, Checkpoint& c);

}  // namespace nines
