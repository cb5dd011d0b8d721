// What breaks and how it is mended: failure and repair, common causes, scheduled faults, cuts in the network, and how
// the load balancer comes to know.
//
// Always: a replica's condition follows from the impairments that last at itself, its host, its zone and its region.
//
// Part of models/engine.hpp.
#pragma once

#include <fmt/format.h>

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_failures() {
    own_failure_.assign(m_.replicas.size(), none);
    for (Index f = 0; f < m_.failures.size(); ++f)
        if (m_.failures[f].starts_by_itself && m_.failures[f].component < m_.replicas.size())
            own_failure_[m_.failures[f].component] = f;
    for (Index f = 0; f < m_.failures.size(); ++f) {
        const FailureModel& failure = m_.failures[f];
        if (failure.starts_by_itself) live_on(f, draw(failure.up_time, failure.stream));
    }
    for (Index c = 0; c < m_.common_causes.size(); ++c)
        after(draw(m_.common_causes[c].between, m_.common_causes[c].stream), EventKind::shock, c);
    for (Index f = 0; f < m_.faults.size(); ++f) {
        at(m_.faults[f].begin, EventKind::fault, 2 * f);
        at(m_.faults[f].end, EventKind::fault, 2 * f + 1);
    }
}

inline void Simulation::Engine::on_failure(Index f, Stub event) {
    if (failures_[f].event != event) return;
    if (failures_[f].down) return repaired(f);
    const FailureModel& failure = m_.failures[f];
    if (failure.component != none && is_down(failure.component)) {  // by a common cause: it does not fail again
        live_on(f, draw(failure.up_time, failure.stream));
        return;
    }
    fail(f);
}

// It does no work at all. What is only slow or erroneous can still fail.
inline bool Simulation::Engine::is_down(Index component) const {
    return std::ranges::any_of(impairments_[component], [](const Impairment& i) {
        return i.mode == FailureMode::refuse || i.mode == FailureMode::silent || i.mode == FailureMode::pause;
    });
}

inline void Simulation::Engine::fail(Index f) {
    const FailureModel& failure = m_.failures[f];
    failures_[f].down = true;
    if (failure.component != none)
        impair(failure.component, failure.impairment, 1);
    else
        disturb(failure.link, true);
    begin_repair(f);
    if (failure.component >= processes_.size() || own_failure_[failure.component] != f) return;
    if (failure.crew == none && failure.impairment.mode == FailureMode::refuse) process_ended(failure.component);
}

inline void Simulation::Engine::begin_repair(Index f) {
    const FailureModel& failure = m_.failures[f];
    if (failure.crew != none) {
        CrewState& crew = crews_[failure.crew];
        if (crew.busy == m_.crews[failure.crew]) {
            crew.waiting.push_back(f);
            return;
        }
        ++crew.busy;
    }
    failures_[f].event = after(draw(failure.down_time, failure.stream), EventKind::failure, f);
}

inline void Simulation::Engine::repaired(Index f) {
    const FailureModel& failure = m_.failures[f];
    failures_[f].down = false;
    failures_[f].event = no_stub;
    if (failure.starts_by_itself) live_on(f, draw(failure.up_time, failure.stream));
    if (failure.component != none)
        impair(failure.component, failure.impairment, -1);
    else
        disturb(failure.link, false);
    if (failure.crew == none) return;
    CrewState& crew = crews_[failure.crew];
    --crew.busy;
    if (crew.waiting.empty()) return;
    const Index next = crew.waiting.front();
    crew.waiting.pop_front();
    begin_repair(next);
}

inline void Simulation::Engine::on_shock(Index c) {
    const CommonCauseModel& cause = m_.common_causes[c];
    for (const Index f : cause.members)
        if (!failures_[f].down && !is_down(m_.failures[f].component)) fail(f);
    note(Subject::system, cause.name, "common cause");
    after(draw(cause.between, cause.stream), EventKind::shock, c);
}

inline void Simulation::Engine::on_fault(Index index) {
    const FaultModel& fault = fault_numbered(index / 2);
    const bool begins = index % 2 == 0;
    if (index / 2 >= m_.faults.size() && !begins) {
        Injected& injected = injected_[index / 2 - m_.faults.size()];
        if (std::exchange(injected.ended, true)) return;  // restored by hand
    }
    note(Subject::system, fault.name, begins ? "fault begins" : "fault ends");
    if (fault.drains) {
        cordon(fault, begins);
        if (begins) on_evict(index / 2);
        return;
    }
    for (const Index c : fault.components) impair(c, fault.impairment, begins ? 1 : -1);
    if (fault.damages != none && begins) {
        const DatabaseModel& first = m_.databases[fault.damages];
        const Duration noticed = draw(fault.noticed, first.backup_stream);
        for (Index shard = 0; shard < first.shards; ++shard) damage(fault.damages + shard, noticed, fault.destroys);
    }
    if (fault.primary_of != none) {
        if (begins) struck_primaries_[index / 2] = databases_[fault.primary_of].leader;
        impair(struck_primaries_[index / 2], fault.impairment, begins ? 1 : -1);
    }
    if (fault.disturbance != none) disturb(fault.disturbance, begins);
    for (std::uint32_t k = 0; begins && fault.cache != none && k < m_.caches[fault.cache].instances; ++k)
        empty_cache(fault.cache, k);
}

