#include "models/restart.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class RestartTest : public QObject {
    Q_OBJECT

private slots:
    // Kubernetes' CrashLoopBackOff: at once, then 10, 20, 40, 80, 160 and at most 300 s.
    void each_restart_in_a_row_waits_longer_up_to_the_limit() {
        RestartState state;
        Instant now = start_of_run;
        for (const auto wait : {0s, 10s, 20s, 40s, 80s, 160s, 300s, 300s}) {
            QCOMPARE(state.ended(Restart{}, now).count(), Duration{wait}.count());
            now += wait;
            state.started(now);
            now += 599s;
        }
    }
    void ten_minutes_of_life_forgive_what_was_before() {
        RestartState state;
        QCOMPARE(state.ended(Restart{}, start_of_run).count(), 0);
        state.started(start_of_run);
        QCOMPARE(state.ended(Restart{}, start_of_run + 600s - 1ns).count(), Duration{10s}.count());
        state.started(start_of_run + 600s);
        QCOMPARE(state.ended(Restart{}, start_of_run + 1200s).count(), 0);
    }
    // Far in the future the power of the factor must not overflow.
    void a_thousand_restarts_wait_no_longer_than_the_limit() {
        RestartState state;
        Duration last{};
        for (int i = 0; i < 5000; ++i) last = state.ended(Restart{}, start_of_run);
        QCOMPARE(last.count(), Duration{300s}.count());
    }
};

QTEST_APPLESS_MAIN(RestartTest)
#include "restart_test.moc"
