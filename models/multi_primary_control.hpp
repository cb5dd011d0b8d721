// Databases with several primaries at work: a write is kept by the node that takes it and sent to the others, whose
// versions are merged with it.
//
// Between two nodes there is a channel in each direction. It knows of which rows the other lacks a write, each once:
// what is sent is what the sender has of the row when its turn comes, as in stores that replicate documents and not a
// log. Always: a row whose update did not arrive is to be sent again; memory is fixed by the number of rows.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_multi_primary(Index database) {
    const DatabaseModel& model = m_.databases[database];
    const auto nodes = model.nodes;
    MultiPrimaryState& s = databases_[database].primaries;
    s.store = VersionStore{model.multi_primary->resolution, nodes, model.keys.count};
    s.channels.resize(std::size_t{nodes} * nodes);
    for (auto& channel : s.channels) channel.queued.assign(model.keys.count, 0);
    s.nodes.resize(nodes);
    for (auto& n : s.nodes) {
        const Duration error = draw(model.clock_error, model.stream);
        n.clock_error = random(model.stream).below(2) == 0 ? error : -error;
    }
    for (Index r = model.first_node; r < model.first_node + nodes; ++r) set_role(r, true);
}

// The node nearest to a caller of those in rotation; of several, in turn.
inline Index Simulation::Engine::choose_nearest(Index zone, std::uint32_t& cursor, const Rotation& rotation,
                                                const DatabaseModel& model) const {
    Index chosen = none;
    for (Index k = 0, n = cursor; k < model.nodes; ++k) {
        n = n + 1 < model.nodes ? n + 1 : 0;
        if (!rotation.contains(model.offset + n)) continue;
        if (chosen == none || model.distance[zone * model.nodes + n] < model.distance[zone * model.nodes + chosen])
            chosen = n;
    }
    if (chosen == none) return none;
    cursor = chosen;
    return model.offset + chosen;
}

// What a request knows of its row, a counter a node; nothing when it begins.
inline std::span<std::uint32_t> Simulation::Engine::known_to(Index i, Index database) {
    DatabaseState& first_shard = databases_[m_.databases[database].first_shard];
    MultiPrimaryState& s = first_shard.primaries;
    const auto nodes = m_.databases[database].nodes;
    Session& session = session_of(i, database);
    const auto first = static_cast<std::size_t>(&session - first_shard.sessions.data()) * nodes;
    if (s.known.size() < first + nodes) s.known.resize(first_shard.sessions.size() * nodes);
    if (!session.knows) std::fill_n(s.known.begin() + static_cast<std::ptrdiff_t>(first), nodes, 0);
    session.knows = true;
    return {&s.known[first], nodes};
}

// ---- reads and writes

inline void Simulation::Engine::read_versions(Index i, const Call& c) {
    const Index database = node(c.replica).database;
    const VersionStore& store = databases_[database].primaries.store;
    DatabaseCounters& counters = counters_.databases[database];
    const auto row = key_of(i, database);
    const Index n = c.replica - m_.databases[database].first_node;
    ++counters.reads;
    if (databases_[database].damaged) ++counters.damaged_reads;
    const auto versions = store.versions(n, row);
    if (versions > 1) {
        ++counters.sibling_reads;
        counters.siblings_read += versions;
        counters.most_siblings = std::max<std::uint64_t>(counters.most_siblings, versions);
    }
    const auto known = known_to(i, database);
    const auto has = store.seen(n, row);
    for (std::size_t o = 0; o < known.size(); ++o) known[o] = std::max(known[o], has[o]);
    session_of(i, database).has_read = true;
    const auto since = store.lacks_since(n, row);
    if (!since) return;
    ++counters.stale_reads;
    counters.staleness_sum.add(now() - *since);
    counters.staleness.record(now() - *since);
}

// True when the program goes on at once.
inline bool Simulation::Engine::take_write(Index i, Call& c) {
    const Index r = c.replica;
    DatabaseNode& n = node(r);
    const DatabaseModel& model = m_.databases[n.database];
    if (model.multi_primary->cut_off == WhenCutOff::refuse && primary_of(r).cut_off) {
        ++counters_.databases[n.database].unavailable;
        finish(i, Outcome::refused);
        return false;
    }
    if (model.disk && !fits_on_disk(r)) {
        finish(i, Outcome::error);
        return false;
    }
    if (model.fsync == DatabaseModel::absent) {
        make_write(i, c);
        ++c.pc;
        return true;
    }
    c.state = State::committing;
    c.mark = Instant{Duration{static_cast<std::int64_t>(++n.received)}};
    n.waiting.push_back(calls_, i);
    ++n.waiters;
    if (!n.flushing) start_flush(r);
    return false;
}

