// Every validation case, shortened, from fixed seeds: the simulator against what is known without it. The same cases at
// full length are docs/validation.md.
#include <QTest>

#include "tests/validation/runner.hpp"

using namespace nines::validation;

class ValidationTest : public QObject {
    Q_OBJECT

    const std::vector<Case> cases_ = all_cases();

private slots:
    void agrees_with_theory_data() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < cases_.size(); ++i)
            QTest::addRow("%s %s", cases_[i].id.c_str(), cases_[i].title.c_str()) << i;
    }
    void agrees_with_theory() {
        QFETCH(std::size_t, index);
        const auto result = run_case(cases_[index], {NINES_VALIDATION_SCALE, 1});
        QString wrong;
        for (const auto& v : result.variants)
            for (const auto& q : v.quantities) {
                const Finding& f = q.last();
                if (!q.holds())
                    wrong += QString{"\n%1 %2: expected %3, saw %4 in %5 ... %6, off by %7% of %8%"}
                                 .arg(q.quantity->number)
                                 .arg(QString::fromStdString(q.quantity->name))
                                 .arg(q.quantity->expected, 0, 'g', 9)
                                 .arg(f.estimate, 0, 'g', 9)
                                 .arg(f.low, 0, 'g', 9)
                                 .arg(f.high, 0, 'g', 9)
                                 .arg(f.deviation * 100.0, 0, 'g', 3)
                                 .arg(f.tolerance * 100.0, 0, 'g', 3);
            }
        QVERIFY2(result.holds(), qPrintable(wrong));
    }

    // The judge can say no: what is off by a little more than its interval, and what is off by more than its tolerance.
    void a_wrong_value_does_not_hold() {
        std::vector<double> values;
        for (int i = 0; i < 30; ++i) values.push_back(1.0 + 0.01 * (i % 3 - 1));
        QVERIFY(judge(exact(1, "right", 1.0, 5, {}), values, {}, 1.0).holds);
        QVERIFY(!judge(exact(1, "outside the interval", 1.01, 5, {}), values, {}, 1.0).holds);
        QVERIFY(judge(approximation(1, "within the tolerance", 1.01, 5, {}), values, {}, 1.0).holds);
        QVERIFY(!judge(approximation(1, "outside the tolerance", 1.1, 5, {}), values, {}, 1.0).holds);
        QVERIFY(judge(approximation(1, "of a run four times shorter", 1.1, 5, {}), values, {}, 0.25).holds);
    }
    void deviations_that_are_not_chance_show() {
        QVERIFY(scatter({-1.5, -1.0, -0.7, -0.4, -0.1, 0.1, 0.4, 0.7, 1.0, 1.5}).p > 0.5);
        QVERIFY(scatter(std::vector<double>(20, 1.0)).p < 0.001);
    }
};

QTEST_APPLESS_MAIN(ValidationTest)
#include "validation_test.moc"
