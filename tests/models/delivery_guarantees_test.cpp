// A crash at every step of the protocol, of the publisher, the broker and the consumer: the ledger says what theory
// says of deliveries at most once, at least once and exactly once.
//
// One order comes in at 1 s. Every hop takes 1 ms, every step of work 1 ms, so that by 1.02 s all is over; crashes
// begin on a grid of 0.25 ms over that span, which meets every state at its beginning, in between, and at its end.
#include <fmt/format.h>

#include <QTest>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class DeliveryGuaranteesTest : public QObject {
    Q_OBJECT

    struct Design {
        std::string broker;    // its parameters
        std::string consumes;  // of the consumer
        std::string retry =
            "retry: { max_attempts: 10, backoff: { base: 300ms, factor: 1, jitter: none }, even_if_not_idempotent: "
            "true, on: [timeout, unavailable, rejected, error] }";
        std::string others{};  // clients
        std::string place = "places: { r: { zones: [p, b0, b1, b2, w] } }\nnetwork: { cross_zone: 1ms, clients: 0s }\n";
    };
    struct Fate {
        double acknowledged = 0.0, processed = 0.0, effects = 0.0, lost = 0.0, messages = 0.0, vanished = 0.0;
        double sink_effects = 0.0;  // of a second stage
    };

    // What happened to the one message, when `crash` hits.
    static Fate fate(const Design& d, const std::string& crash, const std::string& consumer = "[ { work: 1ms } ]",
                     const std::string& more = "") {
        const Ran r{scenario(
            "run: { duration: 19s, warmup: 0s }\n" + d.place + "brokers: { b: { " + d.broker +
            ", nodes: { count: 3, in: [r/b0, r/b1, r/b2] }, work: 1ms, channels: { q: {}" +
            (more.empty() ? "" : ", out: {}") +
            " } } }\nservices:\n"
            "  shop: { replicas: { in: [r/p] }, endpoints: { buy: [ { work: 1ms }, { publish: b.q, with: { timeout: { "
            "per_try: 200ms }, " +
            d.retry + " } } ] } }\n  w: { replicas: { in: [r/w] }, endpoints: { e: " + consumer +
            " }, consumes: [ { from: b.q" + d.consumes + " } ] }\n" + more +
            "clients: { c: { arrivals: constant(0.1/s), call: shop, patience: 30s }" + d.others + " }\n" +
            (crash.empty() ? "" : "faults: [ " + crash + " ]\n"))};
        const auto group = [&](const char* metric) { return r.figure(Subject::consumer, "b.q -> w", metric); };
        Fate f;
        f.messages = group("messages");
        if (f.messages == 0.0) return f;
        f.acknowledged = r.figure(Subject::channel, "b.q", "acknowledged_share");
        f.processed = group("processed_share");
        f.lost = group("lost");
        f.vanished = r.figure(Subject::channel, "b.q", "vanished");
        f.effects = f.processed > 0.0 ? group("effects_per_message") : 0.0;
        if (!more.empty() && r.figure(Subject::consumer, "b.out -> sink", "processed_share") > 0.0)
            f.sink_effects = r.figure(Subject::consumer, "b.out -> sink", "effects_per_message");
        return f;
    }

    // Every crash: who, when, how.
    static std::vector<std::string> crashes() {
        std::vector<std::string> out{""};
        for (int k = 0; k <= 24; ++k)
            for (const char* who : {"replica: shop/0", "replica: b/0", "replica: w/0", "zone: r/b0", "zone: r/w"})
                for (const char* how : {"refuse", "silent"})
                    out.push_back(
                        fmt::format("{{ at: {}us, {}, outage: 3s, mode: {} }}", 10'000'000 + 500 * k, who, how));
        return out;
    }
    template <class Judge>
    static void at_every_step(const Design& d, Judge judge, const std::string& consumer = "[ { work: 1ms } ]",
                              const std::string& more = "") {
        for (const auto& crash : crashes()) judge(fate(d, crash, consumer, more), crash);
    }

    static constexpr const char* kept =
        "storage: { copies: 3, failover: constant(1s) }, delivery: { visibility_timeout: 2s, session_timeout: 1s }";

