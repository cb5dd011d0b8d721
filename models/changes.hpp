// Changes on purpose: rollouts of a new version, and drains of places.
//
// Always: what a change takes away is drained; what is missing then is started anew, where that may be.
//
// Part of models/engine.hpp.
#pragma once

#include <fmt/format.h>

#include "models/engine.hpp"

namespace nines {

inline bool Simulation::Engine::is_available(Index replica) const {
    const Living& l = lives_[replica];
    if (!l.life.is_ready() || !replicas_[replica].serves()) return false;
    const auto& rollout = replicas_[replica].service->rollout;
    return !rollout || nines::after(l.life.ready_since(), rollout->min_ready) <= now() ||
           l.life.ready_since() == start_of_run;
}

// ---- rollout

// Once a second while it lasts, as a controller that is told of every change would find it.
inline void Simulation::Engine::on_rollout(Index service) {
    const Rollout& p = *m_.services[service].rollout;
    Change& c = elastic_[service].change;
    if (!c.active) {
        c.active = true;
        c.to = 1;
        c.began = c.progress = c.window = now();
        note(Subject::service, m_.service_names[service], "rollout begins");
    }
    judge_version(service);
    reconcile(service);
    follow_rollout(service);
    if (c.active) after(std::chrono::seconds{1}, EventKind::rollout, service);
    static_cast<void>(p);
}

// How many replicas of the version it goes to there are to be now.
inline std::uint32_t Simulation::Engine::rollout_goal(Index service) const {
    const Rollout& p = *m_.services[service].rollout;
    const Elastic& e = elastic_[service];
    if (e.change.back || e.change.step >= p.canary.size()) return e.wanted;
    return std::min(e.wanted,
                    static_cast<std::uint32_t>(std::ceil(p.canary[e.change.step].share.value * e.wanted - 1e-9)));
}

inline void Simulation::Engine::follow_rollout(Index service) {
    const ServiceModel& s = m_.services[service];
    const Rollout& p = *s.rollout;
    Elastic& e = elastic_[service];
    Change& c = e.change;
    std::uint32_t old_ones = 0, available = 0;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        if (!lives_[r].life.is_wanted()) continue;
        if (lives_[r].version != c.to)
            ++old_ones;
        else
            available += is_available(r) ? 1 : 0;
    }
    const std::uint32_t goal = rollout_goal(service);
    if (available != c.available || old_ones != c.old_ones) c.progress = now();
    c.available = available;
    c.old_ones = old_ones;
    if (available < goal || old_ones > e.wanted - goal) {
        c.reached = never;
        if (now() - c.progress < p.progress_deadline || c.stuck) return;
        c.stuck = true;
        note(Subject::service, m_.service_names[service], "rollout stuck");
        if (p.rollback && p.rollback->on_deadline && !c.back) roll_back(service);
        return;
    }
    c.progress = now();
    if (c.reached == never) c.reached = now();
    if (!c.back && c.step < p.canary.size()) {
        if (now() - c.reached < p.canary[c.step].lasting) return;
        ++c.step;
        c.reached = never;
        return reconcile(service);
    }
    c.active = false;
    e.version = c.to;
    counters_.services[service].lives.rollout_time = now() - c.began;
    note(Subject::service, m_.service_names[service], "rollout ends");
}

inline void Simulation::Engine::judge_version(Index service) {
    const auto& rule = m_.services[service].rollout->rollback;
    Change& c = elastic_[service].change;
    if (!rule || c.back || now() - c.window < rule->interval) return;
    c.window = now();
    const auto failed = fails(*rule, c.counts[0], c.counts[1]);
    c.counts = {};
    if (failed.value_or(false) && ++c.failures >= rule->failures) roll_back(service);
}

inline void Simulation::Engine::roll_back(Index service) {
    Change& c = elastic_[service].change;
    c.back = true;
    c.to = 0;
    c.stuck = false;
    c.reached = never;
    c.progress = now();
    ++counters_.services[service].lives.rollbacks;
    note(Subject::service, m_.service_names[service], "rolled back");
}

// What a version answered.
inline void Simulation::Engine::count_answer(Index replica, const Call& c, Outcome o) {
    const bool bad = o == Outcome::error || o == Outcome::lost;
    const Living& l = lives_[replica];
    VersionCounts& counts = elastic_[m_.replicas[replica].service].change.counts[l.version];
    ++counts.answers;
    counts.errors += bad ? 1 : 0;
    counts.sojourn += now() - c.since;
    if (l.version == 0) return;
    LifeCounters& lives = replicas_[replica].counters->lives;
    ++lives.by_new_version;
    lives.failed_by_new_version += bad ? 1 : 0;
}

// ---- drains

inline void Simulation::Engine::cordon(const FaultModel& fault, bool begins) {
    for (const Index c : fault.components) begins ? ++cordons_[c] : --cordons_[c];
    if (begins) return;
    for (Index s = 0; s < m_.services.size(); ++s)
        if (m_.services[s].elastic) reconcile(s);
}

// Evicts what may go; what may not is tried again, as kubectl drain does.
inline void Simulation::Engine::on_evict(Index f) {
    const FaultModel& fault = m_.faults[f];
    bool left = false;
    for (const Index c : fault.components)
        for (const Index r : m_.components[c].replicas) {
            if (!lives_[r].life.is_wanted()) continue;
            const Index service = m_.replicas[r].service;
            if (!may_evict(r)) {
                left = true;
                continue;
            }
            ++counters_.services[service].lives.evictions;
            drain_replica(r);
            reconcile(service);
        }
    const Instant again = nines::after(now(), std::chrono::seconds{5});
    if (left && again < fault.end) at(again, EventKind::evict, f);
}

inline bool Simulation::Engine::may_evict(Index replica) const {
    const Index service = m_.replicas[replica].service;
    const ServiceModel& s = m_.services[service];
    if (!s.disruption_budget || !is_available(replica)) return true;
    std::uint32_t available = 0;
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r)
        available += lives_[r].life.is_wanted() && is_available(r) ? 1 : 0;
    const std::uint32_t wanted = elastic_[service].wanted;
    const DisruptionBudget& b = *s.disruption_budget;
    const std::uint32_t least = b.min_available ? *b.min_available : wanted - std::min(wanted, *b.max_unavailable);
    return available > least;
}

}  // namespace nines
