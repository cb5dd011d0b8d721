// Verdicts: met and missed only when the whole interval says so, and no more than the requests can show.
#include "batch/verdict.hpp"

#include <QTest>
#include <cmath>

using namespace nines;

namespace {

struct Case {
    Scenario scenario;
    Catalogue catalogue;
    Summary summary;

    // Five replications of so many requests, and what share of them was good.
    Case(double objective, double requests, Estimate good) {
        Slo slo;
        slo.name = "works";
        slo.objective.value = objective;
        scenario.slos = {slo};
        scenario.clients.emplace_back("users", Client{});
        catalogue.figures = {{Subject::client, "users", "requests", "count"},
                             {Subject::slo, "works", "good_share", "share"}};
        good.replications = 5;
        summary.figures = {{.estimate = requests, .low = requests, .high = requests, .replications = 5}, good};
    }
    [[nodiscard]] ObjectiveVerdict judge() const { return verdicts(scenario, catalogue, summary).front(); }
};

Estimate between(double low, double high) { return {.estimate = (low + high) / 2.0, .low = low, .high = high}; }

}  // namespace

class VerdictTest : public QObject {
    Q_OBJECT

private slots:
    void the_whole_interval_decides() {
        QCOMPARE(Case(0.99, 1e4, between(0.991, 0.995)).judge().verdict, Verdict::met);
        QCOMPARE(Case(0.99, 1e4, between(0.981, 0.985)).judge().verdict, Verdict::missed);
        QCOMPARE(Case(0.99, 1e4, between(0.985, 0.995)).judge().verdict, Verdict::inconclusive);
        QCOMPARE(Case(0.99, 1e4, {.estimate = 0.995}).judge().verdict, Verdict::inconclusive);
    }

    void a_few_good_requests_prove_no_nines() {
        const auto few = Case(0.99999, 20, between(1.0, 1.0)).judge();  // 100 of 100
        QCOMPARE(few.verdict, Verdict::inconclusive);
        QCOMPARE(few.good_share.low, std::pow(0.05, 0.01));  // 97%
        QCOMPARE(few.good_share.high, 1.0);
        QVERIFY(few.budget_used.high > 1.0);
        QCOMPARE(Case(0.99999, 100'000, between(1.0, 1.0)).judge().verdict, Verdict::met);
        QCOMPARE(Case(0.9, 20, between(1.0, 1.0)).judge().verdict, Verdict::met);
    }

    void when_nothing_was_good_the_objective_is_missed() {
        const auto v = Case(0.99, 20, between(0.0, 0.0)).judge();
        QCOMPARE(v.verdict, Verdict::missed);
        QVERIFY(v.good_share.high > 0.0 && v.good_share.high < 0.04);
    }
};

QTEST_APPLESS_MAIN(VerdictTest)
#include "verdict_test.moc"
