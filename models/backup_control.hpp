// Backups at work: taken, archived, found bad, and restored after damage that every node has copied faithfully.
//
// Always: between its being stopped and its being restored a database serves nothing. What a restore goes back to is a
// moment that a usable backup holds, or with an archived log one after it; every acknowledged write after that moment
// is lost.
//
// Part of models/engine.hpp.
#pragma once

#include <fmt/format.h>

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_backups(Index database) {
    const Backups& b = *m_.databases[database].backups;
    data_event_after(b.every, DataEvent::backup, database);
    if (b.incremental) data_event_after(*b.incremental, DataEvent::incremental_backup, database);
    if (b.restore_test) data_event_after(*b.restore_test, DataEvent::restore_test, database);
    if (b.archive) data_event_after(*b.archive, DataEvent::archived, database);
    // An empty database is its own first backup.
    databases_[database].backups.push_back({});
}

inline void Simulation::Engine::take_backup(Index database, bool full) {
    const DatabaseModel& model = m_.databases[database];
    const Backups& b = *model.backups;
    DatabaseState& d = databases_[database];
    data_event_after(full ? b.every : *b.incremental, full ? DataEvent::backup : DataEvent::incremental_backup,
                     database);
    if (d.stopped) return;
    if (random(model.backup_stream).uniform() < b.fails_silently.value) d.backups_fail = true;
    while (d.backups.size() > 1 && d.backups[1].taken + b.retention < now()) d.backups.erase(d.backups.begin());
    constexpr std::size_t most_kept = 10'000;
    if (d.backups.size() >= most_kept) d.backups.erase(d.backups.begin() + 1);
    const BackupRecord& before = d.backups.back();
    const double bytes = full ? data_size(b, d.ever_acknowledged) : data_added(b, before, d.ever_acknowledged);
    const Duration stated = full ? b.takes : b.incremental_takes;
    const Duration takes = b.volume ? from_seconds(bytes / b.volume->backup_speed.bytes) : stated;
    const Instant usable = nines::after(now(), takes);
    const Instant away = b.offsite ? copied_away(d.link_free, usable, bytes, b) : usable;
    d.backups.push_back({now(), usable, away, d.ever_acknowledged, full, !d.backups_fail});
    ++counters_.databases[database].backups;
    if (!full || b.load.value == 1.0 || takes == Duration::zero() || d.loaded != none) return;
    d.loaded = d.leader;
    impair(d.loaded, {FailureMode::slow, b.load.value, 1.0}, 1);
    data_event_after(takes, DataEvent::backup_done, database);
}

// Of all the data, in bytes; of what was written since a backup.
inline double Simulation::Engine::data_size(const Backups& b, std::uint64_t acknowledged) {
    return b.volume ? b.volume->size.bytes + b.volume->per_write.bytes * static_cast<double>(acknowledged) : 0.0;
}
inline double Simulation::Engine::data_added(const Backups& b, const BackupRecord& since, std::uint64_t acknowledged) {
    const auto writes = acknowledged - std::min(acknowledged, since.acknowledged);
    return b.volume ? b.volume->per_write.bytes * static_cast<double>(writes) : 0.0;
}

// When a copy that is ready by then is in the other place: the link carries one after the other.
inline Instant Simulation::Engine::copied_away(Instant& link_free, Instant ready, double bytes, const Backups& b) {
    return link_free = nines::after(std::max(link_free, ready), from_seconds(bytes / b.offsite->bytes));
}

inline void Simulation::Engine::backup_done(Index database) {
    DatabaseState& d = databases_[database];
    const Index loaded = std::exchange(d.loaded, none);
    impair(loaded, {FailureMode::slow, m_.databases[database].backups->load.value, 1.0}, -1);
}

