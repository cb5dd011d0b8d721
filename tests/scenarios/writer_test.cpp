#include "scenarios/writer.hpp"

#include <QDir>
#include <QTest>

#include "scenarios/reader.hpp"

using namespace nines;

class WriterTest : public QObject {
    Q_OBJECT
private slots:
    void shipped_scenarios_read_back_as_written_data() {
        QTest::addColumn<QString>("file");
        const QDir folder{QString{NINES_SOURCE_DIR} + "/scenarios"};
        for (const auto& name : folder.entryList({"*.yaml"})) QTest::newRow(qPrintable(name)) << folder.filePath(name);
    }
    void shipped_scenarios_read_back_as_written() {
        QFETCH(QString, file);
        auto first = load_scenario(file.toStdString());
        QVERIFY2(first, first ? "" : print_problems(first.problems()).c_str());
        const auto text = write_scenario(first->scenario);
        auto second = read_scenario(text, file.toStdString());
        QVERIFY2(second, second ? "" : print_problems(second.problems()).c_str());
        QVERIFY2(first->scenario == second->scenario, text.c_str());
        QCOMPARE(write_scenario(second->scenario), text);
    }

    void texts_that_yaml_would_misread_are_quoted() {
        Scenario s;
        s.name = "a: b # c \"quoted\" \\ \n\t<script>";
        s.services.emplace_back("a", Service{});
        s.services[0].second.endpoints.emplace_back("e", Endpoint{});
        s.services[0].second.endpoints[0].second.steps.emplace_back().work =
            Distribution::lognormal_median_p99(0.003, 0.02);
        Client c;
        c.users = 1;
        c.call = "a";
        s.clients.emplace_back("c", c);
        auto back = read_scenario(write_scenario(s), "x.yaml");
        QVERIFY2(back, back ? "" : print_problems(back.problems()).c_str());
        QVERIFY(back->scenario == s);
    }
};

QTEST_APPLESS_MAIN(WriterTest)
#include "writer_test.moc"
