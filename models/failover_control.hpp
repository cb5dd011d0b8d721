// Active and standby replicas, and who takes over when.
//
// Always: a service with failover has as many active replicas as it is to have; a passive one is not in rotation.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_standby() {
    if (std::ranges::none_of(m_.services, [](const ServiceModel& s) { return s.failover.has_value(); })) return;
    passive_.assign(m_.replicas.size(), 0);
    takeovers_.resize(m_.services.size());
    for (const ServiceModel& s : m_.services) {
        if (!s.failover) continue;
        for (Index i = s.failover->active; i < s.replicas; ++i) {
            passive_[s.first_replica + i] = 1;
            rotations_[m_.replicas[s.first_replica + i].service].remove(i);
            enlist(s.first_replica + i, false);
        }
    }
}

// How fast a component's own life passes: slower, or not at all, while it stands by.
inline double Simulation::Engine::ageing(Index f) const {
    const Index r = m_.failures[f].component;
    if (passive_.empty() || r >= passive_.size() || !passive_[r]) return 1.0;
    return m_.services[m_.replicas[r].service].failover->dormancy();
}

// The failure process goes on with so much life left.
inline void Simulation::Engine::live_on(Index f, Duration life) {
    FailureState& state = failures_[f];
    const double rate = ageing(f);
    state.life = life;
    state.since = now();
    state.event = rate == 0.0
                      ? no_stub
                      : after(rate == 1.0 ? life : from_seconds(to_seconds(life) / rate), EventKind::failure, f);
}

inline void Simulation::Engine::set_passive(Index replica, bool passive) {
    const Index f = own_failure_[replica];
    const bool alive = f != none && !failures_[f].down;
    const Duration lived = alive ? from_seconds(to_seconds(now() - failures_[f].since) * ageing(f)) : Duration::zero();
    passive_[replica] = passive ? 1 : 0;
    if (alive) live_on(f, std::max(Duration::zero(), failures_[f].life - lived));
    update_rotation(replica);
    if (replicas_[replica].serves()) enlist(replica, !passive);
}

// One stands by, the other takes over.
inline void Simulation::Engine::swap_roles(Index from, Index to) {
    set_passive(to, false);
    set_passive(from, true);
    note(Subject::service, m_.components[to].name, "takes over");
}

inline Index Simulation::Engine::find_replica(const ServiceModel& s, bool passive, bool serving) const {
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r)
        if ((passive_[r] != 0) == passive && replicas_[r].serves() == serving) return r;
    return none;
}

// An active replica has stopped serving.
inline void Simulation::Engine::begin_takeover(Index service) {
    const ServiceModel& s = m_.services[service];
    Takeover& t = takeovers_[service];
    if (t.under_way || find_replica(s, true, true) == none) return;
    const bool covered =
        s.failover->coverage.value >= 1.0 || random(s.fault_stream).uniform() < s.failover->coverage.value;
    ServiceCounters& counters = counters_.services[service];
    ++counters.failovers;
    if (!covered) ++counters.uncovered;
    t = {true, covered, now()};
    (covered ? counters.switching : counters.recovering).increment(now());
    const Duration wait = covered ? draw(s.detection, s.fault_stream) + draw(s.switchover, s.fault_stream)
                                  : draw(s.recovery, s.fault_stream);
    if (wait == Duration::zero()) return on_takeover(service);
    after(wait, EventKind::takeover, service);
}

inline void Simulation::Engine::on_takeover(Index service) {
    const ServiceModel& s = m_.services[service];
    Takeover& t = takeovers_[service];
    ServiceCounters& counters = counters_.services[service];
    (t.covered ? counters.switching : counters.recovering).decrement(now());
    t.under_way = false;
    ++counters.blind_failovers;
    counters.blind_failover_sum.add(now() - t.since);
    for (;;) {
        const Index failed = find_replica(s, false, false), standby = find_replica(s, true, true);
        if (failed == none || standby == none) return;
        swap_roles(failed, standby);
    }
}

// A standby serves again: it takes over at once when one is missing, or when the place was its own.
inline void Simulation::Engine::standby_is_back(Index replica) {
    const Index service = m_.replicas[replica].service;
    const ServiceModel& s = m_.services[service];
    if (takeovers_[service].under_way) return;
    if (const Index failed = find_replica(s, false, false); failed != none) return swap_roles(failed, replica);
    if (!s.failover->failback || local(replica) >= s.failover->active) return;
    for (Index r = s.first_replica + s.failover->active; r < s.first_replica + s.replicas; ++r)
        if (!passive_[r]) return swap_roles(r, replica);
}

}  // namespace nines
