// Slots for what comes and goes during a run, reused last freed first: memory grows with what is there at once, not
// with the length of the run.
//
// A free slot is linked through a member of its element. Where T has a `serial` it changes whenever the slot is freed,
// so that who remembers an element can tell whether it is still the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace nines {

// More calls, or of what they lead to, than a run can tell apart.
struct TooManyCalls : std::length_error {
    TooManyCalls() : std::length_error("more calls in flight at once than there is room for") {}
};

// A reference is valid until the next allocate().
template <class T, std::uint32_t T::*link>
class SlotTable {
public:
    using Slot = std::uint32_t;

    // Throws TooManyCalls when more than so many are there at once.
    explicit SlotTable(std::size_t most = none) noexcept : most_(most) {}

    [[nodiscard]] T& operator[](Slot i) noexcept { return slots_[i]; }
    [[nodiscard]] const T& operator[](Slot i) const noexcept { return slots_[i]; }
    [[nodiscard]] Slot size() const noexcept { return static_cast<Slot>(slots_.size()); }  // slots, the free ones too
    [[nodiscard]] std::size_t bytes() const noexcept { return slots_.capacity() * sizeof(T); }

    // A fresh element, but for its serial.
    [[nodiscard]] Slot allocate() {
        if (free_ == none) {
            if (slots_.size() >= most_) throw TooManyCalls{};
            slots_.emplace_back();
            return static_cast<Slot>(slots_.size() - 1);
        }
        const Slot i = free_;
        T& slot = slots_[i];
        free_ = slot.*link;
        if constexpr (has_serial) {
            const auto serial = slot.serial;
            slot = T{};
            slot.serial = serial;
        } else {
            slot = T{};
        }
        return i;
    }
    // REQUIRES: it was allocated, and not released since.
    void release(Slot i) noexcept {
        if constexpr (has_serial) ++slots_[i].serial;
        slots_[i].*link = free_;
        free_ = i;
    }

private:
    static constexpr Slot none = ~Slot{0};
    static constexpr bool has_serial = requires(T t) { ++t.serial; };

    std::vector<T> slots_;
    Slot free_ = none;
    std::size_t most_;
};

}  // namespace nines
