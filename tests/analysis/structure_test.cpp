#include "analysis/structure.hpp"

#include <QTest>

#include "analysis/theory.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::scenario;

class StructureTest : public QObject {
    Q_OBJECT

    static std::string found(const std::string& text) { return print_problems(findings(scenario(text))); }
    static inline const std::string two_tiers =
        "policies:\n  slow: { timeout: 2s }\n  unused: { timeout: 1s }\nservices:\n  front: { replicas: { count: 2, "
        "concurrency: 4 }, endpoints: { e: [ { work: 10ms }, { call: back, with: slow } ] } }\n  back: { "
        "endpoints: { e: [ { work: 10ms } ] } }\n  lonely: { endpoints: { e: [ { work: 10ms } ] } }\nclients:\n  c: { "
        "arrivals: poisson(95/s), call: front, with: { "
        "timeout: { overall: 1s, propagate: false } } }\n";

private slots:
    void weaknesses_are_found() {
        const auto text = found(two_tiers);
        for (const auto* words :
             {"services.back.replicas: single point of failure", "services.lonely: no client leads to this service",
              "policies.unused: nothing uses this policy", "gives up on front.e after 1s", "little spare capacity"})
            QVERIFY2(text.find(words) != std::string::npos, (text + words).c_str());
        QVERIFY(text.find("services.front.replicas: single point") == std::string::npos);
    }
    void a_read_timeout_is_one() {
        const std::string words = "waits for ever";
        auto text = two_tiers;
        text.replace(text.find("timeout: 2s"), 11, "retry: { max_attempts: 2 }");
        QVERIFY(found(text).find(words) != std::string::npos);
        text.replace(text.find("retry: { max_attempts: 2 }"), 26, "timeout: { read: 2s }");
        QVERIFY(found(text).find(words) == std::string::npos);
    }
    void overload_is_a_warning_with_numbers() {
        auto text = two_tiers;
        text.replace(text.find("95/s"), 4, "200/s");
        const auto out = found(text);
        QVERIFY2(out.find("offered load above capacity") != std::string::npos, out.c_str());
        QVERIFY2(out.find("utilization 200%") != std::string::npos, out.c_str());
    }
    void theory_is_given_only_where_it_holds() {
        const std::string plain =
            "services: { q: { endpoints: { e: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: "
            "poisson(0.8/s), call: q } }\n";
        const auto values = theory(scenario(plain));
        QVERIFY(!values.empty());
        for (const auto& v : values)
            if (v.metric == "latency.mean") QVERIFY(std::abs(v.value - 5.0) < 1e-9);
        QVERIFY(theory(scenario(plain + "network: { clients: 1ms }\n")).empty());
        QVERIFY(theory(scenario(two_tiers)).empty());
    }
};

QTEST_APPLESS_MAIN(StructureTest)
#include "structure_test.moc"
