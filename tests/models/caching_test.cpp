// Caches at work: hit ratios against theory, and what those see who miss together.
#include <QTest>
#include <cmath>

#include "analysis/caching.hpp"
#include "models/popularity.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class CachingTest : public QObject {
    Q_OBJECT

    // A service that takes 1 ms, or asks a database that takes 100 ms behind its cache.
    static Ran ran(const std::string& cache, const std::string& arrivals, const std::string& replicas,
                   const char* duration = "1000s", const std::string& rest = "", Duration warmup = {},
                   const std::string& database = "{ endpoints: { e: [ { delay: 100ms } ] } }") {
        return Ran{
            scenario(std::string{"run: { duration: "} + duration +
                     ", warmup: 0s }\nservices:\n  a: { replicas: " + replicas + ", caches: { k: " + cache +
                     " }, endpoints: { e: [ { work: 1ms }, { cached: { in: k, steps: [ { call: db } ] } } ] } }\n"
                     "  db: " +
                     database + "\nclients: { c: { arrivals: " + arrivals + ", call: a } }\n" + rest),
            1, warmup};
    }
    static double cache(const Ran& r, const char* metric) { return r.figure(Subject::cache, "a.k", metric); }
    static bool near(double a, double b, double by = 1e-6) { return std::abs(a - b) < by; }
    static constexpr const char* many = "{ concurrency: unlimited }";

