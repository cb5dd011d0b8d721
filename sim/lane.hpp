// Lane: events that all lie the same time ahead when they are scheduled, and so are in order by themselves.
//
// A ring; the scheduler keeps only its head in the heap. A network hop of constant latency costs a store instead of a
// heap push.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/event.hpp"

namespace nines {

class Lane {
public:
    explicit Lane(Duration delay) : delay_(delay), ring_(4) {}

    [[nodiscard]] Duration delay() const noexcept { return delay_; }
    [[nodiscard]] bool empty() const noexcept { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const noexcept { return tail_ - head_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return ring_.size() * sizeof(EventKey); }
    [[nodiscard]] EventKey front() const noexcept { return ring_[head_ & (ring_.size() - 1)]; }  // REQUIRES: !empty()
    void pop() noexcept { ++head_; }
    void push(EventKey k) {
        if (size() == ring_.size()) grow();
        ring_[tail_++ & (ring_.size() - 1)] = k;
    }

private:
    void grow() {
        std::vector<EventKey> bigger(ring_.size() * 2);
        const std::size_t n = size();
        for (std::size_t i = 0; i < n; ++i) bigger[i] = ring_[(head_ + i) & (ring_.size() - 1)];
        ring_ = std::move(bigger);
        head_ = 0;
        tail_ = n;
    }

    Duration delay_;
    std::vector<EventKey> ring_;  // a power of two
    std::size_t head_ = 0, tail_ = 0;
};

}  // namespace nines
