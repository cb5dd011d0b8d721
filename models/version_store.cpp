#include "models/version_store.hpp"

#include <cassert>

namespace nines {

VersionStore::VersionStore(Resolution resolution, Count nodes, std::uint64_t rows)
    : resolution_(resolution),
      nodes_(nodes),
      seen_(rows * nodes * nodes, 0),
      current_(rows * nodes),
      progress_(rows * nodes) {}

// Its timestamp is later; of equal ones, by node and number, as every node must come to the same.
bool VersionStore::beats(const Record& a, const Record& b) {
    if (a.stamp != b.stamp) return a.stamp > b.stamp;
    return a.node != b.node ? a.node > b.node : a.number > b.number;
}

// Interpolated between the first and the last that have not settled.
Instant VersionStore::time_of(const Progress& p, Count number) {
    const Count pending = p.issued - p.settled;
    if (pending <= 1) return p.last;
    const double share = static_cast<double>(number - p.settled - 1) / static_cast<double>(pending - 1);
    return p.first + Duration{static_cast<std::int64_t>(share * static_cast<double>((p.last - p.first).count()))};
}

std::optional<std::pair<VersionStore::Count, VersionStore::Count>> VersionStore::winner(Count node,
                                                                                        std::uint64_t row) const {
    if (at(node, row).first == none) return std::nullopt;
    const Record& r = records_[entries_[at(node, row).first].record];
    return std::pair{r.node, r.number};
}

Instant VersionStore::latest_stamp(Count node, std::uint64_t row) const {
    Instant latest = start_of_run;
    for (Slot e = at(node, row).first; e != none; e = entries_[e].next)
        latest = std::max(latest, records_[entries_[e].record].stamp);
    return latest;
}

std::optional<Instant> VersionStore::lacks_since(Count node, std::uint64_t row) const {
    std::optional<Instant> first;
    const auto has = seen(node, row);
    for (Count o = 0; o < nodes_; ++o) {
        const Progress& p = progress_[row * nodes_ + o];
        if (p.acknowledged <= has[o]) continue;
        const Instant made = time_of(p, has[o] + 1);
        first = first ? std::min(*first, made) : made;
    }
    return first;
}

bool VersionStore::misses(std::span<const Count> knows, std::uint64_t row) const {
    for (Count o = 0; o < nodes_; ++o)
        if (progress_[row * nodes_ + o].issued > knows[o]) return true;
    return false;
}

// ---- writes

void VersionStore::issue(Count node, std::uint64_t row, const Write& w) {
    Progress& p = progress_[row * nodes_ + node];
    if (p.issued == p.settled) p.first = w.made;
    p.last = w.made;
    ++p.issued;
    if (w.acknowledged) p.acknowledged = p.issued;
}

// A remove and an add that did not know of each other: the add stays, whichever was first.
void VersionStore::note_undone(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w) {
    if (!w.removes) {
        for (Count o = 0; o < nodes_; ++o)
            if (Progress& p = progress_[row * nodes_ + o]; p.removed > knows[o]) undo(p);
        return;
    }
    Progress& p = progress_[row * nodes_ + node];
    p.removed = p.issued;
    for (Count n = 0; n < nodes_; ++n)
        for (Slot e = at(n, row).first; e != none; e = entries_[e].next)
            if (!covers(knows, records_[entries_[e].record])) return undo(p);
}

void VersionStore::undo(Progress& p) {
    p.removed = 0;
    ++fates_.removes_undone;
}

// With a clock that is behind, it is lost to what is already there.
void VersionStore::write_by_time(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w) {
    Versions& here = at(node, row);
    const Slot r = new_record(node, row, w);
    if (here.first != none && !beats(records_[r], records_[entries_[here.first].record])) {
        records_[r].outran = true;
        records_[r].holders = 1;
        return release(r);
    }
    mark_known(row, knows);
    replace(here, r);
}

void VersionStore::write_by_version(Count node, std::uint64_t row, std::span<const Count> knows, const Write& w) {
    mark_known(row, knows);
    Versions& here = at(node, row);
    const bool had = here.size > 1;
    keep_if(here, [&](const Record& r) { return !covers(knows, r); });
    if (!w.removes) add(here, new_record(node, row, w));
    with_siblings_ += (here.size > 1 ? 1 : 0) - (had ? 1 : 0);
}

// Somebody writes who knows these versions, wherever they are.
void VersionStore::mark_known(std::uint64_t row, std::span<const Count> knows) {
    for (Count n = 0; n < nodes_; ++n)
        for (Slot e = at(n, row).first; e != none; e = entries_[e].next)
            if (Record& r = records_[entries_[e].record]; covers(knows, r)) r.known = true;
}

// ---- merging

void VersionStore::merge_by_time(Count node, Slot update) {
    const Slot e = updates_[update].content.first;
    if (e == none) return;
    Record& theirs = records_[entries_[e].record];
    Versions& here = at(node, updates_[update].row);
    if (here.first != none) {
        const Record& ours = records_[entries_[here.first].record];
        if (&ours == &theirs) return;
        if (beats(ours, theirs)) {
            theirs.outran = theirs.outran || theirs.made > ours.made;
            return;
        }
    }
    replace(here, entries_[e].record);
}

// What either has stays unless the other has seen it and has it no more.
void VersionStore::merge_by_version(Count node, Slot update) {
    const std::uint64_t row = updates_[update].row;
    Versions& here = at(node, row);
    const bool had = here.size > 1;
    const auto ours = seen(node, row), theirs = seen_in(update);
    const std::uint64_t in_theirs = ++visit_, in_both = ++visit_;
    for (Slot e = updates_[update].content.first; e != none; e = entries_[e].next)
        records_[entries_[e].record].visit = in_theirs;
    keep_if(here, [&](Record& r) {
        const bool both = r.visit == in_theirs;
        if (both) r.visit = in_both;
        return both || !covers(theirs, r);
    });
    for (Slot e = updates_[update].content.first; e != none; e = entries_[e].next) {
        const Slot r = entries_[e].record;
        if (records_[r].visit != in_both && !covers(ours, records_[r])) add(here, r);
    }
    with_siblings_ += (here.size > 1 ? 1 : 0) - (had ? 1 : 0);
}

void VersionStore::replace(Versions& v, Slot winner) {
    for (Slot e = v.first; e != none; e = entries_[e].next)
        if (Record& r = records_[entries_[e].record]; r.made > records_[winner].made) r.outran = true;
    clear(v);
    add(v, winner);
}

template <class Keep>
void VersionStore::keep_if(Versions& v, Keep keep) {
    for (Slot* link = &v.first; *link != none;) {
        const Slot e = *link;
        if (keep(records_[entries_[e].record])) {
            link = &entries_[e].next;
            continue;
        }
        *link = entries_[e].next;
        --v.size;
        release(entries_[e].record);
        entries_.release(e);
    }
}

// ---- updates

VersionStore::Slot VersionStore::update_of(Count node, std::uint64_t row) {
    const Slot u = updates_.allocate();
    updates_[u].row = row;
    update_seen_.resize(std::size_t{updates_.size()} * nodes_);
    for (Slot e = at(node, row).first; e != none; e = entries_[e].next) add(updates_[u].content, entries_[e].record);
    std::ranges::copy(seen(node, row), update_seen_.begin() + static_cast<std::ptrdiff_t>(std::size_t{u} * nodes_));
    return u;
}

void VersionStore::drop(Slot update) {
    clear(updates_[update].content);
    updates_.release(update);
}

void VersionStore::begin_catching_up() {
    owed_ = 0;
    for (Progress& p : progress_) {
        p.target = p.settled < p.issued ? p.issued : 0;
        owed_ += p.target > 0 ? 1 : 0;
    }
}

// ---- versions and their records

VersionStore::Slot VersionStore::new_record(Count node, std::uint64_t row, const Write& w) {
    const Slot r = records_.allocate();
    records_[r].stamp = w.stamp;
    records_[r].made = w.made;
    records_[r].node = node;
    records_[r].number = progress_[row * nodes_ + node].issued;
    records_[r].acknowledged = w.acknowledged;
    return r;
}

// One holder fewer; without any its fate is decided.
void VersionStore::release(Slot record) {
    Record& r = records_[record];
    if (--r.holders > 0) return;
    assert(r.known || resolution_ == Resolution::last_write_wins);
    if (!r.known && r.acknowledged) {
        ++fates_.lost;
        if (r.outran) ++fates_.lost_to_clocks;
    }
    records_.release(record);
}

void VersionStore::add(Versions& v, Slot record) {
    const Slot e = entries_.allocate();
    entries_[e] = {record, v.first};
    v.first = e;
    ++v.size;
    ++records_[record].holders;
}

void VersionStore::clear(Versions& v) {
    while (v.first != none) {
        const Slot e = v.first;
        v.first = entries_[e].next;
        release(entries_[e].record);
        entries_.release(e);
    }
    v.size = 0;
}

bool VersionStore::consistent() const {
    std::vector<std::uint32_t> held(records_.size(), 0);
    const auto count = [&](const Versions& v) {
        Count n = 0;
        for (Slot e = v.first; e != none; e = entries_[e].next, ++n) ++held[entries_[e].record];
        return n == v.size;
    };
    for (Slot u = 0; u < updates_.size(); ++u)
        if (!count(updates_[u].content)) return false;
    for (const Versions& v : current_)
        if (!count(v)) return false;
    for (Slot r = 0; r < records_.size(); ++r)
        if (records_[r].holders != held[r]) return false;
    return true;
}

std::size_t VersionStore::bytes() const noexcept {
    return (seen_.capacity() + update_seen_.capacity()) * sizeof(Count) + current_.capacity() * sizeof(Versions) +
           progress_.capacity() * sizeof(Progress) + records_.bytes() + entries_.bytes() + updates_.bytes();
}

}  // namespace nines
