// Timing wheel: timers that mostly never fire (timeouts, patience, health probes), and events that are far ahead.
//
// Hierarchical (Varghese and Lauck 1987): level l has 64 slots of 2^(13 + 6 l) ns. Scheduling is one append; when time
// reaches a slot its live timers move to a finer level or, when they are few or within 8 us, to the sorted events,
// which alone decide the order;
// the dead ones are dropped there without ever having been compared. Who waits for a timer keeps its ticket; a timer
// whose ticket nobody keeps is dead. When the dead outnumber the living twofold they are swept out, so that memory
// follows the timers in use and not the length of the timeouts.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/event.hpp"

namespace nines {

class TimingWheel {
public:
    // Events at or after this instant may still be in the wheel: turn() before firing one.
    [[nodiscard]] Instant next_turn() const noexcept { return next_turn_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t bytes() const noexcept {
        std::size_t n = 0;
        for (const auto& level : levels_)
            for (const auto& slot : level.slots) n += slot.capacity() * sizeof(EventKey);
        return n;
    }

    // False when the timer is too near for the wheel. REQUIRES: not before the position.
    [[nodiscard]] bool add(EventKey k) {
        const auto t = tick_of(k);
        const auto distance = t ^ position_;
        if (t <= position_) return false;
        const unsigned level = (static_cast<unsigned>(std::bit_width(distance)) - 1) / slot_bits;
        const unsigned slot = static_cast<unsigned>(t >> (level * slot_bits)) & (slot_count - 1);
        Level& l = levels_[level];
        l.slots[slot].push_back(k);
        l.occupied |= std::uint64_t{1} << slot;
        ++size_;
        const auto start = slot_start(level, t);
        if (start < next_turn_) next_turn_ = start;
        return true;
    }

    // Moves the position to the slot of next_turn() and hands what it holds down: `fire(key)` for a live timer that
    // is due next. `live(ticket)` tells the living from the dead.
    template <class Live, class Fire>
    void turn(Live live, Fire fire) {
        position_ = tick_of(make_key(next_turn_, 0));
        for (unsigned level = depth; level-- > 0;) {
            Level& l = levels_[level];
            const unsigned slot = static_cast<unsigned>(position_ >> (level * slot_bits)) & (slot_count - 1);
            if ((l.occupied >> slot & 1) == 0) continue;
            l.occupied &= ~(std::uint64_t{1} << slot);
            moving_.swap(l.slots[slot]);
            size_ -= moving_.size();
            const bool few = moving_.size() <= handful;
            for (const EventKey k : moving_) {
                if (!live(ticket_of(k))) continue;
                if (few || !add(k)) fire(k);
            }
            moving_.clear();
            // Give the buffer back, so that capacity stays where the load is.
            if (l.slots[slot].empty()) moving_.swap(l.slots[slot]);
        }
        find_next_turn();
    }

    // Drops every dead timer.
    template <class Live>
    void sweep(Live live) {
        for (auto& level : levels_)
            for (std::uint64_t todo = level.occupied; todo != 0; todo &= todo - 1) {
                auto& slot = level.slots[static_cast<std::size_t>(std::countr_zero(todo))];
                const auto before = slot.size();
                std::erase_if(slot, [&](EventKey k) { return !live(ticket_of(k)); });
                size_ -= before - slot.size();
                if (slot.capacity() > slot.size() + slot.size() / 4 + 4) slot.shrink_to_fit();
            }
    }

    template <class F>
    void for_each(F f) {
        for (auto& level : levels_)
            for (auto& slot : level.slots)
                for (auto& k : slot) f(k);
    }

private:
    static constexpr unsigned tick_bits = 13;  // 8.2 us
    static constexpr unsigned slot_bits = 6;
    static constexpr unsigned slot_count = 1U << slot_bits;
    static constexpr std::size_t handful = 16;  // are due together: finer slots would each hold one
    static constexpr unsigned depth = (63 - tick_bits + slot_bits - 1) / slot_bits;

    struct Level {
        std::uint64_t occupied = 0;  // a bit a slot
        std::array<std::vector<EventKey>, slot_count> slots;
    };

    [[nodiscard]] static std::uint64_t tick_of(EventKey k) noexcept {
        return static_cast<std::uint64_t>(k >> (64 + tick_bits));
    }
    [[nodiscard]] static Instant slot_start(unsigned level, std::uint64_t tick) noexcept {
        const unsigned shift = level * slot_bits;
        return Instant{Duration{static_cast<std::int64_t>((tick >> shift << shift) << tick_bits)}};
    }

    // The earliest occupied slot: finer levels lie before coarser ones, and within a level after the position.
    void find_next_turn() noexcept {
        next_turn_ = never;
        for (unsigned level = 0; level < depth; ++level) {
            const unsigned shift = level * slot_bits;
            const unsigned here = static_cast<unsigned>(position_ >> shift) & (slot_count - 1);
            const std::uint64_t ahead = here == slot_count - 1 ? 0 : levels_[level].occupied >> (here + 1) << (here + 1);
            if (ahead == 0) continue;
            const std::uint64_t round = shift + slot_bits >= 64 ? 0 : position_ >> (shift + slot_bits) << slot_bits;
            const auto tick = (round | static_cast<std::uint64_t>(std::countr_zero(ahead))) << shift;
            next_turn_ = slot_start(level, tick);
            return;
        }
    }

    std::array<Level, depth> levels_;
    std::vector<EventKey> moving_;
    std::uint64_t position_ = 0;  // in ticks
    Instant next_turn_ = never;
    std::size_t size_ = 0;
};

}  // namespace nines
