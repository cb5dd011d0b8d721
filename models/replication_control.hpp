// Databases at work: the log of the primary, how it comes to the replicas, and when a write is acknowledged.
//
// Always: a write that waits is in the queue of its primary, in the order of the log; it is acknowledged when the rule
// of its database holds for its position, and then it is in the ledger.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_databases() {
    if (m_.databases.empty()) return;
    first_node_ = m_.databases.front().first_node;
    keeps_sessions_ =
        std::ranges::any_of(m_.edges, [](const EdgeModel& e) { return e.consistency == Consistency::session; });
    const DatabaseModel& last = m_.databases.back();
    nodes_.resize(last.first_node + last.nodes - first_node_);
    databases_.resize(m_.databases.size());
    struck_primaries_.resize(m_.faults.size(), none);
    for (Index d = 0; d < databases_.size(); ++d) {
        const DatabaseModel& model = m_.databases[d];
        databases_[d].leader = model.first_node;
        databases_[d].known.assign(m_.zones, model.first_node);
        for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
            DatabaseNode& n = node(r);
            n.database = d;
            n.upstream = model.first_node;
            n.connected = r != model.first_node;
            set_role(r, r == model.first_node);
        }
        for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
            if (const Index relay = relay_of(r, model.first_node); relay != none) node(r).upstream = relay;
        databases_[d].picker = KeyPicker{model.keys};
        if (model.multi_primary)
            start_multi_primary(d);
        else if (model.leaderless)
            start_quorum(d);
        if (model.backups) start_backups(d);
        if (model.checkpoint) start_checkpoints(d);
        if (!model.transactions.empty()) databases_[d].locks.resize(model.keys.count);
        if (model.rejects_changed || !model.transactions.empty()) databases_[d].last_write.assign(model.keys.count, 0);
    }
}

inline void Simulation::Engine::set_role(Index r, bool primary) {
    node(r).primary = primary;
    replicas_[r].follows = !primary;
    replicas_[r].plain = plain(replicas_[r]);
}

inline Stub Simulation::Engine::data_event(Instant t, DataEvent what, Index index) {
    return at(t, EventKind::data, index << data_event_bits | static_cast<Index>(what));
}
inline Stub Simulation::Engine::data_event_after(Duration d, DataEvent what, Index index) {
    return data_event(nines::after(now(), d), what, index);
}

// Of the timers, which are those of quorums: whether one still has something to end.
inline bool Simulation::Engine::is_awaited(const Event& e) const noexcept {
    const Index packed = e.index();
    return static_cast<DataEvent>(packed & ((1U << data_event_bits) - 1)) != DataEvent::quorum_timeout ||
           quorum_ops_[packed >> data_event_bits].timeout == e.stub();
}

inline void Simulation::Engine::on_data(Index packed, Stub stub) {
    const Index i = packed >> data_event_bits;
    const auto what = static_cast<DataEvent>(packed & ((1U << data_event_bits) - 1));
    const auto due = [stub](Stub& pending) {
        if (pending != stub) return false;
        pending = no_stub;
        return true;
    };
    switch (what) {
        case DataEvent::arrived:
            if (due(node(i).arrival)) log_arrived(i);
            return;
        case DataEvent::answered:
            if (due(node(i).answer)) log_answered(i);
            return;
        case DataEvent::flushed:
            if (due(node(i).flush_done)) log_flushed(i);
            return;
        case DataEvent::applied:
            if (due(node(i).apply_done)) log_applied(i);
            return;
        case DataEvent::joined:
            if (due(node(i).joining)) m_.databases[node(i).database].leaderless ? hand_off(i) : joined(i);
            return;
        case DataEvent::demoted:
            if (due(node(i).demotion)) demote_isolated(i);
            return;
        case DataEvent::travelled: return write_travelled(i);
        case DataEvent::detected:
            if (due(databases_[i].detection)) choose_candidate(i);
            return;
        case DataEvent::promoted:
            if (due(databases_[i].promotion)) promotion_ready(i);
            return;
        case DataEvent::redirected:
            if (due(databases_[i].redirection)) redirect(i);
            return;
        case DataEvent::timed_out:
            if (due(databases_[i].timeout)) semi_synchronous_timeout(i);
            return;
        case DataEvent::quorum_request: return quorum_request(i);
        case DataEvent::quorum_answer: return quorum_answer(i);
        case DataEvent::quorum_timeout: return quorum_timeout(i, stub);
        case DataEvent::anti_entropy: return make_all_the_same(i);
        case DataEvent::election_timeout:
            if (due(node(i).election)) election_timeout(i);
            return;
        case DataEvent::vote: return vote_arrived(i);
        case DataEvent::backup: return take_backup(i, true);
        case DataEvent::incremental_backup: return take_backup(i, false);
        case DataEvent::backup_done: return backup_done(i);
        case DataEvent::archived: return piece_archived(i);
        case DataEvent::restore_test: return test_restore(i);
        case DataEvent::damage_noticed: return damage_noticed(i);
        case DataEvent::restored: return restored(i);
        case DataEvent::checkpoint: return checkpoint(i, true);
        case DataEvent::checkpoint_done: return checkpoint(i, false);
        case DataEvent::lock_granted: return lock_granted(i, stub);
        case DataEvent::lock_check: return lock_check_due(i, stub);
        case DataEvent::update: return row_update_due(i);
        case DataEvent::channel_free: return channel_is_free(i, stub);
        case DataEvent::disk_full: return stop_for_room(i);
        case DataEvent::disk_cleared: return disk_cleared(i);
    }
}

