// Sorted events: the earliest of a pending-event set in a small sorted array, the earliest at the end.
//
// For a few dozen events nothing is faster: taking one is a decrement, and a new one rarely has to pass many, since
// what is scheduled is mostly soon. Events far ahead lie at the front and are never moved.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "sim/event.hpp"

namespace nines {

class SortedEvents {
public:
    static constexpr std::size_t capacity = 48;

    SortedEvents() { keys_[0] = ~EventKey{0}; }  // a sentinel that is later than every event
    SortedEvents(const SortedEvents&) = delete;
    SortedEvents& operator=(const SortedEvents&) = delete;

    [[nodiscard]] bool empty() const noexcept { return first_ == keys_.data(); }
    [[nodiscard]] std::size_t size() const noexcept { return static_cast<std::size_t>(first_ - keys_.data()); }

    // The earliest; the sentinel, later than every event, when there is none.
    [[nodiscard]] EventKey first() const noexcept { return *first_; }
    void pop() noexcept { --first_; }  // REQUIRES: !empty()

    // REQUIRES: size() < capacity.
    void insert(EventKey k) noexcept {
        EventKey* at = ++first_;
        for (; at[-1] < k; --at) *at = at[-1];
        *at = k;
    }
    // The same for one that was scheduled after all that are here: among equal times it comes last.
    void insert_newest(EventKey k) noexcept {
        EventKey* at = ++first_;
        for (; nanoseconds_of(at[-1]) <= nanoseconds_of(k); --at) *at = at[-1];
        *at = k;
    }

    // Hands the latest n to f and forgets them. REQUIRES: n <= size().
    template <class F>
    void take_latest(std::size_t n, F f) {
        EventKey* const latest = keys_.data() + 1;
        for (EventKey* k = latest; k != latest + n; ++k) f(*k);
        std::copy(latest + n, first_ + 1, latest);
        first_ -= n;
    }
    [[nodiscard]] EventKey latest() const noexcept { return keys_[1]; }  // REQUIRES: !empty()

private:
    std::array<EventKey, capacity + 1> keys_;
    EventKey* first_ = keys_.data();
};

}  // namespace nines
