#include "models/scalars.hpp"

#include <QTest>

#include "models/arrivals.hpp"
#include "models/slo.hpp"
#include "models/text.hpp"

using namespace nines;
using namespace std::chrono_literals;

class ScalarsTest : public QObject {
    Q_OBJECT

    template <class T>
    static std::string wrong(std::string_view text, const Bounds& bounds = {}) {
        T value{};
        return Scalar<T>::parse(text, bounds, value);
    }
    template <class T>
    static T right(std::string_view text) {
        T value{};
        const auto problem = Scalar<T>::parse(text, {}, value);
        if (!problem.empty()) qFatal("%s", problem.c_str());
        return value;
    }

private slots:
    void durations_have_units() {
        QCOMPARE(right<Duration>("250ms"), Duration{250ms});
        QCOMPARE(right<Duration>("1h30min"), Duration{90min});
        QCOMPARE(right<Duration>("0.3ms"), Duration{300us});
        QCOMPARE(right<Duration>("180d"), Duration{180 * 24h});
        for (const auto* text : {"5", "5m", "-3s", "nan", "1e9y", "s", "3 parsecs", "", "5ms3", "0x5s"})
            QVERIFY2(!wrong<Duration>(text).empty(), text);
        QVERIFY(wrong<Duration>("5m").find("5min") != std::string::npos);
    }
    void durations_print_as_they_are_written() {
        for (const auto* text : {"250ms", "1h30min", "180d", "300us", "0s", "1d12h", "7ns", "90s"})
            QCOMPARE(right<Duration>(print_duration(right<Duration>(text))), right<Duration>(text));
        QCOMPARE(print_duration(90min), std::string{"1h30min"});
    }
    void rates_and_shares() {
        QCOMPARE(right<Rate>("2k/s").per_second, 2000.0);
        QCOMPARE(right<Rate>("120/min").per_second, 2.0);
        QCOMPARE(right<Probability>("99.95%").value, 0.9995);
        QCOMPARE(right<Probability>("0.5").value, 0.5);
        for (const auto* text : {"101%", "99", "-1%", "nan", "50 %%"})
            QVERIFY2(!wrong<Probability>(text).empty(), text);
        QVERIFY(wrong<Probability>("99").find("99%") != std::string::npos);
    }
    void whole_numbers_are_strict() {
        for (const auto* text : {"six", "012", "1.0", "1e3", "0x10", "+1", "99999999999999999999"})
            QVERIFY2(!wrong<std::uint32_t>(text, range(1, 1'000'000)).empty(), text);
        QCOMPARE(wrong<std::uint32_t>("six", range(1, 1'000'000)),
                 std::string{"\"six\" is not a whole number (1 to 1000000)"});
    }
    void distributions_read_back_as_written_data() {
        QTest::addColumn<QString>("text");
        for (const auto* text :
             {"3ms", "uniform(1ms, 5ms)", "exponential(3ms)", "erlang(3, 9ms)", "gamma(shape: 2, mean: 5ms)",
              "normal(mean: 10ms, sd: 2ms)", "lognormal(median: 3ms, p99: 20ms)", "lognormal(mean: 3ms, cv: 2)",
              "lognormal(mu: -5.2, sigma: 0.8)", "weibull(shape: 2, mean: 100h)", "weibull(shape: 2, scale: 3s)",
              "pareto(shape: 1.5, min: 1ms)", "pareto(shape: 1.5, min: 1ms, max: 10s)",
              "hyperexponential(80%: 1ms, 20%: 20ms)", "hyperexponential(mean: 1s, cv2: 4)",
              "mixture(99%: exponential(2ms), 1%: 1s)", "empirical(1ms, 2ms, 4ms)"})
            QTest::newRow(text) << text;
    }
    void distributions_read_back_as_written() {
        QFETCH(QString, text);
        const auto d = right<Distribution>(text.toStdString());
        const auto printed = Scalar<Distribution>::print(d);
        QVERIFY2(right<Distribution>(printed) == d, printed.c_str());
    }
    void wrong_distributions_say_how_to_write_them() {
        QVERIFY(wrong<Distribution>("lognorml(median: 1ms, p99: 2ms)").find("\"lognormal\"") != std::string::npos);
        QVERIFY(wrong<Distribution>("lognormal(medain: 1ms, p99: 2ms)").find("\"median\"") != std::string::npos);
        for (const auto* text :
             {"exponential()", "exponential(0s)", "uniform(5ms, 1ms)", "normal(mean: 1ms)", "mixture(50%: 1ms)",
              "lognormal(median: 5ms, p99: 1ms)",
              "mixture(100%: mixture(100%: mixture(100%: mixture(100%: mixture(100%: mixture(100%: 1ms))))))", "((((",
              "exponential(1ms"})
            QVERIFY2(!wrong<Distribution>(text).empty(), text);
    }
    void arrivals_read_back_as_written() {
        for (const auto* text : {"poisson(2000/s)", "constant(100/s)", "mmpp(20/s for 10s, 130/s for 10s)",
                                 "profile(0s: 100/s, 12h: 900/s, 1d: 100/s)", "ramp(0s: 100/s, 10min: 900/s)"})
            QCOMPARE(Scalar<Arrivals>::print(right<Arrivals>(text)), std::string{text});
        for (const auto* text : {"poison(1/s)", "poisson(0/s)", "profile(1s: 1/s)", "mmpp(1/s for 1s)", "2000/s"})
            QVERIFY2(!wrong<Arrivals>(text).empty(), text);
    }
    void good_events() {
        const auto g = right<GoodEvent>("success and latency < 500ms");
        QVERIFY(!g.degraded_counts);
        QCOMPARE(*g.latency_below, Duration{500ms});
        QVERIFY(right<GoodEvent>("latency < 1s").degraded_counts);
        QVERIFY(!wrong<GoodEvent>("sucess").empty());
    }
    void nearest_names() {
        QCOMPARE(nearest("cart.gte", {"cart.get", "cart.put", "stock.get"}), std::string{"cart.get"});
        QCOMPARE(nearest("zzz", {"cart.get"}), std::string{});
    }
};

QTEST_APPLESS_MAIN(ScalarsTest)
#include "scalars_test.moc"
