#include "models/concurrency_limit.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class ConcurrencyLimitTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static ConcurrencyLimit of(LimitAlgorithm a, std::uint32_t initial, std::uint32_t minimum = 1) {
        ConcurrencyLimit p;
        p.algorithm = a;
        p.initial = initial;
        p.minimum = minimum;
        return p;
    }
    Random random_{{1, 0, 0, 0}};

private slots:
    void aimd_adds_one_while_used_and_takes_a_tenth_after_a_drop() {
        const auto p = of(LimitAlgorithm::aimd, 20);
        ConcurrencyLimitState s{p};
        s.sample(p, at(0s), at(10ms), 9, false, random_);
        QCOMPARE(s.limit(), 20U);  // less than half is used
        s.sample(p, at(0s), at(10ms), 10, false, random_);
        QCOMPARE(s.limit(), 21U);
        s.sample(p, at(0s), at(10ms), 21, true, random_);
        QCOMPARE(s.limit(), 18U);
        s.sample(p, at(0s), at(6s), 18, false, random_);  // slow is as bad
        QCOMPARE(s.limit(), 16U);
    }
    void vegas_grows_without_a_queue_and_shrinks_with_one() {
        const auto p = of(LimitAlgorithm::vegas, 20);
        ConcurrencyLimitState s{p};
        s.sample(p, at(0s), at(10ms), 20, false, random_);  // the least latency
        s.sample(p, at(0s), at(10ms), 20, false, random_);  // no queue: 6 more
        QCOMPARE(s.limit(), 26U);
        s.sample(p, at(0s), at(11ms), 26, false, random_);  // queue of ceil(26 x (1 - 10/11)) = 3: as it is
        QCOMPARE(s.limit(), 26U);
        s.sample(p, at(0s), at(20ms), 26, false, random_);  // queue of 13 > 6
        QCOMPARE(s.limit(), 25U);
        s.sample(p, at(0s), at(20ms), 12, false, random_);  // less than half is used
        QCOMPARE(s.limit(), 25U);
        s.sample(p, at(0s), at(20ms), 12, true, random_);
        QCOMPARE(s.limit(), 24U);
    }
    void gradient2_follows_the_ratio_of_long_and_short_latency() {
        const auto p = of(LimitAlgorithm::gradient2, 20);
        ConcurrencyLimitState s{p};
        s.sample(p, at(0s), at(10ms), 20, false, random_);  // 0.8 x 20 + 0.2 x (20 + 4)
        QCOMPARE(s.limit(), 20U);
        for (int i = 0; i < 9; ++i) s.sample(p, at(0s), at(10ms), 30, false, random_);
        QCOMPARE(s.limit(), 28U);  // 20 + 10 x 0.8
        s.sample(p, at(0s), at(100ms), 30, false, random_);
        QCOMPARE(s.limit(), 26U);  // 0.8 x 28 + 0.2 x (0.5 x 28 + 4)
    }
    void gradient_measures_at_the_minimum_and_then_follows_the_latency() {
        auto p = of(LimitAlgorithm::gradient, 10, 3);
        p.tolerance = 1.0;
        p.measured = 5;
        ConcurrencyLimitState s{p};
        QCOMPARE(s.limit(), 3U);
        Instant now = at(1s);
        const auto ends = [&](Duration latency) {
            now = after(now, 60ms);
            s.sample(p, Instant{now - latency}, now, 3, false, random_);
        };
        for (int i = 0; i < 5; ++i) ends(10ms);
        QCOMPARE(s.limit(), 10U);  // as before
        ends(10ms);
        ends(10ms);  // 10 + sqrt(10)
        QCOMPARE(s.limit(), 13U);
        for (int i = 0; i < 4; ++i) ends(1s);  // half, twice: 6.5 + sqrt(6.5) = 9, 4.5 + sqrt(4.5) = 6
        QCOMPARE(s.limit(), 6U);
    }
    void a_fixed_limit_stays() {
        const auto p = of(LimitAlgorithm::fixed, 7);
        ConcurrencyLimitState s{p};
        for (int i = 0; i < 100; ++i) s.sample(p, at(0s), at(60s), 7, true, random_);
        QCOMPARE(s.limit(), 7U);
    }
};

QTEST_APPLESS_MAIN(ConcurrencyLimitTest)
#include "concurrency_limit_test.moc"
