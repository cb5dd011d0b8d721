// Logs, their copies, and the groups that read them: what is kept, what a crash takes, who reads what.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class MessageLogTest : public QObject {
    Q_OBJECT

    // One message a second from 1 s on, straight to the broker.
    static Ran ran(const std::string& broker, const std::string& channel, const std::string& service,
                   const std::string& consumes = "", const std::string& rest = "",
                   const std::string& duration = "20.5s", const std::string& with = "{}") {
        return Ran{scenario(
            "run: { duration: " + duration + ", warmup: 0s }\nbrokers: { b: { kind: log, " + broker +
            ", channels: { q: { " + channel + " } } } }\nservices: { w: { " + service + ", consumes: [ { from: b" +
            consumes + " } ] } }\nclients: { c: { arrivals: constant(1/s), call: b, with: " + with + " } }\n" + rest)};
    }
    static constexpr const char* worker = "endpoints: { e: [ { work: 100ms } ] }";
    static constexpr const char* two_workers = "replicas: { count: 2 }, endpoints: { e: [ { work: 100ms } ] }";
    static double group(const Ran& r, const char* metric) { return r.figure(Subject::consumer, "b.q -> w", metric); }
    static double channel(const Ran& r, const char* metric) { return r.figure(Subject::channel, "b.q", metric); }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

