#include "models/work_queue.hpp"

namespace nines {

void describe(Describe& d, WorkQueue& q) {
    d.help("Where requests wait for a worker of a replica.");
    d("capacity", q.capacity, range(0, 1'000'000'000), "Requests that may wait; one more is rejected");
    d("discipline", q.discipline,
      "fifo, lifo, preemptive_lifo, priority (the client's, first come within it), processor_sharing (all at once)");
    d("max_wait", q.max_wait, "One that has waited this long is rejected");
}

}  // namespace nines
