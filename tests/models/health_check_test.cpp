// Readiness, liveness and names that are resolved again: what the checkers see, and what they get wrong.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class HealthCheckTest : public QObject {
    Q_OBJECT

    static Ran ran(const std::string& service, const std::string& rest, const char* duration, const char* rate = "1/s",
                   const char* steps = "[ { delay: 0s } ]") {
        return Ran{scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\nservices: { a: { " +
                            service + ", endpoints: { e: " + steps + " } } }\nclients: { c: { arrivals: constant(" +
                            rate + "), call: a, with: { timeout: 500ms } } }\n" + rest)};
    }
    static double when(const Ran& r, std::string_view what) {
        for (const auto& e : r.result().timeline)
            if (e.what == what) return e.seconds;
        return std::nan("");
    }

private slots:
    void the_balancer_acts_later_by_its_reaction() {
        const auto out = [](const std::string& reaction) {
            return when(ran("replicas: 2, health_check: { interval: 1s, unhealthy_after: 2" + reaction + " }",
                            "faults: [ { at: 10s, replica: a/0, outage: 60s, mode: refuse } ]\n", "60s"),
                        "out of rotation");
        };
        const double at_once = out("");
        QVERIFY2(at_once > 11.0 && at_once <= 12.0, qPrintable(QString::number(at_once)));
        QVERIFY(std::abs(out(", reaction: 5s") - (at_once + 5.0)) < 1e-6);
    }
    // Per probe: in rotation with no failure, with one, out. With half of the probes wrong these have probabilities
    // 1/2, 1/4, 1/4. A change of state every other probe makes the standard deviation of the share 1% at most.
    void a_checker_that_errs_takes_out_who_is_well() {
        const auto r = ran("health_check: { interval: 1s, unhealthy_after: 2, false_positives: 50% }", "", "20000s");
        QVERIFY2(std::abs(r.client("availability") - 0.75) < 0.04,
                 qPrintable(QString::number(r.client("availability"))));
        QVERIFY(r.service("a", "taken_out_well") > 1000.0);
    }
    void errors_are_seen_only_by_a_probe_that_looks() {
        const auto faults = "faults: [ { at: 10s, replica: a/0, errors: { share: 100%, lasting: 1h } } ]\n";
        const auto blind = ran("replicas: 2, health_check: { interval: 1s }", faults, "1000s");
        QVERIFY(std::abs(blind.client("availability") - 0.5) < 0.02);
        const auto sees = ran("replicas: 2, health_check: { interval: 1s, sees_errors: true }", faults, "1000s");
        QVERIFY(sees.client("availability") > 0.99);
    }
    void liveness_ends_a_silence_of_its_own() {
        const auto r =
            ran("replica_failure: { mtbf: constant(100s), mttr: constant(10h), mode: silent }, liveness: { restart: { "
                "start: 5s, backoff: 0s } }",
                "", "1000s");
        // Three probes every 10 s, the last of which times out after 1 s: 21 to 31 s, and 5 s to start.
        const double down = r.service("a", "down_time.mean");
        QVERIFY2(down > 26.0 && down < 36.0, qPrintable(QString::number(down)));
        QCOMPARE(r.service("a", "restarts"), r.service("a", "failures"));
    }
    // At 100 s for 5 s, at 205 s for 15 s, at 320 s for 25 s.
    void a_process_that_ended_is_started_at_once_then_later_and_later() {
        const auto r =
            ran("replica_failure: { mtbf: constant(100s), mttr: constant(10h), mode: refuse }, liveness: { restart: { "
                "start: 5s } }",
                "", "400s");
        QVERIFY2(std::abs(r.service("a", "availability.time") - (1.0 - 45.0 / 400.0)) < 1e-9,
                 qPrintable(QString::number(r.service("a", "availability.time"))));
        QCOMPARE(r.service("a", "restarts"), 3.0);
    }
    void nothing_restarts_on_a_zone_that_is_dark() {
        const auto r = ran("liveness: {}",
                           "places: { r: { zones: [z] } }\nfaults: [ { at: 10s, zone: r/z, outage: 300s } ]\n", "400s");
        QCOMPARE(r.service("a", "restarts"), 0.0);
    }
    void a_restart_does_not_end_a_scheduled_fault() {
        const auto r = ran("liveness: { restart: { backoff: 0s } }",
                           "faults: [ { at: 10500ms, replica: a/0, outage: 200s, mode: silent } ]\n", "300500ms");
        QVERIFY(r.service("a", "restarts") >= 6.0);  // every 21 to 31 s
        QVERIFY(std::abs(r.client("availability") - 100.0 / 300.0) < 0.01);
    }
    // Two requests a second, one of which is served: the queue grows by one a second, and after six seconds a probe
    // waits longer than three. The restart empties it.
    void probes_behind_the_queue_kill_who_is_only_busy() {
        const auto service = [](const char* more) {
            return std::string{
                       "replicas: { concurrency: 1 }, liveness: { interval: 5s, timeout: 3s, unhealthy_after: 1"} +
                   more + " }";
        };
        const auto patient = ran(service(""), "", "200s", "2/s", "[ { work: 1s } ]");
        const auto behind = ran(service(", under_load: true"), "", "200s", "2/s", "[ { work: 1s } ]");
        QCOMPARE(patient.service("a", "restarts"), 0.0);
        QVERIFY(behind.service("a", "restarts") >= 5.0);
        QVERIFY(behind.service("a", "outcome.lost") > 0.0);
    }
    // The active replica refuses from 100.05 s, and the other takes over at once. Of ten requests a second those that
    // come t later still ask the old one with probability 1 - t / 10 s: 50 in the mean, with a standard deviation of 4.
    void callers_learn_of_a_failover_when_they_resolve_the_name_again() {
        const auto failed = [](const char* balancer) {
            const auto r =
                ran(std::string{"replicas: 2, failover: {}, load_balancer: { "} + balancer + " }",
                    "faults: [ { at: 100050ms, replica: a/0, outage: 1h, mode: refuse } ]\n", "300s", "10/s");
            return (1.0 - r.client("availability")) * r.client("requests");
        };
        QCOMPARE(qRound(failed("policy: random")), 0);
        const double with_ttl = failed("policy: random, dns_ttl: 10s");
        QVERIFY2(std::abs(with_ttl - 50.0) < 17.0, qPrintable(QString::number(with_ttl)));
    }
    void waiting_behind_a_queue_needs_one_that_is_in_order() {
        const auto loaded = read_scenario(
            "nines: 1\nservices: { a: { replicas: { queue: { discipline: lifo } }, health_check: { under_load: true }, "
            "endpoints: { e: [ { delay: 0s } ] } } }\nclients: { c: { arrivals: constant(1/s), call: a } }\n",
            "test.yaml");
        QVERIFY(!loaded);
        QVERIFY(print_problems(loaded.problems()).find("health_check.under_load") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(HealthCheckTest)
#include "health_check_test.moc"
