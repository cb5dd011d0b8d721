// What callers see, step by step, where no chance is involved.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class RequestPathTest : public QObject {
    Q_OBJECT

    // One request a second for ten seconds: at 1 s, 2 s, ...
    static Ran ran(const std::string& services, const std::string& client, const std::string& rest = "",
                   const char* duration = "10.5s") {
        return Ran{scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\n" + rest + "services:\n" +
                            services + "clients: { c: { arrivals: constant(1/s), " + client + " } }\n")};
    }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

private slots:
    void latency_adds_up_along_the_path() {
        const auto r =
            ran("  a: { endpoints: { e: [ { work: 10ms }, { call: b }, { delay: 5ms } ] } }\n  b: { endpoints: { e: [ "
                "{ work: 20ms } ] } }\n",
                "call: a", "network: { same_host: 1ms, same_zone: 1ms, clients: 3ms }\n");
        QVERIFY(near(r.client("latency.mean"), 0.003 + 0.010 + 0.001 + 0.020 + 0.001 + 0.005 + 0.003));
        QCOMPARE(r.client("availability"), 1.0);
    }
    void a_silent_callee_shows_after_the_connect_timeout() {
        const auto r = ran("  a: { endpoints: { e: [ { work: 10ms } ] } }\n",
                           "call: a, with: { timeout: { connect: 50ms, per_try: 500ms }, fallback: { latency: 0s } }",
                           "faults: [ { at: 0s, service: a, outage: 1h, mode: silent } ]\n");
        QCOMPARE(r.client("outcome.degraded"), 1.0);
        QVERIFY(near(r.client("latency.mean"), 0.050));
        QCOMPARE(r.edge("c -> a.e", "attempt_outcome.timeout"), 1.0);
    }
    void retries_wait_in_between_and_stop_at_the_deadline() {
        const auto r = ran("  a: { endpoints: { e: { steps: [ { work: 10ms } ], error_rate: 100% } } }\n",
                           "call: a, with: { timeout: { overall: 250ms }, retry: { max_attempts: 10, backoff: { base: "
                           "100ms, factor: 1, jitter: none } }, "
                           "fallback: { latency: 0s } }");
        // Attempts at 0, 110 and 220 ms; the one after 330 ms would begin past the deadline, so the call ends at 230
        // ms.
        QCOMPARE(r.edge("c -> a.e", "attempts_per_call"), 3.0);
        QVERIFY(near(r.client("latency.mean"), 0.230));
    }
    void a_timed_out_call_works_on_for_nobody() {
        const auto r = ran("  a: { endpoints: { e: [ { work: 400ms } ] } }\n", "call: a, with: { timeout: 100ms }");
        QCOMPARE(r.client("outcome.timeout"), 1.0);
        QCOMPARE(r.service("a", "wasted_share"), 1.0);
        QVERIFY(std::abs(r.service("a", "utilization") - 4.0 / 10.5) < 0.011);  // the last one is still at it
        QCOMPARE(r.service("a", "goodput"), 0.0);
    }
    void cancellation_reaches_the_callee() {
        const auto r = ran("  a: { endpoints: { e: [ { work: 400ms } ] } }\n",
                           "call: a, with: { timeout: { overall: 100ms, cancel: true } }");
        QVERIFY(std::abs(r.service("a", "utilization") - 1.0 / 10.5) < 1e-6);
        QCOMPARE(r.service("a", "outcome.cancelled"), 1.0);
    }
    void the_overall_deadline_is_handed_down() {
        const std::string services =
            "  a: { endpoints: { e: [ { call: b, with: { timeout: { per_try: 10s, propagate: true } } } ] } }\n  b: { "
            "endpoints: { e: [ { work: 500ms } ] } }\n";
        const auto handed = ran(services, "call: a, with: { timeout: 100ms }");
        QCOMPARE(
            handed.edge("a.e -> b.e", "call_outcome.timeout") + handed.edge("a.e -> b.e", "call_outcome.cancelled"),
            1.0);
        const auto kept = ran(services, "call: a, with: { timeout: { overall: 100ms, propagate: false } }");
        QCOMPARE(kept.edge("a.e -> b.e", "call_outcome.timeout"), 0.0);
    }
    void a_worker_is_held_or_released_while_it_waits() {
        for (const bool hold : {true, false}) {
            const auto r = ran(std::string{"  a: { replicas: { while_waiting: "} + (hold ? "hold" : "release") +
                                   " }, endpoints: { e: [ { work: 100ms }, { call: b } ] } }\n  b: { endpoints: { e: [ "
                                   "{ delay: 400ms } ] } }\n",
                               "call: a");
            QVERIFY(std::abs(r.service("a", "utilization") - (hold ? 0.5 : 0.1) * 10 / 10.5) < 1e-6);
        }
    }
    void waiting_for_k_of_n_takes_the_kth() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { parallel: { branches: [ { delay: "
                "10ms }, { delay: 20ms }, { delay: "
                "30ms } ], wait_for: 2 } } ] } }\n",
                "call: a");
        QVERIFY(near(r.client("latency.mean"), 0.020));
    }
    void a_crash_loses_work_in_flight_and_resets_its_callers() {
        const auto r = ran("  a: { endpoints: { e: [ { work: 800ms } ] } }\n", "call: a",
                           "faults: [ { at: 1500ms, service: a, outage: 100ms } ]\n");
        QCOMPARE(r.client("outcome.lost"), 1.0 / 9.0);  // the tenth is still at work when the run ends
        QCOMPARE(r.client("outcome.success"), 8.0 / 9.0);
    }
    void health_checks_take_out_and_bring_back() {
        const auto r =
            ran("  a: { replicas: 2, health_check: { interval: 1s, timeout: 100ms, unhealthy_after: 2, healthy_after: "
                "1 }, endpoints: { e: [ { "
                "delay: 0s } ] } }\n",
                "call: a", "faults: [ { at: 20s, replica: a/0, outage: 100s } ]\n", "300.5s");
        double out = 0.0, in = 0.0;
        for (const auto& e : r.result().timeline) {
            if (e.what == "out of rotation") out = e.seconds;
            if (e.what == "in rotation") in = e.seconds;
        }
        QVERIFY(out > 21.0 && out <= 22.0);  // the second probe after the crash, which it refuses
        QVERIFY(in > 120.0 && in <= 121.0);
        QVERIFY(r.client("outcome.refused") > 0.0);
    }
    void recursion_stops_at_its_depth() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 1ms }, { call: a, max_depth: "
                "3 } ] } }\n",
                "call: a");
        QVERIFY(near(r.client("latency.mean"), 0.004));
    }
};

QTEST_APPLESS_MAIN(RequestPathTest)
#include "request_path_test.moc"
