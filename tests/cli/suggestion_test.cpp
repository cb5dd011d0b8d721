#include "cli/suggestion.hpp"

#include <QTest>

using namespace nines;

class SuggestionTest : public QObject {
    Q_OBJECT

private slots:
    void a_slip_of_the_fingers_is_recognised();
    void another_word_is_not_suggested();
    void long_input_costs_nothing();
};

void SuggestionTest::a_slip_of_the_fingers_is_recognised() {
    const std::vector<std::string> names = {"run", "runs", "check", "report", "reference", "schema"};
    QCOMPARE(nearest("rnu", names), std::string{"run"});
    QCOMPARE(nearest("chekc", names), std::string{"check"});
    QCOMPARE(nearest("reprot", names), std::string{"report"});
    QCOMPARE(nearest("refer", names), std::string{"reference"});
    QCOMPARE(did_you_mean("scheme", names), std::string{"; did you mean \"schema\"?"});
}

void SuggestionTest::another_word_is_not_suggested() {
    QCOMPARE(nearest("simulate", {"run", "check"}), std::string{});
    QCOMPARE(nearest("x", {"a"}), std::string{});
    QCOMPARE(nearest("", {"run"}), std::string{});
    QCOMPARE(did_you_mean("simulate", {"run"}), std::string{});
}

void SuggestionTest::long_input_costs_nothing() {
    QCOMPARE(nearest(std::string(1 << 20, 'x'), {"run"}), std::string{});
}

QTEST_APPLESS_MAIN(SuggestionTest)
#include "suggestion_test.moc"
