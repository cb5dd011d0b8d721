// Replicas that come and go: starting, warming up, draining; and the autoscaler that wants more of them, or fewer.
//
// Always: the replicas that are wanted and there are as many as are wanted, or as there is room for; who leaves a
// closed replica last takes it with him.
//
// Part of models/engine.hpp.
#pragma once

#include <fmt/format.h>

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_elasticity() {
    if (std::ranges::none_of(m_.services, &ServiceModel::elastic)) return;
    lives_.resize(m_.replicas.size());
    elastic_.resize(m_.services.size());
    cordons_.assign(m_.components.size(), 0);
    for (Index s = 0; s < m_.services.size(); ++s) {
        const ServiceModel& service = m_.services[s];
        if (!service.elastic) continue;
        elastic_[s].wanted = service.initial;
        LifeCounters& counters = counters_.services[s].lives;
        counters.there.add(now(), service.initial);
        counters.wanted.add(now(), service.initial);
        for (Index i = 0; i < service.replicas; ++i) {
            const Index r = service.first_replica + i;
            if (i < service.initial) {
                lives_[r].life.serve(now());
                continue;
            }
            replicas_[r].refuses = true;
            rotations_[s].remove(i);
            rotations_[s].set_there(i, false);
        }
        if (service.rollout) at(start_of_run + service.rollout->at, EventKind::rollout, s);
        if (!service.autoscaler) continue;
        const Autoscaler& p = *service.autoscaler;
        Random& phases = random(service.life_stream);  // of two loops that know nothing of each other
        const auto phase = [&](Duration period) { return from_seconds(to_seconds(period) * phases.uniform()); };
        after(phase(p.metric_window / samples), EventKind::measure, s);
        after(phase(p.sync_period), EventKind::scale, s);
    }
}

// ---- one replica

inline void Simulation::Engine::await_life(Index replica) {
    Living& l = lives_[replica];
    l.event = l.life.wakes() == never ? no_stub : at(l.life.wakes(), EventKind::life, replica);
}

inline void Simulation::Engine::begin_life(Index replica, std::uint8_t version) {
    const Index service = m_.replicas[replica].service;
    const ServiceModel& s = m_.services[service];
    Living& l = lives_[replica];
    const Duration pull = draw(s.image_pull, s.life_stream);
    l = Living{};
    l.version = version;
    const Duration start_up = draw(s.start_up, s.life_stream);
    const bool starts = version == 0 || s.rollout->version.starts;
    l.life.start(now(), pull, starts ? start_up : Duration::max());
    forget_probes(replica);
    LifeCounters& counters = counters_.services[service].lives;
    counters.there.increment(now());
    ++counters.starts;
    rotations_[service].set_there(local(replica), true);
    if (s.disk) fresh_disk(replica, s.disk->used.bytes);
    await_life(replica);
}

inline void Simulation::Engine::drain_replica(Index replica) {
    Living& l = lives_[replica];
    const bool was_ready = l.life.is_ready();
    l.life.drain(now(), replicas_[replica].service->lifecycle);
    if (was_ready) note(Subject::service, m_.components[replica].name, "replica drains");
    follow_life(replica);
}

inline void Simulation::Engine::on_life(Index replica, Stub ticket) {
    Living& l = lives_[replica];
    if (l.event != ticket) return;
    l.event = no_stub;
    const bool was_ready = l.life.is_ready();
    if (l.life.wake(now(), replicas_[replica].service->lifecycle) && l.life.is_ready() && !was_ready) {
        note(Subject::service, m_.components[replica].name, "replica ready");
        lose_caches(replica);  // what is new is cold
    }
    follow_life(replica);
}

// What the state of its life means for the replica.
inline void Simulation::Engine::follow_life(Index replica) {
    Living& l = lives_[replica];
    if (l.life.is_over(now(), inside_[replica])) return end_life(replica);
    await_life(replica);
    if (replicas_[replica].service->memory) settle_memory(replica);
    refresh(replica, false);
    update_rotation(replica, false);
}

inline void Simulation::Engine::end_life(Index replica) {
    const Index service = m_.replicas[replica].service;
    Living& l = lives_[replica];
    LifeCounters& counters = counters_.services[service].lives;
    counters.there.decrement(now());
    counters.killed += inside_[replica];
    l.life.end();
    l.event = no_stub;
    if (replicas_[replica].service->memory) settle_memory(replica);
    if (replicas_[replica].service->disk) fresh_disk(replica, 0.0);
    update_rotation(replica, false);
    rotations_[service].set_there(local(replica), false);
    note(Subject::service, m_.components[replica].name, "replica gone");
    refresh(replica, false);
    reconcile(service);
}

// ---- all replicas of a service