private slots:
    // 100,000 lookups: a standard deviation of 0.0013 at most.
    void a_given_hit_ratio_is_what_it_is() {
        const auto r = ran("{ hit_ratio: 80% }", "poisson(100/s)", many);
        QVERIFY(near(cache(r, "hit_ratio"), 0.8, 0.006));
        QVERIFY(near(cache(r, "load_rate"), 20.0, 0.7));
        QVERIFY(near(r.client("latency.mean"), 0.001 + 0.2 * 0.1, 0.001));
        QVERIFY(near(r.figure(Subject::endpoint, "db.e", "calls"), cache(r, "load_rate") * 1000.0, 20.0));  // under way
    }
    // One key: l T / (1 + l T). Loading takes no time here, or loads would overlap.
    void expiry_hits_as_theory_says() {
        const auto r = ran("{ keys: 1, ttl: 300ms }", "poisson(10/s)", many, "10000s", "", {},
                           "{ endpoints: { e: [ { delay: 0s } ] } }");
        QVERIFY2(near(cache(r, "hit_ratio"), ttl_hit_ratio({1.0}, 10.0, 0.3), 0.004),
                 qPrintable(QString::number(cache(r, "hit_ratio"))));
        const auto many_keys = ran("{ keys: 200, skew: 0.9, ttl: 5s }", "poisson(50/s)", many, "4000s", "",
                                   std::chrono::seconds{100}, "{ endpoints: { e: [ { delay: 0s } ] } }");
        QVERIFY(near(cache(many_keys, "hit_ratio"), ttl_hit_ratio(zipf_shares(200, 0.9), 50.0, 5.0), 0.005));
    }
    void the_least_recently_used_goes_as_che_says() {
        const auto r = ran("{ keys: 1000, skew: 0.8, size: 100 }", "poisson(200/s)", many, "1500s", "",
                           std::chrono::seconds{100}, "{ endpoints: { e: [ { delay: 0s } ] } }");
        QVERIFY(near(cache(r, "hit_ratio"), lru_hit_ratio(zipf_shares(1000, 0.8), 100), 0.01));
        QCOMPARE(cache(r, "entries.mean"), 100.0);
    }
    // Size one is exact: the sum of squares.
    void one_entry_hits_when_the_same_key_comes_twice() {
        const auto r = ran("{ keys: 10, skew: 1, size: 1 }", "poisson(200/s)", many, "1000s", "", {},
                           "{ endpoints: { e: [ { delay: 0s } ] } }");
        double exact = 0.0;
        for (const double p : zipf_shares(10, 1.0)) exact += p * p;
        QVERIFY(near(cache(r, "hit_ratio"), exact, 0.006));
    }
    // Ten requests within 100 ms ask for the one key while it is being loaded.
    void those_who_miss_together_load_together_or_wait() {
        const auto storm = ran("{ keys: 1 }", "constant(100/s)", many, "10s");
        QCOMPARE(cache(storm, "load_rate") * 10.0, 10.0);  // as long as the first is under way
        const auto flight = ran("{ keys: 1, coalesce: true }", "constant(100/s)", many, "10s");
        QCOMPARE(cache(flight, "load_rate") * 10.0, 1.0);
        QVERIFY(near(cache(flight, "coalesced_share"), 9.0 / 1000.0, 1.1e-3));
        QCOMPARE(flight.client("availability"), 1.0);
        QVERIFY(flight.client("latency.mean") < storm.client("latency.mean"));
    }
    // A load that fails is an error to all who waited for it, and nothing is kept.
    void those_who_wait_share_the_failure() {
        const auto r = ran("{ keys: 1, coalesce: true }", "constant(100/s)", many, "9.995s", "", {},
                           "{ endpoints: { e: { steps: [ { delay: 95ms } ], error_rate: 100% } } }");
        QCOMPARE(r.client("outcome.error"), 1.0);
        QVERIFY(near(cache(r, "load_rate") * 9.995, 100.0, 1.1));
        QCOMPARE(cache(r, "hit_ratio"), 0.0);
        QCOMPARE(cache(r, "entries.mean"), 0.0);
    }
    // Loaded at 1 s, used up at 11 s: with coalescing the one request that comes then waits for 100 ms; with a stale
    // answer it does not.
    void a_stale_answer_hides_the_load() {
        const auto strict = ran("{ keys: 1, ttl: 10s }", "constant(1/s)", many, "100.5s");
        const auto stale = ran("{ keys: 1, ttl: 10s, stale_while_revalidate: 5s }", "constant(1/s)", many, "100.5s");
        QVERIFY(near(strict.client("latency.mean"), 0.001 + 0.1 * 10.0 / 100.0, 0.0011));
        QVERIFY(near(stale.client("latency.mean"), 0.001 + 0.1 / 100.0, 1e-4));
        QVERIFY(near(cache(stale, "stale_share"), 0.09, 0.011));
        QVERIFY(cache(stale, "load_rate") > 0.0);
    }
    void a_flush_makes_it_cold() {
        const auto r = ran("{ keys: 100, skew: 0 }", "constant(100/s)", many, "100s",
                           "faults: [ { at: 50s, cache: a.k, flush: true } ]\n");
        // Twice until all hundred are there; a few are asked for twice while they are loaded.
        QVERIFY(cache(r, "load_rate") * 100.0 >= 195.0);
        QVERIFY(cache(r, "load_rate") * 100.0 <= 245.0);
        const auto given = ran("{ hit_ratio: 100%, refill: 10s }", "constant(100/s)", many, "100s",
                               "faults: [ { at: 50s, cache: a.k, flush: true } ]\n");
        // The integral of exp(-t / 10 s).
        QVERIFY(near(cache(given, "load_rate") * 100.0, 1000.0 * (1.0 - std::exp(-5.0)), 80.0));
    }
    void a_shared_cache_is_filled_once_and_survives() {
        const auto loads = [](const char* scope, const char* rest) {
            const auto r = ran(std::string{"{ keys: 50, skew: 0, scope: "} + scope + " }", "constant(100/s)",
                               "{ count: 4, concurrency: unlimited }", "100s", rest, {},
                               "{ endpoints: { e: [ { delay: 0s } ] } }");
            return cache(r, "load_rate") * 100.0;
        };
        QVERIFY(near(loads("shared", ""), 50.0, 0.1));
        QVERIFY(near(loads("replica", ""), 200.0, 0.1));
        const char* crash = "faults: [ { at: 50s, replica: a/1, outage: 1s } ]\n";
        QVERIFY(near(loads("shared", crash), 50.0, 0.1));
        QVERIFY(near(loads("replica", crash), 250.0, 0.1));
    }
    // A worker is held by who waits for another's load, and given back by the end.
    void waiting_for_a_load_holds_the_worker() {
        const auto r = ran("{ keys: 1, coalesce: true, ttl: 1s }", "constant(10/s)", "{ concurrency: 3 }", "100s", "",
                           {}, "{ endpoints: { e: [ { delay: 500ms } ] } }");
        QCOMPARE(r.client("availability"), 1.0);
        QVERIFY(r.service("a", "queue.mean") > 0.1);
    }
    // The one that loads is killed with its replica, and those who wait with it.
    void a_replica_that_dies_takes_its_loads_along() {
        const auto r =
            ran("{ keys: 5, coalesce: true, ttl: 200ms }", "poisson(200/s)",
                "{ count: 2, concurrency: 8, while_waiting: release }", "200s",
                "faults: [ { at: 20s, replica: a/0, outage: 5s }, { at: 40s, replica: a/1, outage: 5s, mode: "
                "silent }, { at: 60s, service: a, outage: 5s, mode: pause } ]\n");
        QVERIFY(r.client("availability") > 0.5);
    }
    void what_a_caller_withdraws_fails_those_who_wait() {
        const Ran r{scenario(
            "run: { duration: 100s, warmup: 0s }\nservices:\n  a: { replicas: { concurrency: unlimited }, caches: { k: "
            "{ "
            "keys: 1, coalesce: true } }, endpoints: { e: [ { cached: { in: k, steps: [ { delay: 10s } ] } } ] } }\n"
            "clients: { c: { arrivals: constant(1/s), call: a, with: { timeout: { per_try: 5500ms, cancel: true } } } "
            "}\n")};
        // Each leader gives up after 5.5 s, and so ends those who came after it; nobody is ever answered.
        QCOMPARE(r.client("availability"), 0.0);
        QVERIFY(r.client("outcome.error") > 0.7);
        QVERIFY(r.client("outcome.timeout") > 0.1);
    }
    void wrong_caches_are_said_to_be() {
        const auto problems = [](const std::string& caches, const std::string& step, const char* fault = "") {
            const auto loaded =
                read_scenario("nines: 1\nservices: { a: { caches: " + caches + ", endpoints: { e: [ " + step +
                                  " ] } } }\nclients: { c: { arrivals: poisson(1/s), call: a } }\n" + fault,
                              "test.yaml");
            return loaded ? std::string{} : print_problems(loaded.problems());
        };
        const std::string use = "{ cached: { in: k, steps: [ { work: 1ms } ] } }";
        QVERIFY(problems("{ k: { keys: 10 } }", use).empty());
        QVERIFY(problems("{ kk: { keys: 10 } }", use).find("did you mean \"kk\"") != std::string::npos);
        QVERIFY(problems("{ k: { hit_ratio: 50%, ttl: 1s } }", use).find("of single keys") != std::string::npos);
        QVERIFY(problems("{ k: {} }", use).find("hit_ratio") != std::string::npos);
        QVERIFY(problems("{ k: { keys: 10, stale_while_revalidate: 1s } }", use).find("becomes stale") !=
                std::string::npos);
        QVERIFY(
            problems("{ k: { keys: 10 } }", "{ cached: { in: k, steps: [ " + use + " ] } }").find("behind a call") !=
            std::string::npos);
        QVERIFY(
            problems("{ k: { keys: 10 } }", use, "faults: [ { at: 1s, cache: a.k, outage: 1s } ]\n").find("flush") !=
            std::string::npos);
        QVERIFY(problems("{ k: { keys: 10 } }", use, "faults: [ { at: 1s, cache: a.x, flush: true } ]\n")
                    .find("no cache \"a.x\"") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(CachingTest)
#include "caching_test.moc"
