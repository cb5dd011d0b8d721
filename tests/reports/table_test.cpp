// The table on a terminal: what it says, and that it holds its width.
#include "reports/table.hpp"

#include <QRegularExpression>
#include <QTest>
#include <algorithm>

#include "reports/number.hpp"
#include "reports/text_layout.hpp"
#include "sample_report.hpp"

using namespace nines;
using namespace nines::tests;

namespace {

QStringList lines(const std::string& text) { return QString::fromStdString(text).split('\n'); }

std::size_t widest(const std::string& text) {
    std::size_t most = 0;
    for (const auto& line : lines(text)) most = std::max(most, text_width(line.toStdString()));
    return most;
}

// The report with another name for everything that has one.
Report named(const std::string& name) {
    auto r = sample_report();
    r.run.name = name;
    for (auto& k : r.catalogue.figures)
        if (k.name == "shoppers" || k.name == "desk")
            k.name = name;
        else if (k.name == "gateway.buy -> stock.reserve")
            k.name = name + " -> " + name;
    for (auto& v : r.verdicts) v.slo.name = v.slo.of = name;
    return r;
}

}  // namespace

class TableTest : public QObject {
    Q_OBJECT

private slots:
    void it_says_what_matters();
    void it_is_plain_unless_colour_is_asked_for();
    void it_is_ascii_when_the_terminal_is();
    void every_verdict_has_its_word();
    void no_line_is_too_long();
    void no_line_is_too_long_data();
    void a_name_cannot_steer_the_terminal();
    void a_run_without_failures_shows_no_infinite_nines();
    void what_was_too_rare_to_happen_is_named();
    void one_replication_says_that_it_has_no_intervals();
};

void TableTest::it_says_what_matters() {
    const auto& r = sample_report();
    const auto text = QString::fromStdString(print_table(r));
    const auto& e = r.summary.figures[index_of(r.catalogue.figures, Subject::client, "shoppers", "availability")];
    QVERIFY(text.startsWith("Small shop\n"));
    const auto row = QRegularExpression{"\n(shoppers .*)\n"}.match(text).captured(1);
    QVERIFY2(row.contains(QString::fromStdString(show(e, "share").text())), qPrintable(row));
    QVERIFY2(row.contains(QString::fromStdString(show_nines(e.estimate))), qPrintable(row));
    for (const char* part :
         {"Availability (95%)", "Goodput", "p99.9", "Objectives", "Why requests failed", "Where attempts failed",
          "gateway.buy -> stock.reserve", "Busiest", "desk:", "5 replications of 3 minutes simulated", "seed 1"})
        QVERIFY2(text.contains(part), part);
}

void TableTest::it_is_plain_unless_colour_is_asked_for() {
    QVERIFY(!QString::fromStdString(print_table(sample_report())).contains('\033'));
    auto coloured = QString::fromStdString(print_table(sample_report(), {.colour = true}));
    QVERIFY(coloured.contains("\033[1;31mMISSED\033[0m"));
    coloured.remove(QRegularExpression{"\033\\[[0-9;]*m"});
    QCOMPARE(coloured, QString::fromStdString(print_table(sample_report())));  // nothing is said by colour alone
}

void TableTest::it_is_ascii_when_the_terminal_is() {
    const auto text = print_table(sample_report(), {.unicode = false});
    QVERIFY(std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 128; }));
    QVERIFY(QString::fromStdString(text).contains("+-") || QString::fromStdString(text).contains("+/-"));
}

void TableTest::every_verdict_has_its_word() {
    auto r = sample_report();
    r.verdicts.push_back(r.verdicts.front());
    r.verdicts.back().slo.name = "nobody knows";
    r.verdicts.back().verdict = Verdict::inconclusive;
    const auto text = QString::fromStdString(print_table(r, {.columns = 200}));
    QVERIFY(text.contains("  met  calls are answered: "));
    QVERIFY(text.contains("  MISSED  buying works: "));
    QVERIFY(text.contains("  inconclusive  nobody knows: "));
    QVERIFY(text.contains("objective 99.9%; uses "));
}

