#include "models/overload.hpp"

namespace nines {

void describe(Describe& d, Overload& o) {
    d.help("What each replica turns away to keep the rest of its work good.");
    d("concurrency", o.concurrency, "Requests in a replica at once, those that wait for calls included");
    d("rate_limit", o.rate_limit, "Requests in a time; nobody waits here, max_wait does not apply");
    d("codel", o.codel, "By how long requests wait in the queue");
    d("retry_after", o.retry_after, above(0.0),
      "Said to those who are turned away; callers whose retries respect it wait at least so long");
}

}  // namespace nines
