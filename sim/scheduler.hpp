// Scheduler: the clock of a run and everything that is going to happen in it.
//
// Always: time never runs backward; of two events at the same instant the one scheduled first fires first, whether it
// lies in the heap, in a lane or in the wheel. Not thread-safe: one scheduler belongs to one run.
#pragma once

#include <algorithm>
#include <cassert>
#include <vector>

#include "sim/event.hpp"
#include "sim/event_heap.hpp"
#include "sim/lane.hpp"
#include "sim/timing_wheel.hpp"

namespace nines {

class Scheduler {
public:
    // The kind above is the scheduler's own.
    static constexpr std::uint32_t max_kind = 30;

    [[nodiscard]] Instant now() const noexcept { return now_; }

    // REQUIRES: t >= now().
    Ticket at(Instant t, std::uint32_t kind, std::uint32_t index) {
        assert(t >= now_);
        const Ticket ticket = next_ticket(kind, index);
        heap_.push(make_key(t, ticket));
        return ticket;
    }
    Ticket after(Duration d, std::uint32_t kind, std::uint32_t index) {
        return at(nines::after(now_, d), kind, index);
    }

    // A lane for this constant delay; lanes are shared by all who ask for the same one.
    [[nodiscard]] std::uint32_t lane(Duration delay) {
        for (std::uint32_t i = 0; i < lanes_.size(); ++i)
            if (lanes_[i].delay() == delay) return i;
        lanes_.emplace_back(delay);
        return static_cast<std::uint32_t>(lanes_.size() - 1);
    }
    Ticket along(std::uint32_t lane, std::uint32_t kind, std::uint32_t index) {
        Lane& l = lanes_[lane];
        const Ticket ticket = next_ticket(kind, index);
        const EventKey k = make_key(nines::after(now_, l.delay()), ticket);
        if (l.empty()) heap_.push(head_of(lane, k));
        l.push(k);
        return ticket;
    }

    // An event that will probably be cancelled. `live` as for next().
    template <class Live>
    Ticket timer(Instant t, std::uint32_t kind, std::uint32_t index, Live live) {
        assert(t >= now_);
        const Ticket ticket = next_ticket(kind, index);
        const EventKey k = make_key(t, ticket);
        if (!wheel_.add(k)) {
            heap_.push(k);
        } else if (wheel_.size() >= sweep_at_) [[unlikely]] {
            wheel_.sweep(live);
            sweep_at_ = 2 * wheel_.size() + 1024;
        }
        return ticket;
    }

    // Takes the next event not after `end` and sets the clock to it; false when there is none. `live(ticket)` says
    // whether somebody still waits for a timer; other cancelled events are returned, and recognised by their ticket.
    template <class Live>
    bool next(Instant end, Event& out, Live live) {
        for (;;) {
            if (heap_.empty() || time_of(heap_.top()) >= wheel_.next_turn()) {
                if (wheel_.next_turn() > end || wheel_.next_turn() == never) {
                    if (heap_.empty()) return false;
                } else {
                    wheel_.turn(live, [this](EventKey k) { heap_.push(k); });
                    continue;
                }
            }
            const EventKey k = heap_.top();
            const Event e = event_of(k);
            if (e.time > end) return false;
            heap_.pop();
            now_ = e.time;
            if (e.kind() != lane_kind) {
                out = e;
                return true;
            }
            Lane& l = lanes_[e.index()];
            out = event_of(l.front());
            l.pop();
            if (!l.empty()) heap_.push(head_of(e.index(), l.front()));
            return true;
        }
    }

    // Lets the clock stand at t. REQUIRES: no event before t is pending.
    void advance_to(Instant t) noexcept {
        assert(t >= now_);
        now_ = t;
    }

    [[nodiscard]] std::size_t pending() const noexcept {
        std::size_t n = heap_.size() + wheel_.size();
        for (const auto& l : lanes_) n += l.empty() ? 0 : l.size() - 1;
        return n;
    }
    [[nodiscard]] std::size_t bytes() const noexcept {
        std::size_t n = heap_.bytes() + wheel_.bytes();
        for (const auto& l : lanes_) n += l.bytes();
        return n;
    }

private:
    static constexpr std::uint32_t lane_kind = max_kind + 1;

    // The head of a lane keeps its own place in the order.
    [[nodiscard]] static EventKey head_of(std::uint32_t lane, EventKey k) noexcept {
        constexpr unsigned low = Event::index_bits + Event::kind_bits;
        return k >> low << low | std::uint64_t{lane_kind} << Event::index_bits | lane;
    }

    [[nodiscard]] Ticket next_ticket(std::uint32_t kind, std::uint32_t index) noexcept {
        assert(kind <= max_kind && index <= Event::max_index);
        return make_ticket(++sequence_, kind, index);
    }

    Instant now_ = start_of_run;
    std::uint64_t sequence_ = 0;
    EventHeap heap_;
    TimingWheel wheel_;
    std::size_t sweep_at_ = 1024;
    std::vector<Lane> lanes_;
};

}  // namespace nines
