// What a watcher sees of a running replication, and what it can break there; nothing here runs unless it is asked for.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::observe(LiveState& into) const {
    into.seconds = to_seconds(now());
    into.counting_since = to_seconds(counters_.since - start_of_run);
    into.events = events_;
    into.requests_in_flight = requests_in_flight();
    into.injected = static_cast<std::uint32_t>(injected_.size());
    into.clients.clear();
    for (const auto& client : m_.clients) {
        const auto counts = counts_of(client, counters_);
        into.clients.push_back({counts.issued, total(counts.outcomes), good(counts.outcomes)});
    }
    into.services.assign(m_.services.size(), {});
    into.replicas.assign(m_.replicas.size(), {});
    for (Index s = 0; s < m_.services.size(); ++s) {
        const ServiceModel& model = m_.services[s];
        LiveService& state = into.services[s];
        state.replicas = model.replicas;
        state.down = counters_.services[s].down.value() != 0;
        state.in_flight = static_cast<std::uint64_t>(counters_.services[s].in_flight.value());
        state.busy = static_cast<std::uint64_t>(counters_.services[s].busy.value());
        state.queued = static_cast<std::uint64_t>(counters_.services[s].queue.value());
        state.workers = model.workers == none ? no_limit : std::uint64_t{model.workers} * model.replicas;
        state.room = model.queue_capacity == Limit::none ? no_limit : model.queue_capacity * model.replicas;
        for (Index i = 0; i < model.replicas; ++i) {
            const Replica& r = replicas_[model.first_replica + i];
            LiveReplica& replica = into.replicas[model.first_replica + i];
            replica.condition = condition_of(r);
            if (model.elastic && !lives_[model.first_replica + i].life.is_there()) {  // a place that is empty
                --state.replicas;
                continue;
            }
            replica.in_rotation = rotations_[s].contains(i);
            replica.busy = r.busy;
            replica.queued = r.queued;
            if (!r.serves())
                ++state.failed;
            else if (replica.in_rotation)
                ++state.up;
            else
                ++state.passive;
            if (r.serves() && replica.condition != ReplicaCondition::up) ++state.impaired;
        }
    }
    for (Index e = 0; e < m_.endpoints.size(); ++e) {
        LiveService& state = into.services[m_.endpoints[e].service];
        state.answered += total(counters_.endpoints[e].outcomes);
        state.good += good(counters_.endpoints[e].outcomes);
    }
    into.edges.clear();
    for (Index e = 0; e < m_.edges.size(); ++e) {
        const EdgeCounters& counters = counters_.edges[e];
        const auto attempts = total(counters.attempts);
        LiveEdge state{attempts, attempts - good(counters.attempts), counters.retries, 0, 0, 0};
        for (std::uint32_t b = 0; b < m_.edges[e].breakers; ++b)
            switch (breakers_[m_.edges[e].first_breaker + b].state()) {
                case BreakerState::State::closed: ++state.closed; break;
                case BreakerState::State::half_open: ++state.half_open; break;
                case BreakerState::State::open: ++state.open; break;
            }
        into.edges.push_back(state);
    }
}

inline ReplicaCondition Simulation::Engine::condition_of(const Replica& r) {
    if (r.refuses) return ReplicaCondition::refused;
    if (r.silent) return ReplicaCondition::silent;
    if (r.paused) return ReplicaCondition::paused;
    if (r.error_share > 0.0) return ReplicaCondition::failing;
    return r.slowness != 1.0 ? ReplicaCondition::slow : ReplicaCondition::up;
}

// As a scheduled fault: it begins with an event at this instant, and ends with another.
inline std::uint32_t Simulation::Engine::inject(const Injection& injection) {
    const auto number = static_cast<std::uint32_t>(injected_.size());
    const StreamName name{options_.seed, options_.replication, number, hash_of("injected: added latency")};
    injected_.push_back({injection, Random{name}});
    const auto fault = static_cast<Index>(m_.faults.size() + number);
    if (injection.fault.disturbance != none)
        injected_.back().injection.fault.disturbance = static_cast<Index>(m_.disturbances.size() + number);
    at(now(), EventKind::fault, 2 * fault);
    at(nines::after(now(), injection.lasting), EventKind::fault, 2 * fault + 1);
    return number;
}

inline void Simulation::Engine::restore(std::uint32_t injected) {
    if (injected >= injected_.size() || injected_[injected].ended) return;
    at(now(), EventKind::fault, 2 * static_cast<Index>(m_.faults.size() + injected) + 1);
}

inline const FaultModel& Simulation::Engine::fault_numbered(Index fault) const {
    const auto own = m_.faults.size();
    return fault < own ? m_.faults[fault] : injected_[fault - own].injection.fault;
}

inline const Disturbance& Simulation::Engine::disturbance_numbered(Index d) const {
    const auto own = m_.disturbances.size();
    return d < own ? m_.disturbances[d] : injected_[d - own].injection.disturbance;
}

inline Duration Simulation::Engine::added_latency(Index d) {
    const auto own = m_.disturbances.size();
    if (d < own) return draw(m_.disturbances[d].latency, m_.disturbances[d].stream);
    Injected& injected = injected_[d - own];
    return injected.injection.added_latency(injected.random);
}

}  // namespace nines
