// The caller's side of a call: attempts, timeouts, retries, breakers, fallbacks, and what the caller makes of the end.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

[[gnu::always_inline]] inline void Simulation::Engine::issue(Source& source) {
    const MixModel& choice = source.mix.size() == 1 ? source.mix.front() : choose_from_mix(source);
    const Way& way = ways_[choice.edge];
    const Index i = calls_.allocate(now());
    Call& c = calls_[i];
    c.edge = choice.edge;
    c.level = choice.level;
    ++way.counters->begun;
    if (way.timed) c.deadline = request_deadline(*way.edge);
    start_attempt(i, c, way);
}

inline const MixModel& Simulation::Engine::choose_from_mix(const Source& source) {
    const double u = source.choosing->uniform();
    return *std::ranges::upper_bound(source.mix, u, {}, &MixModel::cumulative);
}

inline Instant Simulation::Engine::request_deadline(const EdgeModel& e) {
    if (e.patience == none) return nines::after(now(), e.overall);
    return nines::after(now(), std::min(e.overall, draw(e.patience, e.patience_stream)));
}

// What a callee's own calls inherit: the overall deadline of the call it works for, if that is handed down. A user's
// patience is not.
inline Instant Simulation::Engine::inherited_deadline(const Call& parent) const {
    const Call* p = &parent;
    while (p->edge == none && p->parent != none) p = &calls_[p->parent];  // branches
    if (p->edge == none || p->deadline == never) return never;
    const EdgeModel& e = m_.edges[p->edge];
    if (!e.propagate) return never;
    return e.patience == none ? p->deadline : nines::after(p->issued, e.overall);
}

inline void Simulation::Engine::begin_call(Index edge, Index parent, bool branch, bool optional) {
    const Index i = calls_.allocate(now());
    Call& call = calls_[i];
    const Call& p = calls_[parent];
    call.edge = edge;
    call.parent = parent;
    call.parent_serial = p.serial;
    call.depth = static_cast<std::uint16_t>(p.depth + 1);
    call.level = p.level;
    call.branch = branch;
    call.optional = optional;
    call.from = p.replica;
    const Way& way = ways_[edge];
    call.deadline = std::min(nines::after(now(), way.overall), inherited_deadline(p));
    if (!branch) calls_[parent].next = i;
    if (messaging_) [[unlikely]]
        inherit_errand(i, parent, false);
    ++way.counters->begun;
    start_attempt(i, call, way);
}

inline Index Simulation::Engine::breaker_of(const Call& c, const EdgeModel& e) const {
    const Index caller = e.shared_breaker || c.from == none ? 0 : local(c.from);
    if (!e.breaker_each) return e.first_breaker + caller;
    const ServiceModel& callee = m_.services[e.service];
    return e.first_breaker + caller * callee.replicas + (c.replica - callee.first_replica);
}

[[gnu::always_inline]] inline void Simulation::Engine::start_attempt(Index i, Call& c, const Way& way) {
    c.since = now();
    c.state = State::transit;
    if (way.guarded) {
        if (way.publishes && errand_of(i).publishes == none) [[unlikely]]
            begin_publication(i, c, way);
        if (way.limited | way.hedged) [[unlikely]] {
            if (way.hedged && !c.hedge) return start_hedged(i, c);
            if (way.edge->budget != none)
                budget_of(c, *way.edge).attempt_begins(m_.budgets[way.edge->budget], c.attempt > 1 && !c.hedge);
        }
        if (c.since >= c.deadline) [[unlikely]]
            return fail_attempt(i, Outcome::timeout);
        if (way.breaks && !way.picks && !admitted(c, *way.edge)) [[unlikely]]
            return short_circuit(i, way);
        if (way.limited) [[unlikely]]
            return pass_limits(i, c, way);
        if (way.blind) [[unlikely]]
            return publish_blindly(i, way);
        if (way.timed) arm_timeout(i, c, way);
    }
    send_attempt(i, c, way);
}

