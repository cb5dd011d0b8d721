#include "models/throttle.hpp"

#include <QTest>
#include <cmath>

using namespace nines;
using namespace std::chrono_literals;

class ThrottleTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    // n requests of which `accepted` are accepted.
    static void seen(ThrottleState& s, const Throttle& p, Instant now, int n, int accepted, Random& r) {
        for (int i = 0; i < n; ++i) {
            static_cast<void>(s.admits(p, now, r));
            s.ended(p, now, i < accepted ? Outcome::success : Outcome::rejected);
        }
    }

private slots:
    // SRE book: (requests - 2 accepts) / (requests + 1).
    void rejects_by_the_formula() {
        const Throttle p;
        Random r{{1, 0, 0, 0}};
        ThrottleState s;
        QCOMPARE(s.rejection(p), 0.0);
        seen(s, p, at(1s), 100, 50, r);
        QCOMPARE(s.rejection(p), 0.0);  // exactly half are accepted
        seen(s, p, at(1s), 100, 0, r);
        QCOMPARE(s.rejection(p), (200.0 - 100.0) / 201.0);
    }
    void an_error_is_an_answer_unless_told_otherwise() {
        Throttle p;
        Random r{{1, 0, 0, 0}};
        for (const bool accepted : {true, false}) {
            p.errors_accepted = accepted;
            ThrottleState s;
            for (int i = 0; i < 10; ++i) {
                static_cast<void>(s.admits(p, at(1s), r));
                s.ended(p, at(1s), Outcome::error);
            }
            QCOMPARE(s.rejection(p), accepted ? 0.0 : 10.0 / 11.0);
        }
    }
    void what_is_older_than_the_window_is_forgotten() {
        const Throttle p;
        Random r{{1, 0, 0, 0}};
        ThrottleState s;
        seen(s, p, at(1s), 100, 0, r);
        QVERIFY(s.rejection(p) > 0.98);
        static_cast<void>(s.admits(p, at(118s), r));
        QCOMPARE(s.rejection(p), 101.0 / 102.0);
        static_cast<void>(s.admits(p, at(121s), r));
        QCOMPARE(s.rejection(p), 2.0 / 3.0);
    }
    void protection_aggression_and_the_highest_probability() {
        Throttle p;
        p.multiplier = 1.5;
        p.protected_calls = 5;
        Random r{{1, 0, 0, 0}};
        ThrottleState s;
        seen(s, p, at(1s), 15, 0, r);
        QCOMPARE(s.rejection(p), 10.0 / 16.0);
        p.aggression = 2.0;
        QCOMPARE(s.rejection(p), std::sqrt(10.0 / 16.0));
        p.max_rejection = Probability{0.5};
        QCOMPARE(s.rejection(p), 0.5);
    }
    // A callee that accepts half of what a throttled caller sends gets twice what it accepts, no more. Of 40,000 calls
    // the share that is sent has a standard deviation of 0.25%; five of them are allowed.
    void settles_at_the_multiplier_times_what_is_accepted() {
        const Throttle p;
        Random r{{7, 0, 0, 0}};
        ThrottleState s;
        std::uint64_t sent = 0, accepted = 0, all = 0;
        double capacity = 0.0;
        for (std::int64_t ms = 0; ms < 600'000; ms += 10) {  // 100/s offered, 20/s accepted
            capacity = std::min(1.0, capacity + 0.2);
            const Instant now = at(std::chrono::milliseconds{ms});
            const bool out = s.admits(p, now, r);
            const bool taken = out && capacity >= 1.0;
            if (taken) capacity -= 1.0;
            if (out) s.ended(p, now, taken ? Outcome::success : Outcome::rejected);
            if (ms < 200'000) continue;
            ++all;
            sent += out ? 1 : 0;
            accepted += taken ? 1 : 0;
        }
        const double ratio = static_cast<double>(sent) / static_cast<double>(accepted);
        QVERIFY2(std::abs(ratio - 2.0) < 0.1, qPrintable(QString::number(ratio)));
        QVERIFY(all == 40'000);
    }
};

QTEST_APPLESS_MAIN(ThrottleTest)
#include "throttle_test.moc"
