#include "models/replica_life.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class ReplicaLifeTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static Lifecycle lifecycle(Duration pre_stop, Duration unnoticed, Duration grace, Duration warm_up = 0s) {
        Lifecycle p;
        p.pre_stop = pre_stop;
        p.unnoticed = unnoticed;
        p.grace = grace;
        p.warm_up.lasting = warm_up;
        p.warm_up.factor = Factor{3.0};
        return p;
    }
    static ReplicaLife serving() {
        ReplicaLife l;
        l.serve(at(0s));
        return l;
    }
    using State = ReplicaLife::State;

private slots:
    void absent_is_nothing() {
        const ReplicaLife l;
        QVERIFY(!l.is_there() && !l.is_wanted() && !l.is_up() && !l.accepts() && !l.is_known());
        QCOMPARE(l.wakes(), never);
    }
    void it_starts_after_the_pull_and_is_ready_after_the_start_up() {
        const auto p = lifecycle(0s, 0s, 30s);
        ReplicaLife l;
        l.start(at(5s), 20s, 10s);
        QVERIFY(l.is_there() && l.is_wanted());
        QVERIFY(!l.is_up() && !l.accepts() && !l.is_known());
        QCOMPARE(l.begun(), at(25s));
        QCOMPARE(l.wakes(), at(35s));
        QVERIFY(!l.wake(at(34s), p));  // not yet
        QVERIFY(l.wake(at(35s), p));
        QVERIFY(l.state() == State::serving);
        QVERIFY(l.is_ready() && l.accepts() && l.is_known());
        QCOMPARE(l.ready_since(), at(35s));
        QCOMPARE(l.slowness(), 1.0);
        QCOMPARE(l.wakes(), never);
    }
    void it_warms_up_in_ten_even_steps() {
        const auto p = lifecycle(0s, 0s, 30s, 100s);
        ReplicaLife l;
        l.start(at(0s), 0s, 10s);
        QVERIFY(l.wake(at(10s), p));
        QVERIFY(l.state() == State::warming);
        QVERIFY(l.is_ready());
        QCOMPARE(l.slowness(), 3.0);
        for (int k = 1; k < 10; ++k) {
            QCOMPARE(l.wakes(), at(10s + k * 10s));
            QVERIFY(l.wake(l.wakes(), p));
            QVERIFY(std::abs(l.slowness() - (3.0 - 0.2 * k)) < 1e-12);
        }
        QVERIFY(l.wake(at(110s), p));
        QVERIFY(l.state() == State::serving);
        QCOMPARE(l.slowness(), 1.0);
    }
    // preStop 5 s, noticed after 2 s: it goes on for 5 s, is sent nothing new after 2 s, and refuses after 5 s.
    void it_closes_after_pre_stop() {
        const auto p = lifecycle(5s, 2s, 30s);
        auto l = serving();
        l.drain(at(100s), p);
        QVERIFY(l.is_there() && !l.is_wanted() && l.is_up() && l.accepts() && l.is_known());
        QVERIFY(!l.is_over(at(100s), 0));
        QCOMPARE(l.wakes(), at(102s));
        QVERIFY(l.wake(at(102s), p));
        QVERIFY(!l.is_known() && l.accepts());
        QVERIFY(!l.is_over(at(102s), 0));  // the hook still sleeps
        QCOMPARE(l.wakes(), at(105s));
        QVERIFY(l.wake(at(105s), p));
        QVERIFY(!l.accepts() && l.is_up());
        QVERIFY(l.is_over(at(105s), 0));
        QVERIFY(!l.is_over(at(105s), 1));  // works on
        QCOMPARE(l.wakes(), at(130s));
    }
    // Without preStop it closes at once, while callers still send to it.
    void without_pre_stop_it_refuses_those_who_have_not_noticed() {
        const auto p = lifecycle(0s, 1s, 30s);
        auto l = serving();
        l.drain(at(0s), p);
        QVERIFY(!l.accepts() && l.is_known());
        QVERIFY(!l.is_over(at(500ms), 0));  // it is still sent requests
        QVERIFY(l.wake(at(1s), p));
        QVERIFY(l.is_over(at(1s), 0));
    }
    void its_grace_ends_even_with_work_inside() {
        const auto p = lifecycle(0s, 0s, 30s);
        auto l = serving();
        l.drain(at(0s), p);
        QVERIFY(!l.is_over(at(29s), 7));
        QCOMPARE(l.wakes(), at(30s));
        QVERIFY(l.wake(at(30s), p));
        QVERIFY(l.is_over(at(30s), 7));
        l.end();
        QVERIFY(l.state() == State::absent);
    }
    void what_never_was_ready_goes_at_once() {
        const auto p = lifecycle(5s, 5s, 30s);
        ReplicaLife l;
        l.start(at(0s), 0s, 60s);
        l.drain(at(10s), p);
        QVERIFY(!l.accepts() && !l.is_known());
        QVERIFY(l.is_over(at(10s), 0));
    }
    void a_stopped_one_starts_again_after_its_back_off() {
        const auto p = lifecycle(0s, 2s, 30s);
        auto l = serving();
        l.stop(at(50s), 20s, 10s, p);
        QVERIFY(l.is_there() && l.is_wanted() && !l.is_up() && !l.accepts() && l.is_known());
        QCOMPARE(l.begun(), at(70s));
        QCOMPARE(l.wakes(), at(52s));
        QVERIFY(l.wake(at(52s), p));
        QVERIFY(!l.is_known());
        QCOMPARE(l.wakes(), at(80s));
        QVERIFY(l.wake(at(80s), p));
        QVERIFY(l.is_ready());
        QCOMPARE(l.born(), at(0s));
        QCOMPARE(l.ready_since(), at(80s));
        QVERIFY(l.is_known() && l.accepts());
    }
    // It is back before anybody noticed.
    void a_quick_restart_goes_unnoticed() {
        const auto p = lifecycle(0s, 5s, 30s);
        auto l = serving();
        l.stop(at(50s), 0s, 1s, p);
        QCOMPARE(l.wakes(), at(51s));
        QVERIFY(l.wake(at(51s), p));
        QVERIFY(l.is_ready() && l.is_known());
        QCOMPARE(l.wakes(), never);
    }
    void a_pre_stop_longer_than_the_grace_is_cut_short() {
        const auto p = lifecycle(60s, 0s, 30s);
        auto l = serving();
        l.drain(at(0s), p);
        QCOMPARE(l.wakes(), at(30s));
        QVERIFY(l.wake(at(30s), p));
        QVERIFY(l.is_over(at(30s), 3));
    }
};

QTEST_APPLESS_MAIN(ReplicaLifeTest)
#include "replica_life_test.moc"
