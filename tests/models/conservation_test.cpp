// Whatever happens, nothing leaks and nothing hangs: the engine checks its invariants at the end of every run (requests
// in = ended + in flight, every worker held by one call, in flight = arrived - left) and stops the program otherwise.
#include <fmt/format.h>

#include <QTest>

#include "sim/random.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class ConservationTest : public QObject {
    Q_OBJECT

    static std::string pick(Random& r, const std::vector<std::string>& from) { return from[r.below(from.size())]; }

    // A queue or a log, with everything that can be said of it; what s0 publishes is forwarded once and then ends.
    static std::string random_broker(Random& r) {
        const bool log = r.below(2) == 0;
        const auto copies = 1 + r.below(3);
        std::string out = fmt::format(
            "brokers:\n  b:\n    kind: {}\n    nodes: {{ count: {}, concurrency: {} }}\n    node_failure: {{ mtbf: "
            "15s, "
            "mttr: 2s, mode: {} }}\n    work: {}\n    acks: {}\n    idempotent_producer: {}\n{}{}",
            log ? "log" : "queue", copies + r.below(2), pick(r, {"1", "4", "unlimited"}),
            pick(r, {"refuse", "silent", "pause", "slow", "errors"}), pick(r, {"0s", "1ms", "exponential(2ms)"}),
            pick(r, {"none", "leader", "all"}), pick(r, {"true", "false"}), pick(r, {"", "    deduplication: 5s\n"}),
            pick(r, {"", "    retention: 3s\n"}));
        out += fmt::format(
            "    storage: {{ copies: {}, commit: {}, min_in_sync: {}, persistence: {}, flush: {}, fsync: {}, failover: "
            "{}, "
            "unclean: {}, replica_lag: 2s }}\n",
            copies, pick(r, {"majority", "in_sync"}), 1 + r.below(copies), pick(r, {"memory", "disk"}),
            pick(r, {"0s", "1s"}), pick(r, {"0s", "1ms"}), pick(r, {"0s", "exponential(500ms)"}),
            pick(r, {"true", "false"}));
        out += fmt::format(
            "    delivery: {{ {}on_failure: {}, on_disconnect: {}, redelivery_delay: {}, limit: {}, dead_letter: "
            "b.dead, "
            "late_acks: {}, prefetch: {}, {}rebalance: {}, cooperative: {} }}\n",
            log ? "" : "visibility_timeout: 200ms, ", pick(r, {"at_once", "after_timeout"}),
            pick(r, {"at_once", "after_timeout"}), pick(r, {"0s", "20ms"}), pick(r, {"2", "5", "unlimited"}),
            pick(r, {"any", "latest"}), pick(r, {"1", "3", "unlimited"}), pick(r, {"", "session_timeout: 1s, "}),
            pick(r, {"0s", "500ms"}), pick(r, {"true", "false"}));
        const auto of_kind = log ? "partitions: 3" : pick(r, {"ordering: none", "ordering: key", "ordering: queue"});
        const auto room = log ? std::string{}
                              : pick(r, {"", ", max_length: 5, overflow: reject", ", max_length: 5, overflow: block",
                                         ", max_length: 5"});
        out += fmt::format(
            "    channels:\n      in: {{ keys: 3, poison: 2%, {}{} }}\n      out: {{ keys: 2, {} }}\n      dead: {{ "
            "keys: 1 }}\n",
            of_kind, room, of_kind);
        return out;
    }
    static std::string random_consumers(Random& r) {
        const auto how = [&] {
            return fmt::format("acknowledge: {}, effect: {}{}", pick(r, {"before", "after", "after"}),
                               pick(r, {"once", "every_time"}), pick(r, {"", ", prefetch: 2"}));
        };
        const auto failing = fmt::format("replica_failure: {{ mtbf: 10s, mttr: 2s, mode: {} }}",
                                         pick(r, {"refuse", "silent", "slow", "errors", "pause"}));
        const bool transacts = r.below(3) == 0;
        return fmt::format(
                   "  relay: {{ replicas: {{ count: 3, concurrency: 2 }}, {}, endpoints: {{ e: [ {{ work: "
                   "exponential(20ms) }}, {{ "
                   "publish: b.out, {} }}{} ] }}, consumes: [ {{ from: b.in, {} }} ] }}\n",
                   failing,
                   pick(r, {"optional: true",
                            "with: { timeout: { per_try: 50ms, overall: 300ms }, retry: { max_attempts: 3, backoff: "
                            "10ms } }",
                            "with: { hedging: 5ms, timeout: 100ms }"}),
                   pick(r, {"", ", { effect: once }, { work: 1ms }", ", { effect: every_time }"}),
                   transacts ? std::string{"transactional: true"} : how()) +
               fmt::format(
                   "  sink: {{ replicas: {{ count: 2, concurrency: 2 }}, {}, endpoints: {{ e: [ {{ work: "
                   "exponential(10ms) }} ] "
                   "}}, consumes: [ {{ from: b.out, {} }}, {{ from: b.in, group: audit, {} }}, {{ from: b.dead, group: "
                   "late }} ] }}\n",
                   failing, how(), how());
    }

    // Of every kind, with everything that can be said of one.
    static std::string random_database(Random& r) {
        const auto nodes = 1 + r.below(4);
        const bool sharded = r.below(3) == 0;
        std::string out = fmt::format(
            "databases:\n  d:\n    replicas: {{ count: {}, concurrency: {} }}\n    replica_failure: {{ mtbf: 10s, "
            "mttr: "
            "1s, mode: {} }}\n    read: {}\n    write: 1ms\n    fsync: {}\n    reads_from: {}\n    keys: {{ count: {}, "
            "skew: 1 }}\n",
            nodes, pick(r, {"2", "unlimited"}), pick(r, {"refuse", "silent", "pause", "slow", "errors"}),
            pick(r, {"0s", "exponential(1ms)"}), pick(r, {"0s", "1ms", "exponential(5ms)"}),
            pick(r, {"primary", "replicas", "any"}), sharded ? "10" : pick(r, {"1", "10"}));
        if (sharded) out += "    shards: 3\n";
        if (r.below(4) == 0)
            out += fmt::format("    disk: {{ size: 20kB, per_write: 50B, when_full: {}, cleared: exponential(3s) }}\n",
                               pick(r, {"fail", "stop"}));
        if (r.below(2) == 0) out += "    health_check: { interval: 500ms, timeout: 200ms }\n";
        if (r.below(4) == 0) out += "    checkpoint: { every: 5s, lasting: 1s }\n";
        const auto link = fmt::format("transfer: {}, ", pick(r, {"0s", "2ms", "exponential(20ms)"}));
        const auto kind = nodes == 1 ? 0 : r.below(4);
        const auto applied = pick(r, {"ordered: true, apply: 0s", "ordered: true, apply: 5ms", "ordered: false"});
        const auto cascade = nodes > 2 && r.below(3) == 0 ? std::string{", cascade: 1"} : std::string{};
        if (kind == 0) out += fmt::format("    replication: {{ {}{}{} }}\n", link, applied, cascade);
        if (kind == 1)
            out += fmt::format(
                "    replication: {{ {}mode: {}, timeout: 1s{} }}\n    failover: {{ detection: {}, promotion: 100ms, "
                "reconnect: 100ms, fencing: {}, demote_after: 500ms, rejoin: {}, fail_back: {}{} }}\n",
                link, pick(r, {"asynchronous", "semi_synchronous", "synchronous"}), cascade, pick(r, {"0s", "1s"}),
                pick(r, {"true", "false"}), pick(r, {"0s", "1s"}), pick(r, {"true", "false"}),
                nodes > 2 && cascade.empty() ? pick(r, {"", ", election: {}"}) : "");
        if (kind == 2)
            out += fmt::format("    quorum: {{ read: {}, write: {}, sloppy: {}, hint_delay: 100ms, timeout: 500ms }}\n",
                               1 + r.below(nodes), 1 + r.below(nodes), pick(r, {"true", "false"}));
        if (kind == 3)
            out += fmt::format(
                "    replication: {{ {}{} }}\n    multi_primary: {{ resolution: {}, cut_off: {}, nearest: {} }}\n",
                link, applied,
                pick(r, {"last_write_wins", "last_write_wins, clock: hybrid, clock_error: exponential(1s)",
                         "last_write_wins, clock_error: exponential(1s)", "siblings", "counter", "set, removes: 30%"}),
                pick(r, {"accept", "refuse"}), pick(r, {"true", "false"}));
        return out;
    }

    // A small random topology with everything that can go wrong.
    static std::string random_text(std::uint64_t seed) {
        Random r{{seed, 0, 0, 0}};
        const auto n = 1 + static_cast<int>(r.below(5));
        std::string out =
            "run: { duration: 60s, warmup: 5s }\nplaces: { r: { zones: [a, b], hosts_per_zone: 2, zone_failure: { "
            "mtbf: 40s, mttr: "
            "3s }, host_failure: { mtbf: 60s, mttr: 2s, mode: " +
            pick(r, {"silent", "refuse", "pause"}) + " } } }\n";
        out += "network: { same_host: 0s, same_zone: " + pick(r, {"0s", "1ms", "exponential(1ms)"}) +
               ", cross_zone: " + pick(r, {"0s", "2ms", "exponential(2ms)"}) + ", clients: " + pick(r, {"0s", "5ms"}) +
               ", loss: " + pick(r, {"0%", "1%"}) + pick(r, {"", ", bandwidth: 1MB, send_buffer: 4kB"}) + " }\n";
        const bool messages = r.below(2) == 0;
        if (messages) out += random_broker(r);
        Random of_data{{seed, 1, 0, 0}};
        const bool stores = of_data.below(2) == 0;
        if (stores) out += random_database(of_data);
        out += "services:\n";
        if (messages) out += random_consumers(r);
        for (int i = 0; i < n; ++i) {
            const auto discipline = pick(r, {"fifo", "lifo", "preemptive_lifo", "priority", "processor_sharing"});
            const bool preemptive = discipline == "preemptive_lifo" || discipline == "processor_sharing";
            bool cached = false, writes = false;
            out += fmt::format(
                "  s{}:\n    replicas: {{ count: {}, concurrency: {}, while_waiting: {}, queue: {{ capacity: {}, "
                "discipline: {}{} }} }}\n",
                i, 1 + r.below(4), pick(r, {"1", "2", "8", "unlimited"}), pick(r, {"hold", "release"}),
                pick(r, {"0", "3", "unlimited"}), discipline, pick(r, {"", ", max_wait: 50ms"}));
            out +=
                fmt::format("    load_balancer: {{ policy: {}, zone_aware: {}{} }}\n",
                            pick(r, {"round_robin", "random", "least_requests", "power_of_two", "weighted"}),
                            pick(r, {"true", "false"}),
                            pick(r, {"", ", panic_threshold: 50%", ", dns_ttl: 3s",
                                     ", outlier_detection: { max_ejected: 100%, base_ejection: 2s, interval: 1s }"}));
            out += fmt::format("    replica_failure: {{ mtbf: 20s, mttr: 2s, mode: {} }}\n",
                               pick(r, {"refuse", "silent", "slow", "errors", "pause"}));
            if (r.below(2) == 0)
                out +=
                    "    overload: { " +
                    pick(r, {"concurrency: 3", "concurrency: { algorithm: aimd, priority_reserve: 20% }",
                             "concurrency: { algorithm: vegas, initial: 5 }",
                             "concurrency: { algorithm: gradient2, initial: 5 }",
                             "concurrency: { algorithm: gradient, minimum: 3, initial: 5, measured: 5, remeasure: 5s }",
                             "rate_limit: { rate: 20/s, burst: 5 }"}) +
                    ", retry_after: 100ms }\n";
            if (r.below(3) == 0)
                out +=
                    fmt::format("    caches: {{ k: {{ {}{} }} }}\n",
                                pick(r, {"hit_ratio: 50%, refill: 1s", "keys: 10, skew: 1", "keys: 5, size: 2",
                                         "keys: 20, ttl: 500ms", "keys: 3, ttl: 200ms, stale_while_revalidate: 300ms",
                                         "keys: 3, ttl: 100ms, coalesce: true",
                                         "keys: 2, ttl: 50ms, coalesce: true, stale_while_revalidate: 50ms"}),
                                pick(r, {"", ", scope: shared"})),
                    cached = true;
            if (r.below(4) == 0 && !preemptive)
                out += "    cpu: { cores: " + pick(r, {"1", "2"}) + ", contention: 5%, coherence: 1%" +
                       pick(r, {"", ", thrashing: { above: 3, factor: 3x }"}) + " }\n";
            if (r.below(4) == 0)
                out += "    memory: { limit: 100MiB, base: 10MiB, per_request: " + pick(r, {"1MiB", "20MiB"}) +
                       ", leak: " + pick(r, {"0B", "1MiB"}) + ", restart: { start: 500ms, backoff: 1s, max: 4s } }\n";
            if (r.below(4) == 0)
                out += "    disk: { size: 1MiB, when_full: " + pick(r, {"fail", "stop"}) +
                       ", cleaner: { interval: 3s, above: 50%, down_to: 10% } }\n",
                    writes = true;
            if (r.below(4) == 0)
                out += "    rollout: { at: 10s, max_surge: " + pick(r, {"0%", "50%"}) +
                       ", max_unavailable: " + pick(r, {"0%", "50%"}) + ", min_ready: " + pick(r, {"0s", "1s"}) +
                       ", progress_deadline: 10s" +
                       pick(r, {"", ", version: { error_rate: 50%, slow: 2x }", ", version: { starts: false }"}) +
                       pick(r, {"", ", canary: [ { share: 10%, lasting: 5s } ]"}) +
                       pick(r, {"", ", rollback: { error_rate: 5%, interval: 2s, requests: 5, on_deadline: true }"}) +
                       " }\n";
            if (r.below(4) == 0) out += "    disruption_budget: 1\n";
            if (r.below(4) == 0) out += "    brownout: 20ms\n";
            if (const auto most = 4 + r.below(5); r.below(3) == 0)
                out += fmt::format(
                    "    autoscaler: {{ min: 1, max: {}, in_flight: {}, sync_period: 1s, metric_window: 1s, down: {{ "
                    "stabilization: {} }} }}\n    lifecycle: {{ image_pull: {}, start_up: exponential(500ms), warm_up: "
                    "{}, pre_stop: {}, unnoticed: {}, grace: {} }}\n",
                    most, pick(r, {"0.5", "2", "5"}), pick(r, {"0s", "3s"}), pick(r, {"0s", "1s"}),
                    pick(r, {"0s", "2s"}), pick(r, {"0s", "500ms"}), pick(r, {"0s", "200ms"}),
                    pick(r, {"0s", "300ms", "30s"}));
            const bool in_order = discipline == "fifo" || discipline == "priority";
            if (r.below(2) == 0)
                out += "    health_check: { interval: 1s, timeout: 500ms, unhealthy_after: 2" +
                       pick(r, {"", ", false_positives: 20%", ", sees_errors: true, reaction: exponential(1s)",
                                in_order ? ", under_load: true" : ", reaction: 2s"}) +
                       " }\n";
            if (r.below(3) == 0)
                out +=
                    "    liveness: { interval: 1s, timeout: 300ms, unhealthy_after: 2, false_positives: 2%, restart: { "
                    "start: 200ms, backoff: 1s, max: 4s }" +
                    pick(r, {"", in_order ? ", under_load: true" : ""}) + " }\n";
            out += "    endpoints:\n      e:\n        steps:\n          - work: exponential(10ms)\n";
            if (cached) out += "          - cached: { in: k, steps: [ { work: 5ms }, { delay: 20ms } ] }\n";
            if (r.below(4) == 0) out += "          - { work: 10ms, optional: true }\n";
            if (r.below(3) == 0) out += "          - delay: 5ms\n";
            if (i == 0 && messages)
                out +=
                    "          - { publish: b.in, " +
                    pick(
                        r,
                        {"optional: true",
                         "with: { timeout: { per_try: 50ms, cancel: true }, retry: { max_attempts: 3, backoff: 5ms } }",
                         "with: { bulkhead: { max_concurrent: 2, queue: 3 }, timeout: 200ms }",
                         "with: { hedging: { delay: 2ms, cancel: true }, fallback: { latency: 1ms } }"}) +
                    " }\n";
            if (i == 0 && stores)
                out += fmt::format(
                    "          - {{ call: d.read, optional: true, with: {{ timeout: 300ms }} }}\n          - {{ call: "
                    "d.write, optional: true, with: {{ timeout: {{ per_try: 100ms, cancel: {} }} }} }}\n",
                    pick(of_data, {"true", "false"}));
            for (int k = i + 1; k < n && r.below(4) != 0; ++k) {
                const auto with = fmt::format(
                    "with: {{ timeout: {{ per_try: {}, read: 80ms{}, overall: 300ms, cancel: {}, "
                    "propagate: {} }}{}{}{} }}",
                    pick(r, {"20ms", "100ms"}), pick(r, {", connect: 10ms", ", write: 5ms"}),
                    pick(r, {"true", "false"}), pick(r, {"true", "false"}),
                    pick(r, {"",
                             ", retry: { max_attempts: 3, backoff: { base: 5ms, jitter: decorrelated }, on: [timeout, "
                             "unavailable, rejected, error], budget: { kind: " +
                                 pick(r, {"tokens", "throttling", "ratio", "concurrency", "bucket"}) +
                                 " }, replica: " + pick(r, {"any", "other", "same"}) + " }"}),
                    pick(r,
                         {"",
                          ", circuit_breaker: { window: 10 calls, minimum_calls: 5, open_for: 1s, half_open_calls: 2 }",
                          ", circuit_breaker: { consecutive_failures: 3, open_for: 1s, half_open_calls: 1 }",
                          ", circuit_breaker: { consecutive_failures: 2, open_for: 1s, per: replica }"}),
                    pick(r, {"", ", fallback: { latency: 1ms }", ", fallback: { latency: 1ms, available: 50% }",
                             fmt::format(", fallback: {{ call: s{} }}", n - 1)}) +
                        pick(r, {"", ", bulkhead: 2", ", bulkhead: { max_concurrent: 1, queue: 2, max_wait: 10ms }",
                                 ", bulkhead: { max_concurrent: 3, queue: unlimited, pool: shared }",
                                 ", bulkhead: { max_concurrent: 2, queue: 5, setup: exponential(5ms), idle: 50ms }"}) +
                        pick(r,
                             {"", ", hedging: 10ms", ", hedging: { percentile: 90%, max_attempts: 3, cancel: false }",
                              ", hedging: { delay: 0s, max_attempts: 3, budget: 20% }"}) +
                        pick(r, {"", ", rate_limit: { rate: 50/s, burst: 3 }",
                                 ", rate_limit: { rate: 20/s, max_wait: 100ms, algorithm: fixed_window }",
                                 ", rate_limit: { algorithm: cubic, max_wait: 50ms }"}) +
                        pick(r, {"", ", throttle: { window: 5s }"}));
                if (r.below(2) == 0)
                    out += fmt::format("          - {{ call: s{}, {}, optional: {} }}\n", k, with,
                                       pick(r, {"true", "false"}));
                else
                    out += fmt::format(
                        "          - parallel: {{ branches: [ {{ call: s{}, {} }}, {{ work: 1ms }}, {{ repeat: {{ "
                        "times: 2, steps: [ {{ work: 1ms }} ] }} }} ], copies: {}, wait_for: 2 }}\n",
                        k, with, 1 + r.below(3));
            }
            out += fmt::format("        error_rate: {}\n", pick(r, {"0%", "5%"}));
            if (writes) out += "        writes: 20kB\n";
            if (r.below(3) == 0)
                out += "        request_size: " + pick(r, {"1kB", "12kB"}) + "\n        response_size: 5kB\n";
        }
        out +=
            "clients:\n  open: { arrivals: poisson(40/s), call: s0, priority: 1, patience: exponential(1s), with: { "
            "timeout: 500ms } }\n";
        out += "  closed: { users: 5, think: exponential(100ms), call: s0, with: { timeout: 1s } }\n";
        if (stores) out += "  writers: { arrivals: poisson(40/s), call: d.write, patience: exponential(200ms) }\n";
        out +=
            "faults:\n  - { at: 10s, service: s0, slow: { factor: 20x, lasting: 5s } }\n  - { at: 20s, between: { "
            "from: [clients], to: [r/a], one_way: true }, outage: 5s }\n";
        out +=
            "  - { at: 30s, between: { from: [r/a], to: [r/b] }, latency: { add: exponential(50ms), lasting: 5s } }\n  "
            "- { at: 35s, zone: r/b, outage: 5s, mode: refuse }\n";
        out += "  - { at: 40s, between: { from: [r/a], to: [r/b] }, outage: 3s }\n";
        if (r.below(3) == 0 && out.find("shards:") == std::string::npos)
            out += "  - { at: 15s, host: r/a/0, drain: { lasting: 8s } }\n";
        return out;
    }

