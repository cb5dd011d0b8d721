#include "scenarios/reader.hpp"
#include "tests/scenario_text.hpp"

#include <QTest>
#include <algorithm>

using namespace nines;

class ReaderTest : public QObject {
    Q_OBJECT

    static inline const std::string good =
        "nines: 1\nservices:\n  a:\n    replicas: 2\n    endpoints:\n      get:\n        - work: 1ms\n        - call: "
        "b.put\n  b:\n    endpoints:\n      "
        "put: [ { work: 1ms } ]\n      del: [ { work: 1ms } ]\nclients:\n  c: { arrivals: poisson(1/s), call: a }\n";
    static std::string with(const std::string& from, const std::string& to) {
        auto text = good;
        const auto at = text.find(from);
        if (at == std::string::npos) qFatal("nothing to replace");
        return text.replace(at, from.size(), to);
    }
    static std::string problems(const std::string& text) {
        auto s = read_scenario(text, "f.yaml");
        return s ? std::string{} : print_problems(s.problems());
    }

private slots:
    void a_valid_scenario_has_no_problems() { QCOMPARE(problems(good), std::string{}); }

    void problems_name_place_path_and_way_out_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("number") << "replicas: 2"
                                << "replicas: six"
                                << "f.yaml:4:15: services.a.replicas: \"six\" is not a whole number (1 to 1000000)";
        QTest::newRow("bounds") << "replicas: 2"
                                << "replicas: 1000000000000"
                                << "f.yaml:4:15: services.a.replicas: \"1000000000000\" is out of range (1 to 1000000)";
        QTest::newRow("key") << "replicas: 2"
                             << "replcas: 2"
                             << "f.yaml:4:5: services.a: unknown key \"replcas\"; did you mean \"replicas\"?";
        QTest::newRow("endpoint")
            << "b.put"
            << "b.pot"
            << "f.yaml:8:17: services.a.endpoints.get[1].call: no endpoint \"b.pot\"; did you mean \"b.put\"?";
        QTest::newRow("which endpoint")
            << "b.put"
            << "b"
            << "f.yaml:8:17: services.a.endpoints.get[1].call: service \"b\" has 2 endpoints; name one of put, del";
        QTest::newRow("negative time") << "work: 1ms"
                                       << "work: -1ms"
                                       << "services.a.endpoints.get[0].work: \"-1ms\" is negative";
        QTest::newRow("not a number") << "poisson(1/s)"
                                      << "poisson(nan/s)"
                                      << "is not a rate";
        QTest::newRow("version") << "nines: 1"
                                 << "nines: 2"
                                 << "f.yaml:1:8: nines: \"2\" is out of range (1 to 1)";
        QTest::newRow("step of two kinds") << "- call: b.put"
                                           << "- { call: b.put, delay: 1ms }"
                                           << "2 of work, delay, call";
        QTest::newRow("client of no kind") << "arrivals: poisson(1/s), "
                                           << ""
                                           << "clients.c: none of arrivals, users";
        QTest::newRow("shape") << "replicas: 2"
                               << "replicas: [2]"
                               << "services.a.replicas: a list stands here";
        QTest::newRow("twice") << "replicas: 2"
                               << "replicas: 2\n    replicas: 3"
                               << "\"replicas\" is stated twice";
        QTest::newRow("name") << "  a:\n"
                              << "  a/b:\n"
                              << "is no name";
        QTest::newRow("policy") << "call: a }"
                                << "call: a, with: careful }"
                                << "clients.c.with.use: no policy \"careful\"";
    }
    void problems_name_place_path_and_way_out() {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        const auto text = problems(with(from.toStdString(), to.toStdString()));
        QVERIFY2(text.find(expected.toStdString()) != std::string::npos, text.c_str());
    }

    void all_problems_come_at_once_in_the_order_of_the_file() {
        auto s = read_scenario(
            "nines: 1\nservices:\n  a: { replicas: none, endpoints: { e: [ { work: fast } ] }, colour: red }\nclients: "
            "{ c: { users: x, call: a } }\n",
            "f.yaml");
        QVERIFY(!s);
        QVERIFY(s.problems().size() >= 4);
        QVERIFY(std::ranges::is_sorted(s.problems(), {}, [](const Problem& p) { return std::pair{p.line, p.column}; }));
    }

    void an_unknown_name_is_told_from_those_there_are() {
        const auto text = problems(with("call: a }", "call: a, from: eu }"));
        QVERIFY2(text.find("no zone \"eu\"; there ") != std::string::npos, text.c_str());
    }

    // Those of the text, such as a key stated twice, do not hide those of what it says.
    void a_key_stated_twice_hides_no_other_problem() {
        const auto text = problems(with("replicas: 2", "replicas: 2\n    replicas: 3\n    colour: red"));
        QVERIFY2(text.find("\"replicas\" is stated twice") != std::string::npos, text.c_str());
        QVERIFY2(text.find("colour") != std::string::npos, text.c_str());
    }

    void endless_calls_are_refused_unless_bounded() {
        const auto text = with("put: [ { work: 1ms } ]", "put: [ { call: a } ]");
        QVERIFY(problems(text).find("calls itself without end") != std::string::npos);
        QCOMPARE(problems(with("put: [ { work: 1ms } ]", "put: [ { call: a, max_depth: 5 } ]")), std::string{});
        QCOMPARE(problems(with("put: [ { work: 1ms } ]", "put: [ { call: a, probability: 50% } ]")), std::string{});
    }

    void presets_are_overridden_by_what_stands_beside_them() {
        auto s = read_scenario(with("call: a }", "call: a, with: { retry: { preset: envoy, max_attempts: 7 } } }"),
                               "f.yaml");
        QVERIFY(s);
        const Retry& r = *s->scenario.clients[0].second.with.retry;
        QCOMPARE(r.max_attempts, 7U);
        QCOMPARE(r.backoff.base, Duration{std::chrono::milliseconds{25}});
        QVERIFY(problems(with("call: a }", "call: a, with: { retry: { preset: envy } } }")).find("\"envoy\"") !=
                std::string::npos);
    }

    void parameters_can_be_set_by_path() {
        auto s = read_scenario(good, "f.yaml");
        QVERIFY(set_parameter(s->scenario, "services.a.replicas.count", "7").empty());
        QCOMPARE(s->scenario.services[0].second.replicas.count, 7U);
        QVERIFY(set_parameter(s->scenario, "services.a.endpoints.get[0].work", "exponential(2ms)").empty());
        QVERIFY(!set_parameter(s->scenario, "services.z.replicas.count", "7").empty());
        QVERIFY(!set_parameter(s->scenario, "services.a.replicas.count", "many").empty());
        QVERIFY(!set_parameter(s->scenario, "services.a.endpoints.get[9].work", "1ms").empty());
    }
    // A preset may state one of several alternatives; what is stated beside it takes its place.
    void a_preset_stands_for_one_of_its_alternatives() {
        const auto hedging = [](const std::string& text) {
            return tests::scenario(
                       "services: { a: { endpoints: { e: [ { work: 1ms } ] } } }\nclients: { c: { arrivals: "
                       "poisson(1/s), call: a, with: { hedging: " +
                       text + " } } }\n")
                .clients[0]
                .second.with.hedging.value();
        };
        QVERIFY(hedging("{ preset: tail-at-scale }").percentile.has_value());
        const auto other = hedging("{ preset: tail-at-scale, delay: 10ms }");
        QVERIFY(!other.percentile && other.delay == std::chrono::milliseconds{10});
    }
};

QTEST_APPLESS_MAIN(ReaderTest)
#include "reader_test.moc"
