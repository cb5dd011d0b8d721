// Workers of a replica and the queue in front of them.
//
// Always: busy <= workers; nobody waits while a worker is free and the replica is not paused; a call that holds a worker
// is running, suspended (paused or preempted) or waiting for a call of its own.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

// True when the call has a worker now. Otherwise it waits in the queue and runs its operation again when it is granted
// one, or it was turned away.
inline bool Simulation::Engine::wants_worker(Index i) {
    Call& c = calls_[i];
    Replica& r = replicas_[c.replica];
    if (c.holds_worker) return true;
    if (!r.plain_queue) [[unlikely]] return wants_special_worker(i);
    if (r.busy < r.workers && !r.paused) {
        ++r.busy;
        c.holds_worker = true;
        r.counters->busy.add(now(), 1);
        ++r.counters->starts;
        return true;
    }
    if (r.queued >= r.service->queue_capacity) [[unlikely]] {
        finish(i, Outcome::rejected);
        return false;
    }
    c.mark = now();
    enqueue(i, r.service->discipline == Discipline::lifo);
    return false;
}

inline bool Simulation::Engine::wants_special_worker(Index i) {
    Call& c = calls_[i];
    Replica& r = replicas_[c.replica];
    const ServiceModel& s = *r.service;
    if (s.discipline == Discipline::processor_sharing) {
        const std::uint64_t room = s.workers == none || s.queue_capacity == Limit::none ? Limit::none
                                                                                        : s.workers + s.queue_capacity;
        if (shared_[c.replica].sharing >= room) {
            finish(i, Outcome::rejected);
            return false;
        }
        ++r.counters->starts;
        return true;
    }
    if (r.busy < r.workers && !r.paused) {
        ++r.busy;
        c.holds_worker = true;
        r.counters->busy.add(now(), 1);
        ++r.counters->starts;
        return true;
    }
    if (r.queued >= s.queue_capacity) {
        finish(i, Outcome::rejected);
        return false;
    }
    if (s.discipline == Discipline::preemptive_lifo && r.running_oldest != none) {
        preempt_for(i);
        return true;
    }
    c.mark = now();
    enqueue(i, s.discipline == Discipline::lifo || s.discipline == Discipline::preemptive_lifo);
    if (s.max_wait != none)
        c.progress = timer(nines::after(now(), draw(s.max_wait, s.wait_stream)), EventKind::queue_timeout, i);
    return false;
}

inline void Simulation::Engine::start_work(Index i, Duration work) {
    Call& c = calls_[i];
    const Replica& r = replicas_[c.replica];
    const Discipline discipline = r.service->discipline;
    if (discipline == Discipline::processor_sharing) [[unlikely]] return share(i, work);
    if (r.slowness != 1.0) [[unlikely]]
        work = from_seconds(to_seconds(work) * r.slowness);
    c.work += work;
    if (r.paused) [[unlikely]] {
        c.state = State::suspended;
        c.mark = Instant{work};
        return;
    }
    c.state = State::running;
    c.mark = nines::after(now(), work);
    c.progress = at(c.mark, EventKind::done, i);
    if (discipline == Discipline::preemptive_lifo) [[unlikely]] running_add(i);
}

// A work step or a delay is over.
inline void Simulation::Engine::on_done(Index i) {
    Call& c = calls_[i];
    c.progress = no_ticket;
    if (c.state == State::granted) return run_program(i);
    if (c.state == State::running) {
        const ServiceModel& s = *replicas_[c.replica].service;
        if (s.discipline == Discipline::preemptive_lifo) [[unlikely]] running_remove(i);
        // The worker is free for the next before the answer, or the next call, goes out.
        const Op::Kind next = m_.ops[c.pc + 1].kind;
        if (next != Op::Kind::work && (!s.hold || next == Op::Kind::end)) release_worker(i);
    }
    ++calls_[i].pc;
    run_program(i);
}

inline void Simulation::Engine::release_worker(Index i) {
    Call& c = calls_[i];
    c.holds_worker = false;
    const Index replica = c.replica;
    Replica& r = replicas_[replica];
    if (r.queued > 0 && !r.paused) return grant_next(replica);
    --r.busy;
    r.counters->busy.add(now(), -1);
}

