#include "models/breaker_state.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class BreakerStateTest : public QObject {
    Q_OBJECT
    using State = BreakerState::State;

    static CircuitBreaker by_calls(std::uint32_t window, std::uint32_t minimum, std::uint32_t probes) {
        CircuitBreaker p;
        p.window = {window, Duration::zero()};
        p.minimum_calls = minimum;
        p.half_open_calls = probes;
        p.open_for = 5s;
        return p;
    }
    static constexpr Instant at(Duration d) { return start_of_run + d; }

private slots:
    void below_the_minimum_the_rate_is_unknown() {
        const auto p = by_calls(10, 10, 2);
        BreakerState b{p};
        for (int i = 0; i < 9; ++i) b.record(p, true, false, at(1s));
        QCOMPARE(b.state(), State::closed);
        b.record(p, true, false, at(1s));
        QCOMPARE(b.state(), State::open);
    }
    void old_outcomes_leave_the_window_of_calls() {
        const auto p = by_calls(4, 4, 2);
        BreakerState b{p};
        for (const bool failed : {true, false, false, false, true, false, false, false})
            b.record(p, failed, false, at(1s));
        QCOMPARE(b.state(), State::closed);  // never more than one failure in four
        b.record(p, true, false, at(1s));
        QCOMPARE(b.state(), State::closed);
        b.record(p, true, false, at(1s));
        QCOMPARE(b.state(), State::open);
    }
    void old_outcomes_leave_the_window_of_seconds() {
        CircuitBreaker p = by_calls(0, 2, 1);
        p.window = {0, 10s};
        BreakerState b{p};
        b.record(p, true, false, at(1s));
        b.record(p, false, false, at(12s));
        b.record(p, false, false, at(12s));
        b.record(p, true, false, at(13s));
        QCOMPARE(b.state(), State::closed);  // one in three; the first has left
        b.record(p, true, false, at(13s));
        QCOMPARE(b.state(), State::open);
    }
    void open_rejects_until_strictly_after_the_wait_and_the_first_call_is_a_probe() {
        const auto p = by_calls(2, 2, 2);
        BreakerState b{p};
        b.record(p, true, false, at(10s));
        b.record(p, true, false, at(10s));
        QVERIFY(!b.admits(p, at(15s)));
        QCOMPARE(b.state(), State::open);
        QVERIFY(b.admits(p, at(15s) + 1ns));
        QCOMPARE(b.state(), State::half_open);
        QVERIFY(b.admits(p, at(16s)));
        QVERIFY(!b.admits(p, at(17s)));  // more callers than probes
    }
    void half_open_decides_when_all_probes_are_in() {
        const auto p = by_calls(4, 4, 4);
        for (const int failures : {1, 2}) {
            BreakerState b{p};
            for (int i = 0; i < 4; ++i) b.record(p, true, false, at(0s));
            for (int i = 0; i < 4; ++i) QVERIFY(b.admits(p, at(6s)));
            for (int i = 0; i < 3; ++i) b.record(p, i < failures, false, at(7s));
            QCOMPARE(b.state(), State::half_open);
            b.record(p, false, false, at(7s));
            QCOMPARE(b.state(), failures == 1 ? State::closed : State::open);  // 25% or 50% of four
        }
    }
    void a_call_from_before_the_opening_does_not_count_while_open() {
        const auto p = by_calls(2, 2, 1);
        BreakerState b{p};
        b.record(p, true, false, at(0s));
        b.record(p, true, false, at(0s));
        b.record(p, false, false, at(1s));
        QCOMPARE(b.state(), State::open);
    }
    void consecutive_failures_trip_and_any_failed_probe_opens_for_the_full_time() {
        CircuitBreaker p = by_calls(100, 100, 2);
        p.consecutive_failures = 3;
        BreakerState b{p};
        for (const bool failed : {true, true, false, true, true}) b.record(p, failed, false, at(0s));
        QCOMPARE(b.state(), State::closed);
        b.record(p, true, false, at(10s));
        QCOMPARE(b.state(), State::open);
        QVERIFY(b.admits(p, at(16s)));
        b.record(p, true, false, at(16s));
        QCOMPARE(b.state(), State::open);
        QVERIFY(!b.admits(p, at(20s)));  // 16 s + 5 s, not 10 s + 5 s
        QVERIFY(b.admits(p, at(22s)));
        QVERIFY(b.admits(p, at(22s)));
        b.record(p, false, false, at(22s));
        QCOMPARE(b.state(), State::half_open);
        b.record(p, false, false, at(22s));
        QCOMPARE(b.state(), State::closed);
    }
    void a_slow_call_counts_whatever_its_outcome() {
        auto p = by_calls(4, 4, 2);
        p.slow_call_rate = Probability{0.5};
        BreakerState b{p};
        b.record(p, false, true, at(1s));
        b.record(p, false, false, at(1s));
        b.record(p, false, false, at(1s));
        b.record(p, false, true, at(1s));
        QCOMPARE(b.state(), State::open);
    }
    void openings_in_a_row_last_longer_up_to_the_maximum() {
        auto p = by_calls(1, 1, 1);
        p.open_factor = 2.0;
        p.max_open_for = 15s;
        BreakerState b{p};
        Duration t = 1s;
        for (const Duration wait : {5s, 10s, 15s, 15s}) {
            b.record(p, true, false, at(t));
            QCOMPARE(b.state(), State::open);
            QVERIFY(!b.admits(p, at(t + wait)));
            t += wait + 1ms;
            QVERIFY(b.admits(p, at(t)));
        }
        b.record(p, false, false, at(t));
        QCOMPARE(b.state(), State::closed);
        b.record(p, true, false, at(t));
        QVERIFY(b.admits(p, at(t + 5s + 1ms)));  // from the start
    }
    void half_open_that_is_never_decided_opens_again() {
        auto p = by_calls(1, 1, 1);
        p.max_half_open = 3s;
        BreakerState b{p};
        b.record(p, true, false, at(1s));
        QVERIFY(b.admits(p, at(7s)));  // the only probe, which never answers
        QVERIFY(!b.admits(p, at(9s)));
        QCOMPARE(b.state(), State::half_open);
        QVERIFY(!b.admits(p, at(11s)));  // open again, for five seconds
        QCOMPARE(b.state(), State::open);
        QVERIFY(b.admits(p, at(17s)));
    }
};

QTEST_APPLESS_MAIN(BreakerStateTest)
#include "breaker_state_test.moc"
