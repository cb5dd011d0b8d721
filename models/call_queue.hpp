// Call queue: the calls that wait at a replica, in a ring of their indexes.
//
// A call that leaves before its turn leaves a hole at the place it was given. Always: the front and the back are no holes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "models/model.hpp"

namespace nines {

class CallQueue {
public:
    [[nodiscard]] bool empty() const noexcept { return head_ == tail_; }
    [[nodiscard]] Index front() const noexcept { return ring_[head_ & mask_]; }  // REQUIRES: !empty()
    [[nodiscard]] std::size_t bytes() const noexcept { return ring_.capacity() * sizeof(Index); }

    // The place that the call was given.
    [[nodiscard, gnu::always_inline]] std::uint32_t push_back(Index call) {
        if (tail_ - head_ == capacity_) [[unlikely]] grow();
        ring_[tail_ & mask_] = call;
        return tail_++;
    }
    [[nodiscard]] std::uint32_t push_front(Index call) {
        if (tail_ - head_ == capacity_) [[unlikely]] grow();
        ring_[--head_ & mask_] = call;
        return head_;
    }
    // REQUIRES: !empty().
    [[gnu::always_inline]] void pop_front() noexcept {
        ++head_;
        skip_holes();
    }
    void remove(std::uint32_t place) noexcept {
        ring_[place & mask_] = none;
        skip_holes();
        while (head_ != tail_ && ring_[(tail_ - 1) & mask_] == none) --tail_;
    }
    void clear() noexcept { head_ = tail_; }

private:
    [[gnu::always_inline]] void skip_holes() noexcept {
        while (head_ != tail_ && ring_[head_ & mask_] == none) [[unlikely]] ++head_;
    }
    [[gnu::noinline]] void grow() {
        std::vector<Index> bigger(std::max<std::size_t>(8, 2 * ring_.size()));
        const auto mask = static_cast<std::uint32_t>(bigger.size() - 1);
        for (std::uint32_t place = head_; place != tail_; ++place) bigger[place & mask] = ring_[place & mask_];
        ring_ = std::move(bigger);
        mask_ = mask;
        capacity_ = mask + 1;
    }

    std::vector<Index> ring_;  // a power of two, or empty
    std::uint32_t mask_ = 0, capacity_ = 0;
    std::uint32_t head_ = 0, tail_ = 0;
};

}  // namespace nines
