// Several primaries: three nodes in three regions 50 ms apart, each with callers beside it.
#include <fmt/format.h>

#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

std::string text(const std::string& how, const std::string& rest = "", const std::string& more = "keys: 1",
                 const std::string& steps = "{ call: d.write }") {
    std::string out =
        "run: { duration: 60s, warmup: 0s }\nplaces: { eu: { zones: [a] }, us: { zones: [a] }, ap: { zones: [a] } }\n"
        "network: { cross_region: 50ms, same_zone: 0s, same_host: 0s }\n"
        "databases: { d: { replicas: { count: 3, in: [eu, us, ap], concurrency: unlimited }, read: 0s, write: 0s, "
        "multi_primary: " +
        how + ", " + more + " } }\nservices:\n";
    for (const char* region : {"eu", "us", "ap"})
        out +=
            fmt::format("  {}: {{ replicas: {{ concurrency: unlimited, in: [{}] }}, endpoints: {{ use: [ {} ] }} }}\n",
                        region, region, steps);
    return out +
           "clients:\n  eu-users: { arrivals: constant(1/s), call: eu, from: eu/a, patience: 5s }\n  us-users: { "
           "arrivals: "
           "constant(1.1/s), call: us, from: us/a, patience: 5s }\n" +
           rest;
}
Ran ran(const std::string& how, const std::string& rest = "", const std::string& more = "keys: 1",
        const std::string& steps = "{ call: d.write }") {
    return Ran{scenario(text(how, rest, more, steps))};
}
double of(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }

const std::string apart = "faults: [ { at: 10.05s, between: { from: [eu], to: [us, ap] }, outage: 20s } ]\n";

}  // namespace