// Starts and drains until as many are there as are wanted.
inline void Simulation::Engine::reconcile(Index service) {
    Elastic& e = elastic_[service];
    if (e.reconciling) return;  // a replica that never became ready is gone as soon as it is told to go
    e.reconciling = true;
    const ServiceModel& s = m_.services[service];
    std::array<std::uint32_t, 2> there{};
    std::uint32_t available = 0;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        if (!lives_[r].life.is_wanted()) continue;
        ++there[lives_[r].version];
        available += is_available(r) ? 1 : 0;
    }
    const bool changes = e.change.active;
    const std::uint8_t to = changes ? e.change.to : e.version, from = to == 0 ? 1 : 0;
    const std::uint32_t goal = changes ? rollout_goal(service) : e.wanted;
    const std::uint32_t most = e.wanted + (changes ? s.rollout->surge(e.wanted) : 0);
    const std::uint32_t least = changes ? e.wanted - s.rollout->unavailable(e.wanted) : 0;
    const auto start = [&](std::uint8_t version, std::uint32_t wanted) {
        while (there[version] < wanted && there[0] + there[1] < most) {
            const Index r = free_place(service);
            if (r == none) return;
            begin_life(r, version);
            ++there[version];
        }
    };
    const auto stop = [&](std::uint8_t version, std::uint32_t wanted) {
        while (there[version] > wanted) {
            const Index r = next_to_go(service, version);
            const bool counts = is_available(r);
            if (counts && changes && available <= least) return;
            drain_replica(r);
            --there[version];
            if (counts) --available;
        }
    };
    start(to, goal);
    start(from, e.wanted - goal);
    stop(from, e.wanted - goal);
    stop(to, goal);
    start(to, goal);  // where something has gone there is room
    e.reconciling = false;
}

// Where nothing is broken, in the zone and then on the host that has the fewest.
inline Index Simulation::Engine::free_place(Index service) const {
    const ServiceModel& s = m_.services[service];
    std::vector<std::uint32_t> in_zone(m_.zones, 0), on_host(m_.components.size(), 0);
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r)
        if (lives_[r].life.is_wanted()) {
            ++in_zone[m_.replicas[r].zone];
            ++on_host[host_component_[r]];
        }
    Index best = none;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        if (lives_[r].life.is_there() || is_broken(r)) continue;
        const auto crowd = [&](Index x) {
            return std::pair{in_zone[m_.replicas[x].zone], on_host[host_component_[x]]};
        };
        if (best == none || crowd(r) < crowd(best)) best = r;
    }
    return best;
}

inline bool Simulation::Engine::is_broken(Index replica) const {
    for (const Index c : {host_component_[replica], zone_component_[replica], region_component_[replica]}) {
        if (cordons_[c] > 0) return true;
        for (const Impairment& i : impairments_[c])
            if (i.mode != FailureMode::slow && i.mode != FailureMode::errors) return true;
    }
    return false;
}

// As a Kubernetes replica set chooses: who is not ready, then who shares a host with the most, then the youngest.
inline Index Simulation::Engine::next_to_go(Index service, std::uint8_t version) const {
    const ServiceModel& s = m_.services[service];
    std::vector<std::uint32_t> on_host(m_.components.size(), 0);
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r)
        if (lives_[r].life.is_wanted()) ++on_host[host_component_[r]];
    const auto rank = [&](Index r) {
        const ReplicaLife& life = lives_[r].life;
        const bool ready = life.is_ready() && replicas_[r].serves();
        return std::tuple{!ready, on_host[host_component_[r]], life.is_ready() ? life.ready_since() : life.born(), r};
    };
    Index best = none;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r)
        if (lives_[r].life.is_wanted() && lives_[r].version == version && (best == none || rank(r) > rank(best)))
            best = r;
    return best;
}

// ---- autoscaler

inline std::array<double, 4> Simulation::Engine::load_integrals(Index service) const {
    const ServiceCounters& c = counters_.services[service];
    return {c.busy.integral(now()), c.in_flight.integral(now()), c.queue.integral(now()), c.cores.integral(now())};
}

// What its replicas do together is known exactly; how it is split among them is sampled.
inline void Simulation::Engine::on_measure(Index service) {
    const ServiceModel& s = m_.services[service];
    Elastic& e = elastic_[service];
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        Living& l = lives_[r];
        if (!l.life.is_up()) continue;
        const auto busy =
            s.discipline == Discipline::processor_sharing ? std::min(shared_[r].sharing, s.workers) : replicas_[r].busy;
        l.sampled[0] += busy;
        l.sampled[1] += inside_[r];
        l.sampled[2] += replicas_[r].queued;
        if (s.cpu) l.sampled[3] += std::min(shared_[r].sharing, s.cpu->cores);
    }
    if (++e.sample == samples) end_window(service);
    after(s.autoscaler->metric_window / samples, EventKind::measure, service);
}

