// The pending-event set and the timers by themselves.
#include <benchmark/benchmark.h>

#include "sim/random.hpp"
#include "sim/scheduler.hpp"

namespace nines {

namespace {

struct Always {
    bool operator()(Ticket) const noexcept { return true; }
};

// Take one event, schedule one an exponential time ahead, with n pending.
void hold(benchmark::State& state) {
    Scheduler s;
    s.stop_after(never - Duration{1});
    Random r{{1, 0, 0, 0}};
    for (std::int64_t i = 0; i < state.range(0); ++i) s.after(from_seconds(r.exponential() * 1e-3), 0, 0);
    Event e;
    for (auto _ : state) {
        s.next(e, Always{});
        s.after(from_seconds(r.exponential() * 1e-3), 0, 0);
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(hold)->Arg(2)->Arg(16)->Arg(256)->Arg(4'096)->Arg(65'536)->Arg(1'000'000);

// A timeout that is set and never fires, beside an event that does: what the timer adds.
void cancelled_timer(benchmark::State& state) {
    Scheduler s;
    s.stop_after(never - Duration{1});
    Random r{{1, 0, 0, 0}};
    std::vector<Ticket> timers(1024, no_ticket);
    const auto live = [&](Ticket t) { return timers[Event{{}, t}.index()] == t; };
    const bool in_heap = state.range(0) == 0;
    s.after(Duration{1000}, 1, 0);
    Event e;
    std::uint32_t next = 0;
    for (auto _ : state) {
        do s.next(e, live);
        while (e.kind() == 0);
        s.after(from_seconds(r.exponential() * 1e-6), 1, 0);
        next = (next + 1) % 1024;
        const Instant t = after(s.now(), std::chrono::milliseconds{250});
        timers[next] = in_heap ? s.at(t, 0, next) : s.timer(t, 0, next, live);
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel(in_heap ? "as an event" : "as a timer");
}
BENCHMARK(cancelled_timer)->Arg(0)->Arg(1);

// Events that all lie the same time ahead.
void constant_delay(benchmark::State& state) {
    Scheduler s;
    s.stop_after(never - Duration{1});
    const bool lane = state.range(0) == 1;
    const auto l = s.lane(std::chrono::microseconds{500});
    for (int i = 0; i < 1000; ++i) s.at(start_of_run + Duration{i * 500}, 0, 0);
    Event e;
    for (auto _ : state) {
        s.next(e, Always{});
        if (lane)
            s.along(l, 0, 0);
        else
            s.after(std::chrono::microseconds{500}, 0, 0);
    }
    state.SetItemsProcessed(state.iterations());
    state.SetLabel(lane ? "in a lane" : "as events");
}
BENCHMARK(constant_delay)->Arg(0)->Arg(1);

}  // namespace

}  // namespace nines
