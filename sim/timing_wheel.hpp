// Timing wheel: timers that mostly never fire (timeouts, patience, health probes), and events that are far ahead.
//
// Hierarchical (Varghese and Lauck 1987): level l has 64 slots of 2^(13 + 6 l) ns. Scheduling is one append; when time
// reaches a slot its live timers move to a finer level or, when they are few or within 8 us, to the sorted events,
// which alone decide the order; the dead ones are dropped there without ever having been compared. Who waits for a
// timer keeps its stub; a timer whose stub nobody keeps is dead.
//
// Slots are chains of small blocks from one pool, so that memory follows the timers in use: sweep() drops the dead.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <tuple>
#include <utility>

#include "sim/event.hpp"
#include "sim/reserved_array.hpp"

namespace nines {

class TimingWheel {
public:
    // Events at or after this instant may still be in the wheel: turn() before firing one.
    [[nodiscard]] Instant next_turn() const noexcept { return next_turn_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return blocks_used_ * sizeof(Block); }

    // False when the timer is too near for the wheel. REQUIRES: not before the position.
    [[nodiscard]] bool add(EventKey k) {
        const auto t = tick_of(k);
        const auto distance = t ^ position_;
        if (t <= position_) return false;
        const unsigned level = (static_cast<unsigned>(std::bit_width(distance)) - 1) / slot_bits;
        const unsigned slot = static_cast<unsigned>(t >> (level * slot_bits)) & (slot_count - 1);
        Level& l = levels_[level];
        if ((l.occupied >> slot & 1) == 0) {
            l.occupied |= std::uint64_t{1} << slot;
            l.heads[slot] = no_block;
        }
        append(l.heads[slot], k);
        ++size_;
        if (const auto start = slot_start(level, t); start < next_turn_) {
            next_turn_ = start;
            next_level_ = level;
        }
        return true;
    }

    // Moves the position to the slot of next_turn() and hands what it holds down: `fire(key)` for a live timer that
    // is due next. `live(ticket)` tells the living from the dead.
    template <class Live, class Fire>
    void turn(Live live, Fire fire) {
        position_ = tick_of(make_key(next_turn_, 0));
        Level& l = levels_[next_level_];
        const unsigned slot = static_cast<unsigned>(position_ >> (next_level_ * slot_bits)) & (slot_count - 1);
        if (const std::uint64_t bit = std::uint64_t{1} << slot; (l.occupied & bit) != 0) {  // not swept empty
            l.occupied &= ~bit;
            const bool few = are_few(l.heads[slot]);
            consume(l.heads[slot], [&](EventKey k) {
                if (live(ticket_of(k)) && (few || !add(k))) fire(k);
            });
        }
        find_next_turn();
    }

    // Drops every dead timer.
    template <class Live>
    void sweep(Live live) {
        for (auto& level : levels_)
            for (std::uint64_t todo = level.occupied; todo != 0; todo &= todo - 1) {
                const int s = std::countr_zero(todo);
                auto& slot = level.heads[static_cast<std::size_t>(s)];
                const BlockIndex all = std::exchange(slot, no_block);
                consume(all, [&](EventKey k) {
                    if (!live(ticket_of(k))) return;
                    append(slot, k);
                    ++size_;
                });
                if (slot == no_block) level.occupied &= ~(std::uint64_t{1} << s);
            }
    }

private:
    static constexpr unsigned tick_bits = 13;  // 8.2 us
    static constexpr unsigned slot_bits = 6;
    static constexpr unsigned slot_count = 1U << slot_bits;
    static constexpr unsigned depth = (63 - tick_bits + slot_bits - 1) / slot_bits;

    using BlockIndex = std::uint32_t;
    static constexpr BlockIndex no_block = ~BlockIndex{0};
    struct Block {
        std::array<EventKey, 7> keys;
        std::uint32_t count = 0;
        BlockIndex next = no_block;  // of the slot, all full; or of the free ones
    };
    static_assert(sizeof(Block) == 128);

    struct Level {
        std::uint64_t occupied = 0;  // a bit a slot
        std::array<BlockIndex, slot_count> heads;
    };

    void append(BlockIndex& slot, EventKey k) {
        if (slot == no_block || blocks_[slot].count == std::tuple_size_v<decltype(Block::keys)>) slot = new_block(slot);
        Block& b = blocks_[slot];
        b.keys[b.count++] = k;
    }
    // f(key) for each of a chain of blocks, which are free afterwards.
    template <class F>
    void consume(BlockIndex chain, F f) {
        while (chain != no_block) {
            Block& b = blocks_[chain];
            for (std::uint32_t i = 0; i < b.count; ++i) f(b.keys[i]);
            size_ -= b.count;
            const BlockIndex next = std::exchange(b.next, free_);
            free_ = std::exchange(chain, next);
        }
    }
    // Due together and so few that finer slots would each hold one.
    [[nodiscard]] bool are_few(BlockIndex chain) const noexcept {
        const BlockIndex second = blocks_[chain].next;
        return second == no_block || blocks_[second].next == no_block;
    }
    [[nodiscard]] BlockIndex new_block(BlockIndex next) {
        if (free_ == no_block) {
            if (blocks_used_ == blocks_.capacity()) throw std::bad_alloc{};
            blocks_.construct(blocks_used_).next = no_block;
            free_ = static_cast<BlockIndex>(blocks_used_++);
        }
        Block& b = blocks_[free_];
        const BlockIndex taken = std::exchange(free_, b.next);
        b.count = 0;
        b.next = next;
        return taken;
    }

    [[nodiscard]] static std::uint64_t tick_of(EventKey k) noexcept {
        return static_cast<std::uint64_t>(k >> (64 + tick_bits));
    }
    [[nodiscard]] static Instant slot_start(unsigned level, std::uint64_t tick) noexcept {
        const unsigned shift = level * slot_bits;
        return Instant{Duration{static_cast<std::int64_t>((tick >> shift << shift) << tick_bits)}};
    }

    // The earliest occupied slot: finer levels lie before coarser ones, and within a level after the position. It is
    // the only one that begins there: a finer level holds nothing beyond the coarser slot that the position is in.
    void find_next_turn() noexcept {
        next_turn_ = never;
        for (unsigned level = 0; level < depth; ++level) {
            const unsigned shift = level * slot_bits;
            const unsigned here = static_cast<unsigned>(position_ >> shift) & (slot_count - 1);
            const std::uint64_t ahead =
                here == slot_count - 1 ? 0 : levels_[level].occupied >> (here + 1) << (here + 1);
            if (ahead == 0) continue;
            const std::uint64_t round = shift + slot_bits >= 64 ? 0 : position_ >> (shift + slot_bits) << slot_bits;
            const auto tick = (round | static_cast<std::uint64_t>(std::countr_zero(ahead))) << shift;
            next_turn_ = slot_start(level, tick);
            next_level_ = level;
            return;
        }
    }

    std::array<Level, depth> levels_;
    ReservedArray<Block> blocks_{std::size_t{1} << 25};
    std::size_t blocks_used_ = 0;  // ever
    BlockIndex free_ = no_block;
    std::uint64_t position_ = 0;  // in ticks
    Instant next_turn_ = never;
    unsigned next_level_ = 0;  // its slot's
    std::size_t size_ = 0;
};

}  // namespace nines
