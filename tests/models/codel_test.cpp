#include "models/codel.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class CodelTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }

private slots:
    void sheds_only_after_an_interval_in_which_every_wait_was_above_the_target() {
        const Codel p;
        CodelState s;
        for (int i = 1; i < 100; ++i) QVERIFY(!s.sheds(p, 50ms, at(std::chrono::milliseconds{i})));
        QVERIFY(!s.sheds(p, 50ms, at(101ms)));  // the first of an interval, which finds the last one overloaded
        QVERIFY(s.overloaded());
        QVERIFY(s.sheds(p, 50ms, at(102ms)));
        QVERIFY(!s.sheds(p, 10ms, at(103ms)));  // twice the target, not more
        QVERIFY(s.sheds(p, 10ms + 1ns, at(104ms)));
    }
    void one_short_wait_shows_that_the_queue_drains() {
        const Codel p;
        CodelState s;
        for (int i = 1; i < 100; ++i) QVERIFY(!s.sheds(p, i == 50 ? 5ms : 50ms, at(std::chrono::milliseconds{i})));
        QVERIFY(!s.sheds(p, 50ms, at(101ms)));
        QVERIFY(!s.overloaded());
        QVERIFY(!s.sheds(p, 50ms, at(102ms)));
    }
    void the_overload_ends_with_the_interval() {
        const Codel p;
        CodelState s;
        QVERIFY(!s.sheds(p, 50ms, at(1ms)));
        QVERIFY(!s.sheds(p, 50ms, at(101ms)));
        QVERIFY(s.sheds(p, 50ms, at(150ms)));
        QVERIFY(!s.sheds(p, 1ms, at(160ms)));
        QVERIFY(!s.sheds(p, 50ms, at(201ms)));
        QVERIFY(!s.overloaded());
    }
};

QTEST_APPLESS_MAIN(CodelTest)
#include "codel_test.moc"
