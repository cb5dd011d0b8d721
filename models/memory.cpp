#include "models/memory.hpp"

namespace nines {

void describe(Describe& d, Memory& m) {
    d.help(
        "Memory of a replica. A request that brings it above the limit kills the process (out of memory, OOMKilled), "
        "with "
        "all that is inside.");
    d("limit", m.limit, required, at_least(1.0), "Of the container");
    d("base", m.base, "Used by the process at rest");
    d("per_request", m.per_request, "Used by each request as long as it is inside");
    d("leak", m.leak, "Never given back, of each request");
    d("restart", m.restart, "How the killed process comes back");
}

}  // namespace nines