[[gnu::always_inline]] inline void Simulation::Engine::send_attempt(Index i, Call& c, const Way& way) {
    Index chosen = way.rotation->only();
    if (chosen == none || way.stored)
        chosen = way.stored ? choose_node(c, way) : c.replica == none ? choose_replica(c, way) : choose_again(c, way);
    if (chosen == none) [[unlikely]] {
        if (way.breaks && !way.picks) record_in_breaker(c, *way.edge, Outcome::refused);
        return fail_attempt(i, Outcome::refused);
    }
    c.replica = way.first_replica + chosen;
    if (way.picks && !admitted(c, *way.edge)) [[unlikely]]
        if (!choose_admitted(i, c, way)) return;
    if (way.counted) {
        way.rotation->sent(c.replica - way.first_replica);
        c.counted = true;
    }
    send_request(i, c, way);
}

inline Index Simulation::Engine::choose_replica(const Call& c, const Way& way) {
    if (way.named) [[unlikely]]
        if (const auto* known = known_replicas(c, way))
            return known->empty() ? none : (*known)[way.balancing->below(known->size())];
    if (way.publishes) return leader_for(c) - way.first_replica;
    const Index cursor = way.edge->first_cursor + (c.from == none ? 0 : local(c.from));
    return way.rotation->choose(caller_zone(c, *way.edge), cursors_[cursor], *way.balancing);
}

// The replicas that the caller found when it last resolved the name; null: those of today.
[[gnu::noinline]] inline const std::vector<Index>* Simulation::Engine::known_replicas(const Call& c, const Way& way) {
    NameCache& names = names_[way.edge->service];
    if (names.empty()) return nullptr;
    const Duration ttl = *m_.services[way.edge->service].balancer.dns_ttl;
    const Duration age =
        c.from == none ? NameCache::age_at_client(ttl, *way.balancing) : NameCache::age_at_replica(ttl, now(), c.from);
    const auto* known = names.as_of(now() - age, now(), ttl);
    if (names.empty()) way.rotation->blur(false);
    return known;
}

// For a retry that shuns the replica that failed, or keeps to it.
inline Index Simulation::Engine::choose_again(const Call& c, const Way& way) {
    if (way.publishes) return choose_replica(c, way);
    const Index before = c.replica - way.first_replica;
    if (way.edge->retry_replica == RetryReplica::same && way.rotation->contains(before)) return before;
    constexpr int most_picks = 5;  // Istio's host_selection_retry_max_attempts
    Index chosen = choose_replica(c, way);
    for (int k = 1; k < most_picks && chosen == before; ++k) chosen = choose_replica(c, way);
    return chosen;
}

// The breaker of the replica that was chosen is open: another one, or none.
[[gnu::noinline]] inline bool Simulation::Engine::choose_admitted(Index i, Call& c, const Way& way) {
    constexpr int most_picks = 5;  // Finagle's maxEffort
    for (int k = 1; k < most_picks; ++k) {
        const Index chosen = choose_replica(c, way);
        if (chosen == none) break;
        c.replica = way.first_replica + chosen;
        if (admitted(c, *way.edge)) return true;
    }
    short_circuit(i, way);
    return false;
}

inline void Simulation::Engine::short_circuit(Index i, const Way& way) {
    ++way.counters->short_circuited;
    fail_attempt(i, Outcome::rejected);
}

inline void Simulation::Engine::on_retry(Index i) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    c.progress = no_stub;
    c.expires = Call::per_try;
    if (way.edge->retry_replica == RetryReplica::any) c.replica = none;
    if (orphaned(c)) {
        if (way.edge->budget != none) budget_of(c, *way.edge).return_retry();
        return conclude(i, c, way, Outcome::cancelled);
    }
    start_attempt(i, c, way);
}

