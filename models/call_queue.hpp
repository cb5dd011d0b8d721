// Call queue: the calls that wait at a replica, linked through their records.
#pragma once

#include "models/call.hpp"

namespace nines {

class CallQueue {
public:
    [[nodiscard]] bool empty() const noexcept { return head_ == none; }
    [[nodiscard]] Index front() const noexcept { return head_; }  // REQUIRES: !empty()

    [[nodiscard]] Index back() const noexcept { return tail_; }  // likewise

    [[gnu::always_inline]] void push_back(CallTable& calls, Index i) noexcept {
        Call& c = calls[i];
        c.prev = tail_;
        c.next = none;
        (tail_ == none ? head_ : calls[tail_].next) = i;
        tail_ = i;
    }
    void push_front(CallTable& calls, Index i) noexcept {
        Call& c = calls[i];
        c.prev = none;
        c.next = head_;
        (head_ == none ? tail_ : calls[head_].prev) = i;
        head_ = i;
    }
    // REQUIRES: !empty().
    [[gnu::always_inline]] void pop_front(CallTable& calls) noexcept {
        head_ = calls[head_].next;
        (head_ == none ? tail_ : calls[head_].prev) = none;
    }
    // REQUIRES: it is in this queue.
    void remove(CallTable& calls, Index i) noexcept {
        const Call& c = calls[i];
        (c.prev == none ? head_ : calls[c.prev].next) = c.next;
        (c.next == none ? tail_ : calls[c.next].prev) = c.prev;
    }
    void clear() noexcept { head_ = tail_ = none; }

private:
    Index head_ = none, tail_ = none;
};

}  // namespace nines
