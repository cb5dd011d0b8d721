// The caller's side of a call: attempts, timeouts, retries, breakers, fallbacks, and what the caller makes of the end.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::issue(Index client) {
    const ClientModel& c = m_.clients[client];
    const MixModel* choice = c.mix.data();
    if (c.mix.size() > 1) {
        const double u = random(c.mix_stream).uniform();
        while (u >= choice->cumulative) ++choice;
    }
    ++counters_.clients[client].issued;
    ++requests_in_flight_;
    const Index i = calls_.allocate();
    Call& call = calls_[i];
    call.edge = choice->edge;
    call.level = choice->level;
    call.issued = now();
    const EdgeModel& e = m_.edges[choice->edge];
    Duration limit = e.overall;
    if (e.patience != none) limit = std::min(limit, draw(e.patience, e.patience_stream));
    call.deadline = nines::after(now(), limit);
    ++counters_.edges[choice->edge].begun;
    start_attempt(i);
}

// What a callee's own calls inherit: the overall deadline of the call it works for, if that is handed down. A user's
// patience is not.
inline Instant Simulation::Engine::inherited_deadline(Index parent) const {
    const Call* p = &calls_[parent];
    while (p->edge == none && p->parent != none) p = &calls_[p->parent];  // branches
    if (p->edge == none || p->deadline == never) return never;
    const EdgeModel& e = m_.edges[p->edge];
    if (!e.propagate) return never;
    return e.patience == none ? p->deadline : nines::after(p->issued, e.overall);
}

inline void Simulation::Engine::begin_call(Index edge, Index parent, bool branch, bool optional) {
    const Index i = calls_.allocate();
    Call& call = calls_[i];
    const Call& p = calls_[parent];
    const EdgeModel& e = m_.edges[edge];
    call.edge = edge;
    call.parent = parent;
    call.parent_serial = p.serial;
    call.depth = static_cast<std::uint16_t>(p.depth + 1);
    call.level = p.level;
    call.branch = branch;
    call.optional = optional;
    call.from = p.replica;
    call.issued = now();
    call.deadline = std::min(nines::after(now(), e.overall), inherited_deadline(parent));
    if (!branch) calls_[parent].next = i;
    ++counters_.edges[edge].begun;
    start_attempt(i);
}

inline Index Simulation::Engine::breaker_of(const Call& c, const EdgeModel& e) const {
    return e.first_breaker + (e.shared_breaker || c.from == none ? 0 : local(c.from));
}

inline void Simulation::Engine::start_attempt(Index i) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    c.sent = now();
    c.replica = none;
    c.state = State::transit;
    if (c.sent >= c.deadline) [[unlikely]] return end_attempt(i, Outcome::timeout);
    if (way.breaks && !admitted(i, *way.edge)) [[unlikely]] return end_attempt(i, Outcome::rejected);
    const Index cursor = way.edge->first_cursor + (c.from == none ? 0 : local(c.from));
    const Index chosen = way.rotation->choose(caller_zone(c, *way.edge), cursors_[cursor], *way.balancing);
    if (chosen == none) [[unlikely]] {
        record_in_breaker(i, *way.edge, Outcome::refused);
        return end_attempt(i, Outcome::refused);
    }
    if (way.counted) {
        way.rotation->sent(chosen);
        c.counted = true;
    }
    c.replica = way.first_replica + chosen;
    if (way.timed) arm_timeout(i, *way.edge);
    if (!send<EventKind::request>(i, way)) vanish(i);
}

inline bool Simulation::Engine::admitted(Index i, const EdgeModel& e) {
    const Call& c = calls_[i];
    BreakerState& b = breakers_[breaker_of(c, e)];
    if (b.state() == BreakerState::State::closed) [[likely]] return true;
    const auto before = b.state();
    const bool yes = b.admits(m_.breakers[e.breaker], now());
    if (b.state() != before) mark_breaker(c.edge, before, b.state());
    if (!yes) ++counters_.edges[c.edge].short_circuited;
    return yes;
}

