// What a replica uses up: memory, until its process is killed, and disk, until it is full. (Its CPU is in
// shared_processor.hpp.)
//
// Always: who is inside is counted in and out once; a process that is killed starts with what it uses at rest.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_resources() {
    inside_.assign(m_.replicas.size(), 0);
    stores_.resize(m_.replicas.size());
    for (Index s = 0; s < m_.services.size(); ++s) {
        const ServiceModel& service = m_.services[s];
        for (Index i = 0; i < service.replicas; ++i) {
            const Index r = service.first_replica + i;
            if (service.memory && i < service.initial) settle_memory(r);
            if (!service.disk || (service.elastic && i >= service.initial)) continue;
            fresh_disk(r, service.disk->used.bytes);
        }
        for (Index i = 0; service.disk && service.disk->cleaner && i < service.replicas; ++i) {
            const double phase = random(service.life_stream).uniform();
            after(from_seconds(to_seconds(service.disk->cleaner->interval) * phase), EventKind::clean,
                  service.first_replica + i);
        }
    }
}

// ---- who is inside

inline void Simulation::Engine::came_in(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    const bool thrashes = s.cpu && s.cpu->thrashing;
    if (thrashes) advance_sharing(replica);
    ++inside_[replica];
    if (thrashes) schedule_sharing(replica);
    if (!s.memory) return;
    Stores& m = stores_[replica];
    ++m.served;
    replicas_[replica].counters->memory.add(now(), whole(s.memory->per_request.bytes) + whole(s.memory->leak.bytes));
    const double used = s.memory->base.bytes + s.memory->per_request.bytes * inside_[replica] +
                        s.memory->leak.bytes * static_cast<double>(m.served);
    // Not within the event of the request, which is about to begin its work.
    if (used > s.memory->limit.bytes && !std::exchange(m.exhausted, true)) at(now(), EventKind::exhausted, replica);
}

// A request that was let in has left.
inline void Simulation::Engine::came_out(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    const bool thrashes = s.cpu && s.cpu->thrashing;
    if (thrashes) advance_sharing(replica);
    --inside_[replica];
    if (thrashes) schedule_sharing(replica);
    if (s.memory) replicas_[replica].counters->memory.add(now(), -whole(s.memory->per_request.bytes));
    // Not within the event of the request, which is about to answer.
    if (s.elastic && lives_[replica].life.is_over(now(), inside_[replica]))
        lives_[replica].event = at(now(), EventKind::life, replica);
}

// ---- memory

inline void Simulation::Engine::on_exhausted(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    Stores& m = stores_[replica];
    if (std::exchange(m.writes_no_more, false)) {
        m.full = true;
        replicas_[replica].counters->full.increment(now());
        note(Subject::service, m_.components[replica].name, "disk full");
        refresh(replica);
    }
    if (!std::exchange(m.exhausted, false) || !lives_[replica].life.is_up()) return;
    ++replicas_[replica].counters->memory_kills;
    replicas_[replica].counters->killed_for_memory += inside_[replica];
    note(Subject::service, m_.components[replica].name, "out of memory");
    Living& l = lives_[replica];
    if (l.life.state() == ReplicaLife::State::draining) return end_life(replica);
    const Duration wait = l.restarts.ended(s.memory->restart, now());
    l.life.stop(now(), wait, draw(s.restart_start_up, s.life_stream), s.lifecycle);
    follow_life(replica);
}

// What the process uses at rest, as long as there is one.
inline void Simulation::Engine::settle_memory(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    Stores& m = stores_[replica];
    const bool up = lives_[replica].life.is_up();
    if (up == m.runs) return;
    m.runs = up;
    ServiceCounters& counters = *replicas_[replica].counters;
    counters.memory.add(now(), up ? whole(s.memory->base.bytes) : -whole(s.memory->base.bytes));
    if (up) lives_[replica].restarts.started(now());
}

// The process is gone, and with it what it never gave back.
inline void Simulation::Engine::forget_leaks(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    if (!s.memory) return;
    const auto served = static_cast<std::int64_t>(std::exchange(stores_[replica].served, 0));
    replicas_[replica].counters->memory.add(now(), -whole(s.memory->leak.bytes) * served);
}

// ---- disk

// Another disk, of which so much is used; 0 when the replica is gone.
inline void Simulation::Engine::fresh_disk(Index replica, double used) {
    Stores& m = stores_[replica];
    ServiceCounters& counters = *replicas_[replica].counters;
    counters.disk.add(now(), whole(used) - whole(m.written));
    m.written = used;
    if (std::exchange(m.full, false)) counters.full.decrement(now());
}

// Whether there is room for what a request of this endpoint writes; it is written at once.
inline bool Simulation::Engine::writes(const Call& c) {
    const double bytes = m_.endpoints[m_.edges[c.edge].endpoint].writes;
    if (bytes == 0.0) return true;
    const ServiceModel& s = *replicas_[c.replica].service;
    ServiceCounters& counters = *replicas_[c.replica].counters;
    Stores& m = stores_[c.replica];
    if (m.written + bytes <= s.disk->size.bytes) {
        counters.disk.add(now(), whole(m.written + bytes) - whole(m.written));
        m.written += bytes;
        return true;
    }
    ++counters.failed_writes;
    if (s.disk->when_full == DiskFull::stop && !std::exchange(m.writes_no_more, true))
        at(now(), EventKind::exhausted, c.replica);
    return false;
}

inline void Simulation::Engine::on_clean(Index replica) {
    const ServiceModel& s = *replicas_[replica].service;
    const DiskCleaner& p = *s.disk->cleaner;
    Stores& m = stores_[replica];
    const double size = s.disk->size.bytes;
    if (m.written > p.above.value * size) {
        ServiceCounters& counters = *replicas_[replica].counters;
        const double left = std::min(m.written, p.down_to.value * size);
        counters.disk.add(now(), whole(left) - whole(m.written));
        m.written = left;
        ++counters.cleanings;
        if (std::exchange(m.full, false)) {
            counters.full.decrement(now());
            note(Subject::service, m_.components[replica].name, "disk cleaned");
            refresh(replica);
        }
    }
    after(p.interval, EventKind::clean, replica);
}

}  // namespace nines
