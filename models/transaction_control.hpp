// Transactions at work: locks on rows, who waits for whom, deadlocks, and aborts for what has changed.
//
// A lock belongs to a transaction until that ends, one way or another: to one that writes, or to all that read. Always: a
// transaction waits for at most one lock, in the order in which they came; it waits for those that have it and for those
// before it in the queue that it cannot share it with. A deadlock is a way through this graph back to its beginning.
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
    if (lock.holds == none || (lock.shared && !writes && lock.first == none)) {
        hold(lock, c.loops, op.b, writes);
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
    const Duration waited = now() - state.since;
    if (rules.deadlock_check && waited >= *rules.deadlock_check && !state.checked) {
        state.checked = true;
        if (waits_for_itself(t)) {
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

inline bool Simulation::Engine::waits_for_itself(Index t) {
    const auto& locks = databases_[transactions_[t].database].locks;
    ++visit_;
    still_to_visit_.assign(1, t);
    bool found = false;
    const auto visit = [&](Index other) {
        found = found || other == t;
        if (!transactions_[other].marked(visit_)) still_to_visit_.push_back(other);
    };
    while (!found && !still_to_visit_.empty()) {
        const Index s = still_to_visit_.back();
        still_to_visit_.pop_back();
        const TransactionState& state = transactions_[s];
        if (state.waits == none) continue;
        const LockState& lock = locks[state.keys[state.waits]];
        if (!lock.shared || state.waits_to_write)
            for (Index h = lock.holds; h != none; h = holds_[h].next) visit(holds_[h].transaction);
        for (Index w = lock.first; w != s; w = transactions_[w].next)
            if (state.waits_to_write || transactions_[w].waits_to_write) visit(w);
    }
    return found;
}

inline void Simulation::Engine::abort_transaction(Index t) {
    const Index i = transactions_[t].call;
    end_transaction(t);
    finish(i, Outcome::error);
}

inline void Simulation::Engine::hold(LockState& lock, Index t, std::uint32_t row, bool writes) {
    const Index h = holds_.allocate();
    holds_[h] = {t, lock.holds};
    lock.holds = h;
    lock.shared = !writes;
    transactions_[t].held |= std::uint64_t{1} << row;
}

inline void Simulation::Engine::let_go(LockState& lock, Index t) {
    Index before = none, h = lock.holds;
    for (; holds_[h].transaction != t; h = holds_[h].next) before = h;
    (before == none ? lock.holds : holds_[before].next) = holds_[h].next;
    holds_.release(h);
}

// Whether it waited.
inline bool Simulation::Engine::leave_queue(Index t) {
    TransactionState& state = transactions_[t];
    if (state.waits == none) return false;
    LockState& lock = databases_[state.database].locks[state.keys[state.waits]];
    Index before = none;
    for (Index w = lock.first; w != t; w = transactions_[w].next) before = w;
    (before == none ? lock.first : transactions_[before].next) = state.next;
    if (lock.last == t) lock.last = before;
    return true;
}

// Gives back its locks, and its place in a queue.
inline void Simulation::Engine::end_transaction(Index t) {
    TransactionState& state = transactions_[t];
    if (leave_queue(t)) pass_on(state.database, state.keys[state.waits]);
    for (std::uint32_t row = 0; row < state.rows; ++row) {
        if ((state.held >> row & 1) == 0) continue;
        let_go(databases_[state.database].locks[state.keys[row]], t);
        pass_on(state.database, state.keys[row]);
    }
    state.call = none;
    state.check = no_stub;
    transactions_.release(t);
}

// To those that have waited longest, as many as can have it.
inline void Simulation::Engine::pass_on(Index database, std::uint32_t key) {
    LockState& lock = databases_[database].locks[key];
    while (lock.first != none) {
        const Index t = lock.first;
        TransactionState& state = transactions_[t];
        if (lock.holds != none && (!lock.shared || state.waits_to_write)) return;
        lock.first = state.next;
        if (lock.first == none) lock.last = none;
        hold(lock, t, state.waits, state.waits_to_write);
        lock_waited_for(t);
    }
}

inline void Simulation::Engine::lock_waited_for(Index t) {
    TransactionState& state = transactions_[t];
    DatabaseCounters& counters = counters_.databases[state.database];
    const Duration waited = now() - state.since;
    ++counters.lock_waits;
    counters.lock_wait_sum.add(waited);
    counters.lock_wait.record(waited);
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

// All that were at work on a node that crashed. All leave their queues first, so that no lock is passed on to them.
inline void Simulation::Engine::forget_transactions(Index r) {
    const auto at_work = [&](const TransactionState& t) { return t.call != none && t.node == r; };
    for (Index t = 0; t < transactions_.size(); ++t)
        if (at_work(transactions_[t])) (void)leave_queue(t);
    for (Index t = 0; t < transactions_.size(); ++t) {
        if (!at_work(transactions_[t])) continue;
        TransactionState& state = transactions_[t];
        if (const Index row = std::exchange(state.waits, none); row != none) pass_on(state.database, state.keys[row]);
        end_transaction(t);
    }
}

}  // namespace nines
