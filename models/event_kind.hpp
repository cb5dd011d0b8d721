// The kinds of events of a simulation, and what their index means.
#pragma once

#include <cstdint>

namespace nines {

enum class EventKind : std::uint32_t {
    arrival,         // client: the next request of an open one
    user,            // client: a user has thought and asks again
    request,         // call: its request reaches the replica
    done,            // call: a work step or a delay is over
    reply,           // call: its answer reaches the caller
    timeout,         // call: the caller's patience with this attempt is over
    queue_timeout,   // call: it has waited long enough for a worker
    permit_timeout,  // call: it has waited long enough for a permit of its bulkhead
    admit,           // call: its turn has come, at a rate limit or a bulkhead
    hedge,           // call: no answer yet, so another attempt beside those under way
    retry,           // call: the wait before the next attempt is over
    fallback,        // call: the fallback's answer is there
    withdraw,        // call: the caller's withdrawal reaches the replica
    shared_done,     // replica: the next of those that share its processor is done
    failure,         // failure process: the next failure or the end of a repair
    shock,           // common cause
    fault,           // fault: begins (index 2 i) or ends (2 i + 1)
    probe,           // replica: its health is probed, or the verdict is in
    data,            // of a database: see DataEvent (database_state.hpp)
    sweep,           // service: an interval of its outlier detection ends
    interval,        // of the series: ends
    warm,            // the warm-up is over: statistics start
};

}  // namespace nines
