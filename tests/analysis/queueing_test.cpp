#include "analysis/queueing.hpp"

#include <QTest>
#include <cmath>

using namespace nines;

class QueueingTest : public QObject {
    Q_OBJECT
    static bool near(double a, double b) { return std::abs(a - b) <= 1e-8 * std::abs(b); }
private slots:
    void erlang() {
        QVERIFY(near(erlang_b(10, 7.0), 0.0787408825));
        QVERIFY(near(erlang_c(3, 2.4), 0.6471910112));
        const Mmc m{2.4, 1.0, 3};
        QVERIFY(near(m.mean_response(), 2.0786516854));
        QVERIFY(std::abs(m.wait_quantile(0.99) - 6.95009397) < 1e-7);
        const Mmc one{0.8, 1.0, 1};
        QVERIFY(std::abs(one.response_quantile(0.999) - 34.5387764) < 1e-6);
    }
    void general_service() {
        QVERIFY(near(mg1_mean_wait(0.7, 1.0, 3.0), 3.5));
        QVERIFY(near(mg1_mean_wait(0.7, 1.0, 1.0), 1.1666666667));
    }
    void networks() {
        const auto numbers = jackson_numbers({1, 0, 0}, {0, 0.6, 0.4, 0.2, 0, 0, 0, 0.3, 0}, {2, 1.6, 1});
        QVERIFY(std::abs(numbers[0] - 1.40449438) < 1e-7);
        QVERIFY(std::abs(numbers[1] - 1.10837438) < 1e-7);
        QVERIFY(std::abs(numbers[2] - 0.877192982) < 1e-7);
        const auto closed = mean_value_analysis(10, 5.0, {0.5, 0.3});
        QVERIFY(std::abs(closed.throughput - 1.48059469) < 1e-7);
        QVERIFY(std::abs(closed.response - 1.75404285) < 1e-7);
        QVERIFY(std::abs(closed.numbers[0] - 1.87129147) < 1e-7);
    }
    void redundancy() {
        QVERIFY(std::abs(1.0 - k_of_n_availability(5, 3, 0.01, 0.1, 1) - 0.0412812993) < 1e-9);
        QVERIFY(std::abs(1.0 - k_of_n_availability(1, 1, 0.001, 0.1, 1) - 0.0099009901) < 1e-9);
    }
};

QTEST_APPLESS_MAIN(QueueingTest)
#include "queueing_test.moc"
