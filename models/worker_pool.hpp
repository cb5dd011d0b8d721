// Workers of a replica and the queue in front of them.
//
// Always: busy <= workers; nobody waits while a worker is free and the replica is not paused; a call that holds a
// worker is running, suspended (paused or preempted) or waiting for a call of its own.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

// True when the call has a worker now. Otherwise it waits in the queue and runs its operation again when it is granted
// one, or it was turned away.
//
// REQUIRES: it has none.
[[gnu::always_inline]] inline bool Simulation::Engine::take_worker(Index i, Call& c, Replica& r) {
    if (!r.plain_queue) [[unlikely]]
        return take_special_worker(i, c, r);
    if (r.busy < r.workers && !r.paused) {
        ++r.busy;
        c.holds_worker = true;
        r.counters->busy.increment(now());
        ++r.counters->starts;
        return true;
    }
    if (r.queued >= r.room) [[unlikely]] {
        finish(i, Outcome::rejected);
        return false;
    }
    c.mark = now();
    enqueue(i, c, r, r.queue, r.newest_first);
    return false;
}

[[gnu::noinline]] inline bool Simulation::Engine::take_special_worker(Index i, Call& c, Replica& r) {
    const ServiceModel& s = *r.service;
    if (s.discipline == Discipline::processor_sharing) {
        const std::uint64_t room =
            s.workers == none || s.queue_capacity == Limit::none ? Limit::none : s.workers + s.queue_capacity;
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
        r.counters->busy.increment(now());
        ++r.counters->starts;
        return true;
    }
    if (r.queued >= s.queue_capacity) {
        finish(i, Outcome::rejected);
        return false;
    }
    if (s.discipline == Discipline::preemptive_lifo && running_[c.replica].oldest != none) {
        preempt_for(i);
        return true;
    }
    c.mark = now();
    enqueue(i, c, r, queue_of(c), r.newest_first);
    if (s.max_wait != none)
        c.progress = timer(nines::after(now(), draw(s.max_wait, s.wait_stream)), EventKind::queue_timeout, i);
    return false;
}

[[gnu::always_inline]] inline void Simulation::Engine::start_work(Index i, Call& c, const Replica& r) {
    Draw& draw = draws_[c.pc];
    const Duration work = draw.next;
    draw.next = (*draw.law)(*draw.random);
    if (!r.steady) [[unlikely]]
        return start_special_work(i, c, r, work);
    c.work += work;
    c.state = State::running;
    c.mark = nines::after(now(), work);
    c.progress = at(c.mark, EventKind::done, i);
}

[[gnu::noinline]] inline void Simulation::Engine::start_special_work(Index i, Call& c, const Replica& r,
                                                                     Duration work) {
    const Discipline discipline = r.service->discipline;
    if (r.service->shares) return share(i, work);
    if (r.slowness != 1.0) work = from_seconds(to_seconds(work) * r.slowness);
    c.work += work;
    if (r.paused) {
        c.state = State::suspended;
        c.mark = Instant{work};
        return;
    }
    c.state = State::running;
    c.mark = nines::after(now(), work);
    c.progress = at(c.mark, EventKind::done, i);
    if (discipline == Discipline::preemptive_lifo) running_add(i);
}

// A work step or a delay is over.
[[gnu::always_inline]] inline void Simulation::Engine::on_done(Index i, Call& c) {
    c.progress = no_stub;
    if (c.state == State::running) [[likely]] {
        const Replica& r = replicas_[c.replica];
        if (!r.steady && r.service->discipline == Discipline::preemptive_lifo) [[unlikely]]
            running_remove(i);
        const Op::Kind next = ops_[++c.pc].kind;
        // The worker is free for the next before the answer, or the next call, goes out.
        if (next == Op::Kind::end) return end_program(i, c);
        if (next != Op::Kind::work && !r.service->hold) release_worker(c);
    } else if (c.state == State::delayed) {
        ++c.pc;
    }
    run_program(i);
}

[[gnu::always_inline]] inline void Simulation::Engine::release_worker(Call& c) {
    c.holds_worker = false;
    Replica& r = replicas_[c.replica];
    if (r.queued > 0 && !r.paused) return grant_next(r, c.replica);
    --r.busy;
    r.counters->busy.decrement(now());
}

