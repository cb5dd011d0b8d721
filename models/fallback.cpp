#include "models/fallback.hpp"

namespace nines {

void describe(Describe& d, Fallback& f) {
    d.help(
        "What a caller answers instead when the call has failed for good: something static, something cached (with "
        "`available`), or what another endpoint says (with `call`).");
    d("latency", f.latency, "How long the fallback takes, before a call");
    d("call", f.call, refers_to("endpoint"),
      "An endpoint that is asked instead, once, within the overall deadline; without one the answer is the caller's "
      "own");
    d("available", f.available,
      "Share of failed calls for which there is something to answer, such as a cache's hit ratio");
    d("degraded", f.degraded, "The answer counts as degraded; false: as good as the real one");
}

}  // namespace nines
