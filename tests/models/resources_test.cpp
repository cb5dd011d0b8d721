// CPU, memory and disk of a replica, step by step, where no chance is involved.
#include <QTest>
#include <cmath>

#include "models/cpu.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class ResourcesTest : public QObject {
    Q_OBJECT

    static bool near(double a, double b, double by = 1e-6) { return std::abs(a - b) < by; }
    static Ran ran(const std::string& service, const std::string& arrivals, const char* duration,
                   const std::string& client = "", const std::string& rest = "") {
        return Ran{scenario(std::string{"run: { duration: "} + duration + ", warmup: 0s }\nservices: { a: { " +
                            service + " } }\nclients: { c: { arrivals: " + arrivals + ", call: a.e" + client +
                            " } }\n" + rest)};
    }
    static std::vector<double> times_of(const Ran& r, std::string_view what) {
        std::vector<double> out;
        for (const auto& e : r.result().timeline)
            if (e.what == what) out.push_back(e.seconds);
        return out;
    }

private slots:
    void the_universal_scalability_law() {
        Cpu c;
        c.cores = 4;
        QCOMPARE(c.speed(1, 1), 1.0);
        QCOMPARE(c.speed(4, 4), 1.0);
        QCOMPARE(c.speed(8, 8), 0.5);
        c.cores = 1000;
        c.contention = Probability{0.05};
        QVERIFY(near(10.0 * c.speed(10, 10), 10.0 / 1.45));  // Amdahl
        c.coherence = Probability{0.001};
        QVERIFY(near(10.0 * c.speed(10, 10), 10.0 / (1.0 + 0.45 + 0.09)));
        c = Cpu{};
        c.thrashing = Thrashing{12, Factor{2.0}};
        QCOMPARE(c.speed(1, 12), 1.0);
        QCOMPARE(c.speed(1, 13), 0.5);
    }
    // Two at once on one core, each of 100 ms: both take 200. Those who come alone take 100.
    void workers_share_the_cores() {
        const std::string endpoints =
            ", endpoints: { e: [ { parallel: { copies: 2, branches: [ { steps: [ { work: 100ms } "
            "] } ] } } ] }";
        const auto one = ran("replicas: { concurrency: 10 }, cpu: 1" + endpoints, "constant(1/s)", "10.5s");
        QVERIFY(near(one.client("latency.mean"), 0.2));
        QVERIFY(near(one.service("a", "cpu.utilization"), 10 * 0.2 / 10.5));
        const auto two = ran("replicas: { concurrency: 10 }, cpu: 2" + endpoints, "constant(1/s)", "10.5s");
        QVERIFY(near(two.client("latency.mean"), 0.1));
        QVERIFY(near(two.service("a", "cpu.utilization"), 10 * 0.1 / 10.5));
    }
    // One worker, so that the second waits for it, cores or no cores.
    void who_has_no_worker_uses_no_core() {
        const auto r =
            ran("replicas: { concurrency: 1 }, cpu: 4, endpoints: { e: [ { work: 600ms }, { delay: 100ms } ] }",
                "constant(2/s)", "2.2s");
        QVERIFY(near(r.service("a", "busy.mean"), (2.2 - 0.5) / 2.2));
        QVERIFY(near(r.client("latency.mean"), (0.7 + 0.8) / 2.0));  // of the two that are done
        QVERIFY(near(r.service("a", "queue.mean"), (0.1 + 0.2 + 0.2) / 2.2, 0.05));
    }
    // The exact M/M/1 of processor sharing, with as many workers as there are requests: mean 1 / (mu - lambda).
    void many_workers_on_one_core_are_processor_sharing() {
        const auto r =
            ran("replicas: { concurrency: 100000 }, cpu: 1, endpoints: { e: [ { work: exponential(100ms) } ] }",
                "poisson(5/s)", "20000s");
        QVERIFY(near(r.client("latency.mean"), 0.2, 0.006));
        QVERIFY(near(r.service("a", "cpu.utilization"), 0.5, 0.01));
    }
    // 100 MiB, and 10 of each that stays for 10 s: the eleventh is one too many. The process is back after 5 s,
    // after 10 + 5 s the second time, after 20 + 5 s the third.
    void too_many_inside_kill_the_process() {
        const auto r =
            ran("replicas: { concurrency: unlimited }, memory: { limit: 205MiB, base: 100MiB, per_request: "
                "10MiB, restart: { start: 5s } }, lifecycle: { unnoticed: 0s }, endpoints: { e: [ { delay: "
                "1h } ] }",
                "constant(1/s)", "100.5s");
        const auto kills = times_of(r, "out of memory");
        // In at 1 ... 11 s; back at 16: in at 16 ... 26; back at 41: in until 51; back at 76: in until 86.
        const std::vector<double> expected{11.0, 26.0, 51.0, 86.0};
        QVERIFY(kills.size() == 4);
        for (std::size_t k = 0; k < 4; ++k) QVERIFY(near(kills[k], expected[k]));
        QCOMPARE(r.service("a", "memory.kills"), 4.0);
        QCOMPARE(r.service("a", "memory.killed_requests"), 44.0);
        // Everybody was lost or refused, and nobody is inside.
        QVERIFY(near(r.client("outcome.lost"), 44.0 / 100.0));
        QVERIFY(near(r.client("outcome.refused"), 56.0 / 100.0));
    }
    // 1 MiB each time: a hundred requests, and the process is killed by the next.
    void a_leak_kills_it_in_the_end() {
        const auto r =
            ran("memory: { limit: 200MiB, base: 100MiB, leak: 1MiB, restart: { start: 1s } }, lifecycle: { "
                "unnoticed: 0s }, endpoints: { e: [ { work: 1ms } ] }",
                "constant(10/s)", "10.15s");
        QCOMPARE(r.service("a", "memory.kills"), 1.0);
        QVERIFY(near(times_of(r, "out of memory").front(), 10.1));
        QVERIFY(near(r.client("availability"), 100.0 / 101.0));
        // From 100 to 200 MiB, evenly.
        QVERIFY(near(r.service("a", "memory.utilization"), 0.75, 0.01));
    }
    void an_outage_forgets_the_leak() {
        const auto r = ran("memory: { limit: 200MiB, base: 100MiB, leak: 1MiB }, endpoints: { e: [ { work: 1ms } ] }",
                           "constant(10/s)", "15s", "", "faults: [ { at: 8s, service: a, outage: 500ms } ]\n");
        QCOMPARE(r.service("a", "memory.kills"), 0.0);
    }
    // 1 MiB a second into 10: the eleventh finds no room, until the cleaner has been.
    void a_full_disk_fails_those_who_write() {
        const auto text = [](const char* when_full) {
            return std::string{"disk: { size: 10MiB, when_full: "} + when_full +
                   ", cleaner: { interval: 1h } }, endpoints: { e: { steps: [ { work: 1ms } ], writes: 1MiB }, r: [ { "
                   "work: 1ms } ] }";
        };
        const Ran fails{scenario("run: { duration: 20.5s, warmup: 0s }\nservices: { a: { " + text("fail") +
                                 " } }\nclients:\n  c: { arrivals: constant(1/s), call: a.e }\n  r: { arrivals: "
                                 "constant(1/s), call: a.r }\n")};
        QVERIFY(near(fails.figure(Subject::client, "c", "outcome.error"), 0.5));
        QCOMPARE(fails.figure(Subject::client, "r", "availability"), 1.0);
        QCOMPARE(fails.service("a", "disk.failed_writes"), 10.0);
        const Ran stops{scenario("run: { duration: 20.5s, warmup: 0s }\nservices: { a: { " + text("stop") +
                                 " } }\nclients:\n  c: { arrivals: constant(1/s), call: a.e }\n  r: { arrivals: "
                                 "constant(2/s), call: a.r }\n")};
        // The eleventh write comes at 11 s; the reader at that instant still gets through, or not.
        QVERIFY(near(stops.figure(Subject::client, "r", "availability"), 21.5 / 41.0, 1.1 / 41.0));
        QVERIFY(near(stops.service("a", "disk.full_share"), 9.5 / 20.5));
        QVERIFY(near(stops.service("a", "replicas_up.mean"), 11.0 / 20.5));
    }
    void a_cleaner_makes_room() {
        const auto r =
            ran("disk: { size: 10MiB, when_full: stop, cleaner: { interval: 5s, above: 40%, down_to: 10% } }, "
                "endpoints: { e: { steps: [ { work: 1ms } ], writes: 1MiB } }",
                "constant(1/s)", "100.5s");
        QCOMPARE(r.client("availability"), 1.0);
        QVERIFY(r.service("a", "disk.cleanings") >= 15.0);
        QVERIFY(r.service("a", "disk.utilization") < 0.7);
    }
    void wrong_resources_are_said_to_be() {
        const auto problems = [](const std::string& service) {
            const auto loaded = read_scenario(
                "nines: 1\nservices: { a: { " + service + " } }\nclients: { c: { arrivals: poisson(1/s), call: a } }\n",
                "test.yaml");
            return loaded ? std::string{} : print_problems(loaded.problems());
        };
        const std::string e = "endpoints: { e: [ { work: 1ms } ] }", writes =
                                                                         "endpoints: { e: { steps: [ { work: 1ms } ], "
                                                                         "writes: 1kB } }";
        QVERIFY(problems("memory: { limit: 100MiB, base: 99MiB, per_request: 2MiB }, " + e)
                    .find("not enough for a single") != std::string::npos);
        QVERIFY(problems("memory: { limit: 100 }, " + e).find("is not a size") != std::string::npos);
        QVERIFY(problems(writes).find("the service has no disk") != std::string::npos);
        QVERIFY(problems("disk: { size: 1GB, used: 2GB }, " + writes).find("more than its size") != std::string::npos);
        QVERIFY(problems("cpu: 2, replicas: { queue: { discipline: preemptive_lifo } }, " + e).find("not shared") !=
                std::string::npos);
        QVERIFY(problems("replicas: { concurrency: 4 }, autoscaler: { cpu: 50% }, " + e).find("states no cpu") !=
                std::string::npos);
        QVERIFY(problems("cpu: { cores: 2 }, memory: { limit: 1.5GiB }, disk: { size: 10GB }, " + writes).empty());
    }
    void sizes_are_written_as_they_are_read() {
        for (const char* text : {"512MiB", "10GB", "4KiB", "1536MiB", "7B", "0B", "3kB"}) {
            Size s;
            QVERIFY(Scalar<Size>::parse(text, {}, s).empty());
            QCOMPARE(QString::fromStdString(Scalar<Size>::print(s)), QString{text});
        }
        Size s;
        QVERIFY(Scalar<Size>::parse("1.5KiB", {}, s).empty());
        QCOMPARE(s.bytes, 1536.0);
        QVERIFY(!Scalar<Size>::parse("-1MB", {}, s).empty());
        QVERIFY(!Scalar<Size>::parse("MB", {}, s).empty());
        QVERIFY(!Scalar<Size>::parse("5mb", {}, s).empty());
        QVERIFY(!Scalar<Size>::parse("0B", at_least(1.0), s).empty());
    }
};

QTEST_APPLESS_MAIN(ResourcesTest)
#include "resources_test.moc"
