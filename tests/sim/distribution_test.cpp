#include "sim/distribution.hpp"

#include <QTest>
#include <algorithm>
#include <cmath>

#include "sim/sampler.hpp"

using namespace nines;

Q_DECLARE_METATYPE(nines::Distribution)

class DistributionTest : public QObject {
    Q_OBJECT
private slots:
    void draws_follow_the_law_data() {
        using D = Distribution;
        QTest::addColumn<D>("law");
        QTest::newRow("constant") << D::constant(0.25);
        QTest::newRow("uniform") << D::uniform(0.1, 0.3);
        QTest::newRow("exponential") << D::exponential(0.2);
        QTest::newRow("gamma below 1") << D::gamma(0.5, 2.0);
        QTest::newRow("gamma above 1") << D::gamma(3.5, 2.0);
        QTest::newRow("erlang") << D::erlang(4, 1.0);
        QTest::newRow("normal") << D::normal(1.0, 0.2);
        QTest::newRow("normal cut at 0") << D::normal(0.1, 0.5);
        QTest::newRow("normal far below 0") << D::normal(-2.0, 0.5);
        QTest::newRow("lognormal by median and p99") << D::lognormal_median_p99(0.003, 0.02);
        QTest::newRow("lognormal by mean and cv") << D::lognormal_mean_cv(0.02, 2.0);
        QTest::newRow("weibull") << D::weibull_mean(2.0, 100.0);
        QTest::newRow("bounded pareto") << D::pareto(1.5, 0.001, 1.0);
        QTest::newRow("hyperexponential") << D::hyperexponential_mean_cv2(1.0, 4.0);
        QTest::newRow("mixture") << D::mixture({0.99, 0.01}, {D::exponential(0.01), D::constant(1.0)});
        QTest::newRow("empirical") << D::empirical({0.1, 0.2, 0.2, 0.7});
        QTest::newRow("histogram") << D::histogram({0.0, 0.1, 3.0, 0.1, 0.5, 1.0});
    }
    // Mean within 4.5 standard errors; the share below each decile within 4.5 of its own.
    void draws_follow_the_law() {
        QFETCH(Distribution, law);
        QCOMPARE(law.problem(), std::string{});
        constexpr int n = 200'000;
        Random r{{11, 0, 0, 0}};
        const Sampler draw{law};
        std::vector<double> x;
        double sum = 0.0;
        for (int i = 0; i < n; ++i) {
            x.push_back(to_seconds(draw(r)));
            sum += x.back();
        }
        std::ranges::sort(x);
        QVERIFY2(std::abs(sum / n - law.mean()) <= 4.5 * std::sqrt(law.variance() / n) + 1e-9,
                 qPrintable(QString::number(sum / n)));
        const bool discrete = law.family == Distribution::Family::constant ||
                              law.family == Distribution::Family::empirical ||
                              law.family == Distribution::Family::mixture;
        for (int decile = 1; decile < 10 && !discrete; ++decile) {
            const double p = decile / 10.0;
            const auto below = std::ranges::lower_bound(x, law.quantile(p)) - x.begin();
            QVERIFY2(std::abs(static_cast<double>(below) / n - p) < 4.5 * std::sqrt(p * (1.0 - p) / n),
                     qPrintable(QString::number(p)));
        }
    }

    void density_integrates_to_the_distribution() {
        for (const auto& law : {Distribution::lognormal_median_p99(0.003, 0.02), Distribution::weibull_mean(2.0, 1.0),
                                Distribution::normal(0.1, 0.5), Distribution::gamma(2.0, 1.0)}) {
            const double end = law.quantile(0.9);
            double area = 0.0;
            constexpr int steps = 20'000;
            for (int i = 0; i < steps; ++i) area += law.density((i + 0.5) * end / steps) * end / steps;
            QVERIFY(std::abs(area - 0.9) < 1e-4);
        }
    }

    void parameters_out_of_range_are_named() {
        QVERIFY(!Distribution::exponential(0.0).problem().empty());
        QVERIFY(!Distribution::exponential(std::nan("")).problem().empty());
        QVERIFY(!Distribution::uniform(2.0, 1.0).problem().empty());
        QVERIFY(!Distribution::mixture({1.0}, {Distribution::exponential(-1.0)}).problem().empty());
        QVERIFY(!Distribution::empirical({}).problem().empty());
    }
};

QTEST_APPLESS_MAIN(DistributionTest)
#include "distribution_test.moc"
