// Those at work share what they work on: all requests of a replica at once, each at the speed min(1, workers /
// requests) (processor sharing), or those that have a worker, at the speed that the cores allow (cpu.hpp).
//
// Virtual time passes at that speed; a request is done when virtual time has passed by as much as its work. So an
// arrival or a departure changes one number instead of every request's end.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline double Simulation::Engine::sharing_speed(Index replica) const {
    const Replica& r = replicas_[replica];
    const auto n = shared_[replica].sharing;
    if (n == 0 || r.paused) return 0.0;
    if (r.service->cpu) return r.service->cpu->speed(n, r.service->counts_inside ? inside_[replica] : 0) / r.slowness;
    const auto workers = r.service->workers;
    const double share = workers == none ? 1.0 : std::min(1.0, static_cast<double>(workers) / n);
    return share / r.slowness;
}

// So many more share it: what is busy by that, workers or cores.
inline void Simulation::Engine::count_shared(Index replica, std::int64_t change) {
    const ServiceModel& s = *replicas_[replica].service;
    const std::int64_t most = s.cpu ? s.cpu->cores : s.workers, after = shared_[replica].sharing,
                       before = after - change;
    (s.cpu ? replicas_[replica].counters->cores : replicas_[replica].counters->busy)
        .add(now(), std::min(after, most) - std::min(before, most));
}

// Lets virtual time pass up to now, at the speed of what was so far.
inline void Simulation::Engine::advance_sharing(Index replica) {
    SharedProcessor& p = shared_[replica];
    p.virtual_ns += static_cast<double>((now() - p.since).count()) * sharing_speed(replica);
    p.since = now();
}

inline void Simulation::Engine::schedule_sharing(Index replica) {
    SharedProcessor& p = shared_[replica];
    const auto later = [](const auto& a, const auto& b) { return a.finish > b.finish; };
    while (!p.heap.empty() && calls_[p.heap.front().call].progress != p.heap.front().stub) {
        std::ranges::pop_heap(p.heap, later);
        p.heap.pop_back();
    }
    p.next_done = no_stub;
    const double speed = sharing_speed(replica);
    if (p.heap.empty() || speed <= 0.0) return;
    const double left = std::max(0.0, p.heap.front().finish - p.virtual_ns) / speed;
    p.next_done = after(left < 9e18 ? Duration{static_cast<std::int64_t>(std::ceil(left))} : Duration::max(),
                        EventKind::shared_done, replica);
}

inline void Simulation::Engine::share(Index i, Duration work) {
    Call& c = calls_[i];
    SharedProcessor& p = shared_[c.replica];
    advance_sharing(c.replica);
    ++p.sharing;
    count_shared(c.replica, 1);
    c.state = State::running;
    c.mark = now();
    c.work += work;
    c.progress = shared_stub_ += 2;
    p.heap.push_back({p.virtual_ns + static_cast<double>(work.count()), i, c.progress});
    std::ranges::push_heap(p.heap, [](const auto& a, const auto& b) { return a.finish > b.finish; });
    schedule_sharing(c.replica);
}

inline void Simulation::Engine::unshare(Index i) {
    Call& c = calls_[i];
    SharedProcessor& p = shared_[c.replica];
    advance_sharing(c.replica);
    c.progress = no_stub;
    --p.sharing;
    count_shared(c.replica, -1);
    schedule_sharing(c.replica);
}

inline void Simulation::Engine::on_shared_done(Index replica) {
    SharedProcessor& p = shared_[replica];
    p.next_done = no_stub;
    advance_sharing(replica);
    const Index i = p.heap.front().call;
    unshare(i);
    Call& c = calls_[i];
    const Op::Kind next = ops_[++c.pc].kind;
    // A worker is free for the next before the answer, or the next call, goes out.
    if (c.holds_worker && next != Op::Kind::work && next != Op::Kind::end && !replicas_[replica].service->hold)
        release_worker(c);
    run_program(i);
}

}  // namespace nines
