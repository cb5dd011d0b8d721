// Faults that are put into a running replication by hand.
#include <QTest>

#include "models/injection.hpp"
#include "tests/same_bits.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::scenario;
using namespace std::chrono_literals;

class InjectionTest : public QObject {
    Q_OBJECT

    static std::string text(const std::string& fault = {}) {
        return "run: { duration: 60s, warmup: 5s }\n"
               "places: { eu: { zones: [a, b] } }\n"
               "network: { cross_zone: exponential(2ms) }\n"
               "services:\n"
               "  front: { replicas: { count: 2 }, endpoints: { e: [ { work: exponential(5ms) }, { call: back, with: { "
               "timeout: 200ms, retry: { max_attempts: 2, backoff: 1ms } } } ] } }\n"
               "  back: { replicas: { count: 2 }, health_check: { interval: 1s }, endpoints: { e: [ { work: "
               "exponential(5ms) } ] } }\n"
               "clients: { c: { arrivals: poisson(50/s), call: front, patience: 2s } }\n" +
               (fault.empty() ? "" : "faults: [ { at: 20s, " + fault + " } ]\n");
    }
    static Fault fault(const std::string& fault) { return scenario(text(fault)).faults.front(); }
    static RunResult run_with_injection(const std::string& wanted) {
        const auto s = scenario(text());
        const auto model = compile(s);
        Simulation sim{*model, {.warmup = 5s, .duration = 60s}};
        sim.run_until(start_of_run + 20s);
        const auto injection = prepare(s, fault(wanted));
        if (!injection) qFatal("%s", print_problems(injection.problems()).c_str());
        sim.inject(**injection);
        sim.run_until(start_of_run + 60s);
        return sim.result();
    }
    static RunResult untouched() { return *simulate(*compile(scenario(text())), {.warmup = 5s, .duration = 60s}); }
    static RunResult run_with_schedule(const std::string& wanted) {
        const auto model = compile(scenario(text(wanted)));
        return *simulate(*model, {.warmup = 5s, .duration = 60s});
    }

private slots:
    void an_injected_fault_is_the_scheduled_one_to_the_bit_data() {
        QTest::addColumn<QString>("wanted");
        QTest::newRow("a service is killed") << "service: back, outage: 10s";
        QTest::newRow("a replica falls silent") << "replica: back/1, outage: 10s, mode: silent";
        QTest::newRow("a zone is lost") << "zone: eu/b, outage: 10s";
        QTest::newRow("a service is slow") << "service: back, slow: { factor: 20x, lasting: 10s }";
        QTest::newRow("a service fails calls") << "service: back, errors: { share: 50%, lasting: 10s }";
        QTest::newRow("the network is cut") << "between: { from: [eu/a], to: [eu/b] }, outage: 10s";
        QTest::newRow("the network loses")
            << "between: { from: [eu/a], to: [eu/b] }, loss: { share: 20%, lasting: 10s }";
    }
    void an_injected_fault_is_the_scheduled_one_to_the_bit() {
        QFETCH(QString, wanted);
        auto injected = run_with_injection(wanted.toStdString());
        QCOMPARE(injected.injected, 1U);
        injected.injected = 0;
        QVERIFY(same_bits(injected, run_with_schedule(wanted.toStdString())));
        QVERIFY(injected.histograms != untouched().histograms);
    }
    void added_latency_is_felt_and_repeatable() {
        const std::string wanted =
            "between: { from: [eu/a], to: [eu/b] }, latency: { add: exponential(500ms), lasting: 10s }";
        const auto once = run_with_injection(wanted);
        QVERIFY(same_bits(once, run_with_injection(wanted)));
        QVERIFY(once.histograms != untouched().histograms);
    }
    void what_was_broken_can_be_restored_before_its_time() {
        const auto s = scenario(text());
        const auto model = compile(s);
        Simulation sim{*model, {.duration = 60s}};
        sim.run_until(start_of_run + 20s);
        const auto number = sim.inject(**prepare(s, fault("service: back, outage: 30s")));
        sim.run_until(start_of_run + 21s);
        QCOMPARE(sim.replicas_up("back"), 0U);
        sim.restore(number);
        sim.restore(number);
        sim.run_until(start_of_run + 22s);
        QCOMPARE(sim.replicas_up("back"), 2U);
        const auto marks = sim.timeline().size();
        sim.run_until(start_of_run + 60s);  // past the end it would have had
        QCOMPARE(sim.replicas_up("back"), 2U);
        QCOMPARE(std::ranges::count(sim.timeline(), "fault ends", &TimelineEvent::what), 1);
        QVERIFY(sim.timeline().size() >= marks);
    }
    void several_faults_on_one_target_add_up() {
        const auto s = scenario(text());
        const auto model = compile(s);
        Simulation sim{*model, {.duration = 60s}};
        sim.run_until(start_of_run + 20s);
        const auto first = sim.inject(**prepare(s, fault("replica: back/0, outage: 30s")));
        sim.inject(**prepare(s, fault("service: back, outage: 2s")));
        sim.run_until(start_of_run + 21s);
        QCOMPARE(sim.replicas_up("back"), 0U);
        sim.run_until(start_of_run + 23s);
        QCOMPARE(sim.replicas_up("back"), 1U);
        sim.restore(first);
        sim.run_until(start_of_run + 24s);
        QCOMPARE(sim.replicas_up("back"), 2U);
    }
    void a_target_that_is_not_there_is_refused_with_its_nearest_name() {
        Fault f;
        f.service = "bakc";
        f.outage = 1s;
        const auto refused = prepare(scenario(text()), f);
        QVERIFY(!refused);
        QVERIFY(QString::fromStdString(print_problems(refused.problems())).contains("back"));
    }
};

QTEST_APPLESS_MAIN(InjectionTest)
#include "injection_test.moc"
