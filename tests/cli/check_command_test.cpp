#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include "nines_process.hpp"

class CheckCommandTest : public QObject {
    Q_OBJECT

private slots:
    void a_valid_scenario_exits_0();
    void warnings_do_not_fail();
    void errors_exit_2_with_their_places_all_at_once();
    void json_holds_every_problem();
    void several_files_are_an_array();
    void a_file_that_is_not_there_is_an_error();
    void standard_input_is_read_for_a_dash();
    void set_changes_are_checked_too();
    void scenarios_of_the_documentation_are_valid();

private:
    NinesProcess nines_;
};

void CheckCommandTest::a_valid_scenario_exits_0() {
    nines_.write("shop.yaml", small_shop());
    const auto a = nines_.run({"check", "shop.yaml"});
    QVERIFY2(a.status == 0, qPrintable(a.err));
    QVERIFY(a.out.startsWith("shop.yaml: valid"));
}

void CheckCommandTest::warnings_do_not_fail() {
    nines_.write("shop.yaml", small_shop().replace("poisson(100/s)", "poisson(1000/s)"));  // capacity is 200/s
    const auto a = nines_.run({"check", "shop.yaml"});
    QCOMPARE(a.status, 0);
    QVERIFY2(a.err.contains(": warning: "), qPrintable(a.err));
    QCOMPARE(nines_.run({"check", "shop.yaml", "--quiet"}).err, QString{});
}

void CheckCommandTest::errors_exit_2_with_their_places_all_at_once() {
    nines_.write("shop.yaml", small_shop().replace("count: 2", "count: six").replace("shop.buy", "shop.bye"));
    const auto a = nines_.run({"check", "shop.yaml"});
    QCOMPARE(a.status, 2);
    QVERIFY2(a.err.contains(QRegularExpression{"shop\\.yaml:6:24: services\\.shop\\.replicas\\.count: \"six\""}),
             qPrintable(a.err));
    nines_.write("shop.yaml", small_shop().replace("shop.buy", "shop.bye"));
    const auto b = nines_.run({"check", "shop.yaml"});
    QCOMPARE(b.status, 2);
    QVERIFY2(b.err.contains("did you mean") && b.err.contains("shop.buy"), qPrintable(b.err));
    QVERIFY(b.err.startsWith("shop.yaml:11:"));
}

void CheckCommandTest::json_holds_every_problem() {
    nines_.write("shop.yaml", small_shop().replace("count: 2", "count: six"));
    const auto a = nines_.run({"check", "shop.yaml", "--json"});
    QCOMPARE(a.status, 2);
    const auto json = a.json().object();
    QCOMPARE(json["file"].toString(), QString{"shop.yaml"});
    QCOMPARE(json["valid"].toBool(true), false);
    const auto problem = json["problems"].toArray().first().toObject();
    QCOMPARE(problem["severity"].toString(), QString{"error"});
    QCOMPARE(problem["path"].toString(), QString{"services.shop.replicas.count"});
    QCOMPARE(problem["line"].toInt(), 6);
}

void CheckCommandTest::several_files_are_an_array() {
    nines_.write("a.yaml", small_shop());
    nines_.write("b.yaml", "nines: 1\nnam: x\n");
    const auto a = nines_.run({"check", "a.yaml", "b.yaml", "--json"});
    QCOMPARE(a.status, 2);
    const auto list = a.json().array();
    QCOMPARE(list.size(), 2);
    QVERIFY(list[0].toObject()["valid"].toBool());
    QVERIFY(!list[1].toObject()["valid"].toBool(true));
}

void CheckCommandTest::a_file_that_is_not_there_is_an_error() {
    const auto a = nines_.run({"check", "nowhere.yaml"});
    QCOMPARE(a.status, 2);
    QVERIFY(a.err.contains("nowhere.yaml"));
}

void CheckCommandTest::standard_input_is_read_for_a_dash() {
    QCOMPARE(nines_.run({"check", "-"}, small_shop()).status, 0);
    const auto a = nines_.run({"check", "-"}, "nines: 1\nservice: {}\n");
    QCOMPARE(a.status, 2);
    QVERIFY2(a.err.contains("<standard input>:2:1: "), qPrintable(a.err));
}

void CheckCommandTest::set_changes_are_checked_too() {
    nines_.write("shop.yaml", small_shop());
    QCOMPARE(nines_.run({"check", "shop.yaml", "--set", "services.shop.replicas.count=4"}).status, 0);
    const auto a =
        nines_.run({"check", "shop.yaml", "--set", "services.shop.replicas.count=0", "--set", "servces.x=1"});
    QCOMPARE(a.status, 2);
    QVERIFY2(a.err.contains("--set: services.shop.replicas.count: "), qPrintable(a.err));
    QVERIFY2(a.err.contains("--set: servces"), qPrintable(a.err));
    QCOMPARE(nines_.run({"check", "shop.yaml", "--set", "clients.shoppers.call=shop.nothing"}).status, 2);
}

void CheckCommandTest::scenarios_of_the_documentation_are_valid() {
    int found = 0;
    for (const auto* name : {"README.md", "docs/guide.md"}) {
        QFile f{QStringLiteral(NINES_SOURCE_DIR "/") + name};
        QVERIFY(f.open(QIODevice::ReadOnly));
        const auto text = QString::fromUtf8(f.readAll());
        static const QRegularExpression block{"```yaml\\n(.*?)```", QRegularExpression::DotMatchesEverythingOption};
        for (auto i = block.globalMatch(text); i.hasNext(); ++found) {
            const auto a = nines_.run({"check", "-"}, i.next().captured(1).toUtf8());
            QVERIFY2(a.status == 0, qPrintable(name + QString{": "} + a.err));
        }
    }
    QCOMPARE(found, 5);
}

QTEST_GUILESS_MAIN(CheckCommandTest)
#include "check_command_test.moc"