private slots:
    // Acknowledged before the work, and published without waiting: never twice, sometimes not at all.
    void at_most_once_is_never_twice() {
        const Design d{"acks: none, storage: { copies: 3, failover: constant(1s) }", ", acknowledge: before",
                       "retry: { max_attempts: 1 }"};
        int lost = 0, done = 0;
        at_every_step(d, [&](const Fate& f, const std::string& crash) {
            QVERIFY2(f.effects <= 1.0, crash.c_str());
            lost += f.lost > 0.0 ? 1 : 0;
            done += f.effects == 1.0 ? 1 : 0;
        });
        QVERIFY(lost > 10);
        QVERIFY(done > 100);
    }
    // What was acknowledged has its effect, sometimes twice.
    void at_least_once_is_never_lost() {
        const Design d{kept, ""};
        int twice = 0;
        at_every_step(d, [&](const Fate& f, const std::string& crash) {
            QVERIFY2(f.lost == 0.0, crash.c_str());
            QVERIFY2(f.acknowledged == 0.0 || f.effects >= 1.0, crash.c_str());
            twice += f.effects > 1.0 ? 1 : 0;
        });
        QVERIFY(twice > 5);
    }
    // Retries stored twice are two effects; a producer whose repetitions are known leaves the consumer's own.
    void an_idempotent_producer_and_an_idempotent_consumer_are_exactly_once() {
        const Design d{std::string{kept} + ", idempotent_producer: true", ", effect: once"};
        at_every_step(d, [&](const Fate& f, const std::string& crash) {
            QVERIFY2(f.lost == 0.0, crash.c_str());
            QVERIFY2(f.acknowledged == 0.0 || f.effects == 1.0, crash.c_str());
            QVERIFY2(f.effects <= 1.0, crash.c_str());
        });
    }
    // Each half alone is not enough.
    void one_idempotent_side_alone_is_not_exactly_once() {
        int twice = 0;
        at_every_step({std::string{kept} + ", idempotent_producer: true", ""},
                      [&](const Fate& f, const std::string&) { twice += f.effects > 1.0 ? 1 : 0; });
        QVERIFY(twice > 0);
    }
    // Acknowledged by the leader alone, it may be lost with it, and the publisher was told otherwise: another message,
    // just before, keeps the way to the other copies busy.
    void acknowledged_by_the_leader_alone_it_may_be_lost() {
        Design d{std::string{"acks: leader, "} + kept, ", effect: once"};
        d.others = ", d: { arrivals: constant(0.0999850022/s), call: b.q }";  // at 10.0015 s
        int lost = 0;
        at_every_step(d, [&](const Fate& f, const std::string&) { lost += f.lost > 0.0 ? 1 : 0; });
        QVERIFY(lost > 0);
    }
    // The same of a log.
    void a_log_read_at_least_once_loses_nothing() {
        const Design d{
            "kind: log, storage: { copies: 3, commit: in_sync, min_in_sync: 2, failover: constant(1s) }, delivery: { "
            "session_timeout: 1s, redelivery_delay: 100ms }",
            ""};
        int twice = 0;
        at_every_step(d, [&](const Fate& f, const std::string& crash) {
            QVERIFY2(f.lost == 0.0, crash.c_str());
            QVERIFY2(f.acknowledged == 0.0 || f.effects >= 1.0, crash.c_str());
            twice += f.effects > 1.0 ? 1 : 0;
        });
        QVERIFY(twice > 0);
    }
    void a_log_read_at_most_once_never_does_it_twice() {
        const Design d{
            "kind: log, acks: none, storage: { copies: 3, commit: in_sync, failover: constant(1s) }, delivery: { "
            "session_timeout: 1s }",
            ", acknowledge: before", "retry: { max_attempts: 1 }"};
        int lost = 0;
        at_every_step(d, [&](const Fate& f, const std::string& crash) {
            QVERIFY2(f.effects <= 1.0, crash.c_str());
            lost += f.lost > 0.0 ? 1 : 0;
        });
        QVERIFY(lost > 10);
    }
    // From one channel to the next: what is published while a message is processed, and the position behind that
    // message, become visible together or not at all. The second stage, idempotent, sees every message once.
    void a_transaction_from_log_to_log_is_exactly_once() {
        const Design d{
            "kind: log, idempotent_producer: true, storage: { copies: 3, commit: in_sync, min_in_sync: 2, failover: "
            "constant(1s) }, delivery: { session_timeout: 1s, redelivery_delay: 100ms }",
            ", transactional: true"};
        const std::string consumer =
            "[ { work: 1ms }, { publish: b.out, with: { timeout: { per_try: 200ms }, retry: { max_attempts: 10, "
            "backoff: { base: 300ms, factor: 1, jitter: none } } } }, { work: 1ms } ]";
        const std::string sink =
            "  sink: { replicas: { in: [r/p] }, endpoints: { e: [ { work: 1ms } ] }, consumes: [ { from: b.out, "
            "effect: once } ] }\n";
        for (const auto& crash : crashes()) {
            if (crash.find("shop") != std::string::npos) continue;
            const Fate f = fate(d, crash, consumer, sink);
            QVERIFY2(f.lost == 0.0, crash.c_str());
            QVERIFY2(f.acknowledged == 0.0 || f.sink_effects == 1.0, crash.c_str());
        }
    }
    // Without it the second stage gets the message as often as the first was at it.
    void without_a_transaction_the_second_stage_sees_duplicates() {
        const Design d{
            "kind: log, idempotent_producer: true, storage: { copies: 3, commit: in_sync, min_in_sync: 2, failover: "
            "constant(1s) }, delivery: { session_timeout: 1s, redelivery_delay: 100ms }",
            ""};
        const std::string consumer =
            "[ { work: 1ms }, { publish: b.out, with: { timeout: { per_try: 200ms }, retry: { max_attempts: 10, "
            "backoff: { base: 300ms, factor: 1, jitter: none } } } }, { work: 1ms } ]";
        const std::string sink =
            "  sink: { replicas: { in: [r/p] }, endpoints: { e: [ { work: 1ms } ] }, consumes: [ { from: b.out } ] }\n";
        int twice = 0;
        for (const auto& crash : crashes())
            if (crash.find("shop") == std::string::npos)
                twice += fate(d, crash, consumer, sink).sink_effects > 1.0 ? 1 : 0;
        QVERIFY(twice > 0);
    }
};

QTEST_APPLESS_MAIN(DeliveryGuaranteesTest)
#include "delivery_guarantees_test.moc"