inline bool Simulation::Engine::admitted(const Call& c, const EdgeModel& e) {
    BreakerState& b = breakers_[breaker_of(c, e)];
    if (b.state() == BreakerState::State::closed) [[likely]]
        return true;
    const auto before = b.state();
    const bool yes = b.admits(m_.breakers[e.breaker], now());
    if (b.state() != before) mark_breaker(c, before, b.state());
    return yes;
}

inline void Simulation::Engine::arm_timeout(Index i, Call& c, const Way& way) {
    const Instant t = std::min(nines::after(c.since, way.per_try), c.deadline);
    if (t != never) c.timer = timer(t, EventKind::timeout, i);
}

// A request or an answer that never arrives. A connection that is not there shows after the connect timeout.
[[gnu::noinline]] inline void Simulation::Engine::vanish(Index i) {
    Call& c = calls_[i];
    c.progress = no_stub;
    if (c.abandoned) return release(i);
    const bool connecting = c.state == State::transit;
    c.state = State::vanished;
    const EdgeModel& e = m_.edges[c.edge];
    if (e.group != none && c.timer == no_stub && errand_of(i).record == none)  // a delivery that nobody watches
        return conclude(i, c, ways_[c.edge], Outcome::lost);
    if (!connecting) return;
    if (e.connect == Duration::max()) {
        if (ways_[c.edge].bulky && e.write != Duration::max() &&
            m_.endpoints[e.endpoint].request_bytes > m_.send_buffer)
            expire_writing(i);
        return;
    }
    const Instant t = std::max(now(), nines::after(c.since, e.connect));
    if (t >= std::min(nines::after(c.since, e.per_try), c.deadline)) return;
    c.timer = timer(t, EventKind::timeout, i);
    c.expires = Call::connect;
}

[[gnu::always_inline]] inline void Simulation::Engine::on_reply(Index i, Call& c, const Way& way) {
    if (c.abandoned) [[unlikely]] {
        if (way.delivers)
            late_answer(i);
        else
            ++way.counters->late;
        return release(i);
    }
    c.timer = no_stub;
    const Outcome o = c.outcome;
    if (way.breaks) record_in_breaker(c, *way.edge, o);
    if (!is_good(o)) [[unlikely]]
        return fail_attempt(i, o);
    if (way.publishes) [[unlikely]]
        publications_[errand_of(i).publishes].acknowledged |= !orphaned(c);
    count_attempt(c, way, o);
    if (way.hedged && c.hedge) [[unlikely]]
        return hedge_ended(i, o);
    conclude(i, c, way, o);
}

// Whether a breaker has let the attempt through: one for each replica is asked when the replica is chosen, after what
// the caller limits itself by.
inline bool Simulation::Engine::passed_breaker(const Call& c, const EdgeModel& e) const {
    return e.breaker != none && !(e.breaker_each && (c.state == State::pooled || c.state == State::backoff));
}

inline void Simulation::Engine::forget_in_breaker(const Call& c, const EdgeModel& e) {
    if (passed_breaker(c, e)) breakers_[breaker_of(c, e)].forget();
}

inline void Simulation::Engine::record_in_breaker(const Call& c, const EdgeModel& e, Outcome o) {
    if (!passed_breaker(c, e)) return;
    const CircuitBreaker& p = m_.breakers[e.breaker];
    BreakerState& b = breakers_[breaker_of(c, e)];
    const auto before = b.state();
    const bool slow = now() - (c.attempt == 1 ? c.issued : c.since) > p.slow_call;
    b.record(p, !is_good(o), slow, now());
    if (b.state() != before) [[unlikely]]
        mark_breaker(c, before, b.state());
}

