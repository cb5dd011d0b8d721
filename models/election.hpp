// Election: the nodes of a database choose their primary by votes (Raft).
#pragma once

#include "models/scalars.hpp"

namespace nines {

struct Election {
    static constexpr const char* type_name = "Election";
    std::string preset;
    Distribution timeout = Distribution::uniform(0.150, 0.300);  // of a follower that hears from no leader
    Duration heartbeat = std::chrono::milliseconds{50};
    friend bool operator==(const Election&, const Election&) = default;
};
void describe(Describe& d, Election& e);

}  // namespace nines
