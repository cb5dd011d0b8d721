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
    landed,          // call: what another loaded into a cache is there, or failed
    shared_done,     // replica: the next of those that share its processor is done
    failure,         // failure process: the next failure or the end of a repair
    takeover,        // service: a standby becomes active
    shock,           // common cause
    fault,           // fault: begins (index 2 i) or ends (2 i + 1)
    probe,           // prober: it probes its replica, or the timeout of its last probe is over
    reaction,        // replica: the balancer acts on what its probes have shown
    restarted,       // replica: its new process serves
    redelivery,      // record: may be given out again
    messaging,       // 16 times an index, and what it is about: see Messaging
    data,            // of a database: see DataEvent (database_state.hpp)
    sweep,           // service: an interval of its outlier detection ends
    life,            // replica: it is ready, up to speed, closed, or out of time
    exhausted,       // replica: its memory or its disk is
    clean,           // replica: its disk is cleaned
    rollout,         // service: a second of its rollout is over
    evict,           // fault: a drain evicts what may go
    dim,             // service: its brownout controllers look
    measure,         // service: what its autoscaler decides upon
    scale,           // service: its autoscaler decides
    interval,        // of the series: ends
    warm,            // the warm-up is over: statistics start
};

// Of an event of messaging.
enum class Messaging : std::uint32_t {
    transferred,  // copy of a partition: has what it was sent
    election,     // partition: the loss of a node is known
    expiry,       // of messages: group
    log_expiry,   // likewise: partition of a log
    fetched,      // reader: what it asked for is there
    remembered,   // reader: its position is due to be
    hand_out,     // group: a consumer may hold another message
    expulsion,    // replica: a consumer has been silent for its session
    rebalance,    // group: the deal begins or is done
};

}  // namespace nines