// Of several instances the time line says which: that of which caller, and for which replica of the callee.
inline void Simulation::Engine::mark_breaker(const Call& c, BreakerState::State before, BreakerState::State after) {
    using B = BreakerState::State;
    const EdgeModel& e = m_.edges[c.edge];
    EdgeCounters& counters = counters_.edges[c.edge];
    counters.open_breakers.add(now(), (after == B::open ? 1 : 0) - (before == B::open ? 1 : 0));
    if (after == B::open) ++counters.openings;
    if (timeline_.size() >= timeline_limit) {
        ++timeline_dropped_;
        return;
    }
    std::string instance;
    if (!e.shared_breaker && c.from != none) instance = "of " + m_.components[c.from].name;
    if (e.breaker_each) instance += (instance.empty() ? "for " : " for ") + m_.components[c.replica].name;
    note(Subject::edge, m_.edge_names[c.edge],
         after == B::open        ? "breaker open"
         : after == B::half_open ? "breaker half-open"
                                 : "breaker closed",
         std::move(instance));
}

inline void Simulation::Engine::on_timeout(Index i, Stub ticket) {
    if (calls_[i].timer != ticket) return;
    const EdgeModel& e = m_.edges[calls_[i].edge];
    count_timeout(calls_[i]);
    record_in_breaker(calls_[i], e, Outcome::timeout);
    abandon(i, Outcome::timeout, e.cancel);
}

inline void Simulation::Engine::count_timeout(const Call& c) {
    EdgeCounters& counters = counters_.edges[c.edge];
    ++(now() >= c.deadline          ? counters.overall_timeouts
       : c.expires == Call::connect ? counters.connect_timeouts
       : c.expires == Call::write   ? counters.write_timeouts
       : c.expires == Call::read    ? counters.read_timeouts
                                    : counters.try_timeouts);
}

// The caller stops waiting for this attempt. What works for it goes on for nobody, unless the withdrawal reaches it.
inline void Simulation::Engine::abandon(Index i, Outcome o, bool cancel) {
    calls_[i].timer = no_stub;
    if (calls_[i].state == State::pooled) leave_pool_queue(i, calls_[i]);
    if (calls_[i].state == State::vanished || calls_[i].state == State::backoff) {
        calls_[i].progress = no_stub;
        return fail_attempt(i, o);
    }
    const Index mine = split(i);
    if (cancel) give_up(i);
    fail_attempt(mine, o);
}

// The caller's half moves out, to a record of its own; nobody waits for the other.
inline Index Simulation::Engine::split(Index i) {
    const Index mine = calls_.allocate(now());
    Call& left = calls_[i];
    Call& c = calls_[mine];
    const auto serial = c.serial;
    c = left;
    c.serial = serial;
    c.progress = no_stub;
    c.resident = c.holds_worker = c.degraded = false;
    c.leads = 0;
    c.work = {};
    left.abandoned = true;
    left.counted = false;
    left.permit = left.hedge = 0;
    left.parent = none;
    if (c.parent != none && !c.branch && !c.hedge && calls_[c.parent].serial == c.parent_serial)
        calls_[c.parent].next = mine;
    if (i < last_waits_.size()) {
        last_waits_.resize(calls_.size());
        last_waits_[mine] = last_waits_[i];
    }
    if (messaging_) [[unlikely]]
        share_errand(mine, i);
    return mine;
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
    calls_[i].timer = no_stub;
    withdraw_children(i);
    abort_work(i);
    leave(i, Outcome::cancelled);
    release(i);
}

// Calls that it made are withdrawn with it where their own policy says so; the others are left to end for nobody.
inline void Simulation::Engine::withdraw_children(Index i) {
    Call& c = calls_[i];
    const auto serial = c.serial;
    detach_children(c);
    if (c.state != State::waiting) return;
    if (ops_[c.pc].kind == Op::Kind::call) return withdraw(c.next);
    for (Index k = 0; k < calls_.size(); ++k) {
        const Call& child = calls_[k];
        if (child.state != State::free && child.parent == i && child.parent_serial == serial) withdraw(k);
    }
}

