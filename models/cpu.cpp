#include "models/cpu.hpp"

namespace nines {

void describe(Describe& d, Thrashing& t) {
    d.help("With too much inside at once a replica is busy with itself: paging, collecting garbage, switching.");
    d("above", t.above, range(1, 1'000'000'000), "Requests inside, up to which all is well");
    d("factor", t.factor, range(1.0, 1000.0), "How much longer work takes beyond");
}

void describe(Describe& d, Cpu& c) {
    d.help(
        "Cores that the workers of a replica share: work slows down when more of them are at work than there are "
        "cores. "
        "A bare number is the cores.");
    d.shorthand("cores");
    d("cores", c.cores, range(1, 100'000), "How many; with as many workers at work nobody slows down");
    d("contention", c.contention, "Universal scalability law, sigma: share of the work that only one can do at a time",
      source("Gunther 1993; measured: 0 to 10%"));
    d("coherence", c.coherence, "Universal scalability law, kappa: what each pair costs in keeping up to date",
      source("Gunther 1993; measured: 0 to 0.1%"));
    d("thrashing", c.thrashing, "Slower still, once too many requests are inside");
}

}  // namespace nines