private slots:
    void random_topologies_keep_their_books_and_their_bits() {
        for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
            const auto text = random_text(seed);
            const Scenario s = scenario(text);
            const Ran first{s, seed, std::chrono::seconds{5}};
            const Ran second{s, seed, std::chrono::seconds{5}};
            QVERIFY2(first.result().requests > 0, text.c_str());
            QCOMPARE(first.result().events, second.result().events);
            QVERIFY2(std::ranges::equal(first.result().figures, second.result().figures,
                                        [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }),
                     text.c_str());
        }
    }

    // Failures in no time, on a long queue and in a long loop: no deep stack, no endless instant.
    void instant_failures_end() {
        const Ran held{
            scenario("run: { duration: 10s, warmup: 0s }\nservices:\n  a: { replicas: { concurrency: 1 }, endpoints: { "
                     "e: [ { work: 1ms }, { call: b } ] } }\n"
                     "  b: { endpoints: { e: [ { work: 1ms } ] } }\nclients: { c: { arrivals: poisson(20000/s), call: "
                     "a } }\nfaults: [ { at: 2s, service: b, "
                     "outage: 5s } ]\n")};
        QVERIFY(held.result().requests > 0);
        const Ran looped{
            scenario("run: { duration: 2s, warmup: 0s }\nservices:\n  a: { replicas: { concurrency: 4 }, endpoints: { "
                     "e: [ { repeat: { times: 100000, steps: "
                     "[ { call: b, optional: true } ] } } ] } }\n  b: { endpoints: { e: [ { delay: 0s } ] } "
                     "}\nclients: { c: { arrivals: constant(2/s), call: a } }\n"
                     "faults: [ { at: 0s, service: b, outage: 5s } ]\n")};
        QVERIFY(looped.edge("a.e -> b.e", "call_outcome.refused") > 0.0);
        const Ran users{
            scenario("run: { duration: 100ms, warmup: 0s }\nservices: { a: { replicas: { queue: { capacity: 0 } }, "
                     "endpoints: { e: [ { work: 1s } ] } } }\n"
                     "clients: { c: { users: 10, call: a } }\n")};
        QVERIFY(users.result().requests > 0);
    }

    void adding_a_component_does_not_shift_the_draws_of_others() {
        const std::string services = "services:\n  a: { endpoints: { e: [ { work: exponential(100ms) } ] } }\n";
        const std::string more = "  b: { endpoints: { e: [ { work: exponential(1s) } ] } }\n";
        const std::string clients = "clients:\n  c: { arrivals: poisson(5/s), call: a.e }\n";
        const std::string run = "run: { duration: 1000s, warmup: 0s }\n";
        const Ran alone{scenario(run + services + clients)};
        const Ran together{
            scenario(run + services + more + clients + "  d: { arrivals: poisson(0.5/s), call: b.e }\n")};
        QCOMPARE(alone.client("latency.mean"), together.figure(Subject::client, "c", "latency.mean"));
        QCOMPARE(alone.client("requests"), together.figure(Subject::client, "c", "requests"));
    }
};

QTEST_APPLESS_MAIN(ConservationTest)
#include "conservation_test.moc"
