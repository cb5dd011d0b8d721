// Transactions at work: locks on rows, who waits for whom, deadlocks, and aborts for what has changed.
//
// A lock is exclusive and belongs to a transaction until that ends, one way or another. Always: a transaction waits for
// at most one lock, so the graph of waits is a set of chains, and a deadlock is a chain that comes back to its
// beginning.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline const Transaction& Simulation::Engine::transaction_of(const Call& c) const {
    const EndpointModel& e = m_.endpoints[m_.edges[c.edge].endpoint];
    return m_.databases[e.database].transactions[e.transaction];
}

// The rows are known from the beginning.
inline void Simulation::Engine::begin_transaction(Index i, Call& c) {
    const Index t = transactions_.allocate();
    TransactionState& state = transactions_[t];
    c.loops = t;
    state.call = i;
    state.database = node(c.replica).database;
    state.node = c.replica;
    state.began = node(c.replica).received;
    const Transaction& kind = transaction_of(c);
    const DatabaseModel& model = m_.databases[state.database];
    const auto rows = std::min<std::uint64_t>(kind.reads + kind.writes, model.rows);
    while (state.rows < rows) {
        const auto end = state.keys.begin() + state.rows;
        auto k = draw_row(state.database, model.transaction_stream);
        // A row that is drawn again is drawn anew; when only few are popular, the next one is taken.
        for (int tries = 0; std::find(state.keys.begin(), end, k) != end || !holds_row(state.database, k); ++tries)
            k = tries < 8 ? draw_row(state.database, model.transaction_stream) : (k + 1) % model.keys.count;
        state.keys[state.rows++] = static_cast<std::uint32_t>(k);
    }
    if (kind.in_order) std::sort(state.keys.begin(), state.keys.begin() + state.rows);
}

// True when the program goes on at once.
inline bool Simulation::Engine::touch_row(Index i, Call& c, const Op& op) {
    Replica& r = replicas_[c.replica];
    if (!c.holds_worker && r.service->hold && !take_worker(i, c, r)) return false;
    if (!node(c.replica).primary) {
        finish(i, Outcome::refused);
        return false;
    }
    if (op.b == 0 && !has_transaction(i, c)) begin_transaction(i, c);
    TransactionState& state = transactions_[c.loops];
    const TransactionRules& rules = m_.databases[state.database].rules;
    const bool writes = static_cast<Step::Data>(op.a) == Step::Data::write_row;
    const bool locks =
        writes || (rules.concurrency == Concurrency::locks && rules.isolation != Isolation::read_committed);
    ++c.pc;
    if (op.b >= state.rows || !locks) return true;
    const auto key = state.keys[op.b];
    LockState& lock = databases_[state.database].locks[key];
    if (lock.owner == none) {
        lock.owner = c.loops;
        state.held |= std::uint64_t{1} << op.b;
        return unchanged(c.loops, key, writes);
    }
    state.waits = op.b;
    state.waits_to_write = writes;
    state.since = now();
    state.call_serial = c.serial;
    state.next = none;
    (lock.first == none ? lock.first : transactions_[lock.last].next) = c.loops;
    lock.last = c.loops;
    c.state = State::waiting;
    if (rules.deadlock_check && *rules.deadlock_check == Duration::zero())
        check_lock(c.loops);
    else if (rules.deadlock_check || rules.lock_timeout)
        state.check = data_event_after(
            std::min(rules.deadlock_check.value_or(Duration::max()), rules.lock_timeout.value_or(Duration::max())),
            DataEvent::lock_check, c.loops);
    return false;
}

inline bool Simulation::Engine::has_transaction(Index i, const Call& c) const {
    return c.loops < transactions_.size() && transactions_[c.loops].call == i;
}

// False: a row that it is about to write was written since it began, and it has been aborted.
inline bool Simulation::Engine::unchanged(Index t, std::uint32_t key, bool writes) {
    const TransactionState& state = transactions_[t];
    const TransactionRules& rules = m_.databases[state.database].rules;
    if (!writes || rules.concurrency != Concurrency::snapshot || rules.isolation == Isolation::read_committed ||
        databases_[state.database].last_write[key] <= state.began)
        return true;
    ++counters_.databases[state.database].serialization_failures;
    abort_transaction(t);
    return false;
}

inline void Simulation::Engine::lock_check_due(Index t, Stub stub) {
    if (transactions_[t].check != stub) return;
    transactions_[t].check = no_stub;
    check_lock(t);
}

