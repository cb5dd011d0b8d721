// What a caller limits itself by before an attempt goes out: throttle, rate limit, bulkhead; and its retry budget.
//
// Always: a permit that was granted is given back when the attempt ends for its caller; an attempt that waits for a
// permit is in the queue of its pool, in the order they came; permits out and idle connections are together no more
// than the pool has permits.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

// Of a limit that has instances: the caller's own.
inline Index Simulation::Engine::instance(Index first, bool shared, const Call& c) const {
    return first + (shared || c.from == none ? 0 : local(c.from));
}
inline RetryBudgetState& Simulation::Engine::budget_of(const Call& c, const EdgeModel& e) {
    return budgets_[instance(e.first_budget, e.shared_budget, c)];
}
inline ThrottleState& Simulation::Engine::throttle_of(const Call& c, const EdgeModel& e) {
    return throttles_[instance(e.first_throttle, e.shared_throttle, c)];
}
inline RateLimiterState& Simulation::Engine::limiter_of(const Call& c, const EdgeModel& e) {
    return rate_limiters_[instance(e.first_rate_limit, e.shared_rate_limit, c)];
}
inline Simulation::Engine::PermitPool& Simulation::Engine::pool_of(const Call& c, const EdgeModel& e) {
    const PoolModel& pool = m_.pools[e.pool];
    return pools_[instance(pool.first, pool.bulkhead.shared, c)];
}

// The breaker has let the attempt through. It goes out now, later, or not at all.
[[gnu::noinline]] inline void Simulation::Engine::pass_limits(Index i, Call& c, const Way& way) {
    const EdgeModel& e = *way.edge;
    if (e.throttle != none && !throttle_of(c, e).admits(m_.throttles[e.throttle], now(), random(e.policy_stream))) {
        ++way.counters->throttled;
        return turn_away(i, c, way);
    }
    if (way.timed) arm_timeout(i, c, way);
    if (e.rate_limit != none) {
        const auto wait = limiter_of(c, e).reserve(m_.rate_limits[e.rate_limit], now());
        if (!wait) {
            ++way.counters->rate_limited;
            return turn_away(i, c, way);
        }
        if (*wait > Duration::zero()) {
            c.state = State::backoff;
            c.progress = after(*wait, EventKind::admit, i);
            return;
        }
    }
    acquire_permit(i, c, way);
}

// The caller's own limits reject the attempt.
inline void Simulation::Engine::turn_away(Index i, Call& c, const Way& way) {
    if (!way.picks) record_in_breaker(c, *way.edge, Outcome::rejected);
    fail_attempt(i, Outcome::rejected);
}

inline void Simulation::Engine::acquire_permit(Index i, Call& c, const Way& way) {
    const EdgeModel& e = *way.edge;
    if (e.pool == none) return dispatch_limited(i, c, way);
    const Bulkhead& b = m_.pools[e.pool].bulkhead;
    PermitPool& pool = pool_of(c, e);
    PoolCounters& counters = counters_.pools[e.pool];
    if (pool.in_use < b.max_concurrent) {
        ++pool.in_use;
        counters.in_use.increment(now());
        ++counters.granted;
        c.permit = 1;
        const Duration setup = connect(pool, m_.pools[e.pool], counters);
        if (setup == Duration::zero()) return dispatch_limited(i, c, way);
        c.state = State::backoff;
        c.progress = after(setup, EventKind::admit, i);
        return;
    }
    if (pool.waiting >= b.queue.count) {
        ++counters.rejected;
        ++way.counters->pool_rejected;
        return turn_away(i, c, way);
    }
    c.state = State::pooled;
    c.mark = now();
    pool.queue.push_back(calls_, i);
    ++pool.waiting;
    counters.waiting.increment(now());
    if (b.max_wait) c.progress = timer(nines::after(now(), *b.max_wait), EventKind::permit_timeout, i);
}

