// What a replica turns away, and which replicas the balancer shuns for what their callers saw.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_shedding() {
    if (std::ranges::any_of(m_.services, &ServiceModel::sheds))
        for (Index r = 0; r < replicas_.size(); ++r) {
            const ServiceModel& s = *replicas_[r].service;
            shedders_.push_back(
                {ConcurrencyLimitState{s.overload.concurrency.value_or(ConcurrencyLimit{})}, {}, {}, 0});
            replicas_[r].codel = s.sheds && s.overload.codel.has_value();
            if (s.sheds && s.overload.concurrency) replicas_[r].counters->limit.add(now(), shedders_[r].limit.limit());
        }
    for (Index s = 0; s < m_.services.size(); ++s) {
        const ServiceModel& service = m_.services[s];
        if (service.sheds) {
            counters_.services[s].shed.resize(m_.levels, 0);
            counters_.services[s].arrived.resize(m_.levels, 0);
        }
        const auto& outliers = service.balancer.outlier_detection;
        if (!outliers) continue;
        detectors_.resize(m_.services.size(), OutlierDetector{0});
        detectors_[s] = OutlierDetector{service.replicas};
        after(outliers->interval, EventKind::sweep, s);
    }
}

// Whether a request that has just arrived is let in.
inline bool Simulation::Engine::lets_in(const Call& c, const Replica& r) {
    const Overload& o = r.service->overload;
    Shedder& shedder = shedders_[c.replica];
    ServiceCounters& counters = *r.counters;
    ++counters.arrived[c.level];
    if (o.concurrency) {
        const double share = std::max(0.0, 1.0 - o.concurrency->priority_reserve.value * c.level);
        if (shedder.in_flight >= share * shedder.limit.limit()) {
            ++counters.shed_by_concurrency;
            ++counters.shed[c.level];
            return false;
        }
    }
    if (o.rate_limit) {
        RateLimit limit = *o.rate_limit;
        limit.max_wait = Duration::zero();
        if (!shedder.rate.reserve(limit, now())) {
            ++counters.shed_by_rate;
            ++counters.shed[c.level];
            return false;
        }
    }
    ++shedder.in_flight;
    return true;
}

// A request that was let in leaves.
[[gnu::noinline]] inline void Simulation::Engine::let_out(Index i, const Call& c, Outcome o) {
    const Replica& r = replicas_[c.replica];
    if (r.service->counts_inside) came_out(c.replica);
    if (r.service->rollout) count_answer(c.replica, c, o);
    if (r.service->brownout) {
        dimmings_[c.replica].sojourn += now() - c.since;
        ++dimmings_[c.replica].ended;
    }
    if (c.leads) land(i, false);
    if (!r.service->sheds) return;
    Shedder& shedder = shedders_[c.replica];
    const auto in_flight = shedder.in_flight--;
    const auto& limit = r.service->overload.concurrency;
    if (!limit || limit->algorithm == LimitAlgorithm::fixed) return;
    const auto before = shedder.limit.limit();
    const bool dropped = c.abandoned || o == Outcome::rejected || o == Outcome::cancelled || o == Outcome::timeout;
    if (is_good(o) || dropped)
        shedder.limit.sample(*limit, c.since, now(), in_flight, dropped, random(r.service->overload_stream));
    r.counters->limit.add(now(), std::int64_t{shedder.limit.limit()} - std::int64_t{before});
}

// Sheds those at the head of the queue that have waited too long, and brings the one to be served next there; true when
// nobody is left.
[[gnu::noinline]] inline bool Simulation::Engine::sheds_waiting(Replica& r, Index replica) {
    const Codel& p = *r.service->overload.codel;
    CodelState& codel = shedders_[replica].codel;
    while (r.queued > 0) {
        CallQueue& q = next_queue(replica);
        const Index oldest = q.front();
        Call& c = calls_[oldest];
        if (!codel.sheds(p, now() - c.mark, now())) {
            if (!p.newest_first || !codel.overloaded() || q.back() == oldest) return false;
            const Index newest = q.back();
            q.remove(calls_, newest);
            q.push_front(calls_, newest);
            return false;
        }
        ++r.counters->shed_by_codel;
        ++r.counters->shed[c.level];
        dequeue(oldest, c, r);
        c.progress = no_stub;
        leave(oldest, Outcome::rejected);
    }
    return true;
}

inline void Simulation::Engine::update_rotation(Index replica, bool noted) {
    const Index service = m_.replicas[replica].service;
    const bool ejected = !detectors_.empty() && m_.services[service].balancer.outlier_detection &&
                         detectors_[service].is_ejected(local(replica));
    Rotation& rotation = rotations_[service];
    const bool there = !m_.services[service].elastic || lives_[replica].life.is_known();
    const bool wanted = !probers_[2 * replica].acted && !ejected && !is_passive(replica) && there;
    if (wanted == rotation.contains(local(replica))) return;
    if (m_.services[service].balancer.dns_ttl) {
        names_[service].changed(now(), rotation.members());
        rotation.blur(true);
    }
    if (wanted)
        rotation.add(local(replica));
    else
        rotation.remove(local(replica));
    if (noted) note(Subject::service, m_.components[replica].name, wanted ? "in rotation" : "out of rotation");
}

// What a caller saw of a replica. That the caller itself turned the attempt away says nothing.
[[gnu::noinline]] inline void Simulation::Engine::watch(const Call& c, const Way& way, Outcome o) {
    if (c.replica == none || o == Outcome::cancelled || c.state == State::backoff) return;
    const Index service = way.edge->service;
    const OutlierDetection& p = *m_.services[service].balancer.outlier_detection;
    if (!detectors_[service].observe(p, local(c.replica), !is_good(o), now())) return;
    ++way.service->ejections;
    way.service->ejected.increment(now());
    update_rotation(c.replica);
}

inline void Simulation::Engine::on_sweep(Index service) {
    const ServiceModel& s = m_.services[service];
    ServiceCounters& counters = counters_.services[service];
    const auto swept = detectors_[service].sweep(*s.balancer.outlier_detection, now());
    for (const auto i : swept.returned) {
        counters.ejected.decrement(now());
        update_rotation(s.first_replica + static_cast<Index>(i));
    }
    for (const auto i : swept.ejected) {
        ++counters.ejections;
        counters.ejected.increment(now());
        update_rotation(s.first_replica + static_cast<Index>(i));
    }
    after(s.balancer.outlier_detection->interval, EventKind::sweep, service);
}

}  // namespace nines
