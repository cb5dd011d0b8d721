// Version store: what each of several primaries has of every row, and the fate of every write.
//
// A write is known by its dot: the node that took it, and its number among that node's writes to the row. What a node
// has of a row is the versions that are current there, and how many writes of each node it has seen (a version vector).
// A node sends what it has of a row, an update; whoever receives it merges it with its own.
//
// Always: what a node has seen of its own writes is all of them; merging is commutative, associative and idempotent, so
// that nodes which have had an update from each other since the last write have the same versions; a write is kept
// until no node and no update has it. It is then overwritten, when somebody has written who knew of it, or lost. Only
// last_write_wins loses any. Memory: a counter a row and pair of nodes, and the versions that are current.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/multi_primary.hpp"
#include "models/slot_table.hpp"
#include "sim/time.hpp"

namespace nines {

class VersionStore {
public:
    using Count = std::uint32_t;
    using Slot = std::uint32_t;
    static constexpr Slot none = ~Slot{0};

    struct Write {
        Instant stamp;  // of the clock that last_write_wins goes by
        Instant made;
        bool acknowledged = true;
        bool removes = false;  // of set
    };
    // Writes that are gone without anybody having known them.
    struct Fates {
        std::uint64_t lost = 0;            // acknowledged ones
        std::uint64_t lost_to_clocks = 0;  // of those, to one that was made earlier
        std::uint64_t removes_undone = 0;
    };

    VersionStore() = default;
    VersionStore(Resolution resolution, Count nodes, std::uint64_t rows);

    [[nodiscard]] Count nodes() const noexcept { return nodes_; }
    // How many writes of each node it has seen.
    [[nodiscard]] std::span<const Count> seen(Count node, std::uint64_t row) const {
        return {&seen_[(row * nodes_ + node) * nodes_], nodes_};
    }
    // Versions that are current there: more than one are siblings.
    [[nodiscard]] Count versions(Count node, std::uint64_t row) const { return at(node, row).size; }
    // The version that is current there under last_write_wins: who took it, and the how manieth of theirs; none if
    // none.
    [[nodiscard]] std::optional<std::pair<Count, Count>> winner(Count node, std::uint64_t row) const;
    // Rows with siblings, counted at every node.
    [[nodiscard]] std::int64_t rows_with_siblings() const noexcept { return with_siblings_; }
    // The latest timestamp that is current there; the start of the run when there is none.
    [[nodiscard]] Instant latest_stamp(Count node, std::uint64_t row) const;
    // When the first acknowledged write was made that the node has not seen, as near as is known.
    [[nodiscard]] std::optional<Instant> lacks_since(Count node, std::uint64_t row) const;
    // Whether somebody who knows this much does not know of a write that was made.
    [[nodiscard]] bool misses(std::span<const Count> knows, std::uint64_t row) const;
    // What has become of writes since it was asked last.
    [[nodiscard]] Fates take_fates() noexcept { return std::exchange(fates_, {}); }

    // A write at a node by somebody who knows this much of the row. `settled(Duration)` is told of every write that all
    // nodes have seen from now on: how long that took. REQUIRES: now does not go back.
    template <class Settled>
    void write(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w, Settled settled) {
        issue(node, row, w);
        if (resolution_ == Resolution::set) note_undone(node, row, knows, w);
        if (resolution_ == Resolution::last_write_wins) write_by_time(node, row, knows, w);
        if (merges_versions()) {
            write_by_version(node, row, knows, w);
            for (Count o = 0; o < nodes_; ++o)
                if (o != node) advance(node, row, o, knows[o], w.made, settled);
        }
        advance(node, row, node, progress_[row * nodes_ + node].issued, w.made, settled);
    }

    // What a node has of a row, to be merged and then dropped.
    [[nodiscard]] Slot update_of(Count node, std::uint64_t row);
    [[nodiscard]] std::uint64_t row_of(Slot update) const { return updates_[update].row; }
    void drop(Slot update);
    template <class Settled>
    void merge(Count node, Slot update, Instant now, Settled settled) {
        if (resolution_ == Resolution::last_write_wins) merge_by_time(node, update);
        if (merges_versions()) merge_by_version(node, update);
        const auto theirs = seen_in(update);
        for (Count o = 0; o < nodes_; ++o) advance(node, updates_[update].row, o, theirs[o], now, settled);
    }

    // From now on owed() counts the rows, by the node that took the writes, of which somebody lacks one made until now.
    void begin_catching_up();
    [[nodiscard]] std::uint64_t owed() const noexcept { return owed_; }

