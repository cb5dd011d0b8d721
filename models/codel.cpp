#include "models/codel.hpp"

#include <algorithm>

namespace nines {

void describe(Describe& d, Codel& c) {
    d.help("Sheds requests that have waited too long in a queue that does not drain.");
    d("target", c.target, above(0.0), "The wait that a queue which drains falls below",
      source("Folly, RFC 8289: 5 ms"));
    d("interval", c.interval, above(0.0), "Within each of which the least wait is looked at",
      source("Folly, RFC 8289: 100 ms"));
    d("newest_first", c.newest_first, "An overloaded queue is taken from its end: adaptive LIFO",
      source("Facebook, Fail at Scale"));
}

bool CodelState::sheds(const Codel& p, Duration wait, Instant now) {
    if (now >= end_) {  // the first of an interval is never shed
        overloaded_ = !fresh_ && least_ > p.target;
        fresh_ = false;
        least_ = wait;
        end_ = after(now, p.interval);
        return false;
    }
    least_ = std::min(least_, wait);
    return overloaded_ && wait > 2 * p.target;
}

}  // namespace nines
