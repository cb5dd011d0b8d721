// Active and standby replicas, where no chance is involved. Requests come at 1, 2, 3 ... s.
#include <QTest>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class FailoverTest : public QObject {
    Q_OBJECT

    static Ran ran(const std::string& service, const std::string& rest, const char* duration) {
        return Ran{scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\nservices: { a: { " +
                            service +
                            ", endpoints: { e: [ { delay: 0s } ] } } }\nclients: { c: { arrivals: constant(1/s), call: "
                            "a } }\n" +
                            rest)};
    }
    static constexpr const char* first_down = "faults: [ { at: 10500ms, replica: a/0, outage: 50s, mode: refuse } ]\n";

    // The share of 100 requests that failed, in requests.
    static void failed(const Ran& r, int count) {
        QCOMPARE(qRound((1.0 - r.client("availability")) * r.client("requests")), count);
    }

private slots:
    // Due every 10 s, for 3 s each: slow meanwhile, or down already.
    void a_replica_that_is_only_slow_still_fails_and_one_that_is_down_does_not() {
        const char* failing = "replica_failure: { mtbf: constant(10s), mttr: constant(3s) }";
        const auto down = [&](const char* faults) {
            return 1.0 - ran(failing, faults, "24s").service("a", "availability.time");
        };
        const double due = down("");
        QVERIFY(std::abs(due - 4.0 / 24.0) < 1e-9);  // 10 to 13 and 23 to 24
        QCOMPARE(down("faults: [ { at: 5s, service: a, slow: { factor: 2x, lasting: 10s } } ]\n"), due);
        const double overlapped = down("faults: [ { at: 9s, service: a, outage: 2s } ]\n");
        QVERIFY2(std::abs(overlapped - 5.0 / 24.0) < 1e-9,
                 qPrintable(QString::number(24.0 * overlapped)));  // 9-11, 20-23
    }
    void the_standby_takes_over_after_detection_and_switchover() {
        const auto r = ran("replicas: 2, failover: { detection: 2s, switchover: 3s }", first_down, "100500ms");
        failed(r, 5);  // at 11 to 15 s; active from 15.5
        QCOMPARE(r.service("a", "failovers"), 1.0);
        QCOMPARE(r.service("a", "failovers.by_hand"), 0.0);
        QCOMPARE(r.service("a", "failover.blind_time"), 5.0);
        QVERIFY(std::abs(r.service("a", "failover.switching") - 5.0 / 100.5) < 1e-9);
        QVERIFY(std::abs(r.service("a", "availability.time") - (1.0 - 5.0 / 100.5)) < 1e-9);
    }
    void one_that_is_not_covered_waits_for_a_human() {
        const auto r = ran("replicas: 2, failover: { detection: 2s, switchover: 3s, coverage: 0%, recovery: 20s }",
                           first_down, "100500ms");
        failed(r, 20);
        QCOMPARE(r.service("a", "failovers.by_hand"), 1.0);
    }
    void with_no_standby_left_the_first_to_be_repaired_serves() {
        const auto r = ran("replicas: 2, failover: {}",
                           "faults: [ { at: 5500ms, replica: a/1, outage: 20s, mode: refuse }, { at: 10500ms, replica: "
                           "a/0, outage: 50s, mode: refuse } ]\n",
                           "100500ms");
        failed(r, 15);  // from 10.5 to 25.5 s
    }
    void a_failure_of_the_standby_is_no_failover() {
        const auto r = ran("replicas: 2, failover: { switchover: 5s }",
                           "faults: [ { at: 5500ms, replica: a/1, outage: 20s, mode: refuse } ]\n", "100500ms");
        failed(r, 0);
        QCOMPARE(r.service("a", "failovers"), 0.0);
    }
    void who_has_come_back_is_active_again_only_with_failback() {
        // The second one fails after the first is back: with fail-back it stands by then.
        const auto faults =
            "faults: [ { at: 10500ms, replica: a/0, outage: 10s, mode: refuse }, { at: 40500ms, replica: a/1, outage: "
            "10s, mode: refuse } ]\n";
        QCOMPARE(ran("replicas: 2, failover: {}", faults, "100500ms").service("a", "failovers"), 2.0);
        QCOMPARE(ran("replicas: 2, failover: { failback: true }", faults, "100500ms").service("a", "failovers"), 1.0);
    }
    // Lives of exactly 30 s: a hot standby ends with the active one; a warm one has half of its life left; a cold one
    // begins it.
    void a_standby_ages_by_its_temperature() {
        const auto down_from = [](const char* standby) {
            const auto r = ran(std::string{"replicas: 2, replica_failure: { mtbf: constant(30s), mttr: constant(1h), "
                                           "mode: refuse }, failover: { standby: "} +
                                   standby + " }",
                               "", "200s");
            double last = -1.0;
            for (const auto& e : r.result().timeline)
                if (e.what == "service down") last = e.seconds;
            return last;
        };
        QCOMPARE(down_from("hot"), 30.0);
        QCOMPARE(down_from("warm"), 45.0);
        QCOMPARE(down_from("cold"), 60.0);
    }
    void several_are_active_and_one_stands_by_for_all() {
        const auto r = ran("replicas: 3, failover: { active: 2 }, required: 2", first_down, "100500ms");
        failed(r, 0);
        QCOMPARE(r.service("a", "availability.time"), 1.0);
    }
    void roles_that_cannot_be_are_refused() {
        const auto loaded = read_scenario(
            "nines: 1\nservices: { a: { replicas: 2, failover: { active: 2 }, endpoints: { e: [ { delay: 0s } ] } } }\n"
            "clients: { c: { arrivals: constant(1/s), call: a } }\n",
            "test.yaml");
        QVERIFY(!loaded);
        QVERIFY(print_problems(loaded.problems()).find("none stands by") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(FailoverTest)
#include "failover_test.moc"
