// Databases without a primary at work: any node coordinates, W answers make a write, R answers a read.
//
// Data is a version number a key and node; the memory of all of it is fixed when a run begins. Always: an operation
// lives until the last of its messages is gone, also when its caller has had the answer long before, since what is on
// its way still arrives.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_quorum(Index database) {
    const DatabaseModel& model = m_.databases[database];
    QuorumState& q = databases_[database].quorum;
    const auto keys = model.keys.count;
    q.issued.assign(keys, 0);
    q.acknowledged.assign(keys, 0);
    q.acknowledged_at.assign(keys, start_of_run);
    q.versions.assign(keys * model.nodes, 0);
    if (model.quorum.hinted_handoff) q.hints.assign(keys * model.nodes, 0);
    q.down_since.assign(model.nodes, never);
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) set_role(r, true);
    if (model.quorum.anti_entropy) data_event_after(*model.quorum.anti_entropy, DataEvent::anti_entropy, database);
}

inline std::uint64_t& Simulation::Engine::version_at(Index r, std::uint64_t key) {
    const Index database = node(r).database;
    const DatabaseModel& model = m_.databases[database];
    return databases_[database].quorum.versions[(r - model.first_node) * model.keys.count + key];
}

// Whether the coordinator takes it for alive: in rotation.
inline bool Simulation::Engine::seems_up(Index r) const {
    const Index service = m_.replicas[r].service;
    return rotations_[service].contains(r - m_.services[service].first_replica);
}

inline Duration Simulation::Engine::quorum_leg(Index law, Index from, Index to, const DatabaseModel& model) {
    if (law != DatabaseModel::absent) return draw(law, model.stream);
    return from == to ? Duration::zero() : latency_between(from, to, model.stream);
}

// Its answer comes later, or an error at once when too few nodes seem to be up.
inline bool Simulation::Engine::coordinate(Index i, Call& c, bool writes) {
    const Index self = c.replica;
    const Index database = node(self).database;
    const DatabaseModel& model = m_.databases[database];
    QuorumState& q = databases_[database].quorum;
    DatabaseCounters& counters = counters_.databases[database];
    const bool strong = !writes && m_.edges[c.edge].consistency == Consistency::strong;
    const std::uint32_t needed = writes   ? model.quorum.write
                                 : strong ? std::max(model.quorum.read, model.nodes - model.quorum.write + 1)
                                          : model.quorum.read;
    std::uint32_t up = 0;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) up += seems_up(r) ? 1 : 0;
    if (up + (writes && model.quorum.sloppy && model.quorum.hinted_handoff ? model.nodes - up : 0) < needed) {
        ++counters.unavailable;
        finish(i, Outcome::refused);
        return false;
    }
    if (writes && model.disk && !fits_on_disk(self)) {
        finish(i, Outcome::error);
        return false;
    }
    const Index o = quorum_ops_.allocate();
    QuorumOp& op = quorum_ops_[o];
    op.call = i;
    op.call_serial = c.serial;
    op.database = database;
    op.coordinator = self;
    op.key = key_of(i, database);
    op.writes = writes;
    op.needed = needed;
    op.version = writes ? ++q.issued[op.key] : 0;
    op.newest = q.acknowledged[op.key];
    op.newest_at = q.acknowledged_at[op.key];
    c.state = State::waiting;
    c.starting = true;
    op.timeout =
        stub_of(scheduler_.timer(nines::after(now(), model.quorum.timeout), static_cast<std::uint32_t>(EventKind::data),
                                 o << data_event_bits | static_cast<Index>(DataEvent::quorum_timeout), Live{*this}));
    op.pending = 1;  // this function
    ask_nodes(o, up);
    return quorum_asked(i, o);
}

inline void Simulation::Engine::ask_nodes(Index o, std::uint32_t up) {
    const QuorumOp op = quorum_ops_[o];
    const DatabaseModel& model = m_.databases[op.database];
    std::uint32_t left = model.quorum.ask_all ? up : std::min(up, op.needed), candidates = up;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        if (!seems_up(r)) {
            if (op.writes && keep_hint(r, op.key, op.version) && model.quorum.sloppy) ++quorum_ops_[o].answers;
            continue;
        }
        // Every set of `left` nodes is as likely.
        const bool chosen = left == candidates || (left > 0 && random(model.key_stream).below(candidates) < left);
        --candidates;
        if (!chosen) continue;
        --left;
        send_to_node(o, r);
    }
}

