// What an interval promises: of a thousand short experiments, those whose 95% interval holds the true value.
#include <QTest>

#include "batch/experiment.hpp"
#include "models/model.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using namespace std::chrono_literals;

class CoverageTest : public QObject {
    Q_OBJECT
private slots:
    // M/M/1 at load 0.5, whose mean wait is 1; by chance alone 93% to 97% is passed once in 270 times.
    void nominal_95_percent_intervals_hold_the_truth_between_93_and_97_percent_of_the_time() {
        const auto s = tests::scenario(
            "services: { q: { endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: "
            "poisson(0.5/s), call: q } }\n");
        const auto model = compile(s);
        const auto wait = index_of(model->catalogue.figures, Subject::service, "q", "wait.mean");
        ExperimentOptions o;
        o.plan.warmup = {false, 200s};
        o.plan.duration = 2200s;
        o.plan.replications = {20, 20, std::nullopt};
        o.threads = 1;
        int held = 0;
        for (o.plan.seed = 1; o.plan.seed <= 1000; ++o.plan.seed) {
            const auto estimate = run_experiment(*model, o).figures[wait];
            QCOMPARE(estimate.confidence, 0.95);
            held += estimate.low <= 1.0 && 1.0 <= estimate.high ? 1 : 0;
        }
        QVERIFY2(held >= 930 && held <= 970, qPrintable(QString::number(held)));
    }
};

QTEST_APPLESS_MAIN(CoverageTest)
#include "coverage_test.moc"
