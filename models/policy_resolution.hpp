// What a caller's policies come to once the sets that they use are taken in.
#pragma once

#include "models/scenario.hpp"

namespace nines {

// REQUIRES: the names in `use` exist and do not go in circles.
[[nodiscard]] Policies resolve(const Scenario& s, const Policies& stated);

}  // namespace nines