private slots:
    void a_log_is_read_in_order() {
        const auto r = ran("acks: all", "", worker);
        QCOMPARE(channel(r, "published"), 20.0);
        QCOMPARE(group(r, "processed_share"), 1.0);
        QCOMPARE(group(r, "deliveries_per_message"), 1.0);
        QCOMPARE(group(r, "reordered_share"), 0.0);
        QVERIFY(near(group(r, "latency.mean"), 0.1));
        QCOMPARE(group(r, "backlog.end"), 0.0);
    }
    // Messages of one partition are processed one after the other, whatever the workers.
    void a_partition_is_processed_by_one_worker() {
        const auto r = ran("acks: all", "", "replicas: { concurrency: 8 }, endpoints: { e: [ { work: 1.5s } ] }");
        QVERIFY(near(r.service("w", "busy.mean"), 19.5 / 20.5));
        QCOMPARE(group(r, "reordered_share"), 0.0);
        QVERIFY(group(r, "backlog.end") > 6.0);
        const auto two =
            ran("acks: all", "partitions: 2", "replicas: { count: 2 }, endpoints: { e: [ { work: 1.5s } ] }");
        QVERIFY(group(two, "backlog.end") <= 2.0);
    }
    // Copies on nodes 1 ms away: an acknowledgement of all takes a round trip more than that of the leader.
    void publishers_wait_for_the_copies_they_ask_for() {
        const std::string places = "places: { r: { zones: [x, y, z] } }\nnetwork: { cross_zone: 1ms }\n";
        const auto latency = [&](const char* broker) {
            return ran(broker, "", worker, "", places).client("latency.mean");
        };
        QVERIFY(near(latency("nodes: 3, acks: leader, storage: { copies: 3, commit: in_sync }"), 0.0));
        QVERIFY(near(latency("nodes: 3, acks: all, storage: { copies: 3, commit: in_sync }"), 0.002));
        QVERIFY(near(latency("nodes: 3, acks: all, storage: { copies: 3, fsync: 5ms }"), 0.007));
        QVERIFY(near(latency("nodes: 3, acks: none, storage: { copies: 3, fsync: 5ms }"), 0.0));
    }
    // A transfer to the other copies takes 2 ms; what came in behind it is on the leader alone when that crashes.
    void an_acknowledgement_of_the_leader_alone_is_lost_with_it() {
        const auto crashed = [](const char* acks, const char* commit) {
            return Ran{scenario(
                "run: { duration: 20s, warmup: 0s }\nplaces: { r: { zones: [x, y, z] } }\nnetwork: { cross_zone: 1ms "
                "}\nbrokers: { b: { kind: log, nodes: 3, acks: " +
                std::string{acks} + ", storage: { copies: 3, failover: constant(2s), commit: " + commit +
                " }, channels: { q: {} } } }\nservices: { w: { endpoints: { e: [ { work: 10us } ] }, consumes: [ { "
                "from: "
                "b } ] } }\nclients: { c: { arrivals: constant(1000/s), call: b, with: { timeout: { per_try: 200ms }, "
                "retry: { max_attempts: 30, backoff: { base: 500ms, factor: 1, jitter: none }, on: [timeout, "
                "unavailable] } } } }\nfaults: [ { at: 3.0005s, replica: b/0, outage: 1h } ]\n")};
        };
        const auto leader = crashed("leader", "in_sync");
        const double lost = group(leader, "lost");
        QVERIFY2(lost >= 1.0 && lost <= 3.0, qPrintable(QString::number(lost)));
        QCOMPARE(channel(leader, "vanished"), lost);
        QCOMPARE(channel(leader, "elections"), 1.0);
        QVERIFY(near(channel(leader, "leaderless.share"), 2.0 / 20.0));
        for (const char* commit : {"in_sync", "majority"}) {
            const auto all = crashed("all", commit);
            QCOMPARE(group(all, "lost"), 0.0);
            QCOMPARE(group(all, "processed_share"), 1.0);
            QCOMPARE(all.client("availability"), 1.0);
        }
    }
    // One copy: the crash of its process leaves what is on the disk, a loss of power what was flushed, and memory
    // leaves nothing. The consumer is away meanwhile.
    void what_survives_depends_on_where_it_was_and_what_crashed() {
        const auto lost = [](const char* storage, const char* what) {
            return group(
                ran(std::string{"storage: { "} + storage + " }", "", worker, "",
                    std::string{
                        "places: { r: { zones: [x] } }\nfaults: [ { at: 0s, service: w, outage: 15s }, { at: 9.5s, "} +
                        what + ", outage: 1s, mode: refuse } ]\n"),
                "lost");
        };
        QCOMPARE(lost("persistence: memory", "replica: b/0"), 9.0);
        QCOMPARE(lost("persistence: disk", "replica: b/0"), 0.0);
        QCOMPARE(lost("persistence: disk", "host: r/x/0"), 0.0);
        QCOMPARE(lost("flush: 4s", "replica: b/0"), 0.0);
        QCOMPARE(lost("flush: 4s", "host: r/x/0"), 2.0);  // flushed at 4 and 8 s: those of 8 and 9 s
    }
    void publishing_is_turned_away_with_too_few_copies_in_sync() {
        const std::string faults =
            "faults: [ { at: 5.5s, replica: b/1, outage: 1h }, { at: 5.5s, replica: b/2, outage: 1h } ]\n";
        const auto two = ran("nodes: 3, storage: { copies: 3, commit: in_sync, min_in_sync: 2, failover: 1s }", "",
                             worker, "", faults);
        QVERIFY(near(two.client("outcome.rejected"), 14.0 / 20.0) || near(two.client("outcome.rejected"), 15.0 / 20.0));
        const auto one = ran("nodes: 3, storage: { copies: 3, commit: in_sync, failover: 1s }", "", worker, "", faults);
        QCOMPARE(one.client("availability"), 1.0);
        // A majority is gone: nothing can be kept.
        const auto quorum = ran("nodes: 3, storage: { copies: 3, failover: 1s }", "", worker, "", faults, "20.5s",
                                "{ timeout: { per_try: 500ms } }");
        QVERIFY(near(quorum.client("outcome.timeout"), 15.0 / 20.0));
    }
    // Availability or no loss: after the last copy in sync only one that is behind is there.
    void an_unclean_leader_is_available_and_forgets() {
        const std::string faults =
            "faults: [ { at: 2.5s, replica: b/1, outage: 7s }, { at: 8.5s, replica: b/0, outage: 1h } ]\n";
        const auto text = [&](const char* unclean) {
            return ran(std::string{"nodes: 2, storage: { copies: 2, commit: in_sync, failover: 1s, unclean: "} +
                           unclean + " }",
                       "", worker, "", faults + "", "20.5s", "{ timeout: { per_try: 500ms } }");
        };
        const auto clean = text("false"), unclean = text("true");
        QVERIFY(clean.client("availability") < 0.5);
        QVERIFY(unclean.client("availability") > 0.85);
        QVERIFY(near(channel(unclean, "elections"), 1.0));
    }
    // Its partitions stand still until the session has ended and the deal is done.
    void the_partitions_of_a_consumer_that_is_gone_are_dealt_out_anew() {
        const std::string fault = "faults: [ { at: 4.05s, replica: w/0, outage: 1h } ]\n";
        const auto r = ran("delivery: { session_timeout: 5s, rebalance: 1s }", "partitions: 2", two_workers, "", fault);
        QCOMPARE(group(r, "rebalances"), 1.0);
        QVERIFY(near(group(r, "stopped.share"), 1.0 / 20.5));
        QCOMPARE(group(r, "processed_share"), 1.0);
        const auto partly = ran("delivery: { session_timeout: 5s, rebalance: 1s, cooperative: true }", "partitions: 2",
                                two_workers, "", fault);
        QVERIFY(near(group(partly, "stopped.share"), 0.5 / 20.5));
        const auto never = ran("delivery: { rebalance: 1s }", "partitions: 2", two_workers, "", fault);
        QCOMPARE(group(never, "rebalances"), 0.0);
        QVERIFY(group(never, "backlog.end") >= 8.0);
    }
    // Nine messages wait when the consumer comes; it crashes during the fifth of their batch and starts anew: those
    // processed since the last position that the group remembers are processed again.
    void a_position_not_yet_remembered_means_processing_again() {
        const std::string faults =
            "faults: [ { at: 0s, service: w, outage: 9.5s }, { at: 9.95s, service: w, outage: 1s } ]\n";
        const auto batch = ran("acks: all", "", worker, "", faults);
        QVERIFY(near(group(batch, "duplicated_share"), 4.0 / 20.0));
        const auto each = ran("acks: all", "", worker, ", prefetch: 1", faults);
        QCOMPARE(group(each, "duplicated_share"), 0.0);
        QCOMPARE(group(each, "processed_share"), 1.0);
        // Remembered before the work: the rest of the batch is skipped, and lost.
        const auto before = ran("acks: all", "", worker, ", acknowledge: before", faults);
        QCOMPARE(group(before, "duplicated_share"), 0.0);
        QCOMPARE(group(before, "lost"), 5.0);
    }
    void a_poison_message_holds_up_its_partition_unless_it_is_given_up() {
        const auto stuck = ran("delivery: { redelivery_delay: 100ms }", "poison: 20%", worker);
        QVERIFY(group(stuck, "backlog.end") > 5.0);
        const auto past = ran("delivery: { redelivery_delay: 100ms, limit: 3 }", "poison: 20%", worker);
        QVERIFY(group(past, "backlog.end") <= 1.0);
        QVERIFY(group(past, "dead_lettered_share") > 0.0);
    }
    void a_log_forgets_what_is_older_than_its_retention() {
        const auto r = ran("retention: 4s", "", worker, "", "faults: [ { at: 0s, service: w, outage: 8.5s } ]\n");
        QVERIFY(near(group(r, "expired_share"), 4.0 / 20.0));
        QCOMPARE(group(r, "backlog.end"), 0.0);
    }
    // Two readers at their own pace.
    void groups_read_at_their_own_pace() {
        const Ran r{scenario(
            "run: { duration: 20.5s, warmup: 0s }\nbrokers: { b: { kind: log, channels: { q: {} } } }\nservices:\n"
            "  w: { endpoints: { e: [ { work: 2s } ] }, consumes: [ { from: b } ] }\n"
            "  v: { endpoints: { e: [ { work: 100ms } ] }, consumes: [ { from: b } ] }\n"
            "clients: { c: { arrivals: constant(1/s), call: b } }\n")};
        QVERIFY(group(r, "backlog.end") > 9.0);
        QCOMPARE(r.figure(Subject::consumer, "b.q -> v", "backlog.end"), 0.0);
        QVERIFY(near(r.figure(Subject::consumer, "b.q -> v", "latency.mean"), 0.1));
    }
    // What the ledger and the tables hold depends on what is under way, not on how long the run is.
    void memory_does_not_grow_with_the_run() {
        const auto bytes = [](const char* kind, const char* duration) {
            const auto s =
                scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\nbrokers: { b: { kind: " + kind +
                         ", nodes: 3, storage: { copies: 3 }, channels: { q: {} } } }\nservices: { w: { replicas: { "
                         "concurrency: 4 }, endpoints: { e: [ { work: "
                         "exponential(1ms) } ] }, consumes: [ { from: b } ] } }\nclients: { c: { arrivals: "
                         "poisson(500/s), call: b, with: { timeout: 1s } } }\n");
            const auto model = compile(s);
            Simulation run{*model, {.seed = 1, .replication = 0, .warmup = {}, .duration = s.run.duration}};
            run.run_until(start_of_run + s.run.duration);
            return run.bytes_in_use();
        };
        for (const char* kind : {"queue", "log"}) {
            const auto first = bytes(kind, "20s"), tenfold = bytes(kind, "200s");
            QVERIFY2(tenfold < 2 * first, qPrintable(QString{"%1 %2 %3"}.arg(kind).arg(first).arg(tenfold)));
        }
    }
};

QTEST_APPLESS_MAIN(MessageLogTest)
#include "message_log_test.moc"
