// Rollouts, canaries, rollbacks, drains and budgets, step by step.
#include "models/rollout.hpp"

#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using namespace std::chrono_literals;
using nines::tests::Ran;
using nines::tests::scenario;

class RolloutTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double by = 1e-6) { return std::abs(a - b) < by; }
    // A hundred requests a second; ten replicas unless said otherwise.
    static Ran ran(const std::string& rollout, const std::string& rest = "lifecycle: { start_up: 10s, pre_stop: 2s }",
                   const char* duration = "600s", const char* replicas = "{ count: 10, concurrency: 10 }") {
        return Ran{
            scenario(std::string{"run: { duration: "} + duration +
                     ", warmup: 0s }\nservices: { a: { replicas: " + replicas + ", rollout: " + rollout + ", " + rest +
                     ", endpoints: { e: [ { work: 20ms } ] } } }\nclients: { c: { arrivals: constant(100/s), call: "
                     "a } }\n")};
    }
    static std::vector<double> times_of(const Ran& r, std::string_view what) {
        std::vector<double> out;
        for (const auto& e : r.result().timeline)
            if (e.what == what) out.push_back(e.seconds);
        return out;
    }

private slots:
    void surge_is_rounded_up_and_unavailable_down() {
        Rollout r;
        QCOMPARE(r.surge(10), 3U);
        QCOMPARE(r.unavailable(10), 2U);
        QCOMPARE(r.surge(4), 1U);
        QCOMPARE(r.unavailable(3), 0U);
        r.max_surge = r.max_unavailable = Probability{0.0};
        QCOMPARE(r.unavailable(10), 1U);  // or nothing would ever move
    }
    void an_analysis_needs_enough_answers() {
        RollbackRule r;
        r.error_rate = Probability{0.05};
        QVERIFY(!fails(r, {}, {99, 99, 0s}).has_value());
        QCOMPARE(fails(r, {}, {100, 5, 0s}), std::optional{false});  // just at the limit
        QCOMPARE(fails(r, {}, {100, 6, 0s}), std::optional{true});
        r.error_rate.reset();
        r.slower = Factor{1.5};
        QCOMPARE(fails(r, {100, 0, 10s}, {100, 0, 15s}), std::optional{false});
        QCOMPARE(fails(r, {100, 0, 10s}, {100, 0, 16s}), std::optional{true});
        QCOMPARE(fails(r, {50, 0, 5s}, {100, 0, 16s}), std::optional{false});  // nothing to compare with
    }
    // 25% and 25% of ten: three more, two fewer. At once three start and two go; when the first three are ready three
    // more may go, and so on.
    void a_rollout_keeps_within_its_bounds() {
        const auto r = ran("{ at: 100s }");
        QCOMPARE(r.client("availability"), 1.0);
        const auto ready = times_of(r, "replica ready"), drains = times_of(r, "replica drains");
        QCOMPARE(ready.size(), std::size_t{10});
        QCOMPARE(drains.size(), std::size_t{10});
        QVERIFY(near(drains[0], 100.0) && near(drains[1], 100.0) && drains[2] > 105.0);
        // Two went, so that five start at once.
        QVERIFY(near(ready[4], 110.0) && ready[5] > 115.0);
        std::vector<std::pair<double, int>> changes;
        for (const auto t : ready) changes.emplace_back(t, 1);
        for (const auto t : drains) changes.emplace_back(t, -1);
        std::ranges::sort(changes, {}, [](const auto& c) { return std::pair{c.first, -c.second}; });
        int available = 10;
        for (const auto& [t, change] : changes) {
            available += change;
            QVERIFY(available >= 8 && available <= 13);
        }
        QCOMPARE(available, 10);
        QVERIFY(r.service("a", "rollout.time") < 60.0);
        QCOMPARE(r.service("a", "rollout.rolled_back"), 0.0);
    }
    void one_at_a_time_takes_as_long_as_all_of_them() {
        const auto r = ran("{ at: 100s, max_surge: 1%, max_unavailable: 0% }");
        QCOMPARE(r.client("availability"), 1.0);
        QVERIFY(r.service("a", "rollout.time") >= 100.0);
        QVERIFY(r.service("a", "rollout.time") <= 125.0);
    }
    void min_ready_holds_it_back() {
        const auto r = ran("{ at: 100s, max_surge: 50%, max_unavailable: 0%, min_ready: 30s }");
        QVERIFY(r.service("a", "rollout.time") >= 80.0);  // two rounds of 40 s
        QVERIFY(r.service("a", "rollout.time") <= 90.0);
    }
    // Half of the answers of one replica of ten are bad, for as long as it takes to see that: two windows at most, of
    // 20 s, 10 requests a second.
    void a_canary_that_fails_is_taken_back() {
        const auto r =
            ran("{ at: 100s, version: { error_rate: 50% }, canary: [ { share: 10%, lasting: 200s } ], rollback: "
                "{ error_rate: 10%, interval: 20s, requests: 50 } }");
        QCOMPARE(r.service("a", "rollout.rolled_back"), 1.0);
        const double failed = r.service("a", "rollout.failed");
        QVERIFY2(failed > 30.0 && failed < 250.0, qPrintable(QString::number(failed)));
        QVERIFY(near(r.client("outcome.error") * 60000.0, failed, 20.0));
        // The old version is everywhere again.
        QCOMPARE(times_of(r, "rollout ends").size(), std::size_t{1});
        QVERIFY(times_of(r, "rolled back").front() < 155.0);
        QCOMPARE(times_of(r, "replica ready").size(), std::size_t{2});
    }
    void without_a_rule_it_fails_everywhere() {
        const auto r = ran("{ at: 100s, version: { error_rate: 50% } }");
        QCOMPARE(r.service("a", "rollout.rolled_back"), 0.0);
        QVERIFY(r.client("outcome.error") > 0.35);
    }
    void a_slower_version_is_taken_back_too() {
        const auto r =
            ran("{ at: 100s, version: { slow: 4x }, canary: [ { share: 20%, lasting: 300s } ], rollback: { "
                "slower: 2x, interval: 20s, requests: 50 } }");
        QCOMPARE(r.service("a", "rollout.rolled_back"), 1.0);
    }
    void a_good_canary_goes_on_to_the_end() {
        const auto r =
            ran("{ at: 100s, canary: [ { share: 10%, lasting: 60s }, { share: 50%, lasting: 60s } ], rollback: "
                "{ error_rate: 1% } }");
        QCOMPARE(r.client("availability"), 1.0);
        QCOMPARE(r.service("a", "rollout.rolled_back"), 0.0);
        QVERIFY(r.service("a", "rollout.time") > 120.0);
        QVERIFY(r.service("a", "rollout.time") < 200.0);
        QCOMPARE(times_of(r, "replica ready").size(), std::size_t{10});
    }
    // Replicas that never become ready: Kubernetes leaves three quarters of the old ones, and says so after ten
    // minutes.
    void a_version_that_does_not_start_gets_stuck() {
        const auto stuck = ran("{ at: 100s, version: { starts: false } }", "lifecycle: { pre_stop: 2s }", "1200s");
        QCOMPARE(stuck.client("availability"), 1.0);
        QCOMPARE(times_of(stuck, "rollout stuck").size(), std::size_t{1});
        QVERIFY(near(times_of(stuck, "rollout stuck").front(), 700.0, 1.5));
        QCOMPARE(times_of(stuck, "replica drains").size(), std::size_t{2});
        QVERIFY(std::isnan(stuck.service("a", "rollout.time")));
        const auto back = ran("{ at: 100s, version: { starts: false }, rollback: { on_deadline: true } }",
                              "lifecycle: { pre_stop: 2s }", "1200s");
        QCOMPARE(back.service("a", "rollout.rolled_back"), 1.0);
        QCOMPARE(times_of(back, "rollout ends").size(), std::size_t{1});
    }
    void replicas_that_close_at_once_refuse_those_who_have_not_noticed() {
        const auto refused = [](const char* pre_stop) {
            return ran("{ at: 100s }",
                       std::string{"lifecycle: { start_up: 10s, unnoticed: 1s, pre_stop: "} + pre_stop + " }")
                .client("outcome.refused");
        };
        QCOMPARE(refused("2s"), 0.0);
        // Ten replicas of about ten, each for a second of a hundred requests.
        QVERIFY(near(refused("0s") * 60000.0, 100.0, 30.0));
    }

    // ---- drains

    static Ran drained(const std::string& budget) {
        return Ran{
            scenario("run: { duration: 600s, warmup: 0s }\nplaces: { r: { zones: [a, b], hosts_per_zone: 2 } "
                     "}\nservices: { s: { replicas: { count: 4, concurrency: 10 }, lifecycle: { start_up: 20s, "
                     "pre_stop: 2s }, " +
                     budget +
                     " endpoints: { e: [ { work: 20ms } ] } } }\nclients: { c: { arrivals: constant(100/s), call: s "
                     "} }\nfaults: [ { at: 100s, zone: r/a, drain: { lasting: 300s } } ]\n")};
    }
    void a_drain_moves_replicas_elsewhere() {
        const auto r = drained("");
        QCOMPARE(r.client("availability"), 1.0);
        QCOMPARE(r.service("s", "evictions"), 2.0);
        const auto drains = times_of(r, "replica drains"), ready = times_of(r, "replica ready");
        QCOMPARE(drains.size(), std::size_t{2});
        QVERIFY(near(drains[0], 100.0) && near(drains[1], 100.0));
        QVERIFY(near(ready[0], 120.0) && near(ready[1], 120.0));
        for (const auto& e : r.result().timeline)
            if (e.what == "replica ready") QVERIFY(std::stoi(e.name.substr(2)) % 2 == 1);  // odd places are in b
    }
    // The second goes when the first has been replaced, at one of the tries that come every 5 s.
    void a_budget_makes_them_wait_for_each_other() {
        for (const char* budget : {"disruption_budget: 1,", "disruption_budget: { min_available: 3 },"}) {
            const auto drains = times_of(drained(budget), "replica drains");
            QCOMPARE(drains.size(), std::size_t{2});
            QVERIFY(near(drains[0], 100.0));
            QVERIFY(near(drains[1], 120.0, 5.1));
        }
        QCOMPARE(drained("disruption_budget: { min_available: 4 },").service("s", "evictions"), 0.0);
    }
    void wrong_changes_are_said_to_be() {
        const auto problems = [](const std::string& service, const char* faults = "") {
            const auto loaded =
                read_scenario("nines: 1\nservices: { a: { " + service +
                                  ", endpoints: { e: [ { work: 1ms } ] } } }\nclients: { c: { arrivals: "
                                  "poisson(1/s), call: a } }\n" +
                                  faults,
                              "test.yaml");
            return loaded ? std::string{} : print_problems(loaded.problems());
        };
        QVERIFY(problems("rollout: { at: 1s, rollback: {} }").find("no reason to go back") != std::string::npos);
        QVERIFY(problems("rollout: { at: 1s, canary: [ { share: 50% }, { share: 10% } ] }").find("below that of") !=
                std::string::npos);
        QVERIFY(problems("disruption_budget: { min_available: 2 }").find("more than there ever are") !=
                std::string::npos);
        QVERIFY(problems("required: 1", "faults: [ { at: 1s, service: a, drain: {} } ]\n")
                    .find("of a host, zone or region") != std::string::npos);
        QVERIFY(problems("rollout: { at: 1s }, disruption_budget: 1").empty());
    }
};

QTEST_APPLESS_MAIN(RolloutTest)
#include "rollout_test.moc"
