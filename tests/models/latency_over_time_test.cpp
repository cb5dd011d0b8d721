// What an interval of a run keeps of its clients' latency.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::scenario;

class LatencyOverTimeTest : public QObject {
    Q_OBJECT

    static inline const std::string text =
        "run: { duration: 240s, warmup: 30s }\n"
        "services: { s: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: lognormal(median: 20ms, "
        "p99: "
        "200ms) } ] } } }\n"
        "clients: { c: { arrivals: poisson(200/s), call: s } }\n"
        "faults: [ { at: 100s, service: s, outage: 20s } ]\n";

private slots:
    void every_good_answer_lies_in_one_band() {
        const auto s = scenario(text);
        const auto model = compile(s);
        const auto r = *simulate(*model, {.warmup = s.run.warmup.stated, .duration = s.run.duration});
        const auto& keys = model->catalogue.series;
        const auto& good = r.series[index_of(keys, Subject::client, "c", "good")];
        std::vector<double> banded(good.size(), 0.0);
        int bands = 0;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (!keys[i].metric.starts_with("latency.band.")) continue;
            ++bands;
            for (std::size_t k = 0; k < good.size(); ++k) banded[k] += static_cast<double>(r.series[i][k]);
        }
        QCOMPARE(bands, 36);
        for (std::size_t k = 0; k < good.size(); ++k)
            // What the warm-up's last interval had is forgotten when the statistics begin.
            if (k != 29)
                QVERIFY2(std::abs(banded[k] - static_cast<double>(good[k])) < 1e-3, qPrintable(QString::number(k)));
    }
    void bands_follow_each_other_and_hold_what_their_name_says() {
        const auto model = compile(scenario(
            "run: { duration: 240s, warmup: 0s }\n"
            "services: { s: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 20ms } ] } } }\n"
            "clients: { c: { arrivals: constant(10/s), call: s } }\n"));
        const auto r = *simulate(*model, {.duration = model->duration});
        double before = 0.0, holding = 0.0;
        for (std::size_t i = 0; i < model->catalogue.series.size(); ++i) {
            const auto& metric = model->catalogue.series[i].metric;
            if (!metric.starts_with("latency.band.")) continue;
            const double from = std::stod(metric.substr(13));
            QVERIFY(from > before * 1.3);
            before = from;
            if (r.series[i][100] > 0.0F) holding = from;
        }
        QVERIFY(holding <= 0.020 && holding > 0.020 / 1.5);
    }
    void percentiles_that_too_few_answers_lie_beyond_are_not_told() {
        const auto model = compile(scenario(text));
        const auto r = *simulate(*model, {.duration = model->duration});
        const auto at = [&](const char* metric) {
            return static_cast<double>(r.series[index_of(model->catalogue.series, Subject::client, "c", metric)][10]);
        };
        QVERIFY(at("latency.p50") < at("latency.p90") && at("latency.p90") < at("latency.p99"));
        QVERIFY(std::isnan(at("latency.p99.9")));  // of 200 answers
    }
};

QTEST_APPLESS_MAIN(LatencyOverTimeTest)
#include "latency_over_time_test.moc"
