#include "models/checkpoint.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Checkpoint& c) {
    d.help(
        "Every so often a node's disk is busy with itself (a checkpoint, a compaction), and work at the node takes "
        "longer. "
        "The nodes take turns.");
    d("every", c.every, range(Duration{1s}, Duration{24h * 366}), "Between two at a node",
      source("PostgreSQL: checkpoint_timeout 5 min"));
    d("lasting", c.lasting, above(0.0), "How long one takes");
    d("slows", c.slows, range(1.0, 1000.0), "Work takes so many times as long meanwhile");
}

}  // namespace nines