// What has been flushed is made.
inline void Simulation::Engine::make_flushed_writes(Index r) {
    DatabaseNode& n = node(r);
    n.applied = n.flushed;
    if (replicas_[r].paused) return;
    while (!n.waiting.empty()) {
        const Index i = n.waiting.front();
        Call& c = calls_[i];
        if (position_of(c) > n.flushed) return;
        n.waiting.pop_front(calls_);
        --n.waiters;
        make_write(i, c);
        c.state = State::granted;
        ++c.pc;
        run_program(i);
    }
}

// Who has read the row knows what was there then; who has not knows what the node has.
inline void Simulation::Engine::make_write(Index i, const Call& c) {
    const Index database = node(c.replica).database;
    const DatabaseModel& model = m_.databases[database];
    MultiPrimaryState& s = databases_[database].primaries;
    DatabaseCounters& counters = counters_.databases[database];
    const auto row = key_of(i, database);
    const Index n = c.replica - model.first_node;
    const auto known = known_to(i, database);
    const auto has = s.store.seen(n, row);
    if (!session_of(i, database).has_read)
        for (std::size_t o = 0; o < known.size(); ++o) known[o] = std::max(known[o], has[o]);
    if (s.store.misses(known, row)) ++counters.conflicts;
    const VersionStore::Write write{.stamp = stamp_at(c.replica, row),
                                    .made = now(),
                                    .acknowledged = !c.abandoned,
                                    .removes = model.multi_primary->resolution == Resolution::set &&
                                               random(model.key_stream).uniform() < model.multi_primary->removes.value};
    s.store.write(n, row, known, write, Converged{*this, database});
    known[n] = std::max(known[n], s.store.seen(n, row)[n]);
    if (c.abandoned) {
        ++counters.unconfirmed;
    } else {
        ++counters.acknowledged;
        ++databases_[database].ever_acknowledged;
        if (s.nodes[n].cut_off) ++counters.cut_off_writes;
    }
    note_fates(database);
    for (Index to = 0; to < model.nodes; ++to)
        if (to != n) queue_row(database, n * model.nodes + to, row), send_rows(database, n * model.nodes + to);
}

// The time as its clock shows it, later than any of its own before.
inline Instant Simulation::Engine::stamp_at(Index r, std::uint64_t row) {
    const Index database = node(r).database;
    const DatabaseModel& model = m_.databases[database];
    MultiPrimaryState::Node& n = primary_of(r);
    Instant stamp = std::max(now() + n.clock_error, n.last_stamp + Duration{1});
    if (model.multi_primary->clock == WriteClock::hybrid)
        stamp =
            std::max(stamp, databases_[database].primaries.store.latest_stamp(r - model.first_node, row) + Duration{1});
    n.last_stamp = stamp;
    return stamp;
}

inline MultiPrimaryState::Node& Simulation::Engine::primary_of(Index r) {
    const Index database = node(r).database;
    return databases_[database].primaries.nodes[r - m_.databases[database].first_node];
}

inline void Simulation::Engine::note_fates(Index database) {
    VersionStore& store = databases_[database].primaries.store;
    DatabaseCounters& counters = counters_.databases[database];
    const auto fates = store.take_fates();
    counters.lost += fates.lost;
    counters.lost_to_clocks += fates.lost_to_clocks;
    counters.removes_undone += fates.removes_undone;
    if (store.rows_with_siblings() != counters.siblings.value())
        counters.siblings.add(now(), store.rows_with_siblings() - counters.siblings.value());
}

// ---- channels

inline void Simulation::Engine::queue_row(Index database, Index channel, std::uint64_t row) {
    MultiPrimaryState::Channel& ch = databases_[database].primaries.channels[channel];
    if (std::exchange(ch.queued[row], std::uint8_t{1}) != 0) return;
    ch.rows.push_back(static_cast<std::uint32_t>(row));
}