// ---- writes

inline bool Simulation::Engine::commit_write(Index i, Call& c) {
    const Index r = c.replica;
    DatabaseNode& n = node(r);
    if (!n.primary) {  // its place was taken while this one was at work
        finish(i, Outcome::refused);
        return false;
    }
    DatabaseState& d = databases_[n.database];
    const DatabaseModel& model = m_.databases[n.database];
    const bool whole = m_.endpoints[m_.edges[c.edge].endpoint].transaction != none;
    if (whole && !may_commit(i, c)) return false;
    if (whole && transaction_of(c).writes == 0) {
        ++counters_.databases[n.database].transactions;
        ++c.pc;
        return true;
    }
    Position* const last = whole || d.last_write.empty() ? nullptr : &d.last_write[key_of(i, n.database)];
    const bool conflicts = last != nullptr && m_.edges[c.edge].if_unchanged && *last != session_of(i, n.database).seen;
    counters_.databases[n.database].conflicts += conflicts ? 1 : 0;
    if (conflicts || (model.disk && !fits_on_disk(r))) {
        finish(i, Outcome::error);
        return false;
    }
    if (whole) {
        write_rows(i, c, n.received + 1);
        ++counters_.databases[n.database].transactions;
    } else if (last != nullptr) {
        *last = n.received + 1;
    }
    const Position p = ++n.received;
    if (r == d.leader) {
        d.ledger.append(now());
        if (model.nodes == 1)
            d.ledger.settle(n.flushed);
        else  // every other node lacks one more
            counters_.databases[n.database].behind.add(now(), model.nodes - 1);
    }
    const bool flushes = model.fsync != DatabaseModel::absent;
    if (!flushes) {
        n.flushed = n.applied = p;
        ship_to_all(r);
        if (!model.waits() || d.alone) {
            acknowledge(i, c, p);
            ++c.pc;
            return true;
        }
    }
    c.state = State::committing;
    c.mark = Instant{Duration{static_cast<std::int64_t>(p)}};
    n.waiting.push_back(calls_, i);
    ++n.waiters;
    if (flushes && !n.flushing) start_flush(r);
    if (model.mode == ReplicationMode::semi_synchronous && !d.alone && d.timeout == no_stub)
        d.timeout = data_event_after(model.timeout, DataEvent::timed_out, n.database);
    return false;
}

inline Position Simulation::Engine::position_of(const Call& c) noexcept {
    return static_cast<Position>(c.mark.time_since_epoch().count());
}

// What the database says to the caller, who may be gone.
inline void Simulation::Engine::acknowledge(Index i, const Call& c, Position p) {
    const Index database = node(c.replica).database;
    DatabaseState& d = databases_[database];
    DatabaseCounters& counters = counters_.databases[database];
    if (c.abandoned) {
        ++counters.unconfirmed;
        return;
    }
    ++counters.acknowledged;
    if (keeps_sessions_) session_of(i, database).written = p;
    if (c.replica == d.leader) {
        ++d.ever_acknowledged;
        return d.ledger.acknowledge(p);
    }
    ++counters.lost;  // whoever took its place will never have it
    ++counters.split_writes;
}

