// The callee's side of a call: the steps of its endpoint, one after the other, and how it leaves.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

[[gnu::always_inline]] inline void Simulation::Engine::on_request(Index i, Call& c, const Way& way) {
    c.progress = no_stub;
    Replica& r = replicas_[c.replica];
    if ((!r.plain || c.abandoned) && !accepted(i, c, r)) [[unlikely]]
        return;
    c.since = now();
    c.resident = true;
    way.service->in_flight.increment(now());
    c.pc = way.first_op;
    const Op& op = ops_[c.pc];
    if (op.kind != Op::Kind::work) [[unlikely]]
        return run_program(i);
    if (take_worker(i, c, r)) start_work(i, c, r);
}

// Whether a request is let in by a replica that something is the matter with, or when nobody waits for it any more.
[[gnu::noinline]] inline bool Simulation::Engine::accepted(Index i, const Call& c, const Replica& r) {
    if (c.abandoned && c.cancelled) {
        release(i);
        return false;
    }
    if (r.silent) {
        vanish(i);
        return false;
    }
    const bool errs = !r.refuses && r.error_share > 0.0 && random(r.service->fault_stream).uniform() < r.error_share;
    if (r.refuses || errs) {
        if (errs && r.service->rollout) count_answer(c.replica, c, Outcome::error);
        leave(i, r.refuses ? Outcome::refused : Outcome::error);
        return false;
    }
    if (r.follows && m_.endpoints[m_.edges[c.edge].endpoint].writes_data) {
        leave(i, Outcome::refused);
        return false;
    }
    if (!r.service->gated) return true;
    if (r.service->elastic && !lives_[c.replica].life.accepts()) {
        leave(i, Outcome::refused);
        return false;
    }
    if (r.service->disk && !writes(c)) {
        leave(i, r.service->disk->when_full == DiskFull::stop ? Outcome::refused : Outcome::error);
        return false;
    }
    if (r.service->sheds && !lets_in(c, r)) {
        leave(i, Outcome::rejected);
        return false;
    }
    if (r.service->counts_inside) came_in(c.replica);
    return true;
}

// Runs operations until one takes time. REQUIRES: the call is not in a queue.
[[gnu::noinline]] inline void Simulation::Engine::run_program(Index i) {
    const Nested nested{nesting_};
    for (;;) {
        Call& c = calls_[i];
        const Op& op = ops_[c.pc];
        if (op.kind == Op::Kind::work) {
            Replica& r = replicas_[c.replica];
            if (c.holds_worker || take_worker(i, c, r)) start_work(i, c, r);
            return;
        }
        if (op.kind == Op::Kind::end) return end_program(i, c);
        if (!run_op(i, op)) return;
    }
}

[[gnu::always_inline]] inline void Simulation::Engine::end_program(Index i, Call& c) {
    if (c.holds_worker) release_worker(c);
    if (c.edge == none) [[unlikely]]
        return leave(i, c.degraded ? Outcome::degraded : Outcome::success);
    const Way& way = ways_[c.edge];
    Outcome o = c.degraded ? Outcome::degraded : Outcome::success;
    if (way.errs && way.errors->uniform() < way.error_rate) o = Outcome::error;
    answer(i, c, way, o);
}

// True when the program goes on at once, at the pc that was set.
[[gnu::noinline]] inline bool Simulation::Engine::run_op(Index i, const Op& op) {
    Call& c = calls_[i];
    switch (op.kind) {
        case Op::Kind::delay:
            if (c.holds_worker) release_worker(c);
            c.state = State::delayed;
            c.progress = after(draw(op.a, op.stream), EventKind::done, i);
            return false;
        case Op::Kind::call:
            if (op.max_depth != none && c.depth >= op.max_depth) {
                ++c.pc;
                return true;
            }
            if (!c.holds_worker && replicas_[c.replica].service->hold && !take_worker(i, c, replicas_[c.replica]))
                return false;
            c.state = State::waiting;
            c.starting = true;
            begin_call(op.a, i, false, op.optional);
            return go_on(i);
        case Op::Kind::parallel: return start_parallel(i, op);
        case Op::Kind::dim: c.pc = leaves_out(c, op) ? op.b : c.pc + 1; return true;
        case Op::Kind::lookup: return look_up(i, op);
        case Op::Kind::fill: return fill(i, op);
        case Op::Kind::skip: c.pc = random(op.stream).uniform() < op.p ? c.pc + 1 : op.b; return true;
        case Op::Kind::choose: {
            const double u = random(op.stream).uniform();
            const Alternative* a = &m_.alternatives[op.a];
            while (u >= a->cumulative && a != &m_.alternatives[op.a + op.b - 1]) ++a;
            c.pc = a->first_op;
            return true;
        }
        case Op::Kind::jump: c.pc = op.b; return true;
        case Op::Kind::data: return run_data_op(i, op);
        case Op::Kind::loop_begin:
            c.loops = op.c;
            ++c.pc;
            return true;
        case Op::Kind::loop_end:
            if (--c.loops > 0)
                c.pc = op.b;
            else
                ++c.pc;
            return true;
        case Op::Kind::effect:
            if (messaging_) apply_effect(i, op.a != 0);
            ++c.pc;
            return true;
        case Op::Kind::store:
            if (!store(i, op.a)) return false;
            ++calls_[i].pc;
            return true;
        case Op::Kind::work:
        case Op::Kind::end: return true;  // run_program's own
    }
    return true;
}

