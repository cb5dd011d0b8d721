// Scheduler: the clock of a run and everything that is going to happen in it.
//
// A few dozen events lie in a sorted array. What does not fit there lies in the wheel until its time comes near, and in
// a heap when too much is near at once; constant delays have lanes, timers go to the wheel at once. docs/performance.md
// has the measurements behind this.
//
// Always: time never runs backward; of two events at the same instant the one scheduled first fires first, wherever
// they lie (the order of scheduling is a 33-bit count: after 8 billion events it starts anew, and a tie across that
// point alone may be broken the other way). Not thread-safe: one scheduler belongs to one run.
#pragma once

#include <algorithm>
#include <cassert>
#include <vector>

#include "sim/event.hpp"
#include "sim/event_heap.hpp"
#include "sim/lane.hpp"
#include "sim/sorted_events.hpp"
#include "sim/timing_wheel.hpp"

namespace nines {

class Scheduler {
public:
    // The kind above is the scheduler's own.
    static constexpr std::uint32_t max_kind = (1U << Event::kind_bits) - 2;

    [[nodiscard]] Instant now() const noexcept { return now_; }

    // REQUIRES: t >= now().
    Ticket at(Instant t, std::uint32_t kind, std::uint32_t index) {
        assert(t >= now_);
        const Ticket ticket = next_ticket(kind, index);
        push_newest(make_key(t, ticket));
        return ticket;
    }
    Ticket after(Duration d, std::uint32_t kind, std::uint32_t index) { return at(nines::after(now_, d), kind, index); }

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
        if (l.empty()) push(head_of(lane, k));
        l.push(k);
        return ticket;
    }

    // An event that will probably be cancelled. `live` as for next().
    template <class Live>
    Ticket timer(Instant t, std::uint32_t kind, std::uint32_t index, Live live) {
        assert(t >= now_);
        const Ticket ticket = next_ticket(kind, index);
        const EventKey k = make_key(t, ticket);
        if (wheel_.size() >= sweep_at_) [[unlikely]] {  // before the new one is there, whom nobody waits for yet
            wheel_.sweep(live);
            sweep_at_ = 2 * wheel_.size() + fewest_to_sweep;
        }
        if (!add_to_wheel(k)) push_near(k);
        return ticket;
    }

    // No event after `end` is taken from here on. REQUIRES: end < never, so that what is scheduled for `never` stays
    // there.
    void stop_after(Instant end) noexcept {
        assert(end < never);
        end_ = end;
        know();
    }
    // Takes the next event and sets the clock to it; false when there is none up to the end. `live(ticket)` says
    // whether somebody still waits for a timer; other cancelled events are returned, and recognised by their stub.
    template <class Live>
    [[gnu::always_inline]] bool next(Event& out, Live live) {
        const EventKey k = sorted_.first();
        if (nanoseconds_of(k) >= certain_) [[unlikely]]
            return next_of_all(out, live);
        out = event_of(k);
        sorted_.pop();
        now_ = out.time;
        if (out.kind() == lane_kind) take_from_lane(out);
        return true;
    }
    template <class Live>
    bool next(Instant end, Event& out, Live live) {
        stop_after(end);
        return next(out, live);
    }

    // Lets the clock stand at t. REQUIRES: no event before t is pending.
    void advance_to(Instant t) noexcept {
        assert(t >= now_);
        now_ = t;
    }