inline void Simulation::Engine::end_window(Index service) {
    const ServiceModel& s = m_.services[service];
    Elastic& e = elastic_[service];
    const auto integrals = load_integrals(service);
    const double window = to_seconds(s.autoscaler->metric_window);
    std::array<double, 4> sampled{};
    double up = 0.0;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        if (!lives_[r].life.is_up()) continue;
        up += 1.0;
        for (std::size_t k = 0; k < sampled.size(); ++k) sampled[k] += lives_[r].sampled[k];
    }
    for (std::size_t k = 0; k < sampled.size(); ++k) {
        const double mean = (e.carried[k] + integrals[k] - e.before[k]) / window;
        for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
            Living& l = lives_[r];
            l.measured[k] = !l.life.is_up() ? 0.0 : sampled[k] > 0.0 ? mean * l.sampled[k] / sampled[k] : mean / up;
            l.sampled[k] = 0.0;
        }
    }
    e.before = integrals;
    e.carried = {};
    e.sample = 0;
    e.measured = now();
}

// The statistics are about to begin anew, and with them the integrals.
inline void Simulation::Engine::carry_windows() {
    for (Index s = 0; s < elastic_.size(); ++s) {
        const auto integrals = load_integrals(s);
        for (std::size_t k = 0; k < integrals.size(); ++k)
            elastic_[s].carried[k] += integrals[k] - elastic_[s].before[k];
        elastic_[s].before = {};
    }
}

inline void Simulation::Engine::on_scale(Index service) {
    const ServiceModel& s = m_.services[service];
    const Autoscaler& p = *s.autoscaler;
    Elastic& e = elastic_[service];
    readings_.clear();
    if (p.utilization) {
        MetricReading m = read_metric(service, 0);
        m.target = p.utilization->value * s.workers;
        m.full = std::max(m.target, static_cast<double>(s.workers));
        readings_.push_back(m);
    }
    if (p.cpu) {
        MetricReading m = read_metric(service, 3);
        m.target = p.cpu->value * s.cpu->cores;
        m.full = std::max(m.target, static_cast<double>(s.cpu->cores));
        readings_.push_back(m);
    }
    if (p.in_flight) {
        MetricReading m = read_metric(service, 1);
        m.target = m.full = *p.in_flight;
        m.any_direction = true;
        readings_.push_back(m);
    }
    if (p.queue) {
        MetricReading m = read_metric(service, 2);
        m.target = m.full = *p.queue;
        m.any_direction = true;
        readings_.push_back(m);
    }
    const std::uint32_t wanted = e.autoscaler.decide(p, readings_, e.wanted, now());
    if (wanted != e.wanted) scale_to(service, wanted);
    reconcile(service);  // there may be room now where there was none
    after(p.sync_period, EventKind::scale, service);
}

inline void Simulation::Engine::scale_to(Index service, std::uint32_t wanted) {
    Elastic& e = elastic_[service];
    LifeCounters& counters = counters_.services[service].lives;
    ++(wanted > e.wanted ? counters.scale_ups : counters.scale_downs);
    counters.wanted.add(now(), std::int64_t{wanted} - std::int64_t{e.wanted});
    note(Subject::service, m_.service_names[service], wanted > e.wanted ? "scaled up" : "scaled down",
         fmt::format("{} to {}", e.wanted, wanted));
    e.wanted = wanted;
}

// What the controller would know of each replica: a value, that it is not ready, or nothing.
inline MetricReading Simulation::Engine::read_metric(Index service, std::size_t k) const {
    const ServiceModel& s = m_.services[service];
    const Autoscaler& p = *s.autoscaler;
    const Elastic& e = elastic_[service];
    const bool resource = k == 0 || k == 3;
    MetricReading m;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        const Living& l = lives_[r];
        if (!l.life.is_wanted()) continue;
        const bool pending = l.life.state() == ReplicaLife::State::starting && l.life.begun() > now();
        const bool runs = l.life.begun() <= now() && !replicas_[r].silent && !replicas_[r].paused &&
                          (replicas_[r].serves() || !l.life.is_ready());
        const bool known = runs && e.measured != never && e.measured >= l.life.begun();
        if (pending)
            ++m.not_ready;
        else if (!known || (!resource && (!l.life.is_ready() || e.measured < l.life.ready_since())))
            ++m.missing;
        else if (resource && (!l.life.is_ready() ||
                              (nines::after(l.life.begun(), p.initialization) > now() &&
                               l.life.begun() > start_of_run && e.measured - p.metric_window < l.life.ready_since())))
            ++m.not_ready;
        else {
            ++m.ready;
            m.sum += l.measured[k];
        }
    }
    return m;
}

}  // namespace nines
