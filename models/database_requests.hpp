// Requests to databases: which node a caller's driver sends them to, what the request that they are part of knows, and
// how old what a read finds is.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"
#include "models/shards.hpp"

namespace nines {

// The node that the driver of a caller sends it to.
inline Index Simulation::Engine::choose_node(const Call& c, const Way& way) {
    const EndpointModel& e = m_.endpoints[way.edge->endpoint];
    const Index database = shard_for(static_cast<Index>(&c - &calls_[0]), e.database);
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    const Index zone = caller_zone(c, *way.edge);
    const Index known = d.known[zone] - model.first_node + model.offset;
    const bool anywhere = model.leaderless || model.reads_from == ReadsFrom::any;
    if (!model.leaderless &&
        (e.writes_data || model.reads_from == ReadsFrom::primary || way.edge->consistency == Consistency::strong))
        return known;
    Index chosen = known;
    if (anywhere) {
        const Index cursor = way.edge->first_cursor + (c.from == none ? 0 : local(c.from));
        if (model.multi_primary && model.multi_primary->nearest)
            return choose_nearest(zone, cursors_[cursor], *way.rotation, model);
        chosen = model.shards == 1 ? way.rotation->choose(zone, cursors_[cursor], *way.balancing)
                                   : next_of_shard(database, *way.rotation, none);
    } else {
        const Index next = next_of_shard(database, *way.rotation, known);
        if (next != none) chosen = next;
    }
    if (model.leaderless || chosen == none || way.edge->consistency == Consistency::eventual) return chosen;
    return fresh_enough(c, *way.edge, model.first_node - model.offset + chosen) ? chosen : known;
}

// Of the nodes in rotation the next in turn, but not `except`; none when there is no other.
inline Index Simulation::Engine::next_of_shard(Index database, const Rotation& rotation, Index except) {
    const DatabaseModel& model = m_.databases[database];
    std::uint32_t& cursor = databases_[database].cursor;
    for (Index k = 0; k < model.nodes; ++k) {
        cursor = cursor + 1 < model.nodes ? cursor + 1 : 0;
        const Index n = model.offset + cursor;
        if (n != except && rotation.contains(n)) return n;
    }
    return none;
}

// Whether a node has what a read asks for, as its driver knows.
inline bool Simulation::Engine::fresh_enough(const Call& c, const EdgeModel& e, Index r) {
    const DatabaseNode& n = node(r);
    const DatabaseState& d = databases_[n.database];
    if (r == d.leader) return true;
    if (e.consistency == Consistency::session)
        return session_of(static_cast<Index>(&c - &calls_[0]), n.database).written <= n.has();
    if (d.ledger.last_acknowledged() <= n.has()) return true;
    return now() - d.ledger.time_of(std::max(n.has(), d.ledger.settled()) + 1) <=
           m_.databases[n.database].max_staleness;
}

// Of the request that a call is part of.
inline Session& Simulation::Engine::session_of(Index i, Index database) {
    while (calls_[i].parent != none && !orphaned(calls_[i])) i = calls_[i].parent;
    auto& sessions = databases_[m_.databases[database].first_shard].sessions;
    if (sessions.size() <= i) sessions.resize(calls_.size());
    Session& s = sessions[i];
    if (s.issued != calls_[i].issued) {
        s = {};
        s.issued = calls_[i].issued;
    }
    return s;
}

// The row that a request is about. A call that outlived its request is about another one of the same shard.
inline std::uint64_t Simulation::Engine::key_of(Index i, Index database) {
    const DatabaseModel& model = m_.databases[database];
    if (model.keys.count == 1) return 0;
    Session& s = session_of(i, database);
    if (s.key == Session::no_key || !holds_row(database, s.key)) s.key = draw_row(database, model.key_stream);
    return s.key;
}

// The shard of the row that a request is about.
inline Index Simulation::Engine::shard_for(Index i, Index first) {
    const DatabaseModel& model = m_.databases[first];
    if (model.shards == 1) return first;
    Session& s = session_of(i, first);
    if (s.key == Session::no_key) s.key = databases_[first].picker(random(model.key_stream));
    return first + shard_of_key(s.key, model.shards);
}

inline bool Simulation::Engine::holds_row(Index database, std::uint64_t key) const {
    const DatabaseModel& model = m_.databases[database];
    return model.shards == 1 || model.first_shard + shard_of_key(key, model.shards) == database;
}

// REQUIRES: the shard has rows; those that requests are sent to have.
inline std::uint64_t Simulation::Engine::draw_row(Index database, Index stream) {
    std::uint64_t key = databases_[database].picker(random(stream));
    while (!holds_row(database, key)) key = databases_[database].picker(random(stream));
    return key;
}

// True when the program goes on at once.
[[gnu::noinline]] inline bool Simulation::Engine::run_data_op(Index i, const Op& op) {
    Call& c = calls_[i];
    const auto what = static_cast<Step::Data>(op.a);
    const bool writes = what == Step::Data::write || what == Step::Data::commit;
    if (what == Step::Data::read_row || what == Step::Data::write_row) return touch_row(i, c, op);
    const DatabaseModel& model = m_.databases[node(c.replica).database];
    if (model.multi_primary) {
        if (writes) return take_write(i, c);
        read_versions(i, c);
        ++c.pc;
        return true;
    }
    if (model.leaderless) return coordinate(i, c, writes);
    if (writes) return commit_write(i, c);
    observe_read(i, c);
    ++c.pc;
    return true;
}

inline void Simulation::Engine::observe_read(Index i, const Call& c) {
    const DatabaseNode& n = node(c.replica);
    DatabaseState& d = databases_[n.database];
    DatabaseCounters& counters = counters_.databases[n.database];
    const EdgeModel& e = m_.edges[c.edge];
    ++counters.reads;
    if (d.damaged) ++counters.damaged_reads;
    if (!d.last_write.empty()) {
        const Position last = d.last_write[key_of(i, n.database)];
        session_of(i, n.database).seen = c.replica == d.leader || last <= n.has() ? last : 0;
    }
    if (e.consistency == Consistency::session && c.replica != d.leader && session_of(i, n.database).written > n.has())
        ++counters.broken_reads;
    if (c.replica == d.leader || d.ledger.last_acknowledged() <= n.has()) return;
    const Duration age = now() - d.ledger.time_of(std::max(n.has(), d.ledger.settled()) + 1);
    if (e.consistency == Consistency::strong ||
        (e.consistency == Consistency::bounded && age > m_.databases[n.database].max_staleness))
        ++counters.broken_reads;
    ++counters.stale_reads;
    counters.staleness_sum.add(age);
    counters.staleness.record(age);
}

}  // namespace nines