inline void Simulation::Engine::send_to_node(Index o, Index r) {
    const QuorumOp& op = quorum_ops_[o];
    const DatabaseModel& model = m_.databases[op.database];
    if (!zones_talk(m_.replicas[op.coordinator].zone, m_.replicas[r].zone)) {
        if (op.writes) (void)keep_hint(r, op.key, op.version);
        return;
    }
    Duration leg = quorum_leg(op.writes ? model.quorum_write : model.quorum_read, op.coordinator, r, model);
    if (op.writes && model.fsync != DatabaseModel::absent) leg += draw(model.fsync, model.stream);
    if (op.writes && model.apply != DatabaseModel::absent) leg += draw(model.apply, model.stream);
    ++quorum_ops_[o].pending;
    const Index m = new_quorum_message(o, r);
    data_event_after(leg, DataEvent::quorum_request, m);
}

inline void Simulation::Engine::quorum_request(Index m) {
    const QuorumMessage message = quorum_messages_[m];
    QuorumOp& op = quorum_ops_[message.op];
    const DatabaseModel& model = m_.databases[op.database];
    if (!replicas_[message.node].serves()) {
        if (op.writes) (void)keep_hint(message.node, op.key, op.version);
        return drop_quorum_message(m);
    }
    auto& version = version_at(message.node, op.key);
    if (op.writes) version = std::max(version, op.version);
    quorum_messages_[m].version = version;
    if (op.repair || !zones_talk(m_.replicas[op.coordinator].zone, m_.replicas[message.node].zone))
        return drop_quorum_message(m);
    data_event_after(
        quorum_leg(op.writes ? model.quorum_acknowledge : model.quorum_reply, message.node, op.coordinator, model),
        DataEvent::quorum_answer, m);
}

inline void Simulation::Engine::quorum_answer(Index m) {
    const QuorumMessage message = quorum_messages_[m];
    QuorumOp& op = quorum_ops_[message.op];
    if (!op.decided) {
        ++op.answers;
        op.seen = std::max(op.seen, message.version);
        decide(message.op);
    }
    drop_quorum_message(m);
}

// Enough have answered: the caller has its answer.
inline void Simulation::Engine::decide(Index o) {
    QuorumOp& op = quorum_ops_[o];
    if (op.decided || op.answers < op.needed || !replicas_[op.coordinator].serves()) return;
    op.decided = true;
    op.timeout = no_stub;
    const Index i = op.call;
    if (calls_[i].serial != op.call_serial) return;
    note_quorum_result(op, calls_[i]);
    if (calls_[i].starting) return;  // within coordinate(), which goes on
    calls_[i].state = State::granted;
    ++calls_[i].pc;
    run_program(i);
}

// What coordinate() comes to: false while answers are still out.
inline bool Simulation::Engine::quorum_asked(Index i, Index o) {
    decide(o);
    Call& c = calls_[i];
    c.starting = false;
    const bool decided = quorum_ops_[o].decided;
    if (decided) ++c.pc;
    release_quorum_op(o);
    return decided;
}

inline void Simulation::Engine::note_quorum_result(const QuorumOp& op, const Call& c) {
    DatabaseCounters& counters = counters_.databases[op.database];
    QuorumState& q = databases_[op.database].quorum;
    if (op.writes) {
        if (c.abandoned) {
            ++counters.unconfirmed;
        } else {
            ++counters.acknowledged;
            ++databases_[op.database].ever_acknowledged;
        }
        if (op.version > q.acknowledged[op.key]) {
            q.acknowledged[op.key] = op.version;
            q.acknowledged_at[op.key] = now();
        }
        return;
    }
    ++counters.reads;
    if (databases_[op.database].damaged) ++counters.damaged_reads;
    const auto behind = op.newest > op.seen ? op.newest - op.seen : 0;
    ++counters.versions_behind[std::min<std::uint64_t>(behind, counters.versions_behind.size() - 1)];
    if (behind == 0) return;
    const Duration age = now() - op.newest_at;
    ++counters.stale_reads;
    counters.staleness_sum.add(age);
    counters.staleness.record(age);
}

