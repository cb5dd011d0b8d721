#include "models/rate_limit.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class RateLimitTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static RateLimit of(double rate, std::uint32_t burst, Duration max_wait = {}) {
        RateLimit p;
        p.rate = Rate{rate};
        p.burst = burst;
        p.max_wait = max_wait;
        return p;
    }
    static int granted(RateLimiterState& s, const RateLimit& p, Instant now, int asked) {
        int n = 0;
        for (int i = 0; i < asked; ++i) n += s.reserve(p, now) ? 1 : 0;
        return n;
    }

private slots:
    void a_bucket_lets_a_burst_through_and_then_its_rate() {
        const auto p = of(10.0, 5);
        RateLimiterState s;
        QCOMPARE(granted(s, p, at(1s), 100), 5);
        QCOMPARE(granted(s, p, at(1099ms), 100), 0);
        QCOMPARE(granted(s, p, at(1100ms), 100), 1);
        QCOMPARE(granted(s, p, at(1400ms), 100), 3);
        QCOMPARE(granted(s, p, at(1h), 100), 5);  // never saves more than the burst
    }
    void who_waits_keeps_its_place() {
        const auto p = of(10.0, 1, 250ms);
        RateLimiterState s;
        QCOMPARE(*s.reserve(p, at(1s)), Duration{0});
        QCOMPARE(*s.reserve(p, at(1s)), Duration{100ms});
        QCOMPARE(*s.reserve(p, at(1s)), Duration{200ms});
        QVERIFY(!s.reserve(p, at(1s)));
        QCOMPARE(*s.reserve(p, at(1060ms)), Duration{240ms});
    }
    // resilience4j: permits of a cycle are not saved, and those of the next may be reserved.
    void a_fixed_window_starts_anew_with_every_cycle() {
        auto p = of(10.0, 5);  // cycles of half a second
        p.algorithm = RateLimitAlgorithm::fixed_window;
        RateLimiterState s;
        QCOMPARE(granted(s, p, at(10490ms), 100), 5);
        QCOMPARE(granted(s, p, at(10500ms), 100), 5);  // twice the burst around the end of a cycle
        QCOMPARE(granted(s, p, at(10999ms), 100), 0);
        QCOMPARE(granted(s, p, at(1h), 100), 5);
    }
    void a_fixed_window_hands_out_the_next_cycles_to_those_who_may_wait() {
        auto p = of(10.0, 5, 600ms);
        p.algorithm = RateLimitAlgorithm::fixed_window;
        RateLimiterState s;
        for (int i = 0; i < 5; ++i) QCOMPARE(*s.reserve(p, at(10400ms)), Duration{0});
        for (int i = 0; i < 5; ++i) QCOMPARE(*s.reserve(p, at(10400ms)), Duration{100ms});
        for (int i = 0; i < 5; ++i) QCOMPARE(*s.reserve(p, at(10400ms)), Duration{600ms});
        QVERIFY(!s.reserve(p, at(10400ms)));
        QVERIFY(!s.reserve(p, at(10450ms)));  // 1050 ms to go
        QCOMPARE(*s.reserve(p, at(10900ms)), Duration{600ms});
    }
};

QTEST_APPLESS_MAIN(RateLimitTest)
#include "rate_limit_test.moc"
