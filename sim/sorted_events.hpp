// Sorted events: the earliest of a pending-event set in a small sorted array, the earliest at the end.
//
// For a few dozen events nothing is faster: taking one is a decrement, and a new one rarely has to pass many, since what
// is scheduled is mostly soon. Events far ahead lie at the front and are never moved.
#pragma once

#include <array>
#include <cstddef>

#include "sim/event.hpp"

namespace nines {

class SortedEvents {
public:
    static constexpr std::size_t capacity = 48;

    SortedEvents() { keys_[0] = make_key(never, ~Ticket{0}); }  // a sentinel that no event is later than

    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] bool full() const noexcept { return size_ == capacity; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    // The earliest; the sentinel, later than every event, when there is none.
    [[nodiscard]] EventKey first() const noexcept { return keys_[size_]; }
    void pop() noexcept { --size_; }

    // REQUIRES: !full().
    void insert(EventKey k) noexcept {
        std::size_t i = ++size_;
        while (keys_[i - 1] < k) {
            keys_[i] = keys_[i - 1];
            --i;
        }
        keys_[i] = k;
    }

private:
    std::array<EventKey, capacity + 1> keys_;
    std::size_t size_ = 0;
};

}  // namespace nines