inline Position Simulation::Engine::highest_answer(Index primary) const {
    const DatabaseModel& model = m_.databases[node(primary).database];
    Position highest = 0;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (const DatabaseNode& f = node(r); r != primary && f.upstream == primary && !f.primary)
            highest = std::max(highest, f.acknowledged);
    return highest;
}

// Up to which position the rule of its database holds.
inline Position Simulation::Engine::committed(Index primary) const {
    const DatabaseNode& n = node(primary);
    const DatabaseModel& model = m_.databases[n.database];
    if (!model.waits() || databases_[n.database].alone) return n.flushed;
    if (model.wait_for == 1) return std::min(n.flushed, highest_answer(primary));
    // The wait_for-th highest answer.
    std::array<Position, 100> answers;
    std::uint32_t known = 0;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        const DatabaseNode& f = node(r);
        if (r == primary || f.upstream != primary || f.primary) continue;
        if (known < answers.size()) answers[known++] = f.acknowledged;
    }
    if (known < model.wait_for) return 0;
    const auto nth = answers.begin() + (model.wait_for - 1);
    std::nth_element(answers.begin(), nth, answers.begin() + known, std::greater<>{});
    return std::min(n.flushed, *nth);
}

// Answers the writes that have waited for it.
inline void Simulation::Engine::release_committed(Index primary) {
    DatabaseNode& n = node(primary);
    if (n.waiting.empty() || position_of(calls_[n.waiting.front()]) > n.flushed || replicas_[primary].paused) return;
    const Position through = committed(primary);
    while (!n.waiting.empty()) {
        const Index i = n.waiting.front();
        Call& c = calls_[i];
        const Position p = position_of(c);
        if (p > through) return;
        n.waiting.pop_front(calls_);
        --n.waiters;
        acknowledge(i, c, p);
        c.state = State::granted;
        ++c.pc;
        run_program(i);
    }
}

inline void Simulation::Engine::withdraw_write(Index i) {
    DatabaseNode& n = node(calls_[i].replica);
    n.waiting.remove(calls_, i);
    --n.waiters;
    // Of several primaries, one that has not flushed it has not made it.
    if (!m_.databases[n.database].multi_primary) ++counters_.databases[n.database].unconfirmed;
}

// It no longer takes writes: those that wait never learn what became of them.
inline void Simulation::Engine::fail_waiting(Index primary) {
    DatabaseNode& n = node(primary);
    while (!n.waiting.empty()) {
        const Index i = n.waiting.front();
        n.waiting.pop_front(calls_);
        --n.waiters;
        finish(i, Outcome::lost);
    }
}

inline void Simulation::Engine::semi_synchronous_timeout(Index database) {
    DatabaseState& d = databases_[database];
    const DatabaseNode& n = node(d.leader);
    if (n.waiting.empty() || d.alone) return;
    const Position oldest = position_of(calls_[n.waiting.front()]);
    const Instant due = nines::after(d.ledger.time_of(oldest), m_.databases[database].timeout);
    if (now() < due) {
        d.timeout = data_event(due, DataEvent::timed_out, database);
        return;
    }
    set_alone(database, true);
    release_committed(d.leader);
}

inline void Simulation::Engine::set_alone(Index database, bool alone) {
    DatabaseState& d = databases_[database];
    if (d.alone == alone) return;
    d.alone = alone;
    counters_.databases[database].alone.add(now(), alone ? 1 : -1);
    note(Subject::database, database_name(database), alone ? "waits for no replica" : "waits for replicas again");
}

// ---- the log

inline void Simulation::Engine::start_flush(Index r) {
    DatabaseNode& n = node(r);
    const DatabaseModel& model = m_.databases[n.database];
    n.flushing = true;
    n.flush_target = n.received;
    n.flush_done = data_event_after(draw(model.fsync, model.stream), DataEvent::flushed, r);
}

inline void Simulation::Engine::log_flushed(Index r) {
    DatabaseNode& n = node(r);
    n.flushing = false;
    n.flushed = std::min(n.flush_target, n.received);
    if (n.received > n.flushed) start_flush(r);
    if (!n.primary) return on_disk(r);
    if (m_.databases[n.database].multi_primary) return make_flushed_writes(r);
    n.applied = n.flushed;
    ship_to_all(r);
    release_committed(r);
}

