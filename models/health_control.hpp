// Probes of replicas: readiness, which takes them out of rotation, and liveness, which restarts them.
//
// A prober whose probes can only say what is so is simulated only while the view and the truth differ; one that makes
// mistakes, or waits behind requests, probes always. Prober 2 r is replica r's readiness, 2 r + 1 its liveness.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline Simulation::Engine::ProbeRule Simulation::Engine::rule_of(Index p) const {
    const ServiceModel& s = *replicas_[p / 2].service;
    if (p % 2 == 0) {
        const HealthCheck& h = *s.health_check;
        return {h.interval,    h.timeout,   h.unhealthy_after, h.healthy_after, h.false_positives.value,
                h.sees_errors, h.under_load};
    }
    const Liveness& l = *s.liveness;
    return {l.interval, l.timeout, l.unhealthy_after, 1, l.false_positives.value, false, l.under_load};
}

inline void Simulation::Engine::start_probing() {
    if (std::ranges::any_of(m_.services, [](const ServiceModel& s) { return s.liveness.has_value(); }))
        processes_.resize(m_.replicas.size());
    for (Index r = 0; r < m_.replicas.size(); ++r) {
        const ServiceModel& s = m_.services[m_.replicas[r].service];
        const auto phase = [&](Duration interval) {
            return start_of_run + from_seconds(random(s.probe_stream).uniform() * to_seconds(interval));
        };
        if (s.health_check) probers_[2 * r].phase = phase(s.health_check->interval);
        if (s.liveness) probers_[2 * r + 1].phase = phase(s.liveness->interval);
        check_health(r);
    }
}

// A replica's condition may have changed.
inline void Simulation::Engine::check_health(Index replica) {
    const ServiceModel& s = m_.services[m_.replicas[replica].service];
    if (s.health_check) keep_probing(2 * replica);
    if (s.liveness) keep_probing(2 * replica + 1);
}

// Whoever probes it begins anew.
inline void Simulation::Engine::forget_probes(Index replica) {
    for (const Index p : {2 * replica, 2 * replica + 1})
        probers_[p] = Prober{.phase = probers_[p].phase, .off = probers_[p].off};
}

inline void Simulation::Engine::keep_probing(Index p) {
    Prober& prober = probers_[p];
    if (replicas_[p / 2].service->elastic && !lives_[p / 2].life.is_known()) return forget_probes(p / 2);
    const ProbeRule rule = rule_of(p);
    if (prober.asked || prober.off) return;
    const Replica& r = replicas_[p / 2];
    const bool well = r.serves() && !(rule.sees_errors && r.error_share > 0.0);
    const bool errs = rule.false_positives > 0.0 || rule.under_load || (rule.sees_errors && r.error_share > 0.0);
    if (!errs && prober.out != well) {  // it can only confirm what is known
        prober.probe = no_stub;
        prober.in_a_row = 0;
        return;
    }
    if (prober.probe != no_stub) return;
    const auto rounds = now() < prober.phase ? 0 : (now() - prober.phase) / rule.interval + 1;
    prober.probe = timer(prober.phase + rounds * rule.interval, EventKind::probe, p);
}

inline void Simulation::Engine::on_probe(Index p, Stub ticket) {
    Prober& prober = probers_[p];
    if (prober.probe != ticket) return;
    prober.probe = no_stub;
    const ProbeRule rule = rule_of(p);
    if (prober.asked) {
        prober.asked = false;
        return probed(p, rule, now() - rule.timeout, !unanswered(p, rule, now() - rule.timeout));
    }
    if (p % 2 == 1 && place_is_down(p / 2)) return probed(p, rule, now(), true);  // who would probe is down too
    const Replica& r = replicas_[p / 2];
    Random& chance = random(r.service->probe_stream);
    const bool slips = rule.false_positives > 0.0 && chance.uniform() < rule.false_positives;
    const bool wrong = rule.sees_errors && r.error_share > 0.0 && chance.uniform() < r.error_share;
    if (r.refuses || slips || wrong) return probed(p, rule, now(), false);
    // Who answers is known at once; silence, or a queue, only after the timeout.
    if (!r.silent && !r.paused && !(rule.under_load && r.queued > 0)) return probed(p, rule, now(), true);
    prober.asked = true;
    prober.probe = timer(nines::after(now(), rule.timeout), EventKind::probe, p);
}