inline void Simulation::Engine::withdraw(Index i) {
    const Call& c = calls_[i];
    if (c.edge == none || !m_.edges[c.edge].cancel) return;
    const Way& way = ways_[c.edge];
    if (c.state == State::hedging) {
        drop_hedges(i);
        end_round(calls_[i], *way.edge);
        return conclude(i, calls_[i], way, Outcome::cancelled);
    }
    if (c.timer == no_stub) return;
    forget_in_breaker(c, *way.edge);
    abandon(i, Outcome::cancelled, true);
}

[[gnu::always_inline]] inline void Simulation::Engine::count_attempt(Call& c, const Way& way, Outcome o) {
    ++way.counters->attempts[static_cast<std::size_t>(o)];
    if (c.counted) {
        way.rotation->ended(c.replica - way.first_replica);
        c.counted = false;
    }
    if (way.limited | way.watched) [[unlikely]] {
        if (way.watched) watch(c, way, o);
        if (way.limited) settle_limits(c, way, o);
    }
}

// The attempt ends without a good answer.
[[gnu::noinline]] inline void Simulation::Engine::fail_attempt(Index i, Outcome o) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    c.timer = no_stub;
    count_attempt(c, way, o);
    if (c.hedge) return hedge_ended(i, o);
    if (orphaned(c)) return conclude(i, c, way, o);
    if (retry(i, c, *way.edge, o)) return;
    end_call(i, c, way, o);
}

// Whether another attempt follows. An overall deadline that would pass during the wait ends the call now.
inline bool Simulation::Engine::retry(Index i, Call& c, const EdgeModel& e, Outcome o) {
    if ((e.retry_on >> static_cast<unsigned>(o) & 1) == 0 || c.attempt >= e.max_attempts || now() >= c.deadline)
        return false;
    const bool remembers = e.backoff.jitter == Jitter::decorrelated;
    if (remembers && i >= last_waits_.size()) last_waits_.resize(calls_.size());
    const Duration previous = remembers && c.attempt > 1 ? last_waits_[i] : e.backoff.base;
    Duration wait = draw_backoff(e.backoff, c.attempt, previous, random(e.backoff_stream));
    const ServiceModel& callee = m_.services[e.service];
    if (o == Outcome::rejected && e.respects_retry_after && c.state == State::replying && callee.sheds &&
        callee.overload.retry_after) {
        const double said = to_seconds(*callee.overload.retry_after);
        wait = std::max(wait, from_seconds(said * (1.0 + 0.5 * random(e.backoff_stream).uniform())));
    }
    if (nines::after(now(), wait) >= c.deadline) return false;
    const bool after_timeout = o == Outcome::timeout;
    if (e.budget != none && !budget_of(c, e).take(m_.budgets[e.budget], now(), after_timeout)) {
        ++counters_.edges[c.edge].denied;
        return false;
    }
    c.after_timeout = after_timeout ? 1 : 0;
    ++c.attempt;
    ++counters_.edges[c.edge].retries;
    if (remembers) last_waits_[i] = wait;
    c.work = {};
    c.state = State::backoff;
    c.progress = timer(nines::after(now(), wait), EventKind::retry, i);
    return true;
}

// The call has failed for good; a fallback may answer instead.
inline void Simulation::Engine::end_call(Index i, Call& c, const Way& way, Outcome o) {
    const EdgeModel& e = *way.edge;
    if (e.fallback == none) return conclude(i, c, way, o);
    if (e.fallback_available < 1.0 && random(e.policy_stream).uniform() >= e.fallback_available)
        return conclude(i, c, way, o);
    c.outcome = o;
    const Duration wait = draw(e.fallback, e.fallback_stream);
    if (wait == Duration::zero()) return answer_instead(i);
    c.state = State::backoff;
    c.progress = after(wait, EventKind::fallback, i);
}

inline void Simulation::Engine::on_fallback(Index i) {
    calls_[i].progress = no_stub;
    answer_instead(i);
}

