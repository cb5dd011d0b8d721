// Hedged calls: several attempts beside each other, each a call of its own whose parent is the call they are made for.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_hedged(Index i, Call& c) {
    c.state = State::hedging;
    c.replica = none;
    c.next = c.prev = 0;
    const EdgeModel& e = *ways_[c.edge].edge;
    constexpr double most_saved = 100.0;
    double& saved = hedge_delays_[c.edge].saved;
    if (c.attempt == 1) saved = std::min(most_saved, saved + e.hedge_budget);
    launch_hedge(i);
}

inline void Simulation::Engine::launch_hedge(Index i) {
    const Index k = calls_.allocate(now());
    Call& c = calls_[i];
    Call& h = calls_[k];
    h.issued = c.issued;
    h.deadline = c.deadline;
    h.parent = i;
    h.parent_serial = c.serial;
    h.from = c.from;
    h.edge = c.edge;
    h.depth = c.depth;
    h.level = c.level;
    h.hedge = 1;
    if (i >= hedges_.size()) hedges_.resize(calls_.size());
    hedges_[i].calls[c.prev] = k;
    hedges_[i].serials[c.prev] = h.serial;
    if (messaging_) [[unlikely]]
        inherit_errand(k, i, true);
    ++c.next;
    ++c.prev;
    h.attempt = static_cast<std::uint16_t>(c.prev & 0xfU);
    const Way& way = ways_[c.edge];
    const EdgeModel& e = *way.edge;
    if (c.prev > 1) ++way.counters->hedges;
    if (c.prev < e.hedges) {
        const Duration delay = hedge_delay(e, *way.counters);
        if (delay != Duration::max()) c.progress = timer(nines::after(now(), delay), EventKind::hedge, i);
    }
    start_attempt(k, h, way);
}

// Without an answer before the next attempt; the largest duration: there is to be none.
inline Duration Simulation::Engine::hedge_delay(const EdgeModel& e, const EdgeCounters& counters) {
    if (e.hedge_percentile == 0.0) return e.hedge_delay;
    constexpr std::uint64_t enough = 100;  // calls, to know a percentile; and until it is looked at again
    HedgeDelay& known = hedge_delays_[static_cast<std::size_t>(&e - m_.edges.data())];
    const std::uint64_t calls = good(counters.calls);
    if (calls < known.calls) known.calls = 0;  // the statistics have started anew
    if (calls >= known.calls + enough) {
        late_.settle();
        known = {calls, counters.latency.quantile(e.hedge_percentile)};
    }
    return known.delay;
}

// Whether the budget has a further attempt, which is then taken.
inline bool Simulation::Engine::may_hedge(const EdgeModel& e) {
    if (e.hedge_budget == 0.0) return true;
    double& saved = hedge_delays_[static_cast<std::size_t>(&e - m_.edges.data())].saved;
    if (saved < 1.0) return false;
    saved -= 1.0;
    return true;
}

inline void Simulation::Engine::on_hedge(Index i) {
    const Call& c = calls_[i];
    calls_[i].progress = no_stub;
    if (!orphaned(c) && now() < c.deadline && may_hedge(*ways_[c.edge].edge)) launch_hedge(i);
}

// One of the attempts has ended.
[[gnu::noinline]] inline void Simulation::Engine::hedge_ended(Index k, Outcome o) {
    const Call h = calls_[k];
    const Index i = h.parent;
    const Way& way = ways_[h.edge];
    const bool late = orphaned(h);
    release(k);
    if (late) {
        if (o != Outcome::cancelled) ++way.counters->late;
        return;
    }
    Call& c = calls_[i];
    --c.next;
    if (is_good(o)) {
        if (h.attempt > 1) ++way.counters->hedges_won;
        drop_hedges(i);
        end_round(calls_[i], *way.edge);
        return conclude(i, calls_[i], way, o);
    }
    if (!orphaned(c) && c.prev < way.edge->hedges && now() < c.deadline && may_hedge(*way.edge)) {
        c.progress = no_stub;
        return launch_hedge(i);
    }
    if (c.next > 0) return;
    c.progress = no_stub;
    end_round(c, *way.edge);
    if (orphaned(c)) return conclude(i, c, way, o);
    if (retry(i, c, *way.edge, o)) return;
    end_call(i, c, way, o);
}

// A round of hedged attempts, made as one retry, is over.
inline void Simulation::Engine::end_round(const Call& c, const EdgeModel& e) {
    if (e.budget != none && c.attempt > 1) budget_of(c, e).return_retry();
}

// The other attempts have nobody to answer to any more.
inline void Simulation::Engine::drop_hedges(Index i) {
    Call& c = calls_[i];
    c.progress = no_stub;
    const auto serial = c.serial;
    const auto made = c.prev;
    detach_children(c);
    if (c.next == 0 || !m_.edges[c.edge].hedges_cancel) return;
    const Hedges hedges = hedges_[i];
    for (std::uint32_t n = 0; n < made; ++n) {
        const Index k = hedges.calls[n];
        const Call& h = calls_[k];
        if (h.serial != hedges.serials[n] || h.state == State::free || !h.hedge || h.parent != i ||
            h.parent_serial != serial)
            continue;
        if (h.state == State::backoff) continue;  // ends by itself when its turn comes
        forget_in_breaker(h, m_.edges[h.edge]);
        abandon(k, Outcome::cancelled, true);
    }
}

}  // namespace nines