inline void Simulation::Engine::arm_timeout(Index i, const EdgeModel& e) {
    Call& c = calls_[i];
    const Instant t = std::min(nines::after(c.sent, e.per_try), c.deadline);
    if (t != never) c.timer = timer(t, EventKind::timeout, i);
}

// A request or an answer that never arrives. A connection that is not there shows after the connect timeout.
inline void Simulation::Engine::vanish(Index i) {
    Call& c = calls_[i];
    c.progress = no_ticket;
    if (c.abandoned) return calls_.release(i);
    const bool connecting = c.state == State::transit;
    c.state = State::vanished;
    const EdgeModel& e = m_.edges[c.edge];
    if (!connecting || e.connect == Duration::max()) return;
    const Instant t = std::max(now(), nines::after(c.sent, e.connect));
    if (t < std::min(nines::after(c.sent, e.per_try), c.deadline)) c.timer = timer(t, EventKind::timeout, i);
}

inline void Simulation::Engine::on_reply(Index i) {
    Call& c = calls_[i];
    if (c.abandoned) [[unlikely]] {
        ++counters_.edges[c.edge].late;
        return calls_.release(i);
    }
    c.timer = no_ticket;
    if (ways_[c.edge].breaks) record_in_breaker(i, *ways_[c.edge].edge, c.outcome);
    end_attempt(i, c.outcome);
}

inline void Simulation::Engine::record_in_breaker(Index i, const EdgeModel& e, Outcome o) {
    if (e.breaker == none) return;
    const CircuitBreaker& p = m_.breakers[e.breaker];
    const Call& c = calls_[i];
    BreakerState& b = breakers_[breaker_of(c, e)];
    const auto before = b.state();
    b.record(p, !is_good(o), now());
    if (b.state() != before) [[unlikely]] mark_breaker(c.edge, before, b.state());
}

inline void Simulation::Engine::mark_breaker(Index edge, BreakerState::State before, BreakerState::State after) {
    using B = BreakerState::State;
    EdgeCounters& counters = counters_.edges[edge];
    counters.open_breakers.add(now(), (after == B::open ? 1 : 0) - (before == B::open ? 1 : 0));
    if (after == B::open) ++counters.openings;
    note(Subject::edge, m_.edge_names[edge],
         after == B::open ? "breaker open" : after == B::half_open ? "breaker half-open" : "breaker closed");
}

inline void Simulation::Engine::on_timeout(Index i, Ticket ticket) {
    if (calls_[i].timer != ticket) return;
    record_in_breaker(i, m_.edges[calls_[i].edge], Outcome::timeout);
    abandon(i, Outcome::timeout);
}

// The caller stops waiting for this attempt. What works for it goes on for nobody, unless the withdrawal reaches it.
inline void Simulation::Engine::abandon(Index i, Outcome o) {
    const Index edge = calls_[i].edge;
    calls_[i].timer = no_ticket;
    if (calls_[i].state == State::vanished) return end_attempt(i, o);
    const Index mine = calls_.allocate();  // the caller's half moves out
    Call& left = calls_[i];
    Call& c = calls_[mine];
    const auto serial = c.serial;
    c = left;
    c.serial = serial;
    c.progress = no_ticket;
    c.resident = c.holds_worker = c.degraded = false;
    c.work = {};
    left.abandoned = true;
    left.counted = false;
    left.parent = none;
    if (c.parent != none && !c.branch && calls_[c.parent].serial == c.parent_serial) calls_[c.parent].next = mine;
    if (m_.edges[edge].cancel) give_up(i);
    end_attempt(mine, o);
}

// Tells the callee that nobody waits any more.
inline void Simulation::Engine::give_up(Index i) {
    Call& c = calls_[i];
    const EdgeModel& e = m_.edges[c.edge];
    c.cancelled = true;
    if (c.state == State::transit || c.state == State::replying) return;
    const Index path = m_.path_of[caller_zone(c, e) * m_.zones + m_.replicas[c.replica].zone];
    if (paths_[path].immediate) return on_withdraw(i);
    const Duration latency = draw(m_.paths[path].latency, m_.network_stream);
    c.timer = timer(nines::after(now(), latency), EventKind::withdraw, i);
}

