// Replication and failover of a database, step by step, where no chance is involved.
//
// Two zones 5 ms apart, one way; the writer stands beside the primary. A write works 1 ms, every flush takes 2 ms.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

// One write a second, the first after a second, by a client in eu/a, unless `rate` says otherwise.
std::string text_of(const std::string& replication, const std::string& rest, const char* duration = "10.5s",
                    const char* rate = "1/s", const char* call = "d.write") {
    return std::string{"run: { duration: "} + duration +
           ", warmup: 0s }\n"
           "places: { eu: { zones: [a, b, c] } }\n"
           "network: { cross_zone: 5ms }\n"
           "databases: { d: { replicas: 2, write: 1ms, read: 1ms, fsync: 2ms, replication: " +
           replication +
           ", failover: { detection: 1s, promotion: 1s, reconnect: 1s, rejoin: 1s } } }\n"
           "clients: { c: { arrivals: constant(" +
           rate + "), call: " + call + ", from: eu/a, patience: 5s } }\n" + rest;
}
Ran ran(const std::string& replication, const std::string& rest = "", const char* duration = "10.5s",
        const char* rate = "1/s", const char* call = "d.write") {
    return Ran{scenario(text_of(replication, rest, duration, rate, call))};
}
// Four nodes, of which one copies from the primary and two from it, each in a zone of its own.
Ran cascaded(const std::string& mode, const std::string& rest) {
    auto text = text_of("{ cascade: 1, mode: " + mode + " }", rest);
    text.replace(text.find("[a, b, c]"), 9, "[a, b, c, e]");
    text.replace(text.find("replicas: 2"), 11, "replicas: 4");
    return Ran{scenario(text)};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }
bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

