// Policies at work on the path of a request, step by step, where no chance is involved.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class PoliciesTest : public QObject {
    Q_OBJECT

    // Requests at even intervals, the first after one of them.
    static Ran ran(const std::string& services, const std::string& with, const char* duration = "10.5s",
                   const char* rate = "1/s", const std::string& rest = "") {
        return Ran{scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\n" + rest + "services:\n" +
                            services + "clients: { c: { arrivals: constant(" + rate + "), call: a, with: " + with +
                            " } }\n")};
    }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-6; }
    static constexpr const char* failing =
        "  a: { endpoints: { e: { steps: [ { work: 10ms } ], error_rate: 100% } } }\n";

private slots:
    void linear_backoff_grows_by_the_increment() {
        const auto r =
            ran(failing,
                "{ retry: { max_attempts: 4, backoff: { base: 100ms, factor: 1, increment: 50ms, jitter: none } "
                "}, fallback: { latency: 0s } }");
        QVERIFY(near(r.client("latency.mean"), 4 * 0.010 + 0.100 + 0.150 + 0.200));
        QCOMPARE(r.edge("c -> a.e", "fallback_share"), 1.0);
    }
    // After w1 of U[100, 300] ms comes w2 of U[100, 3 w1]: 200 and 350 ms, with a standard deviation of 210 ms
    // together, whatever the attempts between them did at the callee.
    void decorrelated_jitter_goes_on_from_the_last_wait() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: { steps: [ { work: 10ms } ], "
                "error_rate: 100% } } }\n",
                "{ retry: { max_attempts: 3, backoff: { base: 100ms, max: 10s, jitter: decorrelated } }, "
                "fallback: { latency: 0s } }",
                "10000s");
        QVERIFY2(std::abs(r.client("latency.mean") - (3 * 0.010 + 0.550)) < 4 * 0.210 / 100.0,
                 qPrintable(QString::number(r.client("latency.mean"))));
    }
    void what_is_not_idempotent_is_retried_only_when_it_never_began() {
        const std::string service =
            "  a: { endpoints: { e: { steps: [ { work: 10ms } ], error_rate: 100%, idempotent: false } } }\n";
        QCOMPARE(ran(service, "{ retry: { max_attempts: 3 } }").edge("c -> a.e", "attempts_per_call"), 1.0);
        QCOMPARE(ran(service, "{ retry: { max_attempts: 3, even_if_not_idempotent: true, backoff: 1ms } }")
                     .edge("c -> a.e", "attempts_per_call"),
                 3.0);
        QCOMPARE(ran(service, "{ retry: { max_attempts: 3, backoff: { base: 1ms } } }", "10.5s", "1/s",
                     "faults: [ { at: 0s, service: a, outage: 1h, mode: refuse } ]\n")
                     .edge("c -> a.e", "attempts_per_call"),
                 3.0);
    }
    // Two replicas of which one refuses: round robin sends a retry to the other one anyway, a retry to the same never
    // helps, and with two in turn an `other` always does.
    void a_retry_keeps_to_its_replica_or_shuns_it() {
        const auto share = [](const char* replica) {
            return ran("  a: { replicas: 2, endpoints: { e: [ { work: 10ms } ] } }\n",
                       std::string{"{ retry: { max_attempts: 3, replica: "} + replica + ", backoff: { base: 1ms } } }",
                       "100.5s", "1/s", "faults: [ { at: 0s, replica: a/0, outage: 1h, mode: refuse } ]\n")
                .client("availability");
        };
        QCOMPARE(share("other"), 1.0);
        QVERIFY(std::abs(share("same") - 0.5) < 0.02);
    }
    void a_budget_denies_retries_when_it_is_used_up() {
        const auto r = ran(failing,
                           "{ retry: { max_attempts: 3, backoff: { base: 1ms }, budget: { kind: tokens, capacity: 20, "
                           "retry_cost: 5 } } }");
        // Four retries in all: two calls of three attempts, and the other eight of one.
        QVERIFY(near(r.edge("c -> a.e", "attempts_per_call"), 14.0 / 10.0));
        QVERIFY(near(r.edge("c -> a.e", "retry.denied_share"), 8.0 / 12.0));
    }
    void a_bulkhead_rejects_what_finds_it_full() {
        const auto r = ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 2500ms } ] } }\n",
                           "{ bulkhead: 2 }", "10.4s");
        // At 1, 2 s in; 3 s full; 4 (the first left at 3.5), 5; 6 full; 7, 8; 9 full; 10.
        QVERIFY(near(r.edge("c -> a.e", "attempt_outcome.rejected"), 3.0 / 8.0));
        QVERIFY(near(r.figure(Subject::pool, "c / a", "rejected_share"), 0.3));
        QVERIFY(near(r.figure(Subject::pool, "c / a", "in_use.mean"), (5 * 2.5 + 2.4 + 0.4) / 10.4));
    }
    void who_waits_for_a_permit_gets_it_in_turn_or_gives_up() {
        const std::string slow =
            "  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 1500ms } ] } }\n";
        const auto waits = ran(slow, "{ bulkhead: { max_concurrent: 1, queue: unlimited } }", "4s");
        // At 1 s; at 2 s, from 2.5; at 3 s, from 4.0: waits of 0, 0.5 and, not over yet, 1.
        QVERIFY(near(waits.figure(Subject::pool, "c / a", "waiting.mean"), (0.5 + 1.0) / 4.0));
        const auto gives_up = ran(slow, "{ bulkhead: { max_concurrent: 1, queue: 5, max_wait: 100ms } }", "3.2s");
        QVERIFY(near(gives_up.edge("c -> a.e", "bulkhead.rejected_share"), 1.0 / 2.0));
    }
    // A pool that its callers wait for must not leak a permit when they time out while they wait, or hold one.
    void timeouts_give_permits_back() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 10s } ] } }\n",
                "{ timeout: { per_try: 300ms }, bulkhead: { max_concurrent: 1, queue: 9 } }", "10.9s", "2/s");
        QCOMPARE(r.client("outcome.timeout"), 1.0);
        QCOMPARE(r.edge("c -> a.e", "bulkhead.rejected_share"), 0.0);
        QVERIFY(near(r.figure(Subject::pool, "c / a", "in_use.mean"), 21 * 0.3 / 10.9));
    }
    // Trouble with one dependency leaves the way to the other free.
    void pools_of_their_own_keep_trouble_where_it_is() {
        const auto text = [](const char* bulkhead) {
            return scenario(
                std::string{"run: { duration: 100.5s, warmup: 0s }\nservices:\n"
                            "  front: { replicas: { concurrency: 4 }, endpoints: { good: [ { call: good, with: { "} +
                bulkhead + " } } ], bad: [ { call: bad, with: { " + bulkhead +
                " } } ] } }\n"
                "  good: { endpoints: { e: [ { work: 1ms } ] } }\n"
                "  bad: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 1h } ] } }\n"
                "clients:\n  c: { arrivals: constant(1/s), call: front.good, patience: 500ms }\n"
                "  d: { arrivals: constant(1/s), call: front.bad, patience: 500ms }\n");
        };
        QVERIFY(Ran{text("")}.client("availability") < 0.1);
        QCOMPARE(Ran{text("bulkhead: 2")}.client("availability"), 1.0);
    }
    void a_rate_limit_spaces_calls_out() {
        const auto r = ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { work: 1ms } ] } }\n",
                           "{ rate_limit: { rate: 2/s, max_wait: 400ms } }", "10.4s", "4/s");
        // The first goes at once, the second after 250 ms, the third would wait for 500 ms and is rejected, the fourth
        // goes after 250 ms, and so on in turn.
        QVERIFY(near(r.edge("c -> a.e", "rate_limit.rejected_share"), 20.0 / 41.0));
    }
    void the_first_good_answer_of_hedged_attempts_wins() {
        // The first replica takes a second, the second 10 ms.
        const auto r =
            ran("  a: { replicas: { count: 2, concurrency: unlimited }, endpoints: { e: [ { work: 10ms } ] } }\n",
                "{ hedging: { delay: 100ms } }", "10.9s", "1/s",
                "faults: [ { at: 0s, replica: a/0, slow: { factor: 50x, lasting: 1h } } ]\n");
        QCOMPARE(r.client("availability"), 1.0);
        // A call that begins at the slow replica is answered after 110 ms by the other.
        const double slow = r.edge("c -> a.e", "hedge.won_share");
        QVERIFY(near(r.client("latency.mean"), slow * 0.110 + (1.0 - slow) * 0.010));
        QVERIFY(slow > 0.3);
        QVERIFY(near(r.edge("c -> a.e", "attempts_per_call"), 1.0 + slow));
    }
    // Every call would be hedged twice over; a quarter of an attempt is saved by each.
    void hedges_keep_to_their_budget() {
        const auto r = ran(failing, "{ hedging: { delay: 1s, max_attempts: 3, budget: 25% } }", "100.5s");
        QVERIFY(near(r.edge("c -> a.e", "attempts_per_call"), 1.25));
    }
    // One of two replicas refuses. A breaker for the callee sees half of the calls fail, and rejects all when it opens;
    // one for each replica opens for the one that fails, and the other one serves.
    void breakers_for_each_replica_reject_only_the_one_that_fails() {
        const auto of = [](const char* per) {
            return ran(
                "  a: { replicas: 2, endpoints: { e: [ { work: 10ms } ] } }\n",
                std::string{"{ circuit_breaker: { consecutive_failures: 1, open_for: 1h, half_open_calls: 1, per: "} +
                    per + " } }",
                "100.5s", "1/s", "faults: [ { at: 0s, replica: a/0, outage: 1h, mode: refuse } ]\n");
        };
        const auto each = of("replica"), all = of("service");
        QVERIFY(near(each.client("availability"), 0.99));
        QVERIFY(all.client("availability") < 0.03);
        QCOMPARE(each.edge("c -> a.e", "breaker.openings"), 1.0);
        QCOMPARE(each.edge("c -> a.e", "breaker.rejected_share"), 0.0);
    }
    void the_time_line_says_which_breaker_it_was() {
        const auto r =
            ran("  a: { replicas: 2, endpoints: { e: [ { work: 1ms }, { call: b, with: { circuit_breaker: { "
                "consecutive_failures: 1, per: replica } } } ] } }\n"
                "  b: { replicas: 2, endpoints: { e: [ { work: 10ms } ] } }\n",
                "{}", "100.5s", "1/s", "faults: [ { at: 0s, replica: b/1, outage: 1h, mode: refuse } ]\n");
        for (const auto& e : r.result().timeline)
            if (e.what == "breaker open" && (e.detail == "of a/0 for b/1" || e.detail == "of a/1 for b/1")) return;
        QFAIL("no such entry");
    }
    // The callee takes 20/s; who asks for 100/s is let through at nothing like that once the first was turned away.
    void the_cubic_limit_follows_what_the_callee_takes() {
        const auto service =
            "  a: { overload: { rate_limit: { rate: 20/s, burst: 1 } }, endpoints: { e: [ { delay: 0s } ] } }\n";
        const auto free = ran(service, "{}", "200s", "100/s");
        const auto limited = ran(service, "{ rate_limit: { algorithm: cubic, max_wait: 100ms } }", "200s", "100/s");
        QVERIFY(near(free.client("goodput"), 20.0) || std::abs(free.client("goodput") - 20.0) < 0.2);
        const double turned_away = limited.edge("c -> a.e", "attempt_outcome.rejected") -
                                   limited.edge("c -> a.e", "rate_limit.rejected_share");
        QVERIFY2(limited.client("goodput") > 12.0, qPrintable(QString::number(limited.client("goodput"))));
        QVERIFY2(turned_away < 0.1, qPrintable(QString::number(turned_away)));
    }
    void a_hedged_attempt_that_fails_is_followed_at_once() {
        const auto r = ran(failing, "{ hedging: { delay: 1s, max_attempts: 3 }, fallback: { latency: 0s } }");
        QVERIFY(near(r.client("latency.mean"), 0.030));
        QCOMPARE(r.edge("c -> a.e", "attempts_per_call"), 3.0);
    }
    void a_fallback_asks_another_endpoint() {
        const std::string services =
            "  a: { endpoints: { e: { steps: [ { work: 10ms } ], error_rate: 100% } } }\n"
            "  b: { endpoints: { e: [ { work: 5ms } ] } }\n";
        const auto r = ran(services, "{ fallback: { call: b } }");
        QCOMPARE(r.client("outcome.degraded"), 1.0);
        QVERIFY(near(r.client("latency.mean"), 0.015));
        const auto dead = ran(services, "{ fallback: { call: b } }", "10.5s", "1/s",
                              "faults: [ { at: 0s, service: b, outage: 1h, mode: refuse } ]\n");
        QCOMPARE(dead.client("outcome.error"), 1.0);  // of the call itself
    }
    void a_cache_that_has_nothing_does_not_help() {
        const auto r = ran(failing, "{ fallback: { latency: 1ms, available: 0% } }");
        QCOMPARE(r.client("outcome.error"), 1.0);
        QCOMPARE(r.edge("c -> a.e", "fallback_share"), 0.0);
    }
    void timeouts_are_told_apart() {
        const std::string slow = "  a: { replicas: { concurrency: 1 }, endpoints: { e: [ { work: 900ms } ] } }\n";
        const auto read = ran(slow, "{ timeout: { read: 200ms, per_try: 500ms, overall: 800ms } }");
        QCOMPARE(read.edge("c -> a.e", "timeout.read"), 1.0);
        QCOMPARE(read.edge("c -> a.e", "timeout.per_try"), 0.0);
        const auto overall = ran(slow, "{ timeout: { read: 2s, per_try: 1s, overall: 300ms } }");
        QCOMPARE(overall.edge("c -> a.e", "timeout.overall"), 1.0);
        const auto connect = ran(slow, "{ timeout: { connect: 50ms, per_try: 1s } }", "10.5s", "1/s",
                                 "faults: [ { at: 0s, service: a, outage: 1h, mode: silent } ]\n");
        QCOMPARE(connect.edge("c -> a.e", "timeout.connect"), 1.0);
    }
    // 1 MB beyond the send buffer, at 1 MB a second; and to a callee that reads nothing.
    void a_request_that_is_not_written_in_time_is_given_up() {
        const std::string network = "network: { bandwidth: 1MB }\n";
        const auto service = [](const char* size) {
            return std::string{"  a: { endpoints: { e: { steps: [ { work: 10ms } ], request_size: "} + size +
                   ", response_size: 100kB } } }\n";
        };
        const auto patient = ran(service("1016384B"), "{ timeout: { write: 1100ms } }", "10.5s", "0.4/s", network);
        QVERIFY(near(patient.client("latency.mean"), 1.016384 + 0.010 + 0.100));
        const auto hasty = ran(service("1016384B"), "{ timeout: { write: 900ms } }", "10.5s", "0.4/s", network);
        QCOMPARE(hasty.edge("c -> a.e", "timeout.write"), 1.0);
        QCOMPARE(hasty.service("a", "throughput"), 0.0);
        const std::string silent = "faults: [ { at: 0s, service: a, outage: 1h, mode: silent } ]\n";
        const auto stuck =
            ran(service("20kB"), "{ timeout: { write: 300ms, per_try: 500ms } }", "10.5s", "1/s", silent);
        QCOMPARE(stuck.edge("c -> a.e", "timeout.write"), 1.0);
        const auto buffered =
            ran(service("10kB"), "{ timeout: { write: 300ms, per_try: 500ms } }", "10.5s", "1/s", silent);
        QCOMPARE(buffered.edge("c -> a.e", "timeout.write"), 0.0);
        QCOMPARE(buffered.edge("c -> a.e", "timeout.per_try"), 1.0);
    }
    void an_idle_connection_is_used_until_it_is_closed() {
        const std::string service = "  a: { endpoints: { e: [ { work: 10ms } ] } }\n";
        const auto kept = ran(service, "{ bulkhead: { max_concurrent: 5, setup: 100ms } }");
        QVERIFY(near(kept.pool("c / a", "opened_share"), 0.1));
        QVERIFY(near(kept.client("latency.mean"), 0.010 + 0.100 / 10));
        const auto closed = ran(service, "{ bulkhead: { max_concurrent: 5, setup: 100ms, idle: 500ms } }");
        QCOMPARE(closed.pool("c / a", "opened_share"), 1.0);
        QVERIFY(near(closed.client("latency.mean"), 0.110));
    }
    // An answer that says no leaves a connection in order; one that never came does not. Who waits gets the same one.
    void a_connection_without_an_answer_is_closed() {
        const char* const pool =
            "{ timeout: { per_try: 300ms }, bulkhead: { max_concurrent: 1, queue: 10, setup: 1ms } }";
        QVERIFY(near(ran(failing, pool).pool("c / a", "opened_share"), 0.1));
        QVERIFY(near(ran("  a: { endpoints: { e: [ { work: 50ms } ] } }\n", pool, "10.05s", "10/s")
                         .pool("c / a", "opened_share"),
                     0.01));
        QCOMPARE(ran("  a: { endpoints: { e: [ { work: 1s } ] } }\n", pool).pool("c / a", "opened_share"), 1.0);
    }
    void a_breaker_opens_on_slow_calls_too() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 300ms } ] } }\n",
                "{ circuit_breaker: { window: 4 calls, minimum_calls: 4, slow_call: 200ms, slow_call_rate: 50%, "
                "open_for: 1h } }");
        QVERIFY(near(r.client("availability"), 0.4));
        QCOMPARE(r.edge("c -> a.e", "breaker.openings"), 1.0);
    }
    // The third of three at once finds the replica full.
    void a_replica_lets_in_only_as_many_as_it_may() {
        const auto r =
            ran("  a: { replicas: { concurrency: unlimited }, overload: { concurrency: 2 }, endpoints: { e: [ { "
                "delay: 2500ms } ] } }\n",
                "{}", "10.4s");
        QVERIFY(near(r.service("a", "shed_share"), 0.3));
        QVERIFY(near(r.service("a", "shed.concurrency"), 0.3));
        QVERIFY(near(r.edge("c -> a.e", "attempt_outcome.rejected"), 3.0 / 8.0));
    }
    void a_lower_priority_is_shed_first() {
        const Ran r{
            scenario("run: { duration: 1000s, warmup: 0s }\nservices:\n  a: { replicas: { concurrency: 4, queue: "
                     "{ discipline: priority } }, overload: { concurrency: { initial: 8, priority_reserve: 50% } }, "
                     "endpoints: { e: [ { work: exponential(100ms) } ] } }\nclients:\n  high: { arrivals: "
                     "poisson(30/s), call: a, priority: 1 }\n  low: { arrivals: poisson(30/s), call: a }\n")};
        QVERIFY(r.service("a", "shed.priority.1") < 0.1);
        QVERIFY(r.service("a", "shed.priority.2") > 0.4);
    }
    // A queue that never drains: everybody waits for as long as the queue is, unless the old are shed.
    void codel_keeps_the_wait_near_its_target() {
        const auto run = [](const char* overload) {
            return Ran{scenario(std::string{"run: { duration: 100s, warmup: 0s }\nservices:\n  a: { replicas: { "
                                            "concurrency: 1, queue: { capacity: 500 } }, "} +
                                overload +
                                "endpoints: { e: [ { work: exponential(10ms) } ] } }\nclients: { c: { arrivals: "
                                "poisson(150/s), call: a } }\n")};
        };
        const auto plain = run(""), codel = run("overload: { codel: {} }, ");
        QVERIFY(plain.service("a", "wait.mean") > 3.0);
        QVERIFY(codel.service("a", "wait.mean") < 0.05);
        QVERIFY(codel.client("goodput") > 85.0);
        QVERIFY(codel.service("a", "shed.codel") > 0.25);
    }
    void retries_wait_as_long_as_they_are_told() {
        const auto r =
            ran("  a: { overload: { concurrency: { algorithm: fixed, initial: 1, priority_reserve: 100% }, "
                "rate_limit: { rate: 0.001/s }, retry_after: 2s }, endpoints: { e: [ { work: 1ms } ] } }\n",
                "{ retry: { max_attempts: 2, on: [rejected], backoff: 1ms }, fallback: { latency: 0s } }");
        QVERIFY(r.client("latency.mean") > 1.0);
    }
    void a_replica_that_fails_its_callers_is_taken_out() {
        const auto share = [](const char* detection) {
            return ran(std::string{"  a: { replicas: 2, load_balancer: { policy: round_robin"} + detection +
                           " }, endpoints: { e: [ { work: 1ms } ] } }\n",
                       "{}", "100.05s", "10/s", "faults: [ { at: 0s, replica: a/0, outage: 1h, mode: refuse } ]\n")
                .client("availability");
        };
        QVERIFY(std::abs(share("") - 0.5) < 0.01);
        // Five failures, then out for 30 s and 60 s: at most three times five of a thousand.
        QVERIFY(share(", outlier_detection: { max_ejected: 50% }") > 0.984);
        QVERIFY(std::abs(share(", outlier_detection: { max_ejected: 50% }, panic_threshold: 60%") - 0.5) < 0.01);
    }
};

QTEST_APPLESS_MAIN(PoliciesTest)
#include "policies_test.moc"