// Whether a probe that was sent then is still without an answer.
inline bool Simulation::Engine::unanswered(Index p, const ProbeRule& rule, Instant sent) {
    const Replica& r = replicas_[p / 2];
    if (r.silent || r.paused || r.refuses) return true;
    if (!rule.under_load || r.queued == 0) return false;
    // First come, first served: those that came before it are still waiting.
    const CallQueue& q = next_queue(p / 2);
    return calls_[r.newest_first ? q.back() : q.front()].mark <= sent;
}

inline void Simulation::Engine::probed(Index p, const ProbeRule& rule, Instant sent, bool passed) {
    Prober& prober = probers_[p];
    if (passed == prober.out) {
        if (++prober.in_a_row >= (prober.out ? rule.passes : rule.failures)) return judge(p);
    } else {
        prober.in_a_row = 0;
    }
    const Instant next = std::max(nines::after(sent, rule.interval), now());
    prober.probe = timer(next, EventKind::probe, p);
}

// The probes have shown that the view of the replica is wrong.
inline void Simulation::Engine::judge(Index p) {
    Prober& prober = probers_[p];
    prober.in_a_row = 0;
    if (p % 2 == 1) return restart(p / 2);
    prober.out = !prober.out;
    const ServiceModel& s = *replicas_[p / 2].service;
    if (prober.out && replicas_[p / 2].serves()) ++replicas_[p / 2].counters->taken_out_well;
    const Duration reaction = draw(s.reaction, s.probe_stream);
    if (reaction > Duration::zero()) {
        after(reaction, EventKind::reaction, p / 2);
    } else {
        on_reaction(p / 2);
    }
    keep_probing(p);
}

// The balancer acts on what the probes have shown by now.
inline void Simulation::Engine::on_reaction(Index replica) {
    Prober& prober = probers_[2 * replica];
    if (prober.out && !prober.acted && !replicas_[replica].serves()) {
        ++replicas_[replica].counters->blind;
        replicas_[replica].counters->blind_sum.add(now() - prober.down_since);
    }
    prober.acted = prober.out;
    update_rotation(replica);
}

// ---- liveness

inline bool Simulation::Engine::place_is_down(Index replica) const {
    for (const Index c : {host_component_[replica], zone_component_[replica], region_component_[replica]})
        for (const Impairment& i : impairments_[c])
            if (i.mode == FailureMode::refuse || i.mode == FailureMode::silent || i.mode == FailureMode::pause)
                return true;
    return false;
}

// Kills the process, with all that it was working on, and starts another.
inline void Simulation::Engine::restart(Index replica) {
    Process& process = processes_[replica];
    const ServiceModel& s = m_.services[m_.replicas[replica].service];
    if (process.starting) return;
    process.starting = true;
    ++replicas_[replica].counters->restarts;
    note(Subject::service, m_.components[replica].name, "restarted");
    Prober& prober = probers_[2 * replica + 1];
    prober.off = true;
    prober.probe = no_stub;
    const Duration wait = process.restarts.ended(s.liveness->restart, now()) + draw(s.restart_start, s.probe_stream);
    impair(replica, restarting, +1);
    const Index f = own_failure_[replica];
    if (f != none && failures_[f].down && m_.failures[f].crew == none) repaired(f);
    after(wait, EventKind::restarted, replica);
}

inline void Simulation::Engine::on_restarted(Index replica) {
    Process& process = processes_[replica];
    process.starting = false;
    process.restarts.started(now());
    probers_[2 * replica + 1].off = false;
    if (const Index f = own_failure_[replica]; f != none && !failures_[f].down) live_on(f, failures_[f].life);
    impair(replica, restarting, -1);
}

// A process whose own failure refuses has ended, and whoever watches it knows at once.
inline void Simulation::Engine::process_ended(Index replica) {
    const ServiceModel& s = m_.services[m_.replicas[replica].service];
    if (s.liveness && !place_is_down(replica)) restart(replica);
}

}  // namespace nines