inline void Simulation::Engine::piece_archived(Index database) {
    DatabaseState& d = databases_[database];
    const Backups& b = *m_.databases[database].backups;
    data_event_after(*b.archive, DataEvent::archived, database);
    if (d.stopped) return;
    BackupRecord piece{now(), now(), now(), d.ever_acknowledged, false, true};
    if (b.offsite) {
        piece.away = copied_away(d.log_link_free, now(), data_added(b, d.archived, d.ever_acknowledged), b);
        while (d.pieces.size() > 1 && d.pieces[1].away <= now()) d.pieces.pop_front();
        d.pieces.push_back(piece);
    }
    d.archived = piece;
}

// How far the log can be brought back: once the data is destroyed, from what had arrived in the other place.
inline BackupRecord Simulation::Engine::archived_log(Index database, bool destroyed) const {
    const DatabaseState& d = databases_[database];
    if (!destroyed || !m_.databases[database].backups->offsite) return d.archived;
    BackupRecord last;
    for (std::size_t k = 0; k < d.pieces.size() && d.pieces[k].away <= d.damaged_at; ++k) last = d.pieces[k];
    return last;
}

// The newest backup is restored somewhere else, and whatever is wrong is mended.
inline void Simulation::Engine::test_restore(Index database) {
    DatabaseState& d = databases_[database];
    data_event_after(*m_.databases[database].backups->restore_test, DataEvent::restore_test, database);
    if (!d.backups_fail) return;
    d.backups_fail = false;
    note(Subject::database, database_name(database), "restore test failed: backups mended");
}

// ---- damage and what follows

inline void Simulation::Engine::damage(Index database, Duration noticed, bool destroys) {
    DatabaseState& d = databases_[database];
    if (d.damaged || d.stopped) return;
    d.damaged = true;
    d.damaged_at = now();
    d.acknowledged_at_damage = d.ever_acknowledged;
    note(Subject::database, database_name(database), destroys ? "data destroyed" : "data damaged");
    if (destroys) stop_database(database);
    data_event_after(noticed, DataEvent::damage_noticed, database);
}

inline void Simulation::Engine::stop_database(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    d.stopped = true;
    if (!d.recovering) counters_.databases[database].down.add(now(), 1);
    d.recovering = true;
    d.lost_since = d.damaged_at;
    d.detection = d.promotion = d.redirection = no_stub;
    if (d.electing) end_election(database);
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        impair(r, {FailureMode::refuse, 1.0, 1.0}, 1);
}

inline void Simulation::Engine::damage_noticed(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    const std::uint64_t at_stop = d.ever_acknowledged;
    const bool destroyed = d.stopped;
    if (!destroyed) stop_database(database);
    Duration takes{};
    takes += follow(model.restore_runbook, model.backup_stream, d.restore_runbook_tried, database);
    const Restore restore = model.backups ? plan_restore(database, destroyed) : Restore{};
    takes += restore.takes;
    DatabaseCounters& counters = counters_.databases[database];
    ++counters.restores;
    counters.bad_backups += restore.bad;
    if (restore.from_nothing) ++counters.nothing_to_restore;
    counters.lost += at_stop - restore.acknowledged;
    // What was taken later holds what is no more, or the damage.
    d.ever_acknowledged = restore.acknowledged;
    std::erase_if(d.backups, [&](const BackupRecord& b) { return b.taken > restore.moment; });
    while (!d.pieces.empty() && d.pieces.back().taken > restore.moment) d.pieces.pop_back();
    if (d.archived.taken > restore.moment)
        d.archived = {restore.moment, restore.moment, restore.moment, restore.acknowledged, false, true};
    const Duration exposed = d.damaged_at - restore.moment;
    counters.restore_point_sum.add(exposed);
    counters.restore_point.record(exposed);
    meets_rpo(database, exposed);
    note(Subject::database, database_name(database), "restore begins",
         fmt::format("{} acknowledged writes lost", at_stop - restore.acknowledged));
    data_event_after(takes, DataEvent::restored, database);
}

