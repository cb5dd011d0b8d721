#include "models/fallback.hpp"

namespace nines {

void describe(Describe& d, Fallback& f) {
    d.help("An answer of the caller's own when the call has failed for good.");
    d("latency", f.latency, "How long the fallback takes");
    d("degraded", f.degraded, "The answer counts as degraded; false: as good as the real one");
}

}  // namespace nines
