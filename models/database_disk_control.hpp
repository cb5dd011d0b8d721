// Disks of databases at work: whether a write fits, and what happens when it does not.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

// What is on the disk of a node that takes writes, with one more, in bytes.
inline double Simulation::Engine::disk_with_one_more(Index r) {
    const DatabaseNode& n = node(r);
    const DatabaseState& d = databases_[n.database];
    const DatabaseDisk& disk = *m_.databases[n.database].disk;
    const double left = disk.used.bytes + disk.per_write.bytes * static_cast<double>(d.written + 1);
    if (m_.databases[n.database].leaderless) return left;
    const Position everybody_has = r == d.leader ? std::max(n.log_from, d.ledger.settled()) : n.received;
    return left + disk.log_per_write.bytes * static_cast<double>(n.received + 1 - std::min(n.received, everybody_has));
}

// Whether a write fits on the disk of the node that takes it; then it is there.
inline bool Simulation::Engine::fits_on_disk(Index r) {
    DatabaseNode& n = node(r);
    DatabaseState& d = databases_[n.database];
    const DatabaseModel& model = m_.databases[n.database];
    DatabaseCounters& counters = counters_.databases[n.database];
    double bytes = disk_with_one_more(r);
    if (bytes > model.disk->size.bytes && !model.leaderless && r == d.leader) {  // known only now and then
        settle(n.database);
        bytes = disk_with_one_more(r);
    }
    const bool fits = bytes <= model.disk->size.bytes;
    if (fits) {
        ++d.written;
        counters.disk.add(now(), static_cast<std::int64_t>(bytes) - counters.disk.value());
        counters.disk_peak = std::max(counters.disk_peak, bytes / model.disk->size.bytes);
    } else {
        ++counters.no_room;
    }
    set_full(r, !fits);
    return fits;
}

inline void Simulation::Engine::set_full(Index r, bool full) {
    DatabaseNode& n = node(r);
    if (n.full == full) return;
    const DatabaseModel& model = m_.databases[n.database];
    n.full = full;
    counters_.databases[n.database].full.add(now(), full ? 1 : -1);
    note(Subject::database, m_.components[r].name, full ? "disk full" : "room on the disk again");
    if (!full) return;
    if (model.disk_cleared != DatabaseModel::absent)
        data_event_after(draw(model.disk_cleared, model.stream), DataEvent::disk_cleared, r);
    // Not within the event of the write.
    if (model.disk->when_full == DiskFull::stop) data_event(now(), DataEvent::disk_full, r);
}

inline void Simulation::Engine::stop_for_room(Index r) {
    if (std::exchange(node(r).out_of_room, true)) return;
    impair(r, {FailureMode::refuse, 1.0, 1.0}, 1);
}

inline void Simulation::Engine::disk_cleared(Index r) {
    DatabaseNode& n = node(r);
    databases_[n.database].written = 0;
    n.log_from = n.received;
    set_full(r, false);
    if (std::exchange(n.out_of_room, false)) impair(r, {FailureMode::refuse, 1.0, 1.0}, -1);
}

}  // namespace nines