inline void Simulation::Engine::ship_to_all(Index primary) {
    const DatabaseModel& model = m_.databases[node(primary).database];
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (const DatabaseNode& f = node(r); r != primary && f.connected && f.upstream == primary) ship(r);
}

// Sends a replica what it has not been sent yet. Far behind, it is sent many writes at a time.
inline void Simulation::Engine::ship(Index r) {
    DatabaseNode& f = node(r);
    const DatabaseModel& model = m_.databases[f.database];
    const Position upto = node(f.upstream).flushed;
    if (!model.ordered) {
        for (; f.sent < upto; ++f.sent) let_travel(r);
        return;
    }
    constexpr Position many = 256;
    while (f.sent < upto) {
        const Position left = upto - f.sent;
        const Position batch = model.transfer == DatabaseModel::absent ? left : left <= many ? 1 : left / many;
        const Duration work = model.transfer == DatabaseModel::absent ? Duration::zero()
                              : batch == 1                            ? draw(model.transfer, model.stream)
                                           : from_seconds(model.transfer_mean * static_cast<double>(batch));
        f.channel_free = nines::after(std::max(now(), f.channel_free), work);
        f.last_arrival =
            std::max(f.last_arrival, nines::after(f.channel_free, latency_between(f.upstream, r, model.stream)));
        f.sent += batch;
        f.inbox.push_back({f.sent, f.channel_free, f.last_arrival});
    }
    if (f.arrival == no_stub && !f.inbox.empty())
        f.arrival = data_event(f.inbox.front().arrives, DataEvent::arrived, r);
}

// Of a message of a lasting connection: what the network loses is sent again.
inline Duration Simulation::Engine::latency_between(Index from, Index to, Index stream) {
    const ReplicaModel &a = m_.replicas[from], &b = m_.replicas[to];
    const auto pair = a.zone * m_.zones + b.zone;
    const Index path = m_.hosts_matter && a.host == b.host ? m_.same_host_path : m_.path_of[pair];
    const Duration latency = draw(m_.paths[path].latency, stream);
    if (disturbed_[pair] == 0 && m_.paths[path].loss == 0.0) return latency;
    return latency + hindrance(pair, m_.paths[path].loss, stream);
}

// What disturbances and losses add.
[[gnu::noinline]] inline Duration Simulation::Engine::hindrance(Index pair, double loss, Index stream) {
    Duration latency{};
    double arrives = 1.0 - loss;
    if (disturbed_[pair] != 0)
        for (const Index k : pairs_[pair].disturbances) {
            const Disturbance& disturbance = m_.disturbances[k];
            arrives *= 1.0 - disturbance.loss;
            if (disturbance.latency != none) latency += draw(disturbance.latency, stream);
        }
    constexpr Duration first_timeout = std::chrono::milliseconds{200};  // Linux: TCP_RTO_MIN
    constexpr int most_doublings = 8;
    Duration timeout = first_timeout;
    for (int k = 0; arrives < 1.0 && k < most_doublings && random(stream).uniform() >= arrives; ++k, timeout *= 2)
        latency += timeout;
    return latency;
}

inline void Simulation::Engine::log_arrived(Index r) {
    DatabaseNode& f = node(r);
    f.received = f.inbox.front().position;
    f.inbox.pop_front();
    if (!f.inbox.empty()) f.arrival = data_event(f.inbox.front().arrives, DataEvent::arrived, r);
    if (m_.databases[f.database].fsync == DatabaseModel::absent) {
        f.flushed = f.received;
        on_disk(r);
    } else if (!f.flushing) {
        start_flush(r);
    }
}

inline void Simulation::Engine::let_travel(Index r) {
    const DatabaseModel& model = m_.databases[node(r).database];
    const Index slot = travelling_.allocate();
    travelling_[slot] = {r, node(r).generation};
    const Duration lag =
        model.transfer == DatabaseModel::absent ? Duration::zero() : draw(model.transfer, model.stream);
    data_event_after(lag + latency_between(node(r).upstream, r, model.stream), DataEvent::travelled, slot);
}

inline void Simulation::Engine::write_travelled(Index slot) {
    const Travelling t = travelling_[slot];
    travelling_.release(slot);
    DatabaseNode& f = node(t.node);
    if (t.generation != f.generation) return;
    f.flushed = ++f.received;
    on_disk(t.node);
}

