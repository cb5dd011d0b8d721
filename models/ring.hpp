// Ring: a row that grows at one end and shrinks at both, in a vector that doubles and is never given back.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace nines {

template <class T>
class Ring {
public:
    [[nodiscard]] bool empty() const noexcept { return first_ == last_; }
    [[nodiscard]] std::size_t size() const noexcept { return last_ - first_; }
    // REQUIRES, of all these: there is one.
    [[nodiscard]] T& front() noexcept { return slots_[first_ & mask()]; }
    [[nodiscard]] const T& front() const noexcept { return slots_[first_ & mask()]; }
    [[nodiscard]] T& back() noexcept { return slots_[(last_ - 1) & mask()]; }
    [[nodiscard]] const T& back() const noexcept { return slots_[(last_ - 1) & mask()]; }
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return slots_[(first_ + i) & mask()]; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return slots_[(first_ + i) & mask()]; }
    void pop_front() noexcept { ++first_; }
    void pop_back() noexcept { --last_; }

    void push_back(const T& value) {
        if (size() == slots_.size()) [[unlikely]]
            grow();
        slots_[last_++ & mask()] = value;
    }
    void clear() noexcept { first_ = last_ = 0; }

private:
    [[nodiscard]] std::size_t mask() const noexcept { return slots_.size() - 1; }
    [[gnu::noinline]] void grow() {
        std::vector<T> larger(slots_.empty() ? 4 : 2 * slots_.size());
        for (std::size_t i = 0; i < size(); ++i) larger[i] = (*this)[i];
        last_ = size();
        first_ = 0;
        slots_ = std::move(larger);
    }

    std::vector<T> slots_;  // a power of two of them, or none
    std::size_t first_ = 0, last_ = 0;
};

}  // namespace nines