inline void Simulation::Engine::disturb(Index d, bool begins) {
    const Disturbance& disturbance = disturbance_numbered(d);
    for (const auto pair : disturbance.pairs) {
        PairState& state = pairs_[pair];
        if (disturbance.cut)
            begins ? ++state.cuts : --state.cuts;
        else if (begins)
            state.disturbances.push_back(d);
        else
            std::erase(state.disturbances, d);
        const std::uint8_t disturbed = state.cuts > 0 || !state.disturbances.empty() ? 1 : 0;
        disturbances_ += disturbed;
        disturbances_ -= disturbed_[pair];
        disturbed_[pair] = disturbed;
    }
    nesting_limit_ = disturbances_ > 0 ? 0 : max_nesting;
    if (!databases_.empty()) links_changed();
}

inline void Simulation::Engine::impair(Index component, const Impairment& impairment, std::int32_t sign) {
    auto& lasting = impairments_[component];
    if (sign > 0) {
        lasting.push_back(impairment);
    } else {
        const auto same = std::ranges::find_if(lasting, [&](const Impairment& i) {
            return i.mode == impairment.mode && i.factor == impairment.factor && i.share == impairment.share;
        });
        assert(same != lasting.end());
        lasting.erase(same);
    }
    for (const Index r : m_.components[component].replicas) refresh(r);
}

// The replica's condition anew, and what follows from the change.
inline void Simulation::Engine::refresh(Index replica, bool noted) {
    const bool shares = !shared_.empty();
    if (shares) advance_sharing(replica);
    Replica& r = replicas_[replica];
    const Replica before = r;
    r.refuses = r.silent = r.paused = false;
    r.slowness = 1.0;
    double fine = 1.0;
    for (const Index c : {replica, host_component_[replica], zone_component_[replica], region_component_[replica]})
        for (const Impairment& i : impairments_[c]) {
            switch (i.mode) {
                case FailureMode::refuse: r.refuses = true; break;
                case FailureMode::silent: r.silent = true; break;
                case FailureMode::pause: r.paused = true; break;
                case FailureMode::slow: r.slowness *= i.factor; break;
                case FailureMode::errors: fine *= 1.0 - i.share; break;
            }
        }
    if (r.service->elastic) {
        const ReplicaLife& life = lives_[replica].life;
        r.refuses = r.refuses || !life.is_up();
        r.slowness *= life.slowness();
        if (lives_[replica].version == 1) {
            r.slowness *= r.service->rollout->version.slow.value;
            fine *= 1.0 - r.service->rollout->version.error_rate.value;
        }
    }
    if (r.service->disk) r.refuses = r.refuses || stores_[replica].full;
    r.error_share = 1.0 - fine;
    r.plain = plain(r);
    r.steady = steady(r);
    const bool gone = (r.refuses || r.silent) && !before.refuses && !before.silent;
    if (gone)
        kill_work(replica);
    else
        change_speed(replica, before);
    if (shares) schedule_sharing(replica);
    if (r.serves() != before.serves()) serving_changed(replica, r.serves(), noted);
    if (messaging_ && (gone || r.serves() != before.serves())) messaging_changed(replica, before);
    if (is_node(replica) && r.serves() != before.serves()) node_changed(replica);
    check_health(replica);
}

// Work under way goes on at the new speed, stands still, or goes on again.
inline void Simulation::Engine::change_speed(Index replica, const Replica& before) {
    const Replica r = replicas_[replica];
    if (r.service->shares) {
        if (r.service->cpu && before.paused && !r.paused) start_waiting(replica);
        return;
    }
    if (r.slowness == before.slowness && r.paused == before.paused) return;
    const double factor = r.slowness / before.slowness;
    for (Index i = 0; i < calls_.size(); ++i) {
        Call& c = calls_[i];
        if (c.replica != replica || (c.state != State::running && c.state != State::suspended)) continue;
        const bool was_running = c.state == State::running;
        if (was_running) {
            if (m_.services[m_.replicas[replica].service].discipline == Discipline::preemptive_lifo) running_remove(i);
            suspend(i);
        }
        const Duration left = c.mark.time_since_epoch();
        const Duration now_left = factor == 1.0 ? left : from_seconds(to_seconds(left) * factor);
        c.work += now_left - left;
        c.mark = Instant{now_left};
        if (c.holds_worker && !r.paused) resume(i);
    }
    if (before.paused && !r.paused) start_waiting(replica);
}

