#include "models/cubic_rate.hpp"

#include <QTest>
#include <cmath>

using namespace nines;
using namespace std::chrono_literals;

class CubicRateTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    // A hundred answers a second up to an instant.
    static CubicRate fed(Duration until) {
        CubicRate c;
        for (Duration t = 10ms; t <= until; t += 10ms) c.answered(false, at(t));
        return c;
    }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

private slots:
    void nothing_is_limited_before_the_first_rejection() {
        auto c = fed(10s);
        QVERIFY(!c.enabled());
        for (int i = 0; i < 1000; ++i) QCOMPARE(c.reserve(0s, at(10s))->count(), 0);
    }
    // The measured rate is smoothed: after many half seconds of 50 answers it is 100 a second.
    void a_rejection_sets_seven_tenths_of_what_was_measured() {
        auto c = fed(30s);
        c.answered(true, at(30s + 1ms));
        QVERIFY(c.enabled());
        QVERIFY2(std::abs(c.per_second() - 70.0) < 0.1, qPrintable(QString::number(c.per_second())));
    }
    // 0.4 (t - K)^3 + w with K = cbrt(0.3 w / 0.4): at t = K the rate is w again.
    void answers_let_it_grow_back_along_the_cubic() {
        auto c = fed(30s);
        c.answered(true, at(30s));
        const double w = c.per_second() / 0.7;
        const double turn = std::cbrt(w * 0.3 / 0.4);
        // Answers at the same pace, so that the ceiling of twice the measured rate stays out of the way.
        Duration t = 30s;
        for (; t < 30s + from_seconds(turn) - 10ms; t += 10ms) c.answered(false, at(t + 10ms));
        QVERIFY2(std::abs(c.per_second() - w) < 0.01, qPrintable(QString::number(c.per_second())));
        for (int i = 0; i < 200; ++i) c.answered(false, at(t += 10ms));
        QVERIFY(near(c.per_second(), 0.4 * std::pow(to_seconds(t - 30s) - turn, 3.0) + w));
    }
    void it_is_never_below_one_in_two_seconds() {
        CubicRate c;
        for (int i = 1; i < 50; ++i) c.answered(true, at(std::chrono::seconds{i}));
        QVERIFY(near(c.per_second(), 0.5));
        QVERIFY(c.reserve(1h, at(60s)));
        const auto wait = c.reserve(1h, at(60s));
        QVERIFY(wait && near(to_seconds(*wait), 2.0));
        QVERIFY(!c.reserve(1s, at(60s)));
    }
};

QTEST_APPLESS_MAIN(CubicRateTest)
#include "cubic_rate_test.moc"
