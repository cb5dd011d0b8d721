// Queues of brokers: what is given out when, to whom, how often, and where it ends.
#include <fmt/format.h>

#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class MessageQueueTest : public QObject {
    Q_OBJECT

    // One message a second from 1 s on, straight to the broker; a consumer whose endpoint is given.
    static Ran ran(const std::string& broker, const std::string& channel, const std::string& steps,
                   const std::string& consumes = "", const std::string& duration = "10.5s",
                   const std::string& rest = "", const std::string& replicas = "{ count: 1, concurrency: unlimited }") {
        return Ran{scenario("run: { duration: " + duration + ", warmup: 0s }\nbrokers: { b: { " + broker +
                            ", channels: { q: { " + channel + " } } } }\nservices: { w: { replicas: " + replicas +
                            ", endpoints: { e: " + steps + " }, consumes: [ { from: b" + consumes +
                            " } ] } }\nclients: { c: { arrivals: constant(1/s), call: b } }\n" + rest)};
    }
    static double group(const Ran& r, const char* metric) { return r.figure(Subject::consumer, "b.q -> w", metric); }
    static double channel(const Ran& r, const char* metric) { return r.figure(Subject::channel, "b.q", metric); }
    static bool near(double a, double b) { return std::abs(a - b) < 1e-9; }