    [[nodiscard]] std::size_t pending() const noexcept {
        std::size_t n = sorted_.size() + heap_.size() + wheel_.size();
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
    static constexpr std::size_t fewest_to_sweep = 32;  // timers; and then when the dead outnumber the living

    // next(), when the sorted events alone do not know.
    template <class Live>
    [[gnu::noinline]] bool next_of_all(Event& out, Live live) {
        for (;;) {
            EventKey k = sorted_.first();
            const bool in_heap = !heap_.empty() && heap_.top() < k;
            if (in_heap) k = heap_.top();
            if (nanoseconds_of(k) >= nanoseconds_of(wheel_.next_turn())) {
                if (wheel_.next_turn() > end_) return false;
                wheel_.turn(live, [this](EventKey due) { push_near(due); });
                if (room_ == 0 && sorted_.size() < SortedEvents::capacity / 4) reach_farther();
                know();
                continue;
            }
            out = event_of(k);
            if (nanoseconds_of(k) > nanoseconds_of(end_)) return false;
            if (in_heap) {
                heap_.pop();
                if (heap_.empty()) know();
            } else {
                sorted_.pop();
            }
            now_ = out.time;
            if (out.kind() == lane_kind) take_from_lane(out);
            return true;
        }
    }

    void know() noexcept {
        const auto sure = std::min(nanoseconds_of(wheel_.next_turn()), nanoseconds_of(end_) + 1);
        certain_ = heap_.empty() ? sure : 0;
    }

    void push_newest(EventKey k) {
        if (sorted_.size() < room_) [[likely]]
            sorted_.insert_newest(k);
        else
            push_where_it_fits(k);
    }
    [[gnu::noinline]] void push(EventKey k) {
        if (sorted_.size() < room_) [[likely]]
            sorted_.insert(k);
        else
            push_where_it_fits(k);
    }
    [[gnu::noinline]] void push_where_it_fits(EventKey k) {
        if (time_of(k) - now_ >= reach_) {
            if (!add_to_wheel(k)) push_near(k);
            return;
        }
        if (sorted_.size() < SortedEvents::capacity) return sorted_.insert(k);
        // What is far ahead makes room for what is near, and stays away from now on.
        sorted_.take_latest(SortedEvents::capacity / 2, [this](EventKey far) {
            if (!add_to_wheel(far)) add_to_heap(far);
        });
        reach_ = std::max(time_of(sorted_.latest()) - now_, Duration{1});
        room_ = 0;
        push_where_it_fits(k);
    }
    void reach_farther() {
        reach_ += reach_ / 4 + Duration{1};
        if (reach_ > Duration::max() / 4) room_ = SortedEvents::capacity;
    }
    void push_near(EventKey k) {
        if (sorted_.size() < SortedEvents::capacity)
            sorted_.insert(k);
        else
            add_to_heap(k);
    }
    [[nodiscard]] bool add_to_wheel(EventKey k) {
        if (!wheel_.add(k)) return false;
        certain_ = std::min(certain_, nanoseconds_of(wheel_.next_turn()));
        return true;
    }
    void add_to_heap(EventKey k) {
        heap_.push(k);
        certain_ = 0;
    }
    void take_from_lane(Event& head) {
        const auto lane = head.index();
        Lane& l = lanes_[lane];
        head = event_of(l.front());
        l.pop();
        if (!l.empty()) push(head_of(lane, l.front()));
    }

    // The head of a lane keeps its own place in the order.
    [[nodiscard]] static EventKey head_of(std::uint32_t lane, EventKey k) noexcept {
        constexpr unsigned low = Event::index_bits + Event::kind_bits;
        return k >> low << low | std::uint64_t{lane_kind} << Event::index_bits | lane;
    }

    [[nodiscard]] Ticket next_ticket(std::uint32_t kind, std::uint32_t index) noexcept {
        assert(kind <= max_kind && index <= Event::max_index);
        sequence_ += make_ticket(2, 0, 0);
        return sequence_ | make_ticket(0, kind, index);
    }

    Instant now_ = start_of_run;
    Ticket sequence_ = make_ticket(1, 0, 0);  // of the last ticket, in its place there; always odd
    Instant end_ = never;
    std::uint64_t certain_ = 0;  // what is sorted and before it is the next; 0 while the heap holds any
    SortedEvents sorted_;
    std::size_t room_ = SortedEvents::capacity;  // for events of any time; 0 while `reach_` holds
    Duration reach_ = Duration::max();           // what lies farther ahead is for the wheel
    EventHeap heap_;
    TimingWheel wheel_;
    std::size_t sweep_at_ = fewest_to_sweep;
    std::vector<Lane> lanes_;
};

}  // namespace nines