// The newest moment before the damage that can be brought back; backups that turn out to be bad cost the time to try.
inline Simulation::Engine::Restore Simulation::Engine::plan_restore(Index database, bool destroyed) const {
    const Backups& b = *m_.databases[database].backups;
    const DatabaseState& d = databases_[database];
    Restore out;
    const BackupRecord archived = archived_log(database, destroyed);
    const auto can_be_used = [&](const BackupRecord& x) {
        return destroyed ? x.away <= d.damaged_at : x.usable <= now();
    };
    for (std::size_t k = d.backups.size(); k-- > 0;) {
        const BackupRecord& backup = d.backups[k];
        if (backup.taken > d.damaged_at || !can_be_used(backup)) continue;
        // An incremental one needs the full one before it and all between.
        std::size_t full = k;
        std::uint32_t increments = 0;
        bool good = backup.good;
        while (full > 0 && !d.backups[full].full) {
            --full;
            ++increments;
            good = good && d.backups[full].good;
        }
        good = good && d.backups[full].full;
        if (backup.taken > start_of_run) out.takes += restore_time(b, d.backups[full], backup, increments, destroyed);
        if (!good) {
            ++out.bad;
            continue;
        }
        out.moment = backup.taken;
        out.acknowledged = backup.acknowledged;
        out.from_nothing = backup.taken == start_of_run;
        break;
    }
    if (!b.archive || out.from_nothing) return out;
    // A log that goes on to the damage is replayed to the moment before it; what was archived last may be older.
    const bool whole = !destroyed && archived.taken >= d.damaged_at;
    const Instant target = whole ? d.damaged_at : std::min(archived.taken, d.damaged_at);
    if (target <= out.moment) return out;
    out.takes += from_seconds(to_seconds(target - out.moment) / b.replay_speed);
    out.acknowledged = whole ? d.acknowledged_at_damage : archived.acknowledged;
    out.moment = target;
    return out;
}

// Of a full backup and of the incremental ones on it up to `last`. From the other place it comes over the link.
inline Duration Simulation::Engine::restore_time(const Backups& b, const BackupRecord& full, const BackupRecord& last,
                                                 std::uint32_t increments, bool destroyed) {
    if (!b.volume) return b.restore + increments * b.incremental_restore;
    const double bytes = data_size(b, full.acknowledged) + data_added(b, full, last.acknowledged);
    const double speed = b.volume->restore_speed.bytes;
    return from_seconds(bytes / (destroyed && b.offsite ? std::min(speed, b.offsite->bytes) : speed));
}

inline void Simulation::Engine::restored(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    const Position end = node(d.leader).received;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        DatabaseNode& n = node(r);
        n.received = n.flushed = n.applied = n.sent = n.acknowledged = end;
        n.limit = DatabaseNode::everything;
        n.upstream = d.leader;
        n.connected = false;
        n.joining = no_stub;
        if (!model.leaderless) set_role(r, r == d.leader);
    }
    if (!model.leaderless) {
        settle(database);
        count_behind(database);
    }
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        impair(r, {FailureMode::refuse, 1.0, 1.0}, -1);
    d.stopped = d.damaged = false;
    DatabaseCounters& counters = counters_.databases[database];
    const Duration took = now() - d.damaged_at;
    counters.restore_sum.add(took);
    counters.restore.record(took);
    note(Subject::database, database_name(database), "restored");
    d.lost = false;
    if (!model.leaderless) {
        for (Index& k : d.known) k = d.leader;
        look_at(database);
    }
    if (!d.lost) recovered(database);
}

// ---- objectives

inline void Simulation::Engine::meets_rto(Index database, Duration took) {
    const auto& o = m_.databases[database].objective;
    if (!o || !o->rto) return;
    ++counters_.databases[database].rto_judged;
    if (took <= *o->rto) ++counters_.databases[database].rto_met;
}
inline void Simulation::Engine::meets_rpo(Index database, Duration exposed) {
    const auto& o = m_.databases[database].objective;
    if (!o || !o->rpo) return;
    ++counters_.databases[database].rpo_judged;
    if (exposed <= *o->rpo) ++counters_.databases[database].rpo_met;
}

}  // namespace nines