// How long a permit waits for its connection: an idle one is there at once. Called once for each permit.
inline Duration Simulation::Engine::connect(PermitPool& pool, const PoolModel& model, PoolCounters& counters) {
    if (model.setup == none) return Duration::zero();
    if (const auto& idle = model.bulkhead.idle) {
        const auto expired = [&](Instant since) { return now() - since >= *idle; };
        pool.idle.erase(pool.idle.begin(), std::ranges::find_if_not(pool.idle, expired));
    }
    if (!pool.idle.empty()) {
        pool.idle.pop_back();
        return Duration::zero();
    }
    ++counters.opened;
    return draw(model.setup, model.stream);
}

// Past all limits.
inline void Simulation::Engine::dispatch_limited(Index i, Call& c, const Way& way) {
    if (way.blind) return publish_blindly(i, way);
    if (const Duration read = way.edge->read; read != Duration::max()) {
        const Instant t = nines::after(now(), read);
        if (t < std::min(nines::after(c.since, way.per_try), c.deadline)) {
            c.timer = timer(t, EventKind::timeout, i);
            c.expires = Call::read;
        }
    }
    send_attempt(i, c, way);
}

inline void Simulation::Engine::leave_pool_queue(Index i, Call& c) {
    const EdgeModel& e = m_.edges[c.edge];
    PermitPool& pool = pool_of(c, e);
    pool.queue.remove(calls_, i);
    --pool.waiting;
    counters_.pools[e.pool].waiting.decrement(now());
    c.progress = no_stub;
    c.state = State::backoff;
}

inline void Simulation::Engine::on_permit_timeout(Index i) {
    Call& c = calls_[i];
    leave_pool_queue(i, c);
    const Way& way = ways_[c.edge];
    ++counters_.pools[way.edge->pool].rejected;
    ++way.counters->pool_rejected;
    turn_away(i, c, way);
}

// The turn of an attempt that waited has come.
inline void Simulation::Engine::on_admit(Index i) {
    Call& c = calls_[i];
    const Way& way = ways_[c.edge];
    c.progress = no_stub;
    if (orphaned(c)) {
        forget_in_breaker(c, *way.edge);
        return fail_attempt(i, Outcome::cancelled);
    }
    c.state = State::transit;
    if (c.permit)
        dispatch_limited(i, c, way);
    else
        acquire_permit(i, c, way);
}

inline void Simulation::Engine::release_permit(Call& c, const EdgeModel& e) {
    c.permit = 0;
    PermitPool& pool = pool_of(c, e);
    PoolCounters& counters = counters_.pools[e.pool];
    const PoolModel& model = m_.pools[e.pool];
    if (model.setup != none && c.state == State::replying) pool.idle.push_back(now());
    if (pool.waiting == 0) {
        --pool.in_use;
        counters.in_use.decrement(now());
        return;
    }
    const Index next = pool.queue.front();
    pool.queue.pop_front(calls_);
    --pool.waiting;
    counters.waiting.decrement(now());
    Call& granted = calls_[next];
    const Duration wait = now() - granted.mark;
    ++counters.granted;
    counters.wait_sum.add(wait);
    record(counters.wait, wait);
    granted.permit = 1;
    granted.state = State::backoff;
    // By an event of its own: a long queue of attempts that take no time must not become a deep stack.
    granted.progress = after(connect(pool, model, counters), EventKind::admit, next);
}

// An attempt with limits has ended for its caller.
[[gnu::noinline]] inline void Simulation::Engine::settle_limits(Call& c, const Way& way, Outcome o) {
    const EdgeModel& e = *way.edge;
    if (c.permit) release_permit(c, e);
    if (e.throttle != none) throttle_of(c, e).ended(m_.throttles[e.throttle], now(), o);
    if (e.rate_limit != none && c.state == State::replying)
        limiter_of(c, e).answered(m_.rate_limits[e.rate_limit], o == Outcome::rejected, now());
    if (e.budget == none) return;
    const bool retried = c.attempt > 1 && !c.hedge;
    budget_of(c, e).attempt_ends(retried);
    if (is_good(o)) budget_of(c, e).succeeded(m_.budgets[e.budget], now(), retried, c.after_timeout);
}

}  // namespace nines