class ReplicationTest : public QObject {
    Q_OBJECT

private slots:
    void an_asynchronous_write_waits_for_the_primary_alone() {
        const auto r = ran("asynchronous");
        QVERIFY(near(r.client("latency.mean"), 0.003));
        QCOMPARE(of_database(r, "writes.acknowledged"), 10.0);
        QVERIFY(near(of_database(r, "replication_lag.mean"), 0.009));  // 2 ms here, 5 ms there, 2 ms there
    }
    void a_synchronous_write_waits_for_the_replica_and_its_answer() {
        QVERIFY(near(ran("synchronous").client("latency.mean"), 0.015));
        QVERIFY(near(ran("semi_synchronous").client("latency.mean"), 0.015));
    }
    void writes_that_come_during_a_flush_share_the_next_one() {
        // Three workers and writes every 0.5 ms: without sharing the disk could do no more than 500 a second.
        auto text = text_of("asynchronous", "", "2s", "2000/s");
        text.replace(text.find("replicas: 2"), 11, "replicas: { count: 2, concurrency: 100 }");
        const Ran r{scenario(text)};
        QVERIFY(r.client("throughput") > 1990.0);
        QVERIFY(r.client("latency.p99") < 0.006);
    }
    void without_its_replica_a_synchronous_write_waits_and_a_semi_synchronous_one_gives_up() {
        const std::string fault = "faults: [ { at: 2.5s, replica: d/1, outage: 1h } ]\n";
        const auto synchronous = ran("{ mode: synchronous }", fault);
        QVERIFY(near(synchronous.client("goodput") * 10.5, 2.0));
        const auto semi = ran("{ mode: semi_synchronous, timeout: 1s }", fault);
        QVERIFY(near(semi.client("goodput") * 10.5, 10.0));
        QVERIFY(near(of_database(semi, "alone_share") * 10.5, 10.5 - 4.001));  // from 1 s after the third write's work
    }
    void a_semi_synchronous_write_waits_again_once_the_replica_has_caught_up() {
        const auto r =
            ran("{ mode: semi_synchronous, timeout: 1s }", "faults: [ { at: 2.5s, replica: d/1, outage: 3s } ]\n");
        QVERIFY(of_database(r, "alone_share") * 10.5 < 1.6);
        // Seven that wait for the replica, one that waits in vain, two that do not.
        QVERIFY(near(r.client("latency.mean"), (7 * 0.015 + 1.001 + 2 * 0.003) / 10));
    }
    // Writes 10 ms apart and a crash at 5.0025 s, while the 500th is not on the disk yet.
    void a_failover_loses_what_was_acknowledged_and_had_not_left_or_arrived() {
        const std::string faults =
            "faults: [ { at: 5.0025s, primary: d, outage: 3s }, { at: 0s, between: { from: [eu/a], to: [eu/b] }, "
            "latency: { add: 100ms, lasting: 1h } } ]\n";
        // What has left arrives: the log reaches the replica although the primary is gone.
        const auto asynchronous = ran("asynchronous", faults, "10s", "100/s");
        QCOMPARE(of_database(asynchronous, "failovers"), 1.0);
        QCOMPARE(of_database(asynchronous, "writes.lost"), 0.0);
        // One write at a time through a slow channel: half of them have not left.
        const auto slow = ran("{ mode: asynchronous, transfer: 20ms }", faults, "10s", "100/s");
        const double written = 499.0, arrived = std::floor((5.0025 - 0.013) / 0.020);
        QCOMPARE(of_database(slow, "writes.lost"), written - arrived);
        QVERIFY(near(of_database(slow, "failover.mean"), 2.0));
        QVERIFY(near(of_database(slow, "recovery.mean"), 3.0));
        const auto synchronous = ran("{ mode: synchronous, transfer: 20ms }", faults, "10s", "100/s");
        QCOMPARE(of_database(synchronous, "failovers"), 1.0);
        QCOMPARE(of_database(synchronous, "writes.lost"), 0.0);
    }
    // One write, which arrives at 1 s, and a crash of the primary at every quarter of a millisecond of its life. It is
    // on the primary's disk at 3 ms; the channel has sent it at 4 ms, the replica has it on its disk at 11 ms and its
    // answer is there at 16 ms.
    void a_crash_at_every_step_of_a_write_loses_what_theory_says() {
        for (const bool synchronous : {false, true})
            for (int step = 0; step <= 80; ++step) {
                const double after = 0.000125 + 0.00025 * step;
                const auto r =
                    ran(synchronous ? "{ mode: synchronous, transfer: 1ms }" : "{ mode: asynchronous, transfer: 1ms }",
                        "faults: [ { at: " + std::to_string(1.0 + after) + "s, primary: d, outage: 3s } ]\n", "3.9s");
                const bool acknowledged = after > (synchronous ? 0.016 : 0.003);
                const bool sent = after > 0.004;
                QCOMPARE(of_database(r, "failovers"), 1.0);
                QCOMPARE(of_database(r, "writes.acknowledged"), acknowledged ? 1.0 : 0.0);
                QCOMPARE(of_database(r, "writes.lost"), acknowledged && !sent ? 1.0 : 0.0);
            }
    }
    // The zone of the primary, where a writer is too, is cut off from 2 s to 10 s. With fencing the old primary stops
    // after a second; without, it goes on acknowledging what will be thrown away, from the promotion at 4 s on.
    void a_primary_that_is_cut_off_takes_writes_unless_it_is_fenced() {
        const auto cut_off = [](const char* fencing) {
            auto text = text_of("asynchronous",
                                "faults: [ { at: 2s, between: { from: [eu/a], to: [eu/b, eu/c] }, outage: 8s } ]\n",
                                "15.5s", "10/s");
            text.replace(text.find("rejoin: 1s"), 10, std::string{"rejoin: 1s, demote_after: 1s, fencing: "} + fencing);
            text.replace(text.find("clients: {"), 10,
                         "clients: { other: { arrivals: constant(10/s), call: d.write, from: eu/b, patience: 5s },");
            return Ran{scenario(text)};
        };
        const auto fenced = cut_off("true");
        QCOMPARE(of_database(fenced, "failovers"), 1.0);
        QCOMPARE(of_database(fenced, "writes.lost_in_split_brain"), 0.0);
        QCOMPARE(of_database(fenced, "split_brain_share"), 0.0);
        // From 2 s to 3 s: acknowledged, and never sent to anybody.
        QCOMPARE(of_database(fenced, "writes.lost"), 10.0);
        const auto not_fenced = cut_off("false");
        // From 2 s to 4 s before the promotion, and on until a second after the end of the cut at 10 s.
        QVERIFY(std::abs(of_database(not_fenced, "writes.lost_in_split_brain") - 70.0) <= 1.0);
        QVERIFY(std::abs(of_database(not_fenced, "writes.lost") - 90.0) <= 1.0);
        QVERIFY(std::abs(of_database(not_fenced, "split_brain_share") * 15.5 - 7.0) < 0.01);
    }
    // Under synchronous replication the one that is cut off acknowledges nothing, fenced or not.
    void synchronous_replication_needs_no_fence() {
        auto text =
            text_of("synchronous", "faults: [ { at: 2s, between: { from: [eu/a], to: [eu/b, eu/c] }, outage: 8s } ]\n",
                    "15.5s");
        text.replace(text.find("rejoin: 1s"), 10, "rejoin: 1s, fencing: false");
        const Ran r{scenario(text)};
        QCOMPARE(of_database(r, "failovers"), 1.0);
        QVERIFY(of_database(r, "split_brain_share") > 0.0);
        QCOMPARE(of_database(r, "writes.lost"), 0.0);
    }
    void reads_get_the_consistency_that_they_ask_for() {
        const auto broken = [](const char* consistency, const char* metric) {
            const std::string text =
                std::string{
                    "run: { duration: 100s, warmup: 0s }\n"
                    "places: { eu: { zones: [a, b] } }\nnetwork: { cross_zone: 5ms }\n"
                    "services: { app: { replicas: { concurrency: unlimited, in: [eu/a] }, endpoints: { use: [ { call: "
                    "d.write }, { call: d.read, consistency: "} +
                consistency +
                " } ] } } }\n"
                "databases: { d: { replicas: { count: 2, concurrency: 10 }, reads_from: replicas, max_staleness: 20ms, "
                "replication: { mode: asynchronous, apply: 30ms } } }\n"
                "clients: { c: { arrivals: constant(10/s), call: app, patience: 5s } }\n";
            return of_database(Ran{scenario(text)}, metric);
        };
        QVERIFY(broken("eventual", "reads.stale_share") > 0.99);
        for (const char* consistency : {"session", "bounded", "strong"})
            QCOMPARE(broken(consistency, "reads.broken_share"), 0.0);
        QCOMPARE(broken("strong", "reads.stale_share"), 0.0);
        QCOMPARE(broken("session", "reads.stale_share"), 0.0);
        QVERIFY(broken("bounded", "reads.stale_share") > 0.99);
    }
    void a_write_only_if_unchanged_fails_when_somebody_was_faster() {
        const std::string text =
            "run: { duration: 10.05s, warmup: 0s }\nnetwork: { same_zone: 10ms }\n"
            "services: { app: { replicas: { concurrency: unlimited }, endpoints: { use: [ { call: d.read }, { call: "
            "d.write, "
            "if_unchanged: true } ] } } }\n"
            "databases: { d: { replicas: { concurrency: 10 } } }\n"
            "clients: { a: { arrivals: constant(1/s), call: app }, b: { arrivals: constant(1/s), call: app } }\n";
        const Ran r{scenario(text)};
        QCOMPARE(of_database(r, "writes.conflicts"), 10.0);
        QCOMPARE(of_database(r, "writes.acknowledged"), 10.0);
    }
    // Failures of all kinds for simulated hours: the invariants hold, and synchronous replication loses nothing.
    void nothing_that_a_majority_has_is_lost_whatever_fails() {
        for (const char* mode :
             {"replication: synchronous, failover: { detection: 5s, promotion: 1s }", "failover: { preset: raft }"}) {
            const std::string text =
                std::string{
                    "run: { duration: 12h, warmup: 0s }\nplaces: { eu: { zones: [a, b, c], zone_failure: { mtbf: 4h, "
                    "mttr: 1min } } }\nnetwork: { cross_zone: exponential(2ms), loss: 0.1%, links: [ { between: "
                    "[eu/a], "
                    "and: [eu/b], failure: { mtbf: 1h, mttr: 1min } } ] }\n"
                    "databases: { d: { replicas: { count: 3, concurrency: 20 }, fsync: 1ms, replica_failure: { mtbf: "
                    "30min, "
                    "mttr: 2min }, "} +
                mode +
                " } }\nclients: { c: { arrivals: poisson(1/s), call: d.write, patience: 1s, with: { timeout: { "
                "per_try: "
                "500ms, cancel: true } } } }\n";
            const Ran r{scenario(text)};
            QVERIFY(of_database(r, "failovers") > 5.0);
            QVERIFY(r.client("availability") > 0.5);
            QCOMPARE(of_database(r, "writes.lost"), 0.0);
        }
    }
    // Four nodes: one copies from the primary, two from it, over 5 ms and a flush of 2 ms each. The mean of a lag of 9
    // ms and of two of 16 ms.
    void replicas_that_copy_from_a_replica_are_a_step_behind_it() {
        const auto r = cascaded("asynchronous", "");
        QVERIFY(near(of_database(r, "replication_lag.mean"), (0.009 + 2 * 0.016) / 3.0));
        QVERIFY(near(cascaded("synchronous", "").client("latency.mean"), 0.015));  // the relay's answer counts
    }
    // The relay is away for three seconds; the others copy from the primary meanwhile, and from the relay again when it
    // is back. What it had missed comes late, and everything comes.
    void without_their_relay_they_copy_from_the_primary() {
        const auto r = cascaded("asynchronous", "faults: [ { at: 2.5s, replica: d/1, outage: 3s } ]\n");
        QCOMPARE(of_database(r, "writes.acknowledged"), 10.0);
        // Seven writes as before; of three the two others have 9 ms each, and the relay has them when it is back.
        const double late = (5.5 - 3.001) + (5.5 - 4.001) + (5.5 - 5.001) + 3 * 0.007;
        const double all = 7 * (0.009 + 2 * 0.016) + 3 * 2 * 0.009 + late;
        QVERIFY2(std::abs(of_database(r, "behind.mean") * 3 * 10.5 - all) < 1e-6,
                 qPrintable(QString::number(of_database(r, "behind.mean") * 3 * 10.5 - all)));
    }
    // The primary is lost and the relay takes its place: who copied from it goes on, and another becomes the relay.
    void a_relay_that_is_promoted_is_followed_by_all() {
        const auto r = cascaded("asynchronous", "faults: [ { at: 2.5s, primary: d, outage: 1h } ]\n");
        QCOMPARE(of_database(r, "failovers"), 1.0);
        QCOMPARE(of_database(r, "writes.lost"), 0.0);
        // Two writes before; writers know at 5.5 s, and the old primary lacks the five from 6 s on, once they are there
        // (6 ms).
        const double all = 2 * (0.009 + 2 * 0.016) + 5 * 2 * 0.009 + 4.5 + 3.5 + 2.5 + 1.5 + 0.5 - 5 * 0.006;
        QVERIFY2(std::abs(of_database(r, "behind.mean") * 3 * 10.5 - all) < 1e-6,
                 qPrintable(QString::number(of_database(r, "behind.mean") * 3 * 10.5 - all)));
    }
    void what_a_cascade_cannot_be_is_said() {
        const auto wrong = [](const std::string& database, const char* expected) {
            const auto loaded = read_scenario("nines: 1\ndatabases: { d: { replicas: 4, " + database +
                                                  " } }\nclients: { c: { arrivals: constant(1/s), call: d.write } }\n",
                                              "test.yaml");
            return !loaded && print_problems(loaded.problems()).find(expected) != std::string::npos;
        };
        QVERIFY(wrong("replication: { cascade: 4 }", "beside it there are 3"));
        QVERIFY(wrong("replication: { cascade: 1, mode: synchronous, wait_for: 2 }", "2 replicas are waited for"));
        QVERIFY(wrong("replication: { cascade: 1 }, failover: { preset: raft }", "hears from its leader"));
        QVERIFY(wrong("replication: { cascade: 1 }, quorum: { read: 1, write: 1 }", "one primary"));
    }
    void stale_reads_lack_what_was_acknowledged_and_not_applied() {
        std::string text = text_of("{ mode: asynchronous, apply: 93ms }", "", "100.5s", "1/s");
        text.replace(text.find("fsync: 2ms"), 10, "fsync: 2ms, reads_from: replicas");
        text.replace(text.find("clients: {"), 10,
                     "clients: { reader: { arrivals: constant(100/s), call: d.read, from: eu/b },");
        const Ran r{scenario(text)};
        // Of each second, from the acknowledgement at 3 ms to 2 + 5 + 2 + 93 ms after the write was appended at 1 ms.
        QVERIFY(std::abs(of_database(r, "reads.stale_share") - 0.1) < 0.0101);
        QVERIFY(std::abs(of_database(r, "staleness.mean") - 0.052) < 0.006);
    }
};

QTEST_APPLESS_MAIN(ReplicationTest)
#include "replication_test.moc"