// Hands a worker that has just become free, and still counts as busy, to the next in the queue.
[[gnu::always_inline]] inline void Simulation::Engine::grant_next(Replica& r, Index replica) {
    if (r.codel) [[unlikely]]
        if (sheds_waiting(r, replica)) {
            --r.busy;
            r.counters->busy.decrement(now());
            return;
        }
    CallQueue& q = r.plain_queue ? r.queue : next_queue(replica);
    const Index i = q.front();
    q.pop_front(calls_);
    left_queue(r);
    Call& c = calls_[i];
    c.holds_worker = true;
    c.progress = no_stub;
    if (c.state == State::suspended) [[unlikely]]
        return resume(i);
    ServiceCounters& counters = *r.counters;
    const Duration wait = now() - c.mark;
    ++counters.starts;
    counters.wait_sum.add(wait);
    record(counters.wait, wait);
    if (ops_[c.pc].kind == Op::Kind::work) [[likely]]
        return start_work(i, c, r);
    go_on_with_worker(i, c);
}

[[gnu::noinline]] inline void Simulation::Engine::go_on_with_worker(Index i, Call& c) {
    if (nesting_ >= max_nesting) {  // a long queue of requests that take no time must not become a deep stack
        c.state = State::granted;
        c.progress = at(now(), EventKind::done, i);
        return;
    }
    run_program(i);
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
    c.progress = no_stub;
}

// The newcomer takes the worker of the one that has run longest; that one waits with what is left of its work.
inline void Simulation::Engine::preempt_for(Index i) {
    Replica& r = replicas_[calls_[i].replica];
    const Index victim = running_[calls_[i].replica].oldest;
    running_remove(victim);
    suspend(victim);
    calls_[victim].holds_worker = false;
    enqueue(victim, calls_[victim], r, queue_of(calls_[victim]), true);
    calls_[i].holds_worker = true;
    ServiceCounters& counters = service_counters(calls_[i].replica);
    ++counters.starts;
}

inline void Simulation::Engine::running_add(Index i) {
    Call& c = calls_[i];
    Running& running = running_[c.replica];
    c.prev = running.newest;
    c.next = none;
    (running.newest == none ? running.oldest : calls_[running.newest].next) = i;
    running.newest = i;
}

inline void Simulation::Engine::running_remove(Index i) {
    const Call& c = calls_[i];
    Running& running = running_[c.replica];
    (c.prev == none ? running.oldest : calls_[c.prev].next) = c.next;
    (c.next == none ? running.newest : calls_[c.next].prev) = c.prev;
}

[[gnu::always_inline]] inline void Simulation::Engine::enqueue(Index i, Call& c, Replica& r, CallQueue& q,
                                                               bool in_front) {
    if (c.state != State::suspended) c.state = State::queued;
    in_front ? q.push_front(calls_, i) : q.push_back(calls_, i);
    ++r.queued;
    r.counters->queue.increment(now());
}

inline void Simulation::Engine::dequeue(Index i, const Call& c, Replica& r) {
    queue_of(c).remove(calls_, i);
    left_queue(r);
}

[[gnu::always_inline]] inline void Simulation::Engine::left_queue(Replica& r) {
    --r.queued;
    r.counters->queue.decrement(now());
}

// The disciplines other than priority keep all in the first level's queue.
inline CallQueue& Simulation::Engine::next_queue(Index replica) {
    if (!replicas_[replica].queue.empty()) return replicas_[replica].queue;
    CallQueue* q = &lower_queues_[replica * (m_.levels - 1)];
    while (q->empty()) ++q;
    return *q;
}

inline void Simulation::Engine::on_queue_timeout(Index i) {
    Call& c = calls_[i];
    dequeue(i, c, replicas_[c.replica]);
    c.progress = no_stub;
    leave(i, Outcome::rejected);
}

// Takes a call out of whatever it is doing at its replica.
inline void Simulation::Engine::abort_work(Index i) {
    Call& c = calls_[i];
    c.progress = no_stub;
    const ServiceModel& s = *replicas_[c.replica].service;
    if (c.state == State::sharing) leave_flight(i);
    if (s.shares) {
        if (c.state == State::running) unshare(i);
        if (c.state == State::queued) dequeue(i, c, replicas_[c.replica]);
        if (c.holds_worker) release_worker(c);
        return;
    }
    const bool in_queue = c.state == State::queued || (c.state == State::suspended && !c.holds_worker);
    if (c.state == State::suspended) c.work -= c.mark.time_since_epoch();
    if (in_queue) return dequeue(i, c, replicas_[c.replica]);
    if (c.state == State::committing) withdraw_write(i);
    if (c.state == State::running) {
        c.work -= c.mark - now();
        if (s.discipline == Discipline::preemptive_lifo) running_remove(i);
    }
    if (c.holds_worker) release_worker(c);
}

}  // namespace nines