class MultiPrimaryTest : public QObject {
    Q_OBJECT

private slots:
    // Nobody waits for another region, and every write is everywhere after one way.
    void a_write_is_kept_at_once_and_is_everywhere_a_way_later() {
        const auto r = ran("last_write_wins");
        QVERIFY(r.client("latency.mean") < 0.001);
        QVERIFY(std::abs(of(r, "convergence.mean") - 0.05) < 0.002);
        QCOMPARE(of(r, "writes.while_cut_off"), 0.0);
        QVERIFY(std::isnan(of(r, "healing.mean")));
        QCOMPARE(of(r, "divided_share"), 0.0);
    }
    // 1/s and 1.1/s with a window of 50 ms either way: about one in ten of the writes of either.
    void writes_within_a_way_of_each_other_conflict_and_one_is_lost() {
        const auto r = ran("last_write_wins");
        QVERIFY(of(r, "writes.conflicts") > 0.0);
        QVERIFY(of(r, "writes.lost") > 0.0);
        QVERIFY(of(r, "writes.lost") <= of(r, "writes.conflicts"));
        QCOMPARE(of(r, "writes.lost_to_clocks"), 0.0);
        QCOMPARE(of(ran("last_write_wins", "", "keys: 1000000"), "writes.conflicts"), 0.0);
    }
    void apart_both_sides_accept_and_refuse_if_told_to() {
        const auto accepts = ran("last_write_wins", apart);
        QCOMPARE(of(accepts, "writes.while_cut_off"), 20.0);
        QVERIFY(std::abs(of(accepts, "divided_share") - 20.0 / 60.0) < 1e-9);
        QVERIFY(of(accepts, "writes.lost") >= 1.0);
        QCOMPARE(accepts.client("availability"), 1.0);
        const auto refuses = ran("{ cut_off: refuse }", apart);
        QCOMPARE(of(refuses, "writes.while_cut_off"), 0.0);
        QCOMPARE(of(refuses, "unavailable"), 20.0);
        QCOMPARE(refuses.figure(Subject::client, "us-users", "availability"), 1.0);
        QVERIFY(refuses.client("availability") < 0.7);
    }
    // What was written meanwhile is everywhere a way after the links are back; with 100 ms a row it takes its time.
    void healing_lasts_until_every_node_has_what_was_written_before() {
        const auto r = ran("counter", apart, "keys: 1000");
        QVERIFY(std::abs(of(r, "healing.max") - 0.05) < 0.002);
        const auto slow = ran("counter", apart, "keys: 100000, replication: { transfer: 100ms }");
        QVERIFY(of(slow, "healing.max") > 1.9);  // 20 rows of us to eu, one after the other
        QVERIFY(of(slow, "convergence.max") > 20.0);
        QVERIFY(of(slow, "convergence.max") < 24.0);
    }
    void siblings_counters_and_sets_lose_nothing() {
        for (const char* how : {"siblings", "counter", "{ resolution: set, removes: 30% }"}) {
            const auto r = ran(how, apart, "keys: { count: 5, skew: 0.99 }");
            QVERIFY(of(r, "writes.conflicts") > 0.0);
            QCOMPARE(of(r, "writes.lost"), 0.0);
        }
        QVERIFY(of(ran("{ resolution: set, removes: 30% }", apart), "writes.removes_undone") > 0.0);
    }
    // Both sides write the row, so that it has two siblings from then until somebody writes again.
    void siblings_are_read_until_somebody_writes() {
        const auto r = ran("siblings", apart, "keys: 1", "{ call: d.read }, { call: d.write, probability: 30% }");
        QVERIFY(of(r, "reads.siblings_share") > 0.0);
        QCOMPARE(of(r, "siblings.mean"), 2.0);
        QVERIFY(of(r, "siblings.rows") > 0.0);
    }
    // One clock is up to an hour wrong: writes at the node behind are lost even long after the other has written.
    void wrong_clocks_lose_later_writes_and_hybrid_ones_do_not() {
        const auto lost = [](const char* how) { return of(ran(how), "writes.lost_to_clocks"); };
        QVERIFY(lost("{ clock_error: uniform(1s, 1h) }") > 20.0);
        const auto hybrid = ran("{ clock_error: uniform(1s, 1h), clock: hybrid }");
        QVERIFY(of(hybrid, "writes.lost") < 15.0);
    }
    // A request that reads first knows only what it has read.
    void a_write_that_was_overtaken_at_its_own_node_conflicts() {
        const auto r =
            ran("last_write_wins", "", "keys: 1", "{ call: d.read }, { delay: exponential(2s) }, { call: d.write }");
        const auto at_once = ran("last_write_wins", "", "keys: 1", "{ delay: exponential(2s) }, { call: d.write }");
        QVERIFY(of(r, "writes.conflicts") > 2.0 * of(at_once, "writes.conflicts"));
    }
    void a_read_is_stale_that_lacks_a_write_of_elsewhere() {
        const auto r = ran("last_write_wins", apart, "keys: 1", "{ call: d.read }, { call: d.write }");
        QVERIFY(of(r, "reads.stale_share") > 0.3);
        QVERIFY(of(r, "staleness.max") > 19.0);
        QVERIFY(of(r, "staleness.max") < 20.1);
    }
    // Its callers go elsewhere; it has everything soon after it is back.
    void a_node_that_was_away_gets_what_it_missed() {
        const auto r = ran("last_write_wins", "faults: [ { at: 10.05s, replica: d/0, outage: 20s } ]\n",
                           "keys: 1000, health_check: { interval: 1s, timeout: 1s, unhealthy_after: 1 }");
        QVERIFY(r.client("availability") > 0.9);
        QVERIFY(std::abs(of(r, "healing.max") - 0.05) < 0.002);
    }
    // What was in the log when the node crashed and not on its disk was not acknowledged, and was never made.
    void a_write_waits_for_the_disk_of_its_node_alone() {
        const auto r = ran("last_write_wins", "", "keys: 1000000, fsync: 10ms");
        QVERIFY(std::abs(r.client("latency.mean") - 0.010) < 0.001);
        const auto crashes = ran("last_write_wins", "faults: [ { at: 10.005s, service: d, outage: 1s } ]\n",
                                 "keys: 1000000, fsync: 10ms");
        QCOMPARE(of(crashes, "writes.lost"), 0.0);
        QVERIFY(of(crashes, "writes.acknowledged") < of(r, "writes.acknowledged"));
    }
    void what_makes_no_sense_is_refused() {
        for (const auto& [how, more] : std::vector<std::pair<std::string, std::string>>{
                 {"last_write_wins", "failover: {}"},
                 {"last_write_wins", "quorum: {}"},
                 {"last_write_wins", "replication: synchronous"},
                 {"last_write_wins", "consistency: strong"},
                 {"last_write_wins", "keys: 10000000"},
                 {"last_write_wins", "transactions: { t: { writes: 1 } }"},
                 {"{ removes: 10% }", "keys: 1"},
                 {"{ resolution: siblings, clock: hybrid }", "keys: 1"},
                 {"{ resolution: counter, clock_error: 1s }", "keys: 1"}}) {
            QVERIFY2(!read_scenario("nines: 1\n" + text(how, "", more), "test.yaml"), (how + more).c_str());
        }
        QVERIFY(!read_scenario("nines: 1\n" + text("counter", "", "keys: 1", "{ call: d.write, if_unchanged: true }"),
                               "test.yaml"));
        QVERIFY(!read_scenario("nines: 1\n" + text("counter", "", "keys: 1", "{ call: d.read, consistency: session }"),
                               "test.yaml"));
    }
};

QTEST_APPLESS_MAIN(MultiPrimaryTest)
#include "multi_primary_test.moc"
