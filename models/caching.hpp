// Lookups in caches, loads, and those who wait for the load of another.
//
// Always: a call that leads a load ends it, with its own end at the latest; who waits for one is in the queue of a
// leader at the same replica, or is about to go on.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_caches() {
    for (const CacheModel& c : m_.caches) {
        for (std::uint32_t i = 0; i < c.instances; ++i) {
            cache_stores_.emplace_back(c.cache);
            emptied_.push_back(never);
        }
        const bool flies = c.cache.keys && (c.cache.coalesce || c.cache.stale_while_revalidate > Duration::zero());
        leaders_.emplace_back(flies ? std::size_t{*c.cache.keys} * m_.services[c.service].replicas : 0, none);
    }
}

inline Simulation::Engine::Flight& Simulation::Engine::flight(Index call) {
    if (flights_.size() <= call) flights_.resize(std::max<std::size_t>(calls_.size(), call + std::size_t{1}));
    return flights_[call];
}

inline Index Simulation::Engine::store_of(const CacheModel& c, Index replica) const {
    return c.first + (c.cache.scope == CacheScope::shared ? 0 : local(replica));
}

inline Index& Simulation::Engine::leader_of(Index cache, std::uint32_t key, Index replica) {
    return leaders_[cache][std::size_t{local(replica)} * *m_.caches[cache].cache.keys + key];
}

// True when the program goes on at once: after a hit past the steps of a miss, otherwise into them.
inline bool Simulation::Engine::look_up(Index i, const Op& op) {
    Call& c = calls_[i];
    const CacheModel& m = m_.caches[op.a];
    CacheCounters& counters = counters_.caches[op.a];
    Random& r = random(m.stream);
    ++counters.lookups;
    const Index store = store_of(m, c.replica);
    if (m.cache.hit_ratio) {
        double ratio = m.cache.hit_ratio->value;
        if (emptied_[store] != never && m.cache.refill > Duration::zero())
            ratio *= -std::expm1(-to_seconds(now() - emptied_[store]) / to_seconds(m.cache.refill));
        const bool hit = r.uniform() < ratio;
        ++(hit ? counters.hits : counters.loads);
        c.pc = hit ? op.b : c.pc + 1;
        return true;
    }
    const std::uint32_t key = m_.popularities[m.popularity].draw(r);
    const auto found = cache_stores_[store].look_up(key, now());
    if (found == CacheStore::Found::fresh || found == CacheStore::Found::stale) {
        ++counters.hits;
        const Index miss = c.pc + 1;
        c.pc = op.b;
        if (found == CacheStore::Found::stale) revalidate(i, op.a, key, miss);
        return true;
    }
    if (m.cache.coalesce) {
        Index& leader = leader_of(op.a, key, c.replica);
        if (leader != none) {
            wait_for_load(i, leader);
            return false;
        }
        leader = i;
        c.leads = 1;
    }
    Flight& f = flight(i);
    f.cache = op.a;
    f.key = key;
    ++counters.loads;
    ++c.pc;
    return true;
}

// Another request of this replica loads the key already.
inline void Simulation::Engine::wait_for_load(Index i, Index leader) {
    Call& c = calls_[i];
    ++counters_.caches[ops_[c.pc].a].coalesced;
    if (c.holds_worker && !replicas_[c.replica].service->hold) release_worker(c);
    c.state = State::sharing;
    flight(i).leader = leader;
    flight(leader).waiting.push_back(calls_, i);
}

// The answer is old, but good enough: one request loads it anew, for whoever comes next.
inline void Simulation::Engine::revalidate(Index i, Index cache, std::uint32_t key, Index miss) {
    ++counters_.caches[cache].stale;
    if (leader_of(cache, key, calls_[i].replica) != none) return;
    const Index k = calls_.allocate(now());
    Call& loader = calls_[k];
    const Call& c = calls_[i];
    loader.edge = none;
    loader.depth = c.depth;
    loader.level = c.level;
    loader.replica = c.replica;
    loader.branch = true;
    loader.since = now();
    loader.pc = miss;
    loader.leads = 1;
    loader.state = State::granted;
    loader.progress = at(now(), EventKind::done, k);
    leader_of(cache, key, c.replica) = k;
    Flight& f = flight(k);
    f.cache = cache;
    f.key = key;
    ++counters_.caches[cache].loads;
}

// The steps of a miss are done. True when the program goes on.
inline bool Simulation::Engine::fill(Index i, const Op& op) {
    Call& c = calls_[i];
    const CacheModel& m = m_.caches[op.a];
    if (m.cache.keys) {
        CacheStore& store = cache_stores_[store_of(m, c.replica)];
        CacheCounters& counters = counters_.caches[op.a];
        const auto before = store.entries();
        if (store.store(flight(i).key, now())) ++counters.evictions;
        counters.entries.add(now(), std::int64_t{store.entries()} - std::int64_t{before});
    }
    const bool background = c.edge == none && c.parent == none;
    if (c.leads) land(i, true);
    if (background) {
        finish(i, Outcome::success);
        return false;
    }
    ++c.pc;
    return true;
}

// A load has ended: whoever waited for it goes on, at this instant but not within this event.
inline void Simulation::Engine::land(Index i, bool loaded) {
    Call& c = calls_[i];
    c.leads = 0;
    Flight& f = flight(i);
    leader_of(f.cache, f.key, c.replica) = none;
    while (!f.waiting.empty()) {
        const Index w = f.waiting.front();
        f.waiting.pop_front(calls_);
        flights_[w].leader = none;
        flights_[w].loaded = loaded;
        calls_[w].progress = at(now(), EventKind::landed, w);
    }
}

inline void Simulation::Engine::on_landed(Index i) {
    Call& c = calls_[i];
    c.progress = no_stub;
    c.state = State::granted;
    if (!flights_[i].loaded) return finish(i, Outcome::error);
    c.pc = ops_[c.pc].b;
    run_program(i);
}

// Its replica is gone, with all who wait for it.
inline void Simulation::Engine::drop_flight(Index i) {
    Call& c = calls_[i];
    c.leads = 0;
    Flight& f = flight(i);
    leader_of(f.cache, f.key, c.replica) = none;
    f.waiting.clear();
}

inline void Simulation::Engine::leave_flight(Index i) {
    Flight& f = flight(i);
    if (f.leader == none) return;
    flights_[f.leader].waiting.remove(calls_, i);
    f.leader = none;
}

inline void Simulation::Engine::empty_cache(Index cache, std::uint32_t instance) {
    const Index store = m_.caches[cache].first + instance;
    counters_.caches[cache].entries.add(now(), -std::int64_t{cache_stores_[store].entries()});
    cache_stores_[store].clear();
    emptied_[store] = now();
}

// The memory of a process is gone with it.
inline void Simulation::Engine::lose_caches(Index replica) {
    for (Index c = 0; c < m_.caches.size(); ++c)
        if (m_.caches[c].service == m_.replicas[replica].service && m_.caches[c].cache.scope == CacheScope::replica)
            empty_cache(c, local(replica));
}

}  // namespace nines