void TableTest::no_line_is_too_long_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("short") << "a";
    QTest::newRow("long") << QString{100, 'm'};
    QTest::newRow("wide") << QString::fromUtf8("网上商店结账服务网上商店结账服务网上商店结账服务");
    QTest::newRow("combining") << QString::fromUtf8(
                                      "Ca\xCC\x81\xCC\xA7"
                                      "fe\xCC\x81")
                                      .repeated(9);
    QTest::newRow("emoji") << QString::fromUtf8("\xF0\x9F\x9B\x92").repeated(30);
}

void TableTest::no_line_is_too_long() {
    QFETCH(QString, name);
    const auto r = named(name.toStdString());
    for (const int columns : {40, 60, 80, 100, 250}) {
        const auto text = print_table(r, {.columns = columns});
        for (const auto& line : lines(text)) {
            if (!line.trimmed().contains(' ')) continue;  // one long name, which cannot be broken
            QVERIFY2(text_width(line.toStdString()) <= static_cast<std::size_t>(columns),
                     qPrintable(QString::number(columns) + ": " + line));
        }
    }
    QVERIFY(widest(print_table(r, {.columns = 250})) > 80);
}

void TableTest::a_name_cannot_steer_the_terminal() {
    const auto text =
        QString::fromStdString(print_table(named("\033[2J\x07"
                                                 "evil\r\n\xE2\x80\xAEname")));
    for (const QChar c : {QChar{0x1B}, QChar{0x07}, QChar{'\r'}, QChar{0x202E}}) QVERIFY(!text.contains(c));
    QVERIFY(text.contains("evil"));
}

void TableTest::a_run_without_failures_shows_no_infinite_nines() {
    const auto r = simulated_report(
        "nines: 1\n"
        "name: Desk\n"
        "run: { duration: 2min, warmup: 10s, replications: 3 }\n"
        "services: { desk: { replicas: { concurrency: 4 }, endpoints: { serve: [ { work: exponential(100ms) } ] } } }\n"
        "clients: { callers: { arrivals: poisson(20/s), call: desk } }\n");
    const auto text = QString::fromStdString(print_table(r));
    QVERIFY(text.contains("100%"));
    QVERIFY(!text.contains("∞"));
    QVERIFY2(
        text.contains(QRegularExpression{"No request failed; 6,\\d{3} of them show no more than about 3\\.3 nines\\."}),
        qPrintable(text));
}

void TableTest::what_was_too_rare_to_happen_is_named() {
    auto r = sample_report();  // 5 replications of 160 s measured
    QVERIFY(!QString::fromStdString(print_table(r)).contains("Too rare"));
    Failure rare, common;
    rare.mtbf.law = Distribution::constant(800'000.0 - 1.0);
    common.mtbf.law = Distribution::constant(9.0);
    rare.mttr.law = common.mttr.law = Distribution::constant(1.0);
    r.scenario.services[0].second.replica_failure = rare;  // of two replicas
    r.scenario.services[1].second.replica_failure = common;
    r.scenario.places[0].second.region_failure = rare;
    const auto text = QString::fromStdString(print_table(r, {.columns = 200}));
    QVERIFY2(text.contains("Too rare for this run to judge: failures of region north (0.001 to be expected), "
                           "replicas of gateway (0.002).\n"),
             qPrintable(text));
}

void TableTest::one_replication_says_that_it_has_no_intervals() {
    std::string text = sample_text;
    text.replace(text.find("replications: 5"), 15, "replications: 1");
    const auto table = QString::fromStdString(print_table(simulated_report(text)));
    QVERIFY(!table.contains("±"));
    QVERIFY(table.contains("One replication has no confidence intervals"));
}

QTEST_APPLESS_MAIN(TableTest)
#include "table_test.moc"
