// The shipped scenarios: each is valid, survives being written and read again, runs, and says what it teaches.
#include <QDir>
#include <QFile>
#include <QTest>

#include "models/compile.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"
#include "scenarios/writer.hpp"

using namespace nines;

namespace {

QDir folder() { return QDir{QString{NINES_SOURCE_DIR} + "/scenarios"}; }
QStringList shipped() { return folder().entryList({"*.yaml"}, QDir::Files, QDir::Name); }

QString text_of(const QString& name) {
    QFile file{folder().filePath(name)};
    if (!file.open(QFile::ReadOnly)) qFatal("%s cannot be read", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

// The comment lines at its beginning.
QString head_of(const QString& text) {
    QStringList head;
    for (const auto& line : text.split('\n')) {
        if (!line.startsWith('#')) break;
        head += line.mid(2);
    }
    return head.join(' ');
}

void every_file() {
    QTest::addColumn<QString>("name");
    for (const auto& name : shipped()) QTest::newRow(qPrintable(name)) << name;
}

Scenario read(const std::string& text, const std::string& name) {
    auto loaded = read_scenario(text, name);
    if (!loaded) qFatal("%s", print_problems(loaded.problems()).c_str());
    return std::move(loaded->scenario);
}

}  // namespace

class ShippedTest : public QObject {
    Q_OBJECT

private slots:
    void there_is_one_of_each_kind();
    void each_says_what_it_teaches();
    void each_says_what_it_teaches_data() { every_file(); }
    void each_is_the_same_when_written_and_read_again();
    void each_is_the_same_when_written_and_read_again_data() { every_file(); }
    void each_runs_and_answers_requests();
    void each_runs_and_answers_requests_data() { every_file(); }
    void what_was_imported_names_its_source();
};

void ShippedTest::there_is_one_of_each_kind() {
    for (const char* name :
         {"web-shop", "retry-storm", "retry-storm-breaker", "slow-dependency", "slow-dependency-timeouts",
          "tail-at-scale", "zone-outage", "zone-outage-spare", "mmc", "online-boutique"})
        QVERIFY2(shipped().contains(QString{name} + ".yaml"), name);
}

void ShippedTest::each_says_what_it_teaches() {
    QFETCH(QString, name);
    QVERIFY(head_of(text_of(name)).contains("Lesson: "));
}

void ShippedTest::each_is_the_same_when_written_and_read_again() {
    QFETCH(QString, name);
    const auto scenario = read(text_of(name).toStdString(), name.toStdString());
    const auto written = write_scenario(scenario);
    QVERIFY(read(written, "written.yaml") == scenario);
    QCOMPARE(write_scenario(read(written, "written.yaml")), written);
}

void ShippedTest::each_runs_and_answers_requests() {
    QFETCH(QString, name);
    const auto scenario = read(text_of(name).toStdString(), name.toStdString());
    const auto model = compile(scenario);
    const auto result = simulate(*model, {.seed = 1, .warmup = {}, .duration = std::chrono::seconds{2}});
    QVERIFY(result.has_value());
    QVERIFY(result->requests > 0);
    const auto& figures = catalogue_of(*model).figures;
    for (const auto& [client, _] : scenario.clients) {
        const auto i = index_of(figures, Subject::client, client, "availability");
        QVERIFY2(result->figures[i] > 0.5, client.c_str());
    }
}

void ShippedTest::what_was_imported_names_its_source() {
    int imported = 0;
    for (const auto& name : shipped()) {
        const auto head = head_of(text_of(name));
        if (!head.contains("nines import")) continue;
        ++imported;
        for (const char* part :
             {"repository  https://github.com/", "commit      ", "path        ", "licence     Apache-2.0"})
            QVERIFY2(head.contains(part), qPrintable(name + ": " + part));
    }
    QCOMPARE(imported, 3);
}

QTEST_APPLESS_MAIN(ShippedTest)
#include "shipped_test.moc"
