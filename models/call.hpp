// Calls: every attempt that is under way, from the caller's decision to its answer, and the request that works for it
// at a replica. The caller's half and the callee's half share a record while both last.
//
// Always: a slot is free or belongs to exactly one attempt (or branch). A caller that gives up while the callee works
// on leaves the record to the callee (`abandoned`). `serial` changes whenever the callee's half ends: a child whose
// parent_serial is older has nobody to answer to.
#pragma once

#include <cassert>
#include <cstdint>

#include "models/model.hpp"
#include "models/outcome.hpp"
#include "models/slot_table.hpp"
#include "sim/event.hpp"
#include "sim/reserved_array.hpp"

namespace nines {

struct alignas(32) Call {
    enum class State : std::uint8_t {
        free,
        backoff,      // the caller waits: before the next attempt, for a rate limit, or for a fallback
        pooled,       // the caller waits for a permit of its bulkhead
        hedging,      // hedged attempts are under way, each a call of its own
        substituted,  // another endpoint is asked instead
        transit,      // the request is on its way
        vanished,     // it never arrives, or nobody answers: only a timeout tells
        queued,
        running,    // a work step
        suspended,  // a work step that stands still: preempted or paused
        delayed,
        waiting,     // for calls of its own
        sharing,     // for what another loads into a cache
        committing,  // a write that waits for a disk or for replicas, in the queue of its primary
        granted,     // goes on at this very instant
        replying,    // the answer is on its way
    };

    // Which of the caller's timeouts a timer stands for.
    enum Expires : std::uint16_t { per_try, connect, read, write };

    Instant issued;    // the first attempt began
    Instant since;     // until this attempt arrives at the replica: when it began; from then on: when it arrived
    Instant mark;      // in transit, with a size: since when; queued: since when; running: until when; suspended: work
                       // left; committing: its place in the log
    Instant deadline;  // of the whole call
    Duration work;     // done for this attempt so far, the running step included
    Stub progress;
    Stub timer;  // the caller's
    Index parent;
    Index from;  // the caller's replica; none: a client
    Index replica;
    Index pc;
    Index edge;  // none: a branch of a parallel step
    std::uint32_t parent_serial;
    std::uint32_t serial;
    Index next;  // in a queue, among the running, or of the free slots; waiting: the call, or how many branches;
                 // hedging: how many attempts are under way
    Index prev;  // likewise; waiting for branches: successes still needed; hedging: attempts made
    std::uint32_t loops;
    std::uint16_t attempt : 10;
    std::uint16_t expires : 2;        // what its timer stands for, unless it is the deadline: see Expires
    std::uint16_t after_timeout : 1;  // the attempt before ended in a timeout
    std::uint16_t permit : 1;         // has one of its bulkhead
    std::uint16_t leads : 1;          // loads a key that others may wait for
    std::uint16_t hedge : 1;          // one of several attempts beside each other, of the call that is its parent
    std::uint16_t depth;
    std::uint8_t level;
    State state;
    Outcome outcome : 4;
    bool abandoned : 1;  // nobody waits for the answer
    bool holds_worker : 1;
    bool degraded : 1;
    bool branch : 1;  // answers to a parallel step
    bool optional : 1;
    bool resident : 1;   // counted in flight at its service
    bool counted : 1;    // among the replica's outstanding requests
    bool cancelled : 1;  // withdrawn while on its way
    bool starting : 1;   // it is starting calls now: their end is noted, not acted upon
    bool decided : 1;    // and they have ended: `outcome`

    // As a new call finds it; what is meaningful only later is left as it is.
    [[gnu::always_inline]] void begin(Instant now) noexcept {
        issued = now;
        deadline = never;
        work = {};
        progress = timer = no_stub;
        parent = from = replica = pc = none;
        attempt = 1;
        expires = after_timeout = permit = leads = hedge = 0;
        depth = 0;
        outcome = Outcome::success;
        abandoned = holds_worker = degraded = branch = optional = resident = counted = cancelled = starting = decided =
            false;
    }
};
static_assert(sizeof(Call) == 96);

// Slots, reused last freed first; a reference is valid until its slot is released, unlike those of a SlotTable. Throws
// TooManyCalls beyond 33 million, or fewer where a process may not reserve 3 GB of addresses.
class CallTable {
public:
    [[nodiscard, gnu::always_inline]] Call& operator[](Index i) noexcept { return slots_[i]; }
    [[nodiscard]] const Call& operator[](Index i) const noexcept { return slots_[i]; }
    [[nodiscard]] Index size() const noexcept { return size_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return size_ * sizeof(Call); }

    [[nodiscard, gnu::always_inline]] Index allocate(Instant now) {
        const Index i = free_ == none ? grow() : free_;
        Call& c = slots_[i];
        free_ = c.next;
        c.begin(now);
        return i;
    }
    [[gnu::always_inline]] void release(Index i) noexcept {
        Call& c = slots_[i];
        assert(c.state != Call::State::free);
        c.state = Call::State::free;
        c.progress = c.timer = no_stub;
        ++c.serial;
        c.next = free_;
        free_ = i;
    }

private:
    [[nodiscard, gnu::noinline]] Index grow() {
        if (size_ == slots_.capacity()) throw TooManyCalls{};
        slots_.construct(size_).next = none;
        return size_++;
    }

    ReservedArray<Call> slots_{Event::max_index};
    Index size_ = 0;  // slots that were ever in use
    Index free_ = none;
};

}  // namespace nines
