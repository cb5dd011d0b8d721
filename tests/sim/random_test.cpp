#include "sim/random.hpp"

#include <QTest>
#include <cmath>
#include <set>

using namespace nines;

class RandomTest : public QObject {
    Q_OBJECT
private slots:
    void the_same_name_gives_the_same_draws() {
        Random a{{1, 2, 3, 4}}, b{{1, 2, 3, 4}};
        for (int i = 0; i < 1000; ++i) QCOMPARE(a(), b());
    }

    void names_that_differ_in_one_part_give_other_draws() {
        std::set<std::uint64_t> first;
        for (std::uint64_t i = 0; i < 10; ++i) {
            first.insert(Random{{i, 0, 0, 0}}());
            first.insert(Random{{0, i + 1, 0, 0}}());
            first.insert(Random{{0, 0, i + 1, 0}}());
            first.insert(Random{{0, 0, 0, i + 1}}());
        }
        QCOMPARE(first.size(), std::size_t{40});
    }

    // Correlation of two streams over n draws has a standard deviation of 1 / sqrt(n).
    void streams_are_not_correlated() {
        constexpr int n = 100'000;
        Random a{{1, 0, hash_of("a"), 0}}, b{{1, 0, hash_of("b"), 0}};
        double sum = 0.0;
        for (int i = 0; i < n; ++i) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12.0;
        QVERIFY(std::abs(sum / n) < 4.5 / std::sqrt(n));
    }

    void exponential_and_normal_have_their_moments_data() {
        QTest::addColumn<bool>("normal");
        QTest::newRow("exponential") << false;
        QTest::newRow("normal") << true;
    }
    // Standard errors from the eighth moments: k! for the exponential, (2k - 1)!! for the normal.
    void exponential_and_normal_have_their_moments() {
        QFETCH(bool, normal);
        constexpr int n = 2'000'000;
        Random r{{7, 0, 0, 0}};
        double sums[4] = {};
        for (int i = 0; i < n; ++i) {
            const double x = normal ? r.normal() : r.exponential();
            sums[0] += x;
            sums[1] += x * x;
            sums[2] += x * x * x;
            sums[3] += x * x * x * x;
        }
        const double expected[2][4] = {{1, 2, 6, 24}, {0, 1, 0, 3}};
        const double second[2][4] = {{2, 24, 720, 40320}, {1, 3, 15, 105}};
        for (int k = 0; k < 4; ++k) {
            const double mean = expected[normal][k];
            const double error = std::sqrt((second[normal][k] - mean * mean) / n);
            QVERIFY2(std::abs(sums[k] / n - mean) < 4.5 * error, qPrintable(QString::number(sums[k] / n, 'g', 10)));
        }
    }

    void below_is_uniform() {
        constexpr int n = 70'000;
        Random r{{3, 0, 0, 0}};
        int counts[7] = {};
        for (int i = 0; i < n; ++i) ++counts[r.below(7)];
        double chi = 0.0;
        for (const int c : counts) chi += (c - n / 7.0) * (c - n / 7.0) / (n / 7.0);
        QVERIFY(chi < 22.5);  // 99.9% of chi-square with 6 degrees of freedom
    }
};

QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