inline void Simulation::Engine::on_withdraw(Index i) {
    calls_[i].timer = no_ticket;
    withdraw_children(i);
    abort_work(i);
    leave(i, Outcome::cancelled);
    calls_.release(i);
}

// Calls that it made are withdrawn with it where their own policy says so; the others are left to end for nobody.
inline void Simulation::Engine::withdraw_children(Index i) {
    Call& c = calls_[i];
    const auto serial = c.serial;
    detach_children(c);
    if (c.state != State::waiting) return;
    if (m_.ops[c.pc].kind == Op::Kind::call) return withdraw(c.next);
    for (Index k = 0; k < calls_.size(); ++k) {
        const Call& child = calls_[k];
        if (child.state != State::free && child.parent == i && child.parent_serial == serial) withdraw(k);
    }
}

inline void Simulation::Engine::withdraw(Index i) {
    const Call& c = calls_[i];
    if (c.edge == none || c.timer == no_ticket || !m_.edges[c.edge].cancel) return;
    if (ways_[c.edge].breaks) breakers_[breaker_of(c, m_.edges[c.edge])].forget();
    abandon(i, Outcome::cancelled);
}

inline void Simulation::Engine::end_attempt(Index i, Outcome o) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    ++way.counters->attempts[static_cast<std::size_t>(o)];
    if (c.counted) {
        way.rotation->ended(local(c.replica));
        c.counted = false;
    }
    if (is_good(o) || orphaned(c)) [[likely]] return conclude(i, o);
    if (retry(i, *way.edge, o)) return;
    end_call(i, o);
}

// Whether another attempt follows. An overall deadline that would pass during the wait ends the call now.
inline bool Simulation::Engine::retry(Index i, const EdgeModel& e, Outcome o) {
    Call& c = calls_[i];
    if ((e.retry_on >> static_cast<unsigned>(o) & 1) == 0 || c.attempt >= e.max_attempts || now() >= c.deadline)
        return false;
    const Duration previous = c.attempt == 1 ? e.backoff.base : c.mark.time_since_epoch();
    const Duration wait = draw_backoff(e.backoff, c.attempt, previous, random(e.backoff_stream));
    if (nines::after(now(), wait) >= c.deadline) return false;
    ++c.attempt;
    ++counters_.edges[c.edge].retries;
    c.mark = Instant{wait};
    c.state = State::backoff;
    c.progress = timer(nines::after(now(), wait), EventKind::retry, i);
    return true;
}

// The call has failed for good; a fallback may answer instead.
inline void Simulation::Engine::end_call(Index i, Outcome o) {
    const EdgeModel& e = m_.edges[calls_[i].edge];
    if (e.fallback == none) return conclude(i, o);
    Call& c = calls_[i];
    c.outcome = e.fallback_degrades ? Outcome::degraded : Outcome::success;
    const Duration wait = draw(e.fallback, e.fallback_stream);
    if (wait == Duration::zero()) return conclude(i, c.outcome);
    c.state = State::backoff;
    c.progress = after(wait, EventKind::fallback, i);
}

inline void Simulation::Engine::conclude(Index i, Outcome o) {
    const Call& c = calls_[i];
    EdgeCounters& counters = *ways_[c.edge].counters;
    const Index parent = c.parent;
    const Duration latency = now() - c.issued;
    if (orphaned(c)) [[unlikely]] {
        ++counters.calls[static_cast<std::size_t>(Outcome::cancelled)];
        ++counters.late;
        return calls_.release(i);
    }
    ++counters.calls[static_cast<std::size_t>(o)];
    if (is_good(o)) [[likely]] {
        counters.latency_sum += latency.count();
        counters.latency.record(latency);
    }
    const bool branch = c.branch, optional = c.optional;
    const Index client = ways_[c.edge].edge->client;
    calls_.release(i);
    if (parent == none)
        end_request(client, o, latency);
    else
        child_ended(parent, o, branch, optional);
}

