#include "scenarios/import.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <fstream>

#include "analysis/visits.hpp"
#include "models/names.hpp"
#include "scenarios/import_compose.hpp"
#include "scenarios/reader.hpp"

using namespace nines;

class ImportTest : public QObject {
    Q_OBJECT

    static Imported imported(const char* kind, const std::string& file) {
        auto r = import_scenario(kind, {std::string{NINES_SOURCE_DIR} + "/tests/scenarios/samples/" + file});
        if (!r) qFatal("%s", print_problems(r.problems()).c_str());
        return *r;
    }
    static Expected<Imported> imported_text(const char* kind, const std::string& text) {
        QTemporaryDir dir;
        const auto file = dir.filePath("in.yaml").toStdString();
        std::ofstream{file} << text;
        return import_scenario(kind, {file});
    }
    static std::size_t edges(const Scenario& s) {
        std::size_t n = 0;
        for (const auto& [name, service] : s.services)
            for (const auto& [e, endpoint] : service.endpoints)
                for_each_step(endpoint.steps, "",
                              [&](const Step& step, const std::string&) { n += step.call ? 1 : 0; });
        return n;
    }
    static bool says(const Imported& i, std::string_view words) {
        return std::ranges::any_of(i.remarks, [&](const std::string& r) { return r.find(words) != std::string::npos; });
    }

private slots:
    void samples_become_valid_scenarios_with_spare_capacity_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("file");
        QTest::newRow("online boutique") << "kubernetes"
                                         << "online-boutique.kubernetes-manifests.yaml";
        QTest::newRow("social network") << "compose"
                                        << "deathstarbench-socialnetwork.docker-compose.yml";
        QTest::newRow("sock shop") << "compose"
                                   << "sock-shop.docker-compose.yml";
        QTest::newRow("canonical") << "isotope"
                                   << "canonical.yaml";
        QTest::newRow("tree") << "isotope"
                              << "tree-111-services.yaml";
    }
    void samples_become_valid_scenarios_with_spare_capacity() {
        QFETCH(QString, kind);
        QFETCH(QString, file);
        const auto i = imported(qPrintable(kind), file.toStdString());
        auto back = read_scenario(i.text, "imported.yaml");
        QVERIFY2(back, back ? "" : print_problems(back.problems()).c_str());
        QVERIFY2(back->scenario == i.scenario, i.text.c_str());
        for (const double u : offered_load(i.scenario).utilization) QVERIFY(u <= 0.5);
        QVERIFY(says(i, "assumed"));
        QVERIFY(i.text.find("# assumed") != std::string::npos);
    }

    void online_boutique_has_its_services_calls_and_probes() {
        const auto i = imported("kubernetes", "online-boutique.kubernetes-manifests.yaml");
        QCOMPARE(i.scenario.services.size(), std::size_t{11});  // twelve workloads, one of which generates load
        QVERIFY(says(i, "loadgenerator generates load"));
        QCOMPARE(edges(i.scenario), std::size_t{15});  // sixteen variables, one of which is the load generator's
        QVERIFY(i.scenario.clients[0].second.call == "frontend");
        const Service& cart = *find(i.scenario.services, "cartservice");
        QVERIFY(cart.health_check.has_value());
        QCOMPARE(cart.replicas.concurrency.count, std::uint64_t{1});
        QVERIFY(says(i, "shoppingassistantservice"));
    }
    void social_network_keeps_telemetry_out() {
        const auto i = imported("compose", "deathstarbench-socialnetwork.docker-compose.yml");
        QVERIFY(says(i, "jaeger-agent is left out"));
        QVERIFY(find(i.scenario.services, "jaeger-agent") == nullptr);
        QVERIFY(find(i.scenario.services, "social-graph-service") != nullptr);
    }
    void a_file_without_calls_says_so() {
        auto i = imported_text("compose", "services: { a: { image: x }, b: { image: y } }\n");
        QVERIFY(i);
        QVERIFY(says(*i, "No call between services is declared"));
        QCOMPARE(i->scenario.clients[0].second.mix->size(), std::size_t{2});
    }
    void isotope_sizes_are_of_requests_and_answers() {
        const auto i = imported("isotope", "canonical.yaml");
        const Endpoint& a = find(i.scenario.services, "a")->endpoints[0].second;
        QCOMPARE(a.request_size.bytes, 1024.0);
        QCOMPARE(a.response_size.bytes, 1024.0);
        const auto own =
            imported_text("isotope", "services: [ { name: s, isEntrypoint: true, responseSize: 2.5k } ]\n");
        QVERIFY(own);
        QCOMPARE(own->scenario.services[0].second.endpoints[0].second.response_size.bytes, 2560.0);
        for (const char* wrong : {"big", "10 parrots", "-1", "ib"})
            QVERIFY2(
                !imported_text("isotope", std::string{"services: [ { name: s, responseSize: '"} + wrong + "' } ]\n"),
                wrong);
    }
    void isotope_scripts_keep_their_order() {
        const auto i = imported("isotope", "canonical.yaml");
        const auto& steps = find(i.scenario.services, "d")->endpoints[0].second.steps;
        QCOMPARE(steps.size(), std::size_t{3});  // its own work, a and c at once, then b
        QCOMPARE(steps[1].parallel->branches.size(), std::size_t{2});
        QVERIFY(steps[2].call == "b");
        QVERIFY(i.scenario.clients[0].second.call == "d");
    }
    void loops_get_a_bound() {
        auto i = imported_text("isotope",
                               "services: [ { name: a, isEntrypoint: true, script: [ { call: b } ] }, { name: b, "
                               "script: [ { call: a } ] } ]\n");
        QVERIFY(i);
        QVERIFY(says(*i, "in a loop"));
        QVERIFY2(read_scenario(i->text, "x.yaml"), i->text.c_str());
    }
    void variables_are_interpolated() {
        const std::map<std::string, std::string> v{{"A", "x"}, {"E", ""}};
        QCOMPARE(interpolate("${A}-$A-${B:-d}-${E:-e}-${E-f}-$$A-${B}", v), std::string{"x-x-d-e--$A-"});
        auto i = imported_text("compose",
                               "x-common: &c { image: app }\nservices:\n  a: { <<: *c, environment: [ "
                               "'B_ADDR=${HOST:-b}:80' ] }\n  b: { <<: *c, deploy: { replicas: 3 } }\n");
        QVERIFY(i);
        QCOMPARE(edges(i->scenario), std::size_t{1});
        QCOMPARE(find(i->scenario.services, "b")->replicas.count, 3U);
    }
    void wrong_files_name_the_place() {
        auto i = imported_text("isotope",
                               "services: [ { name: a, script: [ { call: zz } ], numReplicas: 1000000000000 } ]\n");
        QVERIFY(!i);
        QVERIFY(i.problems().size() >= 2);
        QVERIFY(i.problems()[0].line == 1);
        QVERIFY(!imported_text("kubernetes", "a: [\n"));
        QVERIFY(!imported_text("kubernetes", "kind: Nothing\n"));
    }
    void a_thousand_services_take_no_time() {
        std::string text = "services:\n";
        for (int k = 0; k < 1000; ++k) {
            text += "- name: s" + std::to_string(k) + "\n";
            if (k > 0) continue;
            text += "  isEntrypoint: true\n  script:\n";
            for (int c = 1; c < 1000; ++c) text += "  - call: s" + std::to_string(c) + "\n";
        }
        auto i = imported_text("isotope", text);
        QVERIFY(i);
        QCOMPARE(i->scenario.services.size(), std::size_t{1000});
        QVERIFY(read_scenario(i->text, "x.yaml"));
    }
};

QTEST_APPLESS_MAIN(ImportTest)
#include "import_test.moc"
