#include "models/failure.hpp"

namespace nines {

void describe(Describe& d, Failure& f) {
    d.help("Failure and repair, an alternating renewal process.");
    d("mtbf", f.mtbf, required, "Up time until the next failure: a mean (exponential), or a distribution");
    d("mttr", f.mttr, required, "Down time: a mean (exponential), or a distribution");
    d("mode", f.mode,
      "What callers see: refuse, silent, slow, errors, pause; unset: replicas refuse, places and links are silent");
    d("factor", f.factor, range(1.0, 1e6), "Of slow: how much longer work takes");
    d("share", f.share, "Of errors: the share of calls that fail");
    d("crew", f.crew, refers_to("crew"), "The repair crew; empty: each failure has its own");
}

void describe(Describe& d, Crew& c) {
    d.help("A repair crew: first failed, first repaired.");
    d.shorthand("size");
    d("size", c.size, range(1, 1'000'000), "Repairs at a time");
}

void describe(Describe& d, CommonCause& c) {
    d.help("A shock that takes down every member that is up; each is then repaired by itself.");
    d("members", c.members, required, refers_to("component"), "Services (all replicas), replicas service/0, or places");
    d("failure", c.failure, required, "mtbf: time between shocks; mttr: of each member");
}

}  // namespace nines
