// Event heap: the pending-event set, a 4-ary implicit heap of 16-byte keys.
//
// Four children fill one cache line. A pop leaves a hole at the root that the next push fills on its way down, so that
// the commonest pattern of a simulation, take one event and schedule one, costs a single sift.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>

#include "sim/event.hpp"

namespace nines {

class EventHeap {
public:
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] std::size_t size() const noexcept { return size_ - hole_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return capacity_ * sizeof(EventKey); }

    // REQUIRES: !empty(). Closes the hole first.
    [[nodiscard]] EventKey top() noexcept {
        if (hole_) close_hole();
        return keys_[root];
    }

    // Removes the top. REQUIRES: top() was called after the last pop.
    void pop() noexcept { hole_ = true; }

    void push(EventKey k) {
        if (hole_) {
            hole_ = false;
            sift_down(k);
            return;
        }
        if (root + size_ + 1 >= capacity_) reserve(std::max<std::size_t>(60, size_ * 2));
        sift_up(root + size_++, k);
    }

    // Every key, in no order; the hole closed first.
    [[nodiscard]] EventKey* begin() noexcept {
        if (hole_) close_hole();
        return keys_.get() + root;
    }
    [[nodiscard]] EventKey* end() noexcept { return keys_.get() + root + size_; }

private:
    // The root stands at 3 so that children 4 (i - 2) ... + 3 share a line.
    static constexpr std::size_t root = 3;

    struct Free {
        void operator()(EventKey* p) const noexcept { std::free(p); }
    };

    void reserve(std::size_t n) {
        const std::size_t capacity = (n + root + 4) / 4 * 4;
        auto* p = static_cast<EventKey*>(std::aligned_alloc(64, capacity * sizeof(EventKey)));
        if (p == nullptr) throw std::bad_alloc{};
        if (keys_) std::copy_n(keys_.get(), root + size_, p);
        keys_.reset(p);
        capacity_ = capacity;
    }

    void sift_up(std::size_t i, EventKey k) noexcept {
        EventKey* const a = keys_.get();
        while (i > root) {
            const std::size_t parent = i / 4 + 2;
            if (a[parent] <= k) break;
            a[i] = a[parent];
            i = parent;
        }
        a[i] = k;
    }

    // Puts k where the root was.
    void sift_down(EventKey k) noexcept {
        EventKey* const a = keys_.get();
        const std::size_t end = root + size_;
        std::size_t i = root;
        for (;;) {
            const std::size_t c = 4 * (i - 2);
            if (c + 4 <= end) [[likely]] {
                const std::size_t left = c + (a[c + 1] < a[c]);
                const std::size_t right = c + 2 + (a[c + 3] < a[c + 2]);
                const std::size_t m = a[right] < a[left] ? right : left;
                if (a[m] >= k) break;
                a[i] = a[m];
                i = m;
                continue;
            }
            if (c >= end) break;
            std::size_t m = c;
            for (std::size_t j = c + 1; j < end; ++j)
                if (a[j] < a[m]) m = j;
            if (a[m] >= k) break;
            a[i] = a[m];
            i = m;
            break;
        }
        a[i] = k;
    }

    void close_hole() noexcept {
        hole_ = false;
        const EventKey last = keys_[root + --size_];
        if (size_ > 0) sift_down(last);
    }

    std::unique_ptr<EventKey[], Free> keys_;
    std::size_t size_ = 0;  // the hole counts
    std::size_t capacity_ = 0;
    bool hole_ = false;
};

}  // namespace nines
