// Calls: every attempt that is under way, from the caller's decision to its answer, and the request that works for it
// at a replica. The caller's half and the callee's half share a record while both last.
//
// Always: a slot is free or belongs to exactly one attempt (or branch). A caller that gives up while the callee works
// on leaves the record to the callee (`abandoned`). `serial` changes whenever the callee's half ends: a child whose
// parent_serial is older has nobody to answer to.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

#include "models/model.hpp"
#include "models/outcome.hpp"
#include "sim/event.hpp"

namespace nines {

struct alignas(64) Call {
    enum class State : std::uint8_t {
        free,
        backoff,    // the caller waits before the next attempt, or for a fallback
        transit,    // the request is on its way
        vanished,   // it never arrives, or nobody answers: only a timeout tells
        queued,
        running,    // a work step
        suspended,  // a work step that stands still: preempted or paused
        delayed,
        waiting,    // for calls of its own
        granted,    // goes on at this very instant
        replying,   // the answer is on its way
    };

    Instant issued;    // the first attempt began
    Instant sent;      // this attempt began
    Instant arrived;   // at the replica
    Instant mark;      // queued: since when; running: until when; suspended: work left; backoff: the last wait
    Instant deadline = never;  // of the whole call
    Ticket progress = no_ticket;
    Ticket timer = no_ticket;  // the caller's
    Duration work{};           // done for this call so far, the running step included
    Index parent = none;
    std::uint32_t parent_serial = 0;
    std::uint32_t serial = 0;
    Index edge = none;  // none: a branch of a parallel step
    Index from = none;  // the caller's replica; none: a client
    Index replica = none;
    Index pc = none;
    Index next = none;  // among the running, or in the list of free slots; waiting: the call, or how many branches
    union {
        Index prev = none;    // among the running; waiting for branches: successes still needed
        std::uint32_t place;  // in a queue
    };
    std::uint32_t loops = 0;
    std::uint16_t attempt = 1;
    std::uint16_t depth = 0;
    State state = State::free;
    Outcome outcome = Outcome::success;
    std::uint8_t level = 0;
    bool abandoned : 1 = false;   // nobody waits for the answer
    bool holds_worker : 1 = false;
    bool degraded : 1 = false;
    bool branch : 1 = false;      // answers to a parallel step
    bool optional : 1 = false;
    bool resident : 1 = false;    // counted in flight at its service
    bool counted : 1 = false;     // among the replica's outstanding requests
    bool cancelled : 1 = false;   // withdrawn while on its way
    bool starting : 1 = false;    // it is starting calls now: their end is noted, not acted upon
    bool decided : 1 = false;     // and they have ended: `outcome`
};

// More calls in flight than a run can hold.
struct TooManyCalls : std::length_error {
    TooManyCalls() : std::length_error("more than 33 million calls in flight at once") {}
};

// Slots, reused last freed first, in pages that never move: a reference is valid until its slot is released.
class CallTable {
public:
    [[nodiscard, gnu::always_inline]] Call& operator[](Index i) noexcept { return pages_[i >> page_bits][i & (page_size - 1)]; }
    [[nodiscard]] const Call& operator[](Index i) const noexcept { return pages_[i >> page_bits][i & (page_size - 1)]; }
    [[nodiscard]] Index size() const noexcept { return size_; }
    [[nodiscard]] std::uint64_t live() const noexcept { return live_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return pages_.size() * (page_size * sizeof(Call) + sizeof(Page)); }

    [[nodiscard, gnu::always_inline]] Index allocate() {
        ++live_;
        if (free_ == none) [[unlikely]] return grow();
        const Index i = free_;
        Call& c = (*this)[i];
        free_ = c.next;
        const auto serial = c.serial;
        c = Call{};
        c.serial = serial;
        return i;
    }
    [[gnu::always_inline]] void release(Index i) noexcept {
        Call& c = (*this)[i];
        assert(c.state != Call::State::free);
        --live_;
        c.state = Call::State::free;
        c.progress = c.timer = no_ticket;
        ++c.serial;
        c.next = free_;
        free_ = i;
    }

private:
    static constexpr unsigned page_bits = 6;
    static constexpr Index page_size = 1U << page_bits;
    using Page = std::unique_ptr<Call[]>;

    [[nodiscard, gnu::noinline]] Index grow() {
        if (size_ >= Event::max_index) throw TooManyCalls{};
        if (size_ == pages_.size() * page_size) pages_.push_back(std::make_unique<Call[]>(page_size));
        return size_++;
    }

    std::vector<Page> pages_;
    Index size_ = 0;  // slots that were ever in use
    Index free_ = none;
    std::uint64_t live_ = 0;
};

}  // namespace nines