// Sends what can be sent by now.
inline void Simulation::Engine::send_rows(Index database, Index channel) {
    const DatabaseModel& model = m_.databases[database];
    MultiPrimaryState& s = databases_[database].primaries;
    MultiPrimaryState::Channel& ch = s.channels[channel];
    const Index from = channel / model.nodes, to = channel % model.nodes;
    while (!ch.rows.empty() && can_follow(model.first_node + to, model.first_node + from)) {
        if (ch.free > now()) {
            if (ch.due == no_stub)
                ch.due = data_event(ch.free, DataEvent::channel_free, database * most_channels + channel);
            return;
        }
        const auto row = ch.rows.front();
        ch.rows.pop_front();
        ch.queued[row] = 0;
        const Duration work =
            model.transfer == DatabaseModel::absent ? Duration::zero() : draw(model.transfer, model.stream);
        const Instant departs = nines::after(now(), work);
        Instant arrives =
            nines::after(departs, latency_between(model.first_node + from, model.first_node + to, model.stream));
        if (model.ordered) {
            ch.free = departs;
            arrives = ch.last_arrival = std::max(arrives, ch.last_arrival);
        }
        const Index update = row_updates_.allocate();
        row_updates_[update] = {database, channel, s.store.update_of(from, row), false};
        data_event(arrives, DataEvent::update, update);
    }
}

inline void Simulation::Engine::channel_is_free(Index packed, Stub stub) {
    const Index database = packed / most_channels, channel = packed % most_channels;
    MultiPrimaryState::Channel& ch = databases_[database].primaries.channels[channel];
    if (ch.due != stub) return;
    ch.due = no_stub;
    send_rows(database, channel);
}

// It reaches its node, or has been applied there.
inline void Simulation::Engine::row_update_due(Index u) {
    const RowUpdate update = row_updates_[u];
    const DatabaseModel& model = m_.databases[update.database];
    MultiPrimaryState& s = databases_[update.database].primaries;
    const Index from = update.channel / model.nodes, to = update.channel % model.nodes;
    if (!can_follow(model.first_node + to, model.first_node + from)) {
        queue_row(update.database, update.channel, s.store.row_of(update.slot));
        s.store.drop(update.slot);
        return row_updates_.release(u);
    }
    if (model.apply != DatabaseModel::absent && !update.applying) {
        Instant& busy = s.nodes[to].applies_until;
        busy = nines::after(std::max(busy, now()), draw(model.apply, model.stream));
        row_updates_[u].applying = true;
        data_event(busy, DataEvent::update, u);
        return;
    }
    s.store.merge(to, update.slot, now(), Converged{*this, update.database});
    s.store.drop(update.slot);
    row_updates_.release(u);
    note_fates(update.database);
    if (s.catching_up && s.store.owed() == 0) caught_up(update.database);
}

// ---- partitions

// Takes stock after nodes or links have changed: who cannot talk to most of the others, and whether all can to all.
inline void Simulation::Engine::look_at_primaries(Index database) {
    const DatabaseModel& model = m_.databases[database];
    MultiPrimaryState& s = databases_[database].primaries;
    bool whole = true;
    for (Index n = 0; n < model.nodes; ++n) {
        s.nodes[n].cut_off = !has_majority(model.first_node + n);
        for (Index k = 0; k < model.nodes; ++k) whole = whole && can_follow(model.first_node + n, model.first_node + k);
    }
    if (whole != s.whole) {
        s.whole = whole;
        counters_.databases[database].split.add(now(), whole ? -1 : 1);
        note(Subject::database, database_name(database), whole ? "nodes together" : "nodes apart");
        s.catching_up = whole;
        if (whole) {
            s.healed_at = now();
            s.store.begin_catching_up();
        }
    }
    for (Index channel = 0; channel < s.channels.size(); ++channel) send_rows(database, channel);
    if (s.catching_up && s.store.owed() == 0) caught_up(database);
}

// Every node has what was written anywhere until the nodes could talk again.
inline void Simulation::Engine::caught_up(Index database) {
    MultiPrimaryState& s = databases_[database].primaries;
    s.catching_up = false;
    DatabaseCounters& counters = counters_.databases[database];
    counters.healing_sum.add(now() - s.healed_at);
    counters.healing.record(now() - s.healed_at);
}

}  // namespace nines