inline void Simulation::Engine::end_request(Index client, Outcome o, Duration latency) {
    const ClientModel& model = m_.clients[client];
    ++counters_.clients[client].outcomes[static_cast<std::size_t>(o)];
    --requests_in_flight_;
    for (const Index s : model.slos) {
        const SloModel& slo = m_.slos[s];
        const bool answered = o == Outcome::success || (slo.degraded_counts && o == Outcome::degraded);
        ++counters_.slos[s].all;
        if (answered && latency < slo.latency_below) ++counters_.slos[s].good;
    }
    if (model.open) return;
    // A user who is turned away in no time and does not think must not stop the clock.
    const Duration think = draw(model.think, model.think_stream);
    after(latency + think == Duration::zero() ? shortest_round : think, EventKind::user, client);
}

// ---- messages. False: it never arrives.

template <EventKind kind>
[[gnu::always_inline]] inline bool Simulation::Engine::send(Index i, const Way& way) {
    if (way.path == none || disturbances_ > 0) [[unlikely]] return send_far(i, kind);
    const PathState& p = paths_[way.path];
    if (p.immediate && nesting_ < max_nesting) {
        ++nesting_;
        if constexpr (kind == EventKind::request)
            on_request(i);
        else
            on_reply(i);
        --nesting_;
        return true;
    }
    if (p.loss > 0.0 && random(m_.network_stream).uniform() < p.loss) return false;
    depart(way.path, kind, i);
    return true;
}

inline bool Simulation::Engine::send_far(Index i, EventKind kind) {
    const Call& c = calls_[i];
    const Index near = caller_zone(c, m_.edges[c.edge]);
    const ReplicaModel& callee = m_.replicas[c.replica];
    const auto pair = kind == EventKind::reply ? callee.zone * m_.zones + near : near * m_.zones + callee.zone;
    const Index path = m_.hosts_matter && caller_host(c) == callee.host ? m_.same_host_path : m_.path_of[pair];
    if (disturbed_[pair] != 0) return send_disturbed(pair, path, kind, i);
    const PathState& p = paths_[path];
    if (p.immediate && nesting_ < max_nesting) {
        ++nesting_;
        arrive(kind, i);
        --nesting_;
        return true;
    }
    if (p.loss > 0.0 && random(m_.network_stream).uniform() < p.loss) return false;
    depart(path, kind, i);
    return true;
}

inline bool Simulation::Engine::send_disturbed(std::uint32_t pair, Index path, EventKind kind, Index call) {
    const PairState& state = pairs_[pair];
    if (state.cuts > 0) return false;
    double arrives = 1.0 - m_.paths[path].loss;
    Duration added{};
    for (const Index d : state.disturbances) {
        const Disturbance& disturbance = m_.disturbances[d];
        arrives *= 1.0 - disturbance.loss;
        if (disturbance.latency != none) added += draw(disturbance.latency, disturbance.stream);
    }
    if (arrives < 1.0 && random(m_.network_stream).uniform() >= arrives) return false;
    const Duration latency = draw(m_.paths[path].latency, m_.network_stream) + added;
    calls_[call].progress = after(latency, kind, call);
    return true;
}

inline void Simulation::Engine::depart(Index path, EventKind kind, Index call) {
    const PathState& p = paths_[path];
    calls_[call].progress = p.lane != none ? scheduler_.along(p.lane, static_cast<std::uint32_t>(kind), call)
                                           : after(draw(m_.paths[path].latency, m_.network_stream), kind, call);
}

inline void Simulation::Engine::arrive(EventKind kind, Index call) {
    if (kind == EventKind::request)
        on_request(call);
    else
        on_reply(call);
}

}  // namespace nines