    // Every version has as many holders as it counts. For tests and the end of a run.
    [[nodiscard]] bool consistent() const;
    [[nodiscard]] std::size_t bytes() const noexcept;

private:
    struct Record {
        Instant stamp, made;
        std::uint32_t holders = 0;  // nodes and updates; 0: the slot is free
        Count node = 0, number = 0;
        bool acknowledged = false;
        bool known = false;   // somebody has written who knew it
        bool outran = false;  // beaten by one that was made earlier
        Slot next_free = none;
        std::uint64_t visit = 0;
    };
    struct Entry {
        Slot record = none;
        Slot next = none;  // version, or free slot
    };
    struct Versions {
        Slot first = none;
        Count size = 0;
    };
    struct Update {
        std::uint64_t row = 0;
        Versions content;  // none of one that is free
        Slot next_free = none;
    };
    // Of the writes that one node has taken to a row.
    struct Progress {
        Count issued = 0, settled = 0;  // settled: everybody has seen them
        Count acknowledged = 0;         // the last that was
        Count target = 0;               // when so many have settled it has caught up; 0: nothing to catch up with
        Count removed = 0;              // of set: the last remove, unless it was undone; 0: none
        Instant first{}, last{};        // when the first that has not settled was made, and the last
    };

    [[nodiscard]] const Versions& at(Count node, std::uint64_t row) const { return current_[row * nodes_ + node]; }
    [[nodiscard]] Versions& at(Count node, std::uint64_t row) { return current_[row * nodes_ + node]; }
    [[nodiscard]] std::span<const Count> seen_in(Slot update) const {
        return {&update_seen_[std::size_t{update} * nodes_], nodes_};
    }
    [[nodiscard]] bool merges_versions() const noexcept {
        return resolution_ == Resolution::siblings || resolution_ == Resolution::set;
    }
    [[nodiscard]] static bool covers(std::span<const Count> seen, const Record& r) { return seen[r.node] >= r.number; }
    [[nodiscard]] static bool beats(const Record& a, const Record& b);
    [[nodiscard]] static Instant time_of(const Progress& p, Count number);

    void issue(Count node, std::uint64_t row, const Write& w);
    void note_undone(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w);
    void undo(Progress& p);
    void write_by_time(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w);
    void write_by_version(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w);
    void mark_known(std::uint64_t row, std::span<const Count> knows);
    void merge_by_time(Count node, Slot update);
    void merge_by_version(Count node, Slot update);
    void replace(Versions& v, Slot winner);
    template <class Keep>
    void keep_if(Versions& v, Keep keep);

    // A node has seen so many writes of another: those that everybody has seen now have settled.
    template <class Settled>
    void advance(Count node, std::uint64_t row, Count origin, Count seen_now, Instant now, Settled& settled) {
        Count& has = seen_[(row * nodes_ + node) * nodes_ + origin];
        if (seen_now <= has) return;
        has = seen_now;
        Count everybody = seen_now;
        for (Count n = 0; n < nodes_; ++n) everybody = std::min(everybody, seen_[(row * nodes_ + n) * nodes_ + origin]);
        Progress& p = progress_[row * nodes_ + origin];
        if (everybody <= p.settled) return;
        for (Count k = p.settled + 1; k <= everybody; ++k) settled(now - time_of(p, k));
        if (everybody < p.issued) p.first = time_of(p, everybody + 1);
        p.settled = everybody;
        if (p.target == 0 || p.settled < p.target) return;
        p.target = 0;
        --owed_;
    }

    [[nodiscard]] Slot new_record(Count node, std::uint64_t row, const Write& w);
    void release(Slot record);
    void add(Versions& v, Slot record);
    void clear(Versions& v);

    Resolution resolution_ = Resolution::last_write_wins;
    Count nodes_ = 0;
    std::vector<Count> seen_;         // by row, node and node whose writes they are
    std::vector<Versions> current_;   // by row and node
    std::vector<Progress> progress_;  // likewise
    SlotTable<Record, &Record::next_free> records_;
    SlotTable<Entry, &Entry::next> entries_;
    SlotTable<Update, &Update::next_free> updates_;
    std::vector<Count> update_seen_;  // by update and node
    std::uint64_t visit_ = 0;
    std::int64_t with_siblings_ = 0;
    std::uint64_t owed_ = 0;
    Fates fates_;
};

}  // namespace nines
