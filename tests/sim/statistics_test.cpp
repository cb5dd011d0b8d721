#include <QTest>
#include <array>
#include <cmath>

#include "sim/gauge.hpp"
#include "sim/moments.hpp"
#include "sim/mser.hpp"
#include "sim/random.hpp"
#include "sim/student_t.hpp"

using namespace nines;
using namespace std::chrono_literals;

class StatisticsTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double relative) { return std::abs(a - b) <= relative * std::abs(b); }

private slots:
    void student_t_has_its_table_values() {
        QVERIFY(near(student_t_quantile(0.975, 19), 2.09302405, 1e-8));
        QVERIFY(near(student_t_quantile(0.9995, 29), 3.65940502, 1e-8));
    }

    void interval_of_ten_means() {
        const std::array data{12.1, 9.8, 11.4, 10.7, 8.9, 13.2, 10.1, 9.5, 11.9, 10.4};
        const auto i = mean_interval(data, 0.95);
        QVERIFY(near(i.mean, 10.8, 1e-12));
        QVERIFY(near(i.sd, 1.33249974, 1e-8));
        QVERIFY(near(i.half_width, 0.953212891, 1e-8));
        QCOMPARE(observations_needed(data, 0.95, 0.05), std::uint64_t{32});
    }

    void one_observation_has_no_interval() {
        const std::array one{3.0};
        QVERIFY(std::isnan(mean_interval(one, 0.95).half_width));
    }

    void order_statistics_hold_a_quantile() {
        const auto o = quantile_interval(1000, 0.99, 0.95);
        QCOMPARE(o.lower, std::uint64_t{983});
        QCOMPARE(o.upper, std::uint64_t{997});
        QVERIFY(near(o.coverage, 0.976094763, 1e-8));
    }

    void mser5_finds_where_the_transient_ends() {
        std::vector<double> x;
        for (int i = 0; i < 5000; ++i) x.push_back(20.0 * std::exp(-i / 100.0) + ((7919 * i) % 1009) / 1009.0);
        const auto t = mser5(x);
        QCOMPARE(t.groups, std::size_t{109});
        QCOMPARE(t.observations, std::size_t{545});
        QVERIFY(near(t.statistic, 9.0657276e-06, 1e-7));
        QVERIFY(near(t.mean, 0.501483142, 1e-8));
        QVERIFY(!t.at_limit);
    }

    void moments_do_not_cancel_and_merge() {
        Moments all, a, b;
        Random r{{4, 0, 0, 0}};
        for (int i = 0; i < 10'000; ++i) {
            const double x = 1e9 + r.normal();
            all.add(x);
            (i % 2 == 0 ? a : b).add(x);
        }
        a.merge(b);
        QCOMPARE(a.count(), all.count());
        QVERIFY(near(a.variance(), all.variance(), 1e-6));
        QVERIFY(std::abs(all.variance() - 1.0) < 4.5 * std::sqrt(2.0 / 10'000));
    }

    void gauge_averages_over_time() {
        Gauge g;
        g.add(start_of_run + 10s, 3);
        g.add(start_of_run + 20s, -1);
        QCOMPARE(g.integral(start_of_run + 30s), 50.0);
        QCOMPARE(g.mean(start_of_run, start_of_run + 30s), 50.0 / 30.0);
        g.reset(start_of_run + 30s);
        QCOMPARE(g.mean(start_of_run + 30s, start_of_run + 40s), 2.0);
        QCOMPARE(g.value(), std::int64_t{2});
    }
};

QTEST_APPLESS_MAIN(StatisticsTest)
#include "statistics_test.moc"