private slots:
    void a_message_is_published_delivered_and_processed_once() {
        const auto r = ran("kind: queue", "", "[ { work: 100ms } ]");
        QCOMPARE(channel(r, "published"), 10.0);
        QCOMPARE(channel(r, "acknowledged_share"), 1.0);
        QCOMPARE(group(r, "messages"), 10.0);
        QCOMPARE(group(r, "processed_share"), 1.0);
        QCOMPARE(group(r, "deliveries_per_message"), 1.0);
        QVERIFY(near(group(r, "latency.mean"), 0.1));
        QCOMPARE(r.client("availability"), 1.0);
        QCOMPARE(r.client("latency.mean"), 0.0);
        QVERIFY(near(group(r, "backlog.mean"), 10 * 0.1 / 10.5));
    }
    void every_group_gets_every_message() {
        const Ran r{scenario(
            "run: { duration: 10.5s, warmup: 0s }\nbrokers: { b: { channels: { q: {} } } }\nservices:\n  w: { "
            "endpoints: { e: [ { work: 10ms } ] }, consumes: [ { from: b.q }, { from: b.q, group: again } ] }\n  v: { "
            "endpoints: { e: [ { work: 10ms } ] }, consumes: [ { from: b.q } ] }\nclients: { c: { arrivals: "
            "constant(1/s), call: b.q } }\n")};
        for (const char* name : {"b.q -> w", "b.q -> again", "b.q -> v"})
            QCOMPARE(r.figure(Subject::consumer, name, "messages"), 10.0);
        QCOMPARE(r.figure(Subject::endpoint, "w.e", "calls"), 20.0);
    }
    void replicas_of_a_consumer_share_the_messages() {
        const auto r = ran("kind: queue", "", "[ { work: 2.5s } ]", "", "13.4s", "", "{ count: 3 }");
        QVERIFY(near(r.service("w", "wait.mean"), 0.0));
        QCOMPARE(group(r, "messages"), 10.0);
    }
    // Work of 2.5 s with a timeout of 1 s: given out at 0, 1 and 2 s, three times in all; the first acknowledgement
    // ends it, and two effects follow.
    void a_message_comes_back_after_its_visibility_timeout() {
        const auto any = ran("delivery: { visibility_timeout: 1s }", "", "[ { work: 2.5s } ]", "", "20.7s", "",
                             "{ count: 1, concurrency: unlimited }");
        QCOMPARE(group(any, "deliveries_per_message"), 3.0);
        QCOMPARE(group(any, "effects_per_message"), 3.0);
        QCOMPARE(group(any, "duplicated_share"), 1.0);
        const auto once =
            ran("delivery: { visibility_timeout: 1s }", "", "[ { work: 2.5s } ]", ", effect: once", "20.7s");
        QCOMPARE(group(once, "effects_per_message"), 1.0);
        // Of 18 effects, 17 second and 16 third ones are left out by the end.
        QVERIFY(near(group(once, "suppressed_share"), 33.0 / 51.0));
        QVERIFY(near(group(once, "latency.mean"), 2.5));
        // Only the latest counts: it never comes in time, and the messages come back until the run ends.
        const auto latest =
            ran("delivery: { visibility_timeout: 1s, late_acks: latest }", "", "[ { work: 2.5s } ]", "", "20.7s");
        QCOMPARE(group(latest, "messages"), 0.0);
        QCOMPARE(group(latest, "backlog.end"), 20.0);
    }
    void a_poison_message_is_dead_lettered_at_the_limit_or_comes_back_for_ever() {
        const std::string steps = "[ { work: 10ms } ]";
        const Ran r{scenario(
            "run: { duration: 10.5s, warmup: 0s }\nbrokers: { b: { delivery: { limit: 3 }, channels: { q: { poison: "
            "100%, dead_letter: b.dead }, dead: {} } } }\nservices:\n  w: { endpoints: { e: [ { work: 10ms } ] }, "
            "consumes: [ { from: b.q } ] }\nclients: { c: { arrivals: constant(1/s), call: b.q } }\n")};
        QCOMPARE(group(r, "dead_lettered_share"), 1.0);
        QCOMPARE(group(r, "deliveries_per_message"), 3.0);
        QCOMPARE(r.figure(Subject::channel, "b.dead", "published"), 10.0);
        const auto endless = ran("kind: queue", "poison: 100%", steps, "", "5.5s", "", "{ count: 1 }");
        QCOMPARE(group(endless, "messages"), 0.0);
        QVERIFY(group(endless, "redelivered_share") > 0.9);
        QVERIFY(endless.service("w", "utilization") > 0.8);
    }
    // Acknowledged before the work, a message is lost with its consumer; after it, it comes back.
    void a_crash_of_the_consumer_loses_what_was_acknowledged_before_the_work() {
        const std::string fault = "faults: [ { at: 3.05s, service: w, outage: 1s, mode: refuse } ]\n";
        const auto before = ran("kind: queue", "", "[ { work: 100ms } ]", ", acknowledge: before", "10.5s", fault);
        QCOMPARE(group(before, "lost"), 1.0);
        QCOMPARE(group(before, "messages"), 10.0);
        const auto after = ran("kind: queue", "", "[ { work: 100ms } ]", "", "10.5s", fault);
        QCOMPARE(group(after, "lost"), 0.0);
        QCOMPARE(group(after, "processed_share"), 1.0);
        QVERIFY(near(group(after, "delivered_again_share"), 0.1));
    }
    // Silent: only the timeout, or the session, tells.
    void a_silent_consumer_gives_back_what_it_held_when_its_session_ends() {
        const std::string fault = "faults: [ { at: 3.05s, replica: w/0, outage: 1h, mode: silent } ]\n";
        const auto never = ran("kind: queue", "", "[ { work: 100ms } ]", "", "20.5s", fault, "{ count: 2 }");
        QCOMPARE(group(never, "backlog.end"), 1.0);
        const auto session =
            ran("delivery: { session_timeout: 5s }", "", "[ { work: 100ms } ]", "", "20.5s", fault, "{ count: 2 }");
        QCOMPARE(group(session, "backlog.end"), 0.0);
        // It waits for 5.05 s, and then for the one that is being processed.
        QVERIFY(near(session.figure(Subject::consumer, "b.q -> w", "latency.mean"), (19 * 0.1 + 5.2) / 20));
    }
    // Nobody holds more than its prefetch: with one at a time the second replica takes what the first has no room for.
    void prefetch_bounds_what_a_consumer_holds() {
        const std::string burst = "faults: [ { at: 0s, service: w, outage: 4.5s } ]\n";
        const auto one = ran("kind: queue", "", "[ { work: 1s } ]", ", prefetch: 1", "20.5s", burst, "{ count: 2 }");
        QCOMPARE(one.service("w", "queue.mean"), 0.0);
        const auto all = ran("kind: queue", "", "[ { work: 1s } ]", "", "20.5s", burst, "{ count: 2 }");
        QVERIFY(all.service("w", "queue.mean") > 0.1);
    }
    // One key: the messages are processed one after the other although there are workers enough.
    void messages_of_a_key_wait_for_each_other() {
        const auto r = ran("kind: queue", "keys: 1, ordering: key", "[ { work: 1.5s } ]", "", "15.5s");
        QCOMPARE(r.service("w", "busy.mean"), 14.5 / 15.5);
        QCOMPARE(group(r, "reordered_share"), 0.0);
        const auto none =
            ran("kind: queue", "keys: 1",
                "[ { one_of: [ { work: 2.5s, probability: 50% }, { work: 100ms, probability: 50% } ] } ]", "", "60.5s");
        QVERIFY(group(none, "reordered_share") > 0.1);
        const auto kept =
            ran("kind: queue", "keys: 1, ordering: key",
                "[ { one_of: [ { work: 2.5s, probability: 20% }, { work: 100ms, probability: 80% } ] } ]", "", "60.5s");
        QCOMPARE(group(kept, "reordered_share"), 0.0);
    }
    void a_full_queue_drops_its_oldest_turns_the_newest_away_or_makes_publishers_wait() {
        const std::string stopped = "faults: [ { at: 0s, service: w, outage: 8.5s } ]\n";
        const auto drop = ran("kind: queue", "max_length: 3", "[ { work: 1ms } ]", "", "20.9s", stopped);
        QVERIFY(near(group(drop, "expired_share"), 5.0 / 20.0));
        QCOMPARE(drop.client("availability"), 1.0);
        const auto reject =
            ran("kind: queue", "max_length: 3, overflow: reject", "[ { work: 1ms } ]", "", "20.9s", stopped);
        QVERIFY(near(reject.client("outcome.rejected"), 5.0 / 20.0));
        QVERIFY(near(group(reject, "failed_share"), 5.0 / 20.0));
        const auto block =
            ran("kind: queue", "max_length: 3, overflow: block", "[ { work: 1ms } ]", "", "20.9s", stopped);
        QCOMPARE(block.client("availability"), 1.0);
        QCOMPARE(group(block, "processed_share"), 1.0);
        QVERIFY(near(block.client("latency.mean"), (4.5 + 3.5 + 2.5 + 1.5 + 0.5) / 20.0));
    }
    void messages_older_than_the_retention_are_gone() {
        const std::string stopped = "faults: [ { at: 0s, service: w, outage: 8.5s } ]\n";
        const auto r = ran("retention: 4s", "", "[ { work: 1ms } ]", "", "20.9s", stopped);
        QVERIFY(near(group(r, "expired_share"), 4.0 / 20.0));  // those of 1 to 4 s
    }
};

QTEST_APPLESS_MAIN(MessageQueueTest)
#include "message_queue_test.moc"