inline void Simulation::Engine::quorum_timeout(Index o, Stub stub) {
    QuorumOp& op = quorum_ops_[o];
    if (op.timeout != stub) return;
    op.timeout = no_stub;
    const bool waits = !op.decided && calls_[op.call].serial == op.call_serial;
    op.decided = true;
    ++op.pending;
    if (waits) finish(op.call, Outcome::error);
    release_quorum_op(o);
}

// The newest answer is sent to those that were behind.
inline void Simulation::Engine::repair_after(const QuorumOp& done) {
    const DatabaseModel& model = m_.databases[done.database];
    if (done.writes || done.repair || !model.quorum.read_repair || !replicas_[done.coordinator].serves()) return;
    bool any = false;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        any = any || (seems_up(r) && version_at(r, done.key) < done.seen);
    if (!any) return;
    const Index o = quorum_ops_.allocate();
    QuorumOp& op = quorum_ops_[o];
    op = {.database = done.database, .coordinator = done.coordinator, .key = done.key, .version = done.seen};
    op.writes = op.repair = op.decided = true;
    op.pending = 1;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (seems_up(r) && version_at(r, done.key) < done.seen) send_to_node(o, r);
    release_quorum_op(o);
}

// ---- nodes that were away

// False: none is kept.
inline bool Simulation::Engine::keep_hint(Index r, std::uint64_t key, std::uint64_t version) {
    const DatabaseModel& model = m_.databases[node(r).database];
    QuorumState& q = databases_[node(r).database].quorum;
    const Index n = r - model.first_node;
    if (q.hints.empty() || (q.down_since[n] != never && now() - q.down_since[n] > model.quorum.hint_window))
        return false;
    auto& hint = q.hints[n * model.keys.count + key];
    hint = std::max(hint, version);
    if (replicas_[r].serves() && node(r).joining == no_stub)  // it was only out of reach
        node(r).joining = data_event_after(model.quorum.hint_delay, DataEvent::joined, r);
    return true;
}

inline void Simulation::Engine::quorum_node_changed(Index r) {
    const DatabaseModel& model = m_.databases[node(r).database];
    QuorumState& q = databases_[node(r).database].quorum;
    const Index n = r - model.first_node;
    if (!replicas_[r].serves()) {
        q.down_since[n] = now();
        node(r).joining = no_stub;
    } else {
        q.down_since[n] = never;
        node(r).joining = data_event_after(model.quorum.hint_delay, DataEvent::joined, r);
    }
}

inline void Simulation::Engine::hand_off(Index r) {
    const Index database = node(r).database;
    const DatabaseModel& model = m_.databases[database];
    QuorumState& q = databases_[database].quorum;
    if (q.hints.empty() || !replicas_[r].serves()) return;
    if (isolated(r)) {
        node(r).joining = data_event_after(model.quorum.hint_delay, DataEvent::joined, r);
        return;
    }
    const auto first = (r - model.first_node) * model.keys.count;
    for (std::uint64_t k = 0; k < model.keys.count; ++k) {
        auto& hint = q.hints[first + k];
        q.versions[first + k] = std::max(q.versions[first + k], hint);
        hint = 0;
    }
}

inline void Simulation::Engine::make_all_the_same(Index database) {
    const DatabaseModel& model = m_.databases[database];
    for (std::uint64_t k = 0; k < model.keys.count; ++k) {
        std::uint64_t newest = 0;
        for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
            if (replicas_[r].serves() && !isolated(r)) newest = std::max(newest, version_at(r, k));
        for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
            if (replicas_[r].serves() && !isolated(r)) version_at(r, k) = newest;
    }
    data_event_after(*model.quorum.anti_entropy, DataEvent::anti_entropy, database);
}

// ---- operations and their messages

inline Index Simulation::Engine::new_quorum_message(Index o, Index r) {
    const Index m = quorum_messages_.allocate();
    quorum_messages_[m] = {o, r, 0};
    return m;
}

inline void Simulation::Engine::drop_quorum_message(Index m) {
    const Index o = quorum_messages_[m].op;
    quorum_messages_.release(m);
    release_quorum_op(o);
}

// One of those that need it is done with it.
inline void Simulation::Engine::release_quorum_op(Index o) {
    if (--quorum_ops_[o].pending > 0) return;
    const QuorumOp done = quorum_ops_[o];
    if (done.timeout != no_stub) return;  // still to be answered with an error: the timeout holds it
    quorum_ops_.release(o);
    repair_after(done);
}

}  // namespace nines