// By itself, or by asking another endpoint, for which only the deadline of the request it works for counts.
inline void Simulation::Engine::answer_instead(Index i) {
    const Way& way = ways_[calls_[i].edge];
    const Index instead = way.edge->fallback_edge;
    if (instead == none || orphaned(calls_[i])) return fallback_ended(i, Outcome::success);
    const Index k = calls_.allocate(now());
    Call& c = calls_[i];
    c.state = State::substituted;
    c.next = k;
    Call& other = calls_[k];
    other.edge = instead;
    other.parent = i;
    other.parent_serial = c.serial;
    other.from = c.from;
    other.depth = c.depth;
    other.level = c.level;
    if (messaging_) [[unlikely]]
        inherit_errand(k, i, false);
    if (c.parent != none) other.deadline = inherited_deadline(calls_[c.parent]);
    const Way& there = ways_[instead];
    ++there.counters->begun;
    start_attempt(k, other, there);
}

inline void Simulation::Engine::fallback_ended(Index i, Outcome o) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    if (!is_good(o)) return conclude(i, c, way, c.outcome);
    ++way.counters->fallbacks;
    conclude(i, c, way, way.edge->fallback_degrades ? Outcome::degraded : o);
}

[[gnu::always_inline]] inline void Simulation::Engine::conclude(Index i, const Call& c, const Way& way, Outcome o) {
    EdgeCounters& counters = *way.counters;
    const Index parent = c.parent;
    const Duration latency = now() - c.issued;
    if (orphaned(c)) [[unlikely]] {
        ++counters.calls[static_cast<std::size_t>(Outcome::cancelled)];
        ++counters.late;
        return release(i);
    }
    ++counters.calls[static_cast<std::size_t>(o)];
    if (is_good(o)) [[likely]] {
        counters.latency_sum.add(latency);
        record(counters.latency, latency);
    }
    if (way.delivers) [[unlikely]]
        return delivery_ended(i, way, o);
    const bool branch = c.branch, optional = c.optional;
    release(i);
    if (parent == none)
        end_request(*way.source, o, latency);
    else
        child_ended(parent, o, branch, optional);
}

[[gnu::always_inline]] inline void Simulation::Engine::end_request(Source& source, Outcome o, Duration latency) {
    if (source.follows_up) follow_up(source, o, latency);
}

[[gnu::noinline]] inline void Simulation::Engine::follow_up(Source& source, Outcome o, Duration latency) {
    if (source.latency != nullptr && is_good(o)) record(*source.latency, latency);
    for (const Index s : source.slos) {
        const SloModel& slo = m_.slos[s];
        const bool answered = o == Outcome::success || (slo.degraded_counts && o == Outcome::degraded);
        ++counters_.slos[s].all;
        if (answered && latency < slo.latency_below) ++counters_.slos[s].good;
    }
    if (source.closed) next_round(source, latency);
}

// The user thinks, then asks again. One who is turned away in no time and does not think must not stop the clock.
inline void Simulation::Engine::next_round(const Source& source, Duration latency) {
    const auto client = static_cast<Index>(&source - sources_.data());
    const Duration think = draw(m_.clients[client].think, m_.clients[client].think_stream);
    after(latency + think == Duration::zero() ? shortest_round : think, EventKind::user, client);
}

// ---- messages

[[gnu::always_inline]] inline void Simulation::Engine::send_request(Index i, Call& c, const Way& way) {
    if (way.immediate && nesting_ < nesting_limit_) return on_request(i, c, way);
    if (!send(EventKind::request, i, c, way)) vanish(i);
}

[[gnu::always_inline]] inline void Simulation::Engine::send_reply(Index i, Call& c, const Way& way) {
    if (way.immediate && nesting_ < nesting_limit_) return on_reply(i, c, way);
    if (!send(EventKind::reply, i, c, way)) vanish(i);
}

