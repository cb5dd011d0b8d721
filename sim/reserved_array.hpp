// Reserved array: room for so many elements that it never has to move, of which only those in use take memory.
//
// Address space is reserved at once; the system gives memory page by page as elements are first constructed. A
// reference is valid for as long as the array. POSIX.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace nines {

template <class T>
class ReservedArray {
    static_assert(std::is_trivially_destructible_v<T>);

public:
    // Room for `wanted` elements, or as many as the system lets a process reserve. Throws std::bad_alloc when it lets
    // it reserve next to nothing.
    explicit ReservedArray(std::size_t wanted) : capacity_(wanted) {
        for (; capacity_ > 0; capacity_ /= 2) {
            void* p = ::mmap(nullptr, capacity_ * sizeof(T), PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
            if (p == MAP_FAILED) continue;
            first_ = static_cast<T*>(p);
            return;
        }
        throw std::bad_alloc{};
    }
    ReservedArray(ReservedArray&& other) noexcept
        : first_(std::exchange(other.first_, nullptr)), capacity_(std::exchange(other.capacity_, 0)) {}
    ReservedArray& operator=(ReservedArray&& other) noexcept {
        std::swap(first_, other.first_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }
    ~ReservedArray() {
        if (first_ != nullptr) ::munmap(first_, capacity_ * sizeof(T));
    }

    [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
    // REQUIRES: i < capacity().
    T& construct(std::size_t i) noexcept(noexcept(T{})) { return *::new (static_cast<void*>(first_ + i)) T{}; }
    // REQUIRES: it was constructed.
    [[nodiscard]] T& operator[](std::size_t i) noexcept { return first_[i]; }
    [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return first_[i]; }

private:
    T* first_ = nullptr;
    std::size_t capacity_ = 0;
};

}  // namespace nines
