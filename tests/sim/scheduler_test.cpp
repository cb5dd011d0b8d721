#include "sim/scheduler.hpp"

#include <QTest>
#include <map>

#include "sim/random.hpp"

using namespace nines;
using namespace std::chrono_literals;

namespace {
constexpr Instant the_end = never - 1ns;
struct Always {
    bool operator()(Ticket) const noexcept { return true; }
};
}  // namespace

class SchedulerTest : public QObject {
    Q_OBJECT
private slots:
    void equal_times_fire_in_scheduling_order_wherever_they_lie() {
        Scheduler s;
        const auto lane = s.lane(Duration{5ms});
        for (std::uint32_t i = 0; i < 300; ++i) {
            switch (i % 3) {
                case 0: s.after(5ms, 0, i); break;
                case 1: s.along(lane, 0, i); break;
                default: s.timer(start_of_run + 5ms, 0, i, Always{});
            }
        }
        Event e;
        for (std::uint32_t i = 0; i < 300; ++i) {
            QVERIFY(s.next(the_end, e, Always{}));
            QCOMPARE(e.index(), i);
            QCOMPARE(e.time, start_of_run + 5ms);
        }
        QVERIFY(!s.next(the_end, e, Always{}));
    }

    // Against a sorted map, over delays from nanoseconds to years.
    void events_fire_in_order_of_time() {
        Scheduler s;
        Random r{{9, 0, 0, 0}};
        std::multimap<std::pair<Instant, std::uint32_t>, int> expected;
        const auto lane = s.lane(Duration{700us});
        std::uint32_t next = 0;
        Event e;
        for (int i = 0; i < 200'000; ++i) {
            if (expected.size() < 2000 && r.uniform() < 0.55) {
                const auto delay = from_seconds(std::exp(r.uniform() * 40.0 - 20.0));
                const double where = r.uniform();
                Instant t = after(s.now(), delay);
                if (where < 0.2) t = s.now() + 700us;
                if (where < 0.2)
                    s.along(lane, 1, next);
                else if (where < 0.6)
                    s.at(t, 1, next);
                else
                    s.timer(t, 1, next, Always{});
                expected.emplace(std::pair{t, next}, 0);
                next = (next + 1) & Event::max_index;
            } else if (!expected.empty()) {
                QVERIFY(s.next(the_end, e, Always{}));
                QCOMPARE(e.time, expected.begin()->first.first);
                QCOMPARE(e.index(), expected.begin()->first.second);
                QCOMPARE(s.now(), e.time);
                expected.erase(expected.begin());
            }
        }
        QCOMPARE(s.pending(), expected.size());
    }

    void nothing_after_the_end_is_taken() {
        Scheduler s;
        s.after(10ms, 0, 1);
        s.timer(start_of_run + 1h, 0, 2, Always{});
        Event e;
        QVERIFY(!s.next(start_of_run + 9ms, e, Always{}));
        QVERIFY(s.next(start_of_run + 10ms, e, Always{}));
        QVERIFY(!s.next(start_of_run + 59min, e, Always{}));
        QVERIFY(s.next(start_of_run + 1h, e, Always{}));
    }

    // Who waits for a timer knows its ticket only when the call returns: until then a sweep must not find it.
    void no_timer_that_somebody_waits_for_is_lost() {
        Scheduler s;
        std::vector<Ticket> waiting(10'000, no_ticket);
        const auto live = [&](Ticket t) { return waiting[Event{{}, t}.index()] == t; };
        for (std::uint32_t i = 0; i < waiting.size(); ++i) {
            for (int gave_up = 0; gave_up < 3; ++gave_up) waiting[i] = s.timer(start_of_run + 100ms, 0, i, live);
            waiting[i] = s.timer(start_of_run + 200ms, 0, i, live);
        }
        Event e;
        for (std::uint32_t i = 0; i < waiting.size(); ++i) {
            QVERIFY(s.next(the_end, e, live));
            QCOMPARE(e.ticket, waiting[i]);
        }
        QVERIFY(!s.next(the_end, e, live));
    }

    // A million timeouts of a quarter second, all but one cancelled at once: they must not pile up.
    void cancelled_timers_take_no_room() {
        Scheduler s;
        Ticket kept = no_ticket;
        const auto live = [&](Ticket t) { return t == kept; };
        Event e;
        for (int i = 0; i < 1'000'000; ++i) {
            s.after(1us, 1, 0);
            kept = s.timer(s.now() + 250ms, 0, 0, live);
            QVERIFY(s.next(the_end, e, live));
        }
        QVERIFY(s.pending() < 3000);
        QVERIFY(s.bytes() < 1U << 19);
        QVERIFY(s.next(the_end, e, live));
        QCOMPARE(e.ticket, kept);
    }
};

QTEST_APPLESS_MAIN(SchedulerTest)
#include "scheduler_test.moc"
