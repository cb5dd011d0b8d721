// Write ledger: which writes of a database were acknowledged, and when, as far back as any node may still lack them.
//
// Writes are known by their position in the log of the current primary. Always: positions at or below `settled` are on
// every node and forgotten; memory is bounded whatever the length of the run: a bit a position for the last
// `most_bits`, and at most `most_marks` instants, of which every other one is dropped when they are used up (between
// two instants the time of a write is interpolated). What lies farther back than the bits counts as acknowledged.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace nines {

using Position = std::uint64_t;  // in a log, from 1; 0 is before the first write

class WriteLedger {
public:
    static constexpr std::size_t most_bits = std::size_t{1} << 22;
    static constexpr std::size_t most_marks = 4096;

    // The next write, in the order of the log. REQUIRES: now does not go back.
    void append(Instant now) {
        ++end_;
        if (end_ - settled_ > bits_.size() * 64) grow();
        word(end_) &= ~bit(end_);
        if (marks_.empty() || end_ - marks_.back().position >= spacing_) mark(now);
    }
    // REQUIRES: p <= end().
    void acknowledge(Position p) {
        assert(p <= end_);
        if (p > settled_ && in_reach(p)) word(p) |= bit(p);
        last_acknowledged_ = std::max(last_acknowledged_, p);
    }

    [[nodiscard]] Position end() const noexcept { return end_; }
    [[nodiscard]] Position settled() const noexcept { return settled_; }
    [[nodiscard]] Position last_acknowledged() const noexcept { return last_acknowledged_; }

    // Acknowledged writes after p.
    [[nodiscard]] std::uint64_t acknowledged_after(Position p) const {
        std::uint64_t n = 0;
        Position from = std::max(p, settled_) + 1;
        if (const Position reach = oldest_in_reach(); from < reach) {
            n += reach - from;
            from = reach;
        }
        for (Position q = from; q <= last_acknowledged_;) {
            if ((q & 63U) == 0 && q + 63 <= last_acknowledged_) {
                n += static_cast<std::uint64_t>(__builtin_popcountll(word(q)));
                q += 64;
            } else {
                n += (word(q) & bit(q)) != 0 ? 1U : 0U;
                ++q;
            }
        }
        return n;
    }
    // The first acknowledged write after p; 0 when there is none.
    [[nodiscard]] Position first_acknowledged_after(Position p) const {
        const Position from = std::max(p, settled_) + 1;
        if (from < oldest_in_reach()) return from;
        for (Position q = from; q <= last_acknowledged_; ++q)
            if ((word(q) & bit(q)) != 0) return q;
        return 0;
    }
    // When a write was appended, as near as the marks say. REQUIRES: 0 < p <= end(), p > settled().
    [[nodiscard]] Instant time_of(Position p) const {
        // Without gaps between them, which is nearly always, its place is known.
        if (const Position i = p - marks_[first_live_].position + first_live_;
            i < marks_.size() && marks_[i].position == p) [[likely]]
            return marks_[i].time;
        const auto next = std::ranges::lower_bound(marks_, p, {}, &Mark::position);
        if (next == marks_.end()) return marks_.back().time;
        if (next->position == p || next == marks_.begin()) return next->time;
        const Mark& before = *(next - 1);
        const double share =
            static_cast<double>(p - before.position) / static_cast<double>(next->position - before.position);
        return before.time +
               Duration{static_cast<std::int64_t>(share * static_cast<double>((next->time - before.time).count()))};
    }

    // Every node has what is at or before p.
    void settle(Position p) {
        if (p <= settled_) return;
        settled_ = std::min(p, end_);
        // The last mark before stays: times after it are interpolated from it.
        while (first_live_ + 1 < marks_.size() && marks_[first_live_ + 1].position <= settled_) ++first_live_;
        if (first_live_ < fewest_to_forget || first_live_ * 2 < marks_.size()) return;
        forget();
        if (marks_.size() < most_marks / 4) spacing_ = 1;
    }
    // The log ends at p: what came after is gone. REQUIRES: p >= settled().
    void truncate(Position p) {
        assert(p >= settled_);
        end_ = std::min(end_, p);
        last_acknowledged_ = std::min(last_acknowledged_, end_);
        while (!marks_.empty() && marks_.back().position > end_) marks_.pop_back();
        first_live_ = std::min(first_live_, marks_.empty() ? 0 : marks_.size() - 1);
    }

    [[nodiscard]] std::size_t bytes() const noexcept {
        return bits_.capacity() * sizeof(std::uint64_t) + marks_.capacity() * sizeof(Mark);
    }

private:
    struct Mark {
        Position position;
        Instant time;
    };
    [[nodiscard]] static std::uint64_t bit(Position p) noexcept { return std::uint64_t{1} << (p & 63U); }
    [[nodiscard]] std::uint64_t& word(Position p) noexcept { return bits_[(p >> 6U) & (bits_.size() - 1)]; }
    [[nodiscard]] const std::uint64_t& word(Position p) const noexcept { return bits_[(p >> 6U) & (bits_.size() - 1)]; }
    // A word is shared by the newest positions and those a whole ring before: the oldest word does not count.
    [[nodiscard]] Position oldest_in_reach() const noexcept {
        const Position held = bits_.size() * 64 - 64;
        return end_ > held ? ((end_ - held) | 63U) + 1 : 1;
    }
    [[nodiscard]] bool in_reach(Position p) const noexcept { return p >= oldest_in_reach(); }
    void grow() {
        if (bits_.size() * 64 >= most_bits) return;
        std::vector<std::uint64_t> bigger(bits_.size() * 2, 0);
        for (Position w = settled_ >> 6U; w <= (end_ - 1) >> 6U; ++w)
            bigger[w & (bigger.size() - 1)] = bits_[w & (bits_.size() - 1)];
        bits_ = std::move(bigger);
    }
    void mark(Instant now) {
        if (marks_.size() - first_live_ >= most_marks) {
            forget();
            for (std::size_t i = 1; 2 * i < marks_.size(); ++i) marks_[i] = marks_[2 * i];
            marks_.resize((marks_.size() + 1) / 2);
            spacing_ *= 2;
        }
        marks_.push_back({end_, now});
    }
    void forget() {
        marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(first_live_));
        first_live_ = 0;
    }

    static constexpr std::size_t fewest_to_forget = 64;  // marks

    Position end_ = 0, settled_ = 0, last_acknowledged_ = 0;
    std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(16, 0);
    std::vector<Mark> marks_;
    std::size_t first_live_ = 0;  // of the marks: those before are settled
    std::uint64_t spacing_ = 1;   // of the marks, in writes
};

}  // namespace nines