// It has waited for long: because of a deadlock?
inline void Simulation::Engine::check_lock(Index t) {
    TransactionState& state = transactions_[t];
    const TransactionRules& rules = m_.databases[state.database].rules;
    DatabaseState& d = databases_[state.database];
    const Duration waited = now() - state.since;
    if (rules.deadlock_check && waited >= *rules.deadlock_check && !state.checked) {
        state.checked = true;
        Index other = t;
        do {
            const TransactionState& s = transactions_[other];
            other = s.waits == none ? none : d.locks[s.keys[s.waits]].owner;
        } while (other != none && other != t && !transactions_[other].marked(visit_));
        ++visit_;
        if (other == t) {
            ++counters_.databases[state.database].deadlocks;
            return abort_transaction(t);
        }
    }
    if (!rules.lock_timeout) return;
    if (waited >= *rules.lock_timeout) {
        ++counters_.databases[state.database].lock_timeouts;
        return abort_transaction(t);
    }
    state.check = data_event(nines::after(state.since, *rules.lock_timeout), DataEvent::lock_check, t);
}

inline void Simulation::Engine::abort_transaction(Index t) {
    const Index i = transactions_[t].call;
    end_transaction(t);
    finish(i, Outcome::error);
}

inline void Simulation::Engine::stop_waiting(Index t) {
    TransactionState& state = transactions_[t];
    if (state.waits == none) return;
    LockState& lock = databases_[state.database].locks[state.keys[state.waits]];
    Index before = none;
    for (Index w = lock.first; w != t; w = transactions_[w].next) before = w;
    (before == none ? lock.first : transactions_[before].next) = state.next;
    if (lock.last == t) lock.last = before;
    state.waits = none;
}

// Gives back its locks, each to the one that has waited longest.
inline void Simulation::Engine::end_transaction(Index t) {
    TransactionState& state = transactions_[t];
    stop_waiting(t);
    for (std::uint32_t row = 0; row < state.rows; ++row)
        if ((state.held >> row & 1) != 0) pass_on(state.database, state.keys[row]);
    state.call = none;
    state.check = no_stub;
    transactions_.release(t);
}

inline void Simulation::Engine::pass_on(Index database, std::uint32_t key) {
    LockState& lock = databases_[database].locks[key];
    const Index t = lock.owner = lock.first;
    if (t == none) return;
    TransactionState& state = transactions_[t];
    lock.first = state.next;
    if (lock.first == none) lock.last = none;
    DatabaseCounters& counters = counters_.databases[database];
    const Duration waited = now() - state.since;
    ++counters.lock_waits;
    counters.lock_wait_sum.add(waited);
    counters.lock_wait.record(waited);
    state.held |= std::uint64_t{1} << state.waits;
    state.waits = none;
    state.checked = false;
    state.check = no_stub;
    Call& c = calls_[state.call];
    assert(c.serial == state.call_serial);
    c.state = State::granted;
    c.progress = data_event(now(), DataEvent::lock_granted, t);
}

// Within an event of its own: whoever gave the lock away is not done yet.
inline void Simulation::Engine::lock_granted(Index t, Stub stub) {
    const Index i = transactions_[t].call;
    if (i == none || calls_[i].progress != stub) return;
    calls_[i].progress = no_stub;
    const Op& op = ops_[calls_[i].pc - 1];
    if (unchanged(t, transactions_[t].keys[op.b], transactions_[t].waits_to_write)) run_program(i);
}

// False: it was aborted.
inline bool Simulation::Engine::may_commit(Index i, const Call& c) {
    if (!has_transaction(i, c)) return true;
    const TransactionState& state = transactions_[c.loops];
    const TransactionRules& rules = m_.databases[state.database].rules;
    if (rules.concurrency != Concurrency::snapshot || rules.isolation != Isolation::serializable) return true;
    for (std::uint32_t row = 0; row < state.rows; ++row)
        if (databases_[state.database].last_write[state.keys[row]] > state.began) {
            ++counters_.databases[state.database].serialization_failures;
            abort_transaction(c.loops);
            return false;
        }
    return true;
}

// Its rows are written at this place of the log.
inline void Simulation::Engine::write_rows(Index i, const Call& c, Position p) {
    if (!has_transaction(i, c)) return;
    const TransactionState& state = transactions_[c.loops];
    for (std::uint32_t row = transaction_of(c).reads; row < state.rows; ++row)
        databases_[state.database].last_write[state.keys[row]] = p;
}

// All that were at work on a node that crashed. Those that wait leave first, so that no lock is passed on to them.
inline void Simulation::Engine::forget_transactions(Index r) {
    const auto at_work = [&](const TransactionState& t) { return t.call != none && t.node == r; };
    for (Index t = 0; t < transactions_.size(); ++t)
        if (at_work(transactions_[t])) stop_waiting(t);
    for (Index t = 0; t < transactions_.size(); ++t)
        if (at_work(transactions_[t])) end_transaction(t);
}

}  // namespace nines
