// Ring: a queue in a vector that grows by doubling and is never given back.
#pragma once

#include <cstddef>
#include <vector>

namespace nines {

template <class T>
class Ring {
public:
    [[nodiscard]] bool empty() const noexcept { return head_ == tail_; }
    [[nodiscard]] std::size_t size() const noexcept { return tail_ - head_; }
    [[nodiscard]] const T& front() const noexcept { return items_[head_ & (items_.size() - 1)]; }  // REQUIRES: !empty()
    [[nodiscard]] const T& back() const noexcept { return items_[(tail_ - 1) & (items_.size() - 1)]; }  // likewise
    void push_back(const T& item) {
        if (size() == items_.size()) grow();
        items_[tail_++ & (items_.size() - 1)] = item;
    }
    void pop_front() noexcept { ++head_; }
    void pop_back() noexcept { --tail_; }
    void clear() noexcept { head_ = tail_ = 0; }

private:
    void grow() {
        std::vector<T> bigger(items_.size() * 2);
        const std::size_t n = size();
        for (std::size_t i = 0; i < n; ++i) bigger[i] = items_[(head_ + i) & (items_.size() - 1)];
        items_ = std::move(bigger);
        head_ = 0;
        tail_ = n;
    }

    std::vector<T> items_ = std::vector<T>(4);  // a power of two
    std::size_t head_ = 0, tail_ = 0;
};

}  // namespace nines
