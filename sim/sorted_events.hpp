// Sorted events: the earliest of a pending-event set in a small sorted array, the earliest at the end.
//
// For a few dozen events nothing is faster: taking one is a decrement, and a new one rarely has to pass many, since what
// is scheduled is mostly soon. Events far ahead lie at the front and are never moved.
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

    // The same for one that was scheduled after all that are here: among equal times it comes last.
    void insert_newest(EventKey k) noexcept {
        std::size_t i = ++size_;
        while (nanoseconds_of(keys_[i - 1]) <= nanoseconds_of(k)) {
            keys_[i] = keys_[i - 1];
            --i;
        }
        keys_[i] = k;
    }

    // Hands the latest n to f and forgets them. REQUIRES: n <= size().
    template <class F>
    void take_latest(std::size_t n, F f) {
        for (std::size_t i = 1; i <= n; ++i) f(keys_[i]);
        std::copy(keys_.begin() + 1 + static_cast<std::ptrdiff_t>(n), keys_.begin() + 1 + static_cast<std::ptrdiff_t>(size_),
                  keys_.begin() + 1);
        size_ -= n;
    }
    [[nodiscard]] EventKey latest() const noexcept { return keys_[1]; }  // REQUIRES: !empty()

private:
    std::array<EventKey, capacity + 1> keys_;
    std::size_t size_ = 0;
};

}  // namespace nines