inline void Simulation::Engine::start_waiting(Index replica) {
    Replica& r = replicas_[replica];
    const auto workers = m_.services[m_.replicas[replica].service].workers;
    while (r.queued > 0 && r.busy < workers && !r.paused) {
        ++r.busy;
        service_counters(replica).busy.increment(now());
        grant_next(r, replica);
    }
}

// The process is gone, with all that it was working on. When it refuses, connections are reset and callers know at
// once; when it is silent they never learn.
inline void Simulation::Engine::kill_work(Index replica) {
    Replica& r = replicas_[replica];
    ServiceCounters& counters = service_counters(replica);
    std::vector<std::pair<Index, std::uint32_t>> lost;
    for (Index i = 0; i < calls_.size(); ++i) {
        Call& c = calls_[i];
        if (c.replica != replica || !is_there(c.state)) continue;
        if (c.state == State::running && c.mark > now()) c.work -= c.mark - now();
        if (c.leads) drop_flight(i);
        c.state = State::vanished;
        c.progress = no_stub;
        c.holds_worker = false;
        detach_children(c);
        lost.emplace_back(i, c.serial);
    }
    counters.busy.add(now(), -static_cast<std::int64_t>(r.busy));
    counters.queue.add(now(), -static_cast<std::int64_t>(r.queued));
    r.busy = r.queued = 0;
    running_[replica] = {};
    r.queue.clear();
    for (std::uint32_t level = 1; level < m_.levels; ++level)
        lower_queues_[replica * (m_.levels - 1) + level - 1].clear();
    if (!shared_.empty()) {
        SharedProcessor& p = shared_[replica];
        const auto sharing = std::exchange(p.sharing, 0);
        count_shared(replica, -std::int64_t{sharing});
        p.heap.clear();
        p.next_done = no_stub;
    }
    lose_caches(replica);
    forget_leaks(replica);
    if (is_node(replica)) node_crashed(replica);
    const bool silent = r.silent;
    for (const auto& [i, serial] : lost) {
        if (calls_[i].serial != serial) continue;
        if (calls_[i].edge == none) {
            service_counters(replica).work_sum.add(calls_[i].work);
            service_counters(replica).wasted_sum.add(calls_[i].work);
            release(i);
            continue;
        }
        if (!silent) {
            leave(i, Outcome::lost);
            continue;
        }
        const EdgeModel& e = m_.edges[calls_[i].edge];
        ++counters_.endpoints[e.endpoint].outcomes[static_cast<std::size_t>(Outcome::lost)];
        counters_.services[e.service].in_flight.decrement(now());
        calls_[i].resident = false;
        if (m_.services[e.service].gated) let_out(i, calls_[i], Outcome::lost);
        if (e.group != none && errand_of(i).record == none && !calls_[i].abandoned) {
            conclude(i, calls_[i], ways_[calls_[i].edge], Outcome::lost);
            continue;
        }
        if (calls_[i].abandoned) release(i);
    }
}

inline void Simulation::Engine::serving_changed(Index replica, bool serves, bool noted) {
    const Index service = m_.replicas[replica].service;
    counters_.services[service].up.add(now(), serves ? 1 : -1);
    if (!serves) probers_[2 * replica].down_since = now();
    if (noted) note(Subject::service, m_.components[replica].name, serves ? "replica up" : "replica down");
    if (!is_passive(replica)) {
        // First: with nothing that delays it the service is never without.
        if (!serves && m_.services[service].failover) begin_takeover(service);
        enlist(replica, serves);
    } else if (serves) {
        standby_is_back(replica);
    }
}

// Counts an active replica that serves, or no longer does, and notes what that makes of the service.
inline void Simulation::Engine::enlist(Index replica, bool serves) {
    const Index service = m_.replicas[replica].service;
    const ServiceModel& model = m_.services[service];
    ServiceCounters& counters = counters_.services[service];
    Serving& serving = serving_[service];
    auto& in_zone = serving.by_zone[m_.replicas[replica].zone];
    if (serves) {
        ++serving.replicas;
        if (in_zone++ == 0) ++serving.zones;
    } else {
        --serving.replicas;
        if (--in_zone == 0) --serving.zones;
    }
    const bool down = serving.replicas < model.required || serving.zones < model.required_zones;
    if (down == (counters.down.value() != 0)) return;
    counters.down.add(now(), down ? 1 : -1);
    if (down) ++counters.failures;
    note(Subject::service, m_.service_names[service], down ? "service down" : "service up");
}

}  // namespace nines