inline bool Simulation::Engine::start_parallel(Index i, const Op& op) {
    Call& c = calls_[i];
    Replica& r = replicas_[c.replica];
    if (op.frees_worker && c.holds_worker) release_worker(c);
    if (!op.frees_worker && r.service->hold && !c.holds_worker && !take_worker(i, c, r)) return false;
    c.state = State::waiting;
    c.next = op.b * op.c;  // branches still out
    c.prev = op.wait_for;  // successes still needed
    c.starting = true;
    for (std::uint32_t copy = 0; copy < op.c; ++copy)
        for (std::uint32_t b = 0; b < op.b; ++b) {
            if (calls_[i].decided) return go_on(i);  // by earlier branches that took no time
            const Branch& branch = m_.branches[op.a + b];
            if (branch.edge != none) {
                if (branch.max_depth != none && calls_[i].depth >= branch.max_depth)
                    child_ended(i, Outcome::success, true, branch.optional);
                else
                    begin_call(branch.edge, i, true, branch.optional);
                continue;
            }
            const Index k = calls_.allocate(now());
            Call& child = calls_[k];
            const Call& parent = calls_[i];
            child.edge = none;
            child.parent = i;
            child.parent_serial = parent.serial;
            child.depth = parent.depth;
            child.level = parent.level;
            child.replica = parent.replica;
            child.branch = true;
            child.state = State::granted;
            child.since = now();
            child.pc = branch.first_op;
            if (messaging_) [[unlikely]]
                inherit_errand(k, i, false);
            run_program(k);
        }
    return go_on(i);
}

// After starting calls: whether they have all been answered within this very instant.
inline bool Simulation::Engine::go_on(Index i) {
    Call& c = calls_[i];
    c.starting = false;
    if (!c.decided) return false;
    c.decided = false;
    if (!is_good(c.outcome)) {
        finish(i, Outcome::error);
        return false;
    }
    ++c.pc;
    return true;
}

// A call or a branch that this one waited for has ended.
[[gnu::noinline]] inline void Simulation::Engine::child_ended(Index i, Outcome o, bool branch, bool optional) {
    const Nested nested{nesting_};
    Call& c = calls_[i];
    if (c.state == State::substituted) return fallback_ended(i, o);
    const bool answered = is_good(o) || optional;
    if (o != Outcome::success && answered) c.degraded = true;
    bool decided = true;
    if (branch) {
        --c.next;
        if (answered) --c.prev;
        decided = c.prev == 0 || c.next < c.prev;
        if (decided && c.next > 0) detach_children(c);  // the others come too late
    }
    if (!decided) return;
    const bool succeeded = branch ? c.prev == 0 : answered;
    if (c.starting) {
        c.decided = true;
        c.outcome = succeeded ? Outcome::success : Outcome::error;
        return;
    }
    if (!succeeded) return finish(i, Outcome::error);
    ++c.pc;
    run_program(i);
}

// The callee's half ends: its worker is free for the next before the answer goes out.
inline void Simulation::Engine::finish(Index i, Outcome o) {
    Call& c = calls_[i];
    if (c.holds_worker) release_worker(c);
    leave(i, o);
}

[[gnu::noinline]] inline void Simulation::Engine::leave(Index i, Outcome o) {
    Call& c = calls_[i];
    if (c.edge == none) return end_branch(i, o);
    answer(i, c, ways_[c.edge], o);
}

inline void Simulation::Engine::end_branch(Index i, Outcome o) {
    if (calls_[i].leads) land(i, false);
    const Call branch = calls_[i];
    release(i);
    if (branch.parent == none) return service_counters(branch.replica).work_sum.add(branch.work);
    if (calls_[branch.parent].serial == branch.parent_serial) {
        calls_[branch.parent].work += branch.work;
        child_ended(branch.parent, branch.degraded && o == Outcome::success ? Outcome::degraded : o, true, false);
    } else {
        ServiceCounters& service = service_counters(branch.replica);
        service.work_sum.add(branch.work);
        service.wasted_sum.add(branch.work);
    }
}

// Counts the end of the callee's half and sends the answer, if somebody waits for it.
[[gnu::always_inline]] inline void Simulation::Engine::answer(Index i, Call& c, const Way& way, Outcome o) {
    detach_children(c);
    if (way.delivers) [[unlikely]]
        o = process(i, way, o);
    EndpointCounters& counters = *way.endpoint;
    ++counters.outcomes[static_cast<std::size_t>(o)];
    ServiceCounters& service = *way.service;
    if (c.resident) [[likely]] {
        c.resident = false;
        service.in_flight.decrement(now());
        if (way.gated | way.locks) [[unlikely]] {
            if (way.gated) let_out(i, c, o);
            if (way.locks && has_transaction(i, c)) end_transaction(c.loops);
        }
    }
    if (is_good(o)) [[likely]] {
        const Duration sojourn = now() - c.since;
        counters.latency_sum.add(sojourn);
        record(counters.latency, sojourn);
    }
    service.work_sum.add(c.work);
    if (c.abandoned) [[unlikely]] {
        ++service.wasted;
        service.wasted_sum.add(c.work);
        if (o == Outcome::cancelled) return;  // on_withdraw releases it
        if (way.delivers && is_good(o)) {     // an acknowledgement, late as it is
            c.outcome = o;
            c.state = State::replying;
            return send_reply(i, c, way);
        }
        ++way.counters->late;
        return release(i);
    }
    c.outcome = o;
    c.state = State::replying;
    send_reply(i, c, way);
}

}  // namespace nines
