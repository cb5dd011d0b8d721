// What a watcher sees of a running replication.
#include <QTest>
#include <cmath>

#include "models/live_state.hpp"
#include "tests/same_bits.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::scenario;
using namespace std::chrono_literals;

class LiveStateTest : public QObject {
    Q_OBJECT

    static constexpr const char* shop =
        "run: { duration: 100s, warmup: 20s }\n"
        "services:\n"
        "  front: { replicas: { count: 3, concurrency: 2, queue: { capacity: 5 } }, health_check: { interval: 1s, "
        "timeout: 100ms, unhealthy_after: 1 }, endpoints: { e: [ { work: 100ms }, { call: back, with: { "
        "circuit_breaker: { window: 4 calls, minimum_calls: 4, open_for: 1h }, retry: { max_attempts: 2, backoff: 1ms "
        "} } } ] } }\n"
        "  back: { replicas: { concurrency: unlimited }, endpoints: { e: [ { delay: 500ms } ] } }\n"
        "clients: { c: { arrivals: constant(2/s), call: front } }\n"
        "faults: [ { at: 50s, replica: front/1, slow: { factor: 2x, lasting: 1h } }, { at: 50s, replica: front/2, "
        "outage: 10s }, { at: 70s, service: back, outage: 1h } ]\n";

    static LiveState at(Simulation& sim, Duration t) {
        sim.run_until(start_of_run + t);
        LiveState state;
        sim.observe(state);
        return state;
    }

private slots:
    void shows_who_is_busy_and_what_is_in_flight() {
        const auto model = compile(scenario(shop));
        Simulation sim{*model, {.duration = 100s}};
        // The request of 0.5 s is answered at 1.1 s; that of 1.0 s works until 1.1 s and waits for `back` until 1.6 s.
        const auto early = at(sim, 1050ms);
        QCOMPARE(early.requests_in_flight, std::uint64_t{2});
        QCOMPARE(early.clients[0].issued, std::uint64_t{2});
        QCOMPARE(early.services[0].busy, std::uint64_t{2});  // a worker is held during the call
        QCOMPARE(early.services[0].workers, std::uint64_t{6});
        QCOMPARE(early.services[0].room, std::uint64_t{15});
        QCOMPARE(early.services[1].workers, no_limit);
        QCOMPARE(early.services[1].in_flight, std::uint64_t{1});
        QCOMPARE(early.seconds, 1.05);
    }
    void tells_failed_replicas_from_slow_and_from_passive_ones() {
        const auto model = compile(scenario(shop));
        Simulation sim{*model, {.duration = 100s}};
        const auto before = at(sim, 49s);
        QCOMPARE(before.services[0].up, 3U);
        const auto broken = at(sim, 55s);
        QCOMPARE(broken.services[0].up, 2U);
        QCOMPARE(broken.services[0].failed, 1U);
        QCOMPARE(broken.services[0].impaired, 1U);
        QVERIFY(broken.replicas[0].condition == ReplicaCondition::up);
        QVERIFY(broken.replicas[1].condition == ReplicaCondition::slow);
        QVERIFY(broken.replicas[2].condition == ReplicaCondition::refused);
        QVERIFY(!broken.replicas[2].in_rotation);
        // It serves again at 60 s, but the load balancer believes it only after a probe.
        const auto again = at(sim, 60s + 1ns);
        QCOMPARE(again.services[0].failed, 0U);
        QCOMPARE(again.services[0].passive, 1U);
        QCOMPARE(at(sim, 69s).services[0].passive, 0U);
    }
    void shows_breakers_and_what_lately_went_wrong() {
        const auto s = scenario(shop);
        const auto model = compile(s);
        const auto names = live_names(*model);
        const auto edge = static_cast<std::size_t>(
            std::ranges::find(names.edges, "front.e -> back.e", &LiveNames::Edge::name) - names.edges.begin());
        QCOMPARE(names.edges[edge].caller, std::string{"front"});
        QCOMPARE(names.edges[edge].callee, std::string{"back"});
        QVERIFY(!names.edges[edge].from_client);
        QCOMPARE(names.replicas[2].name, std::string{"front/2"});
        Simulation sim{*model, {.duration = 100s}};
        const auto calm = at(sim, 60s), still = at(sim, 69s);
        QCOMPARE(calm.edges[edge].closed, 3U);
        const auto good = rates_between(calm, still);
        QVERIFY(std::abs(good.edges[edge].per_second - 2.0) < 0.2);
        QCOMPARE(good.edges[edge].failed_share, 0.0);
        const auto storm = at(sim, 99s);
        QCOMPARE(storm.edges[edge].open, 3U);
        QVERIFY(storm.services[1].down);
        const auto bad = rates_between(still, storm);
        QVERIFY(bad.edges[edge].failed_share > 0.9);
        QVERIFY(bad.clients[0].failed_share > 0.9);
        QVERIFY(std::isnan(rates_between(storm, storm).clients[0].failed_share));
    }
    void rates_survive_the_end_of_the_warmup() {
        const auto model = compile(scenario(shop));
        Simulation sim{*model, {.warmup = 20s, .duration = 100s}};
        const auto before = at(sim, 10s), after = at(sim, 30s);
        QCOMPARE(after.counting_since, 20.0);
        QVERIFY(std::abs(rates_between(before, after).clients[0].per_second - 2.0) < 0.11);
    }
    void watching_changes_nothing() {
        const auto model = compile(scenario(shop));
        const RunOptions options{.seed = 7, .warmup = 20s, .duration = 100s};
        Simulation watched{*model, options};
        for (int i = 1; i <= 100; ++i) (void)at(watched, std::chrono::seconds{i});
        QVERIFY(watched.finished());
        QVERIFY(same_bits(watched.result(), *simulate(*model, options)));
    }
};

QTEST_APPLESS_MAIN(LiveStateTest)
#include "live_state_test.moc"
