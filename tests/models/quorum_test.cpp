// Quorums, where no chance is involved: three nodes in three zones 5 ms apart, the caller beside the first.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

Ran ran(const std::string& quorum, const std::string& rest = "",
        const char* steps = "{ call: d.write }, { call: d.read }", const std::string& more = "",
        const std::string& latency = "5ms") {
    return Ran{
        scenario("run: { duration: 10.5s, warmup: 0s }\nplaces: { eu: { zones: [a, b, c] } }\nnetwork: { cross_zone: " +
                 latency +
                 " }\n"
                 "services: { app: { replicas: { concurrency: unlimited, in: [eu/a] }, endpoints: { use: [ " +
                 std::string{steps} +
                 " ] } } }\n"
                 "databases: { d: { replicas: { count: 3, concurrency: 10 }, read: 0s, write: 0s" +
                 more + ", quorum: " + quorum +
                 " } }\n"
                 "clients: { c: { arrivals: constant(1/s), call: app, from: eu/a, patience: 5s } }\n" +
                 rest)};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }

}  // namespace

class QuorumTest : public QObject {
    Q_OBJECT

private slots:
    // The coordinator's own answer comes at once, the second after a round trip to its nearest neighbour.
    void a_write_takes_as_long_as_the_answers_it_waits_for() {
        const char* write = "{ call: d.write }";
        const auto at_most = [&](const char* quorum) { return ran(quorum, "", write).client("latency.mean"); };
        QVERIFY(at_most("{ write: 1, read: 1 }") < at_most("{ write: 2, read: 2 }") - 0.009);
    }
    void overlapping_quorums_read_the_newest_write_and_others_do_not() {
        QCOMPARE(of_database(ran("{ write: 2, read: 2 }"), "reads.stale_share"), 0.0);
        QCOMPARE(of_database(ran("{ write: 1, read: 3 }"), "reads.stale_share"), 0.0);
        QCOMPARE(of_database(ran("{ write: 3, read: 1 }"), "reads.stale_share"), 0.0);
        // With messages that take their time; 200 times two writes and a read.
        const auto stale = [](const char* steps) {
            auto loose = ran("{ write: 1, read: 1 }", "", steps, "", "exponential(5ms)");
            return of_database(loose, "reads.stale_share");
        };
        QVERIFY(stale("{ repeat: { times: 20, steps: [ { call: d.write }, { call: d.write }, { call: d.read } ] } }") >
                0.03);
        QCOMPARE(stale("{ repeat: { times: 20, steps: [ { call: d.write }, { call: d.write }, { call: d.read, "
                       "consistency: strong } ] } }"),
                 0.0);
    }
    void too_few_nodes_in_rotation_refuse_at_once_and_silent_ones_cost_the_timeout() {
        const std::string fault =
            "faults: [ { at: 2.5s, replica: d/1, outage: 1h }, { at: 2.5s, replica: d/2, outage: 1h } ]\n";
        const auto unknown =
            ran("{ write: 2, read: 2, timeout: 1s, hinted_handoff: false }", fault, "{ call: d.write }");
        QVERIFY(of_database(unknown, "writes.acknowledged") == 2.0);
        const auto known = ran("{ write: 2, read: 2, timeout: 1s }", fault, "{ call: d.write }",
                               ", health_check: { interval: 10ms, timeout: 10ms, unhealthy_after: 1 }");
        QCOMPARE(of_database(known, "writes.acknowledged"), 2.0);
        QCOMPARE(of_database(known, "unavailable"), 8.0);
        const auto sloppy = ran("{ write: 2, read: 2, timeout: 1s, sloppy: true }", fault, "{ call: d.write }",
                                ", health_check: { interval: 10ms, timeout: 10ms, unhealthy_after: 1 }");
        QCOMPARE(of_database(sloppy, "writes.acknowledged"), 10.0);
    }
    // A node that was away reads old data until it has its hints; without them until it is repaired.
    void a_node_that_returns_gets_what_it_missed() {
        const auto stale = [](const char* quorum) {
            const auto r = ran(quorum, "faults: [ { at: 2.5s, replica: d/1, outage: 3s } ]\n",
                               "{ call: d.write, probability: 45% }, "
                               "{ delay: 100ms }, { call: d.read }",
                               ", health_check: { interval: 10ms, timeout: 10ms, unhealthy_after: 1 }");
            return of_database(r, "reads.stale_share");
        };
        QCOMPARE(stale("{ write: 1, read: 1, read_repair: false, hint_delay: 0s }"), 0.0);
    }
};

QTEST_APPLESS_MAIN(QuorumTest)
#include "quorum_test.moc"
