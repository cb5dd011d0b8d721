// The document: its text is the truth, every change is one named step, and what is read follows.
#include "gui/document.hpp"

#include <QSignalSpy>
#include <QTest>

using namespace nines;
using namespace nines::gui;

namespace {

const std::string shop =
    "nines: 1\n"
    "services:\n"
    "  shop:  # the one that matters\n"
    "    replicas: 2\n"
    "    endpoints: { buy: [ { work: 10ms } ] }\n"
    "clients:\n"
    "  shoppers: { arrivals: poisson(10/s), call: shop.buy }\n";

}  // namespace

class DocumentTest : public QObject {
    Q_OBJECT
private slots:
    void text_is_read_when_a_document_starts() {
        Document d;
        d.start(shop);
        QCOMPARE(d.scenario().services.size(), 1U);
        QVERIFY(!d.has_errors());
        QVERIFY(!d.is_modified());
    }
    void replacing_text_is_one_named_step_that_can_be_undone_and_redone() {
        Document d;
        d.start(shop);
        const auto at = d.text().find("replicas: 2") + 10;
        d.replace(QStringLiteral("Set count"), {at, 1, "5"});
        QCOMPARE(d.scenario().services[0].second.replicas.count, 5U);
        QCOMPARE(d.undo_stack().undoText(), QStringLiteral("Set count"));
        d.undo_stack().undo();
        QCOMPARE(d.text(), shop);
        QCOMPARE(d.scenario().services[0].second.replicas.count, 2U);
        d.undo_stack().redo();
        QCOMPARE(d.scenario().services[0].second.replicas.count, 5U);
    }
    void typing_becomes_one_step_and_other_steps_do_not() {
        Document d;
        d.start(shop);
        const auto at = d.text().find("replicas: 2") + 11;
        for (std::size_t i = 0; i < 3; ++i) d.replace(QStringLiteral("Type"), {at + i, 0, "0"}, 1);
        QCOMPARE(d.undo_stack().count(), 1);
        QCOMPARE(d.scenario().services[0].second.replicas.count, 2000U);
        d.undo_stack().undo();
        QCOMPARE(d.text(), shop);
    }
    void text_that_is_no_yaml_keeps_the_last_scenario_and_says_where() {
        Document d;
        d.start(shop);
        d.replace(QStringLiteral("Type"), {d.text().size(), 0, "broken: [\n"});
        QVERIFY(d.has_errors());
        QVERIFY(d.problems()[0].line > 0);
        QCOMPARE(d.scenario().services.size(), 1U);
    }
    void wrong_reference_is_a_problem_at_the_node() {
        Document d;
        auto text = shop;
        text.replace(text.find("shop.buy"), 8, "shop.sell");
        d.start(text);
        QVERIFY(d.has_errors());
        QCOMPARE(d.topology().find({"clients", "shoppers"})->errors, 1U);
        QCOMPARE(d.topology().find({"services", "shop"})->errors, 0U);
    }
    void listeners_hear_of_each_change_once() {
        Document d;
        d.start(shop);
        QSignalSpy changed{&d, &Document::changed};
        d.replace(QStringLiteral("Type"), {d.text().size(), 0, "# end\n"});
        QCOMPARE(changed.count(), 1);
    }
};

QTEST_GUILESS_MAIN(DocumentTest)
#include "document_test.moc"
