#include "models/outlier_detection.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class OutlierDetectionTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    // So many requests at one replica, of which so many succeed.
    static void seen(OutlierDetector& d, const OutlierDetection& p, std::size_t replica, int n, int good) {
        for (int i = 0; i < n; ++i) static_cast<void>(d.observe(p, replica, i >= good, at(1s)));
    }
    static OutlierDetection statistics_only() {
        OutlierDetection p;
        p.consecutive_failures.reset();
        p.max_ejected = Probability{1.0};
        return p;
    }

private slots:
    void the_fifth_failure_in_a_row_ejects() {
        OutlierDetection p;
        OutlierDetector d{10};
        for (int i = 0; i < 4; ++i) QVERIFY(!d.observe(p, 3, true, at(1s)));
        QVERIFY(!d.observe(p, 3, false, at(1s)));  // a success begins anew
        for (int i = 0; i < 4; ++i) QVERIFY(!d.observe(p, 3, true, at(1s)));
        QVERIFY(d.observe(p, 3, true, at(1s)));
        QVERIFY(d.is_ejected(3));
    }
    // Envoy's 10%: the default never ejects one of nine.
    void no_more_than_the_allowed_share_is_out() {
        OutlierDetection p;
        p.consecutive_failures = 1;
        OutlierDetector nine{9}, twenty{20};
        QVERIFY(!nine.observe(p, 0, true, at(1s)));
        int out = 0;
        for (std::size_t r = 0; r < 20; ++r) out += twenty.observe(p, r, true, at(1s)) ? 1 : 0;
        QCOMPARE(out, 2);
        p.at_least_one = true;
        QVERIFY(nine.observe(p, 0, true, at(1s)));
        QVERIFY(!nine.observe(p, 1, true, at(1s)));
    }
    void an_ejection_ends_at_a_sweep_and_lasts_longer_each_time() {
        OutlierDetection p;
        p.consecutive_failures = 1;
        p.max_ejected = Probability{1.0};
        OutlierDetector d{2};
        QVERIFY(d.observe(p, 0, true, at(5s)));  // until 35 s
        QVERIFY(d.sweep(p, at(30s)).returned.empty());
        QCOMPARE(d.sweep(p, at(40s)).returned.size(), std::size_t{1});
        QVERIFY(d.observe(p, 0, true, at(41s)));  // twice: until 101 s
        for (const Duration t : {50s, 60s, 70s, 80s, 90s, 100s}) QVERIFY(d.sweep(p, at(t)).returned.empty());
        QCOMPARE(d.sweep(p, at(110s)).returned.size(), std::size_t{1});
        static_cast<void>(d.sweep(p, at(120s)));   // one less for an interval without
        QVERIFY(d.observe(p, 0, true, at(121s)));  // twice again: until 181 s
        QVERIFY(d.sweep(p, at(180s)).returned.empty());
        QCOMPARE(d.sweep(p, at(190s)).returned.size(), std::size_t{1});
    }
    void no_ejection_is_longer_than_the_maximum() {
        OutlierDetection p;
        p.consecutive_failures = 1;
        p.max_ejected = Probability{1.0};
        p.base_ejection = p.interval = 10s;
        p.max_ejection = 20s;
        OutlierDetector d{1};
        Duration t = 0s;
        for (const Duration lasting : {10s, 20s, 20s, 20s}) {
            QVERIFY(d.observe(p, 0, true, at(t)));
            QVERIFY(d.sweep(p, at(t + lasting - 1ns)).returned.empty());
            t += lasting;
            QCOMPARE(d.sweep(p, at(t)).returned.size(), std::size_t{1});
        }
    }
    // Envoy's example: rates of 50, 100, 100, 100, 100% have a threshold of 90 - 1.9 x 20 = 52%.
    void a_success_rate_far_below_the_others_ejects() {
        const auto p = statistics_only();
        OutlierDetector d{5};
        seen(d, p, 0, 100, 50);
        for (std::size_t r = 1; r < 5; ++r) seen(d, p, r, 100, 100);
        QCOMPARE(d.sweep(p, at(10s)).ejected, std::vector<std::size_t>{0});
    }
    void too_few_replicas_or_requests_are_not_judged() {
        const auto p = statistics_only();
        OutlierDetector four{4}, quiet{5};
        seen(four, p, 0, 100, 0);
        for (std::size_t r = 1; r < 4; ++r) seen(four, p, r, 100, 100);
        QVERIFY(four.sweep(p, at(10s)).ejected.empty());
        seen(quiet, p, 0, 99, 0);
        for (std::size_t r = 1; r < 5; ++r) seen(quiet, p, r, 100, 100);
        QVERIFY(quiet.sweep(p, at(10s)).ejected.empty());
        QVERIFY(quiet.sweep(p, at(20s)).ejected.empty());  // each interval by itself
    }
    void a_share_of_failures_ejects_at_its_threshold() {
        auto p = statistics_only();
        p.success_rate_deviations = 0.0;
        p.failure_share = Probability{0.85};
        OutlierDetector d{5};
        for (std::size_t r = 0; r < 5; ++r) seen(d, p, r, 100, r == 2 ? 15 : 16);
        QCOMPARE(d.sweep(p, at(10s)).ejected, std::vector<std::size_t>{2});
    }
};

QTEST_APPLESS_MAIN(OutlierDetectionTest)
#include "outlier_detection_test.moc"
