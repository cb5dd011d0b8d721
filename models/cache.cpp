#include "models/cache.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Cache& c) {
    d.help(
        "Answers that are kept. Either its hit ratio is given, or its keys are simulated. It is cold at the start of a "
        "run, after a flush and, when each replica has its own, after a restart.");
    d.exactly_one_of({"hit_ratio", "keys"});
    d("scope", c.scope, "replica: each has one of its own, in its memory; shared: one for all of them");
    d("hit_ratio", c.hit_ratio, "Of lookups, as measured, once it is full");
    d("refill", c.refill, at_least(0.0),
      "With hit_ratio: after a flush it is hit_ratio x (1 - exp(-t / refill)); full at the start of a run",
      source("assumption: 1 min"));
    d("keys", c.keys, range(1, 1'000'000), "How many different keys are asked for");
    d("skew", c.skew, range(0.0, 5.0), "Of their popularity, which falls with rank^-skew (Zipf); 0: all alike",
      source("Breslau et al. 1999: 0.64 to 0.83 for web pages"));
    d("size", c.size, range(1, 1'000'000), "Entries; the least recently used goes first; unset: all fit");
    d("ttl", c.ttl, above(0.0), "How long an entry counts as fresh after it was loaded; unset: for ever");
    d("stale_while_revalidate", c.stale_while_revalidate, at_least(0.0),
      "For so long after that it is still answered with, while one request loads it anew in the background",
      source("RFC 5861"));
    d("coalesce", c.coalesce,
      "Of several requests of a replica that miss the same key at the same time one loads it, and the others wait for "
      "it",
      source("Go singleflight, Varnish, Caffeine; most caches do not"));
}

}  // namespace nines
