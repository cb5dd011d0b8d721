// Numbers for people: digits follow the interval.
#include "reports/number.hpp"

#include <QTest>

using namespace nines;

namespace {
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
Estimate around(double x, double half) { return {.estimate = x, .low = x - half, .high = x + half}; }
}  // namespace

class NumberTest : public QObject {
    Q_OBJECT

private slots:
    void digits_follow_the_half_width();
    void digits_follow_the_half_width_data();
    void lopsided_intervals_are_written_out();
    void without_an_interval_few_digits_are_shown();
    void nines_are_never_rounded_up();
    void counts_and_spans_read_like_prose();
};

void NumberTest::digits_follow_the_half_width_data() {
    QTest::addColumn<double>("estimate");
    QTest::addColumn<double>("half");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<QString>("text");
    QTest::newRow("share") << 0.99931 << 0.000213 << "share"
                           << "99.93% ± 0.02";
    QTest::newRow("begins with 1") << 0.99931 << 0.000147 << "share"
                                   << "99.931% ± 0.015";
    QTest::newRow("rounds up to 2") << 0.5 << 0.00197 << "share"
                                    << "50.0% ± 0.2";
    QTest::newRow("milliseconds") << 0.012071 << 0.0000512 << "seconds"
                                  << "12.07 ms ± 0.05";
    QTest::newRow("microseconds") << 0.000412 << 0.000003 << "seconds"
                                  << "412 µs ± 3";
    QTest::newRow("seconds") << 3.14159 << 0.31 << "seconds"
                             << "3.1 s ± 0.3";
    QTest::newRow("minutes") << 600.0 << 6.0 << "seconds"
                             << "10.00 min ± 0.10";
    QTest::newRow("tens") << 1234.0 << 47.0 << "count"
                          << "1,230 ± 50";
    QTest::newRow("thousands") << 1999.84 << 0.31 << "per_second"
                               << "1,999.8/s ± 0.3";
    QTest::newRow("wider than the value") << 0.3 << 5.0 << "count"
                                          << "0 ± 5";
    QTest::newRow("zero") << 0.0 << 0.002 << "seconds"
                          << "0 ms ± 2";
    QTest::newRow("all agree") << 1.0 << 0.0 << "share"
                               << "100%";
    QTest::newRow("all agree on a measurement") << 0.123456789012 << 1e-14 << "ratio"
                                                << "0.123";
    QTest::newRow("narrower than five digits") << 0.1020393 << 1e-7 << "seconds"
                                               << "102.04 ms";
    QTest::newRow("near 100%") << 0.999991 << 0.000002 << "share"
                               << "99.9991% ± 0.0002";
    QTest::newRow("nothing") << unknown << unknown << "share"
                             << "–";
}

void NumberTest::digits_follow_the_half_width() {
    QFETCH(double, estimate);
    QFETCH(double, half);
    QFETCH(QString, unit);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(show(around(estimate, half), unit.toStdString()).text()), text);
}

void NumberTest::lopsided_intervals_are_written_out() {
    const Estimate e{.estimate = 0.995, .low = 0.982, .high = 1.0};
    QCOMPARE(show(e, "share").text(), std::string{"99.5% (98.2 to 100.0)"});
    QCOMPARE(show_range(around(0.99931, 0.000213), "share"), std::string{"99.91% to 99.95%"});
    QCOMPARE(show_range(around(0.012, 0.003), "seconds"), std::string{"9 ms to 15 ms"});
    QVERIFY(show_range({.estimate = 0.5}, "share").empty());
}

void NumberTest::without_an_interval_few_digits_are_shown() {
    QCOMPARE(show(0.999312, "share"), std::string{"99.931%"});
    QCOMPARE(show(0.5, "share"), std::string{"50%"});
    QCOMPARE(show(0.0123456, "seconds"), std::string{"12.3 ms"});
    QCOMPARE(show(1.0, "share"), std::string{"100%"});
    QCOMPARE(show(0.0, "share"), std::string{"0%"});
    QCOMPARE(show(123456.0, "count"), std::string{"123,456"});
    QCOMPARE(show(2.0 / 3.0, "ratio"), std::string{"0.667"});
    QCOMPARE(show(unknown, "seconds"), std::string{"–"});
}

void NumberTest::nines_are_never_rounded_up() {
    QCOMPARE(show_nines(0.999), std::string{"3.0"});
    QCOMPARE(show_nines(0.99899), std::string{"2.9"});
    QCOMPARE(show_nines(0.5), std::string{"0.3"});
    QCOMPARE(show_nines(0.99937), std::string{"3.2"});
    QCOMPARE(show_nines(0.0), std::string{"0.0"});
    QCOMPARE(show_nines(1.0), std::string{"–"});  // no run shows that nothing ever fails
    QCOMPARE(show_nines(unknown), std::string{"–"});
}

void NumberTest::counts_and_spans_read_like_prose() {
    QCOMPARE(show_count(9876), std::string{"9,876"});
    QCOMPARE(show_count(1'234'567), std::string{"1.2 million"});
    QCOMPARE(show_count(2e9), std::string{"2 billion"});
    QCOMPARE(show_count(431'000'000), std::string{"430 million"});
    QCOMPARE(show_span(1860), std::string{"31 minutes"});
    QCOMPARE(show_span(45), std::string{"45 seconds"});
    QCOMPARE(show_span(7560), std::string{"2.1 hours"});
    QCOMPARE(show_span(60), std::string{"1 minute"});
    QCOMPARE(show_span(90), std::string{"90 seconds"});
    QCOMPARE(show_span(1), std::string{"1 second"});
    QCOMPARE(show_span(259'200), std::string{"3 days"});
    QCOMPARE(show_span(0.25), std::string{"0.25 seconds"});
    QCOMPARE(show_number_of(1, "service"), std::string{"1 service"});
    QCOMPARE(show_number_of(1000, "service"), std::string{"1,000 services"});
}

QTEST_APPLESS_MAIN(NumberTest)
#include "number_test.moc"
