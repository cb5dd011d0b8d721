// Replicas that come and go, and what callers see of it, where little or no chance is involved.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

// Instants at which something happened to somebody.
std::vector<double> times_of(const Ran& r, std::string_view what) {
    std::vector<double> out;
    for (const auto& e : r.result().timeline)
        if (e.what == what) out.push_back(e.seconds);
    return out;
}

}  // namespace

class ElasticityTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double by = 1e-6) { return std::abs(a - b) < by; }
    // A hundred requests a second that each keep a worker busy for 100 ms: ten workers busy.
    static Ran autoscaled(const std::string& replicas, const std::string& autoscaler, const std::string& rest = "",
                          const char* duration = "600s", const std::string& arrivals = "constant(100/s)") {
        return Ran{scenario(
            std::string{"run: { duration: "} + duration + ", warmup: 0s }\nservices: { a: { replicas: " + replicas +
            ", autoscaler: " + autoscaler + rest +
            ", endpoints: { e: [ { work: 100ms } ] } } }\nclients: { c: { arrivals: " + arrivals + ", call: a } }\n")};
    }

private slots:
    // Ten busy workers at 50% are 20 workers: five replicas of four. (In flight: at 2.5 each, four.)
    void as_many_replicas_as_keep_the_target() {
        const auto by_utilization =
            autoscaled("{ count: 10, concurrency: 4 }", "{ min: 1, max: 20, utilization: 50% }");
        QCOMPARE(by_utilization.service("a", "scale_downs"), 1.0);
        const auto& last = by_utilization.result().timeline;
        QVERIFY(
            std::ranges::any_of(last, [](const auto& e) { return e.what == "scaled down" && e.detail == "10 to 5"; }));
        const auto by_in_flight = autoscaled("{ count: 10, concurrency: 4 }", "{ min: 1, max: 20, in_flight: 2.5 }");
        QVERIFY(std::ranges::any_of(by_in_flight.result().timeline,
                                    [](const auto& e) { return e.what == "scaled down" && e.detail == "10 to 4"; }));
        QCOMPARE(by_utilization.client("availability"), 1.0 - by_utilization.client("outcome.refused"));
    }
    // One replica of four workers is overloaded from the start; more come within a minute, and the queue drains.
    void an_overload_brings_replicas() {
        const auto r = autoscaled("{ count: 1, concurrency: 4 }", "{ min: 1, max: 20, utilization: 60% }",
                                  ", lifecycle: { image_pull: 5s, start_up: 10s, pre_stop: 2s }");
        QVERIFY(r.service("a", "scale_ups") >= 2.0);
        QCOMPARE(r.client("availability"), 1.0);
        QVERIFY(r.service("a", "utilization") < 0.75);
        // The first are ready 15 s after the decision, which comes 15 to 45 s after the start.
        const auto up = times_of(r, "scaled up"), ready = times_of(r, "replica ready");
        QVERIFY(near(ready.front() - up.front(), 15.0));
        QVERIFY(up.front() >= 15.0 && up.front() <= 45.0);
    }
    void what_is_there_is_what_is_paid_for() {
        const auto r = autoscaled("{ count: 2, concurrency: 10 }", "{ min: 2, max: 2, utilization: 50% }");
        QVERIFY(near(r.service("a", "replica_hours"), 2.0 * 600.0 / 3600.0));
        QCOMPARE(r.service("a", "replicas.mean"), 2.0);
        QCOMPARE(r.service("a", "scale_ups"), 0.0);
        QVERIFY(near(r.service("a", "utilization"), 0.5, 0.001));
    }
    // Ten replicas become five. A replica that refuses while callers still send to it costs requests; one that waits
    // until they have noticed costs none.
    void a_pre_stop_longer_than_callers_need_to_notice_loses_nothing() {
        const auto refused = [](const char* pre_stop) {
            return autoscaled("{ count: 10, concurrency: 4 }", "{ min: 1, max: 20, utilization: 50% }",
                              std::string{", lifecycle: { unnoticed: 2s, pre_stop: "} + pre_stop + " }")
                .client("outcome.refused");
        };
        QCOMPARE(refused("3s"), 0.0);
        // Half of two seconds' requests, of 600 s.
        QVERIFY(near(refused("0s"), 1.0 / 600.0, 0.1 / 600.0));
    }
    // Requests of 10 s in a replica that is killed after 5 are lost; after 30 they are not.
    void what_is_inside_when_the_grace_is_over_is_lost() {
        const auto lost = [](const char* grace) {
            const Ran r{scenario(std::string{"run: { duration: 900s, warmup: 0s }\nservices: { a: { replicas: { count: "
                                             "10, concurrency: unlimited }, autoscaler: { min: 1, max: 10, in_flight: "
                                             "20 }, lifecycle: { unnoticed: 0s, grace: "} +
                                 grace +
                                 " }, endpoints: { e: [ { delay: 10s } ] } } }\nclients: { c: { arrivals: "
                                 "constant(10/s), call: a } }\n")};
            if (r.service("a", "scale_downs") < 1.0) qFatal("it was not scaled down");
            return std::pair{r.client("outcome.lost"), r.service("a", "drain.killed")};
        };
        QCOMPARE(lost("30s").second, 0.0);
        QCOMPARE(lost("30s").first, 0.0);
        const auto [share, killed] = lost("5s");
        // Each of the five had about half of its ten seconds' requests left.
        QVERIFY2(killed > 15.0 && killed < 35.0, qPrintable(QString::number(killed)));
        QVERIFY(near(share * 8900.0, killed, 1.0));
    }
    // A replica that is new works three times as slowly for a while.
    void a_new_replica_warms_up() {
        const auto p99 = [](const char* warm_up) {
            return autoscaled("{ count: 1, concurrency: 40 }", "{ min: 1, max: 4, in_flight: 4 }",
                              std::string{", lifecycle: { start_up: 1s, warm_up: "} + warm_up + " }")
                .client("latency.p99");
        };
        QVERIFY(near(p99("0s"), 0.1, 0.001));
        QVERIFY(p99("100s") > 0.2);
    }
    // The warm-up of the statistics does not disturb what the autoscaler sees.
    void statistics_that_begin_later_change_nothing_but_the_statistics() {
        const auto s = scenario(
            "run: { duration: 600s, warmup: 0s }\nservices: { a: { replicas: { count: 2, concurrency: 4 }, autoscaler: "
            "{ "
            "min: 1, max: 20, utilization: 60% }, endpoints: { e: [ { work: exponential(100ms) } ] } } }\nclients: { "
            "c: { "
            "arrivals: poisson(100/s), call: a } }\n");
        const Ran at_once{s, 1}, later{s, 1, std::chrono::seconds{37}};
        const auto scalings = [](const Ran& r) {
            std::vector<std::pair<double, std::string>> out;
            for (const auto& e : r.result().timeline)
                if (e.what.starts_with("scaled")) out.emplace_back(e.seconds, e.detail);
            return out;
        };
        QVERIFY(!scalings(at_once).empty());
        QVERIFY(scalings(at_once) == scalings(later));
    }
    // New replicas go where the fewest are, and not where a zone is down.
    void replicas_start_where_nothing_is_broken() {
        const Ran r{scenario(
            "run: { duration: 300s, warmup: 0s }\nplaces: { r: { zones: [a, b] } }\nservices: { s: { replicas: { "
            "count: 2, "
            "concurrency: 4 }, health_check: { interval: 1s, timeout: 100ms, unhealthy_after: 1 }, autoscaler: { min: "
            "2, "
            "max: 8, utilization: 30% }, endpoints: { e: [ { work: 100ms } ] } } }\nclients: { c: { arrivals: "
            "constant(60/s), call: s, with: { timeout: 1s } } }\nfaults: [ { at: 1ms, zone: r/b, outage: 1h } ]\n")};
        int started = 0;
        for (const auto& e : r.result().timeline) {
            if (e.what != "replica ready") continue;
            ++started;
            // Places are filled in turn: those with odd numbers stand in b.
            QCOMPARE(std::stoi(e.name.substr(2)) % 2, 0);
        }
        QVERIFY(started >= 2);
    }
    void wrong_autoscalers_are_said_to_be() {
        const auto problems = [](const char* autoscaler) {
            const auto loaded = read_scenario(
                std::string{"nines: 1\nservices: { a: { replicas: { count: 3, concurrency: unlimited }, autoscaler: "} +
                    autoscaler +
                    ", endpoints: { e: [ { work: 1ms } ] } } }\nclients: { c: { arrivals: poisson(1/s), "
                    "call: a } }\n",
                "test.yaml");
            return loaded ? std::string{} : print_problems(loaded.problems());
        };
        QVERIFY(problems("{ min: 5, max: 4, in_flight: 1 }").find("5 is above max, 4") != std::string::npos);
        QVERIFY(problems("{ min: 4, max: 8, in_flight: 1 }").find("replicas.count is 3, outside its 4 to 8") !=
                std::string::npos);
        QVERIFY(problems("{ min: 1, max: 8 }").find("has no target") != std::string::npos);
        QVERIFY(problems("{ min: 1, max: 8, utilization: 50% }").find("of unlimited workers") != std::string::npos);
        QVERIFY(problems("{ min: 1, max: 8, in_flight: 10 }").empty());
    }
};

QTEST_APPLESS_MAIN(ElasticityTest)
#include "elasticity_test.moc"