// False: it never arrives.
inline bool Simulation::Engine::send(EventKind kind, Index i, Call& c, const Way& way) {
    if (way.path == none || disturbances_ > 0) [[unlikely]]
        return send_far(kind, i, c);
    return depart(way.path, kind, i, c);
}

inline bool Simulation::Engine::send_far(EventKind kind, Index i, Call& c) {
    if (ways_[c.edge].local) {
        c.progress = at(now(), kind, i);
        return true;
    }
    const Index near = caller_zone(c, m_.edges[c.edge]);
    const ReplicaModel& callee = m_.replicas[c.replica];
    const auto pair = kind == EventKind::reply ? callee.zone * m_.zones + near : near * m_.zones + callee.zone;
    const Index path = m_.hosts_matter && caller_host(c) == callee.host ? m_.same_host_path : m_.path_of[pair];
    if (ways_[c.edge].bulky) return send_bulk(pair, path, kind, i, c);
    if (disturbed_[pair] != 0) return send_disturbed(pair, path, kind, i, c, Duration::zero());
    return depart(path, kind, i, c);
}

// A message that takes time for its size, too. A request that is not handed over in time never arrives whole.
inline bool Simulation::Engine::send_bulk(std::uint32_t pair, Index path, EventKind kind, Index i, Call& c) {
    const EdgeModel& e = m_.edges[c.edge];
    const EndpointModel& callee = m_.endpoints[e.endpoint];
    const PathModel& p = m_.paths[path];
    double bytes = is_good(c.outcome) ? callee.response_bytes : 0.0;
    if (kind == EventKind::request) {
        bytes = callee.request_bytes;
        c.mark = now();
        const double waits = std::max(0.0, bytes - m_.send_buffer) / p.bandwidth;
        if (e.write != Duration::max() && waits > to_seconds(e.write)) {
            c.state = State::vanished;
            c.progress = no_stub;
            expire_writing(i);
            return true;
        }
    }
    return send_disturbed(pair, path, kind, i, c, from_seconds(bytes / p.bandwidth));
}

// The write timeout of a request on its way, unless another is earlier.
inline void Simulation::Engine::expire_writing(Index i) {
    Call& c = calls_[i];
    const EdgeModel& e = m_.edges[c.edge];
    const Instant t = std::max(now(), nines::after(c.mark, e.write));
    if (e.read <= e.write || t >= std::min(nines::after(c.since, e.per_try), c.deadline)) return;
    c.timer = timer(t, EventKind::timeout, i);
    c.expires = Call::write;
}

inline bool Simulation::Engine::send_disturbed(std::uint32_t pair, Index path, EventKind kind, Index i, Call& c,
                                               Duration transfer) {
    const PairState& state = pairs_[pair];
    if (state.cuts > 0) return false;
    double arrives = 1.0 - m_.paths[path].loss;
    Duration added{};
    for (const Index d : state.disturbances) {
        const Disturbance& disturbance = disturbance_numbered(d);
        arrives *= 1.0 - disturbance.loss;
        if (disturbance.latency != none) added += added_latency(d);
    }
    if (arrives < 1.0 && random(m_.network_stream).uniform() >= arrives) return false;
    c.progress = after(draw(m_.paths[path].latency, m_.network_stream) + transfer + added, kind, i);
    return true;
}

inline bool Simulation::Engine::depart(Index path, EventKind kind, Index i, Call& c) {
    const PathState& p = paths_[path];
    if (p.loss > 0.0 && random(m_.network_stream).uniform() < p.loss) return false;
    if (p.immediate && nesting_ < nesting_limit_) {
        arrive(kind, i);
    } else {
        c.progress =
            p.lane != none ? along(p.lane, kind, i) : after(draw(m_.paths[path].latency, m_.network_stream), kind, i);
    }
    return true;
}

[[gnu::noinline]] inline void Simulation::Engine::arrive(EventKind kind, Index i) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    if (kind == EventKind::request)
        on_request(i, c, way);
    else
        on_reply(i, c, way);
}

}  // namespace nines