// A replica has more on its disk: it answers, and applies it.
inline void Simulation::Engine::on_disk(Index r) {
    DatabaseNode& f = node(r);
    const DatabaseModel& model = m_.databases[f.database];
    if (model.relays > 0) ship_to_all(r);
    if (model.waits() && f.connected) {
        Instant arrives = nines::after(now(), latency_between(r, f.upstream, model.stream));
        if (!f.answers.empty()) arrives = std::max(arrives, f.answers.back().arrives);
        f.answers.push_back({f.flushed, now(), arrives});
        if (f.answer == no_stub) f.answer = data_event(f.answers.front().arrives, DataEvent::answered, r);
    }
    if (model.apply == DatabaseModel::absent) return advance_applied(r, f.flushed);
    if (f.apply_done == no_stub) start_applying(r);
}

inline void Simulation::Engine::log_answered(Index r) {
    DatabaseNode& f = node(r);
    f.acknowledged = std::max(f.acknowledged, f.answers.front().position);
    f.answers.pop_front();
    if (!f.answers.empty()) f.answer = data_event(f.answers.front().arrives, DataEvent::answered, r);
    if (!node(f.upstream).primary) return;
    DatabaseState& d = databases_[f.database];
    constexpr Duration caught_up = std::chrono::seconds{1};
    if (d.alone && f.upstream == d.leader &&
        (f.acknowledged >= d.ledger.end() ||
         now() - d.ledger.time_of(std::max(f.acknowledged, d.ledger.settled()) + 1) < caught_up))
        set_alone(f.database, false);
    release_committed(f.upstream);
}

inline void Simulation::Engine::start_applying(Index r) {
    DatabaseNode& f = node(r);
    if (f.applied >= f.flushed) return;
    const DatabaseModel& model = m_.databases[f.database];
    constexpr Position many = 256;
    const Position left = f.flushed - f.applied, batch = left <= many ? 1 : left / many;
    f.apply_target = f.applied + batch;
    f.apply_done = data_event_after(
        batch == 1 ? draw(model.apply, model.stream) : from_seconds(model.apply_mean * static_cast<double>(batch)),
        DataEvent::applied, r);
}

inline void Simulation::Engine::log_applied(Index r) {
    advance_applied(r, std::min(node(r).apply_target, node(r).flushed));
    start_applying(r);
}

inline void Simulation::Engine::advance_applied(Index r, Position p) {
    DatabaseNode& f = node(r);
    DatabaseState& d = databases_[f.database];
    if (p <= f.applied) return;
    DatabaseCounters& counters = counters_.databases[f.database];
    if (r != d.leader) {
        const Position end = node(d.leader).received, before = std::min(f.has(), end);
        f.applied = p;
        const auto less = static_cast<std::int64_t>(std::min(f.has(), end) - before);
        if (less != 0) counters.behind.add(now(), -less);
    }
    f.applied = p;
    if (!follows_leader(f, d.leader) || p > d.ledger.end()) return;
    if (p > d.ledger.settled()) {
        const Duration lag = now() - d.ledger.time_of(p);
        ++counters.lags;
        counters.lag_sum.add(lag);
        counters.lag.record(lag);
    }
    constexpr std::uint32_t now_and_then = 32;
    if (++d.settled_before >= now_and_then) settle(f.database);
    if (m_.databases[f.database].fail_back) consider_fail_back(f.database);
}

inline void Simulation::Engine::settle(Index database) {
    DatabaseState& d = databases_[database];
    d.settled_before = 0;
    const DatabaseModel& model = m_.databases[database];
    Position least = node(d.leader).flushed;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (r != d.leader) least = std::min(least, node(r).has());
    d.ledger.settle(least);
}

inline void Simulation::Engine::count_behind(Index database) {
    const DatabaseState& d = databases_[database];
    const DatabaseModel& model = m_.databases[database];
    const Position end = node(d.leader).received;
    std::int64_t behind = 0;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (r != d.leader && node(r).has() < end) behind += static_cast<std::int64_t>(end - node(r).has());
    Gauge& gauge = counters_.databases[database].behind;
    if (behind != gauge.value()) gauge.add(now(), behind - gauge.value());
}

}  // namespace nines