// Hands a worker that has just become free, and still counts as busy, to the next in the queue.
inline void Simulation::Engine::grant_next(Index replica) {
    const Index i = next_in_queue(replica);
    dequeue(i);
    Call& c = calls_[i];
    c.holds_worker = true;
    c.progress = no_ticket;
    if (c.state == State::suspended) return resume(i);
    ServiceCounters& counters = service_counters(replica);
    const Duration wait = now() - c.mark;
    ++counters.starts;
    counters.wait_sum += wait.count();
    counters.wait.record(wait);
    if (nesting_ >= max_nesting) {  // a long queue of requests that take no time must not become a deep stack
        c.state = State::granted;
        c.progress = at(now(), EventKind::done, i);
        return;
    }
    ++nesting_;
    run_program(i);
    --nesting_;
}

inline void Simulation::Engine::resume(Index i) {
    Call& c = calls_[i];
    c.state = State::running;
    c.mark = nines::after(now(), c.mark.time_since_epoch());
    c.progress = at(c.mark, EventKind::done, i);
    if (replicas_[c.replica].service->discipline == Discipline::preemptive_lifo) running_add(i);
}

inline void Simulation::Engine::suspend(Index i) {
    Call& c = calls_[i];
    c.state = State::suspended;
    c.mark = Instant{c.mark - now()};
    c.progress = no_ticket;
}

// The newcomer takes the worker of the one that has run longest; that one waits with what is left of its work.
inline void Simulation::Engine::preempt_for(Index i) {
    Replica& r = replicas_[calls_[i].replica];
    const Index victim = r.running_oldest;
    running_remove(victim);
    suspend(victim);
    calls_[victim].holds_worker = false;
    enqueue(victim, true);
    calls_[i].holds_worker = true;
    ServiceCounters& counters = service_counters(calls_[i].replica);
    ++counters.starts;
}

inline void Simulation::Engine::running_add(Index i) {
    Call& c = calls_[i];
    Replica& r = replicas_[c.replica];
    c.prev = r.running_newest;
    c.next = none;
    (r.running_newest == none ? r.running_oldest : calls_[r.running_newest].next) = i;
    r.running_newest = i;
}

inline void Simulation::Engine::running_remove(Index i) {
    const Call& c = calls_[i];
    Replica& r = replicas_[c.replica];
    (c.prev == none ? r.running_oldest : calls_[c.prev].next) = c.next;
    (c.next == none ? r.running_newest : calls_[c.next].prev) = c.prev;
}

inline void Simulation::Engine::enqueue(Index i, bool in_front) {
    Call& c = calls_[i];
    Queue& q = queue_of(c);
    if (c.state != State::suspended) c.state = State::queued;
    c.next = in_front ? q.head : none;
    c.prev = in_front ? none : q.tail;
    (c.prev == none ? q.head : calls_[c.prev].next) = i;
    (c.next == none ? q.tail : calls_[c.next].prev) = i;
    Replica& r = replicas_[c.replica];
    ++r.queued;
    r.counters->queue.add(now(), 1);
}

inline void Simulation::Engine::dequeue(Index i) {
    Call& c = calls_[i];
    Queue& q = queue_of(c);
    (c.prev == none ? q.head : calls_[c.prev].next) = c.next;
    (c.next == none ? q.tail : calls_[c.next].prev) = c.prev;
    Replica& r = replicas_[c.replica];
    --r.queued;
    r.counters->queue.add(now(), -1);
}

// The disciplines other than priority keep all in the first level's queue.
inline Index Simulation::Engine::next_in_queue(Index replica) const {
    const Queue* q = &queues_[replica * m_.levels];
    while (q->head == none) ++q;
    return q->head;
}

inline void Simulation::Engine::on_queue_timeout(Index i) {
    dequeue(i);
    calls_[i].progress = no_ticket;
    leave(i, Outcome::rejected);
}

// Takes a call out of whatever it is doing at its replica.
inline void Simulation::Engine::abort_work(Index i) {
    Call& c = calls_[i];
    c.progress = no_ticket;
    const ServiceModel& s = *replicas_[c.replica].service;
    if (s.discipline == Discipline::processor_sharing) {
        if (c.state == State::running) unshare(i);
        return;
    }
    const bool in_queue = c.state == State::queued || (c.state == State::suspended && !c.holds_worker);
    if (c.state == State::suspended) c.work -= c.mark.time_since_epoch();
    if (in_queue) return dequeue(i);
    if (c.state == State::running) {
        c.work -= c.mark - now();
        if (s.discipline == Discipline::preemptive_lifo) running_remove(i);
    }
    if (c.holds_worker) release_worker(i);
}

}  // namespace nines
