// Sharded databases: which shard a row is on, what is shared by the shards, and what fails with one of them.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <vector>

#include "models/shards.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

Ran ran(const std::string& database, const std::string& rest = "", const std::string& steps = "{ call: d.write }",
        const char* rate = "poisson(1000/s)") {
    return Ran{
        scenario("run: { duration: 50s, warmup: 0s }\nplaces: { eu: { zones: [a, b, c] } }\nservices: { app: { "
                 "replicas: { concurrency: unlimited }, endpoints: { use: [ " +
                 steps + " ] } } }\ndatabases: { d: { " + database + " } }\nclients: { c: { arrivals: " + rate +
                 ", call: app, patience: 1s } }\n" + rest)};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }

}  // namespace

class ShardingTest : public QObject {
    Q_OBJECT

private slots:
    // A chi-square of 7 degrees of freedom exceeds 24.3 once in a thousand times.
    void rows_are_spread_evenly() {
        std::vector<double> rows(8, 0.0);
        for (std::uint64_t key = 0; key < 80'000; ++key) rows[shard_of_key(key, 8)] += 1.0;
        double chi_square = 0.0;
        for (const double n : rows) chi_square += (n - 10'000.0) * (n - 10'000.0) / 10'000.0;
        QVERIFY2(chi_square < 24.3, qPrintable(QString::number(chi_square)));
    }
    void a_shard_is_named_by_its_number() {
        QCOMPARE(shard_named("orders").database, std::string{"orders"});
        QVERIFY(!shard_named("orders").shard);
        QCOMPARE(*shard_named("orders/12").shard, 12U);
        QVERIFY(*shard_named("orders/twelve").shard > 1'000'000U);
        QVERIFY(*shard_named("orders/").shard > 1'000'000U);
        QVERIFY(*shard_named("orders/-1").shard > 1'000'000U);
    }
    // Of one node 250 writes a second are all that two workers of 8 ms can do; of eight, each has 125 to do.
    void shards_share_the_load() {
        const auto good = [](const char* shards) {
            return ran(std::string{"keys: 100000, write: 8ms, replicas: { concurrency: 2, queue: { capacity: 20 } }, "
                                   "shards: "} +
                       shards)
                .client("goodput");
        };
        QVERIFY(std::abs(good("1") - 250.0) < 1.0);
        QVERIFY(good("8") > 990.0);  // a Poisson stream of 50,000: sd 4.5
    }
    // A row that is asked for all the time is on one shard, whose two workers are all there are for it.
    void a_hot_row_is_not_shared() {
        const auto r = ran("keys: { count: 1000, skew: 5 }, write: 8ms, replicas: { concurrency: 2 }, shards: 8");
        const double hot = 1.0 / 1.036928;  // of Zipf's law with exponent 5: 1 / zeta(5)
        QVERIFY(of_database(r, "shards.busiest_share") > 0.8);
        QVERIFY(r.client("goodput") < 250.0 + 1000.0 * (1.0 - hot) + 10.0);
    }
    // One primary of four, without failover: the rows of the others are not touched.
    void with_a_primary_its_shard_is_gone_and_no_other() {
        const auto down = [](const char* primary) {
            return ran("keys: 100000, write: 1ms, replicas: { count: 2, concurrency: 10 }, shards: 4",
                       std::string{"faults: [ { at: 0s, primary: "} + primary + ", outage: 1h } ]\n");
        };
        for (const char* primary : {"d", "d/3"}) {
            const auto r = down(primary);
            QVERIFY(std::abs(r.client("availability") - 0.75) < 0.01);  // sd 0.002
            QVERIFY(std::abs(of_database(r, "write_availability.time") - 0.75) < 1e-6);
        }
        QVERIFY(of_database(down("d"), "writes.acknowledged") != of_database(down("d/3"), "writes.acknowledged"));
    }
    void every_shard_fails_over_by_itself() {
        const auto r = ran(
            "keys: 100000, write: 1ms, replicas: { count: 2, concurrency: 10 }, shards: 4, failover: { detection: 1s, "
            "promotion: 1s, reconnect: 0s }",
            "faults: [ { at: 10s, zone: eu/a, outage: 1h } ]\n");
        QCOMPARE(of_database(r, "failovers"), 4.0);  // all of them have their first node in the first zone
        QVERIFY(std::abs(of_database(r, "failover.mean") - 2.0) < 1e-6);
        QVERIFY(std::abs(of_database(r, "write_availability.time") - 48.0 / 50.0) < 1e-6);
    }
    // A request is about one row: what it writes it reads again, on whatever shard that is.
    void a_request_stays_with_its_row() {
        const auto strict = [](const char* kind) {
            return ran(
                std::string{"keys: 1000, read: 1ms, write: 1ms, replicas: { count: 3, concurrency: 100 }, shards: "
                            "5, "} +
                    kind,
                "", "{ call: d.write }, { call: d.read }");
        };
        QCOMPARE(of_database(strict("quorum: { read: 2, write: 2 }"), "reads.stale_share"), 0.0);
        QCOMPARE(of_database(strict("reads_from: replicas, consistency: session"), "reads.broken_share"), 0.0);
        const auto many = strict("multi_primary: { resolution: siblings, nearest: true }");
        QVERIFY(of_database(many, "convergence.mean") >= 0.0);
    }
    // Locks are of rows: the same waits on one database as on four, when each has workers enough.
    void transactions_keep_to_their_shard() {
        const auto waits = [](const char* shards) {
            return of_database(
                ran(
                    std::string{
                        "keys: 200, replicas: { concurrency: unlimited }, transactions: { t: { writes: 2, work: "
                        "5ms, in_order: true } }, shards: "} +
                        shards,
                    "", "{ call: d.t }", "poisson(100/s)"),
                "transactions");
        };
        QVERIFY(std::abs(waits("4") - 5000.0) < 350.0);  // sd 71
        QCOMPARE(waits("4"), waits("1"));
    }
    // Damage is of the whole database, and every shard is restored from its own backup.
    void damage_is_of_all_shards() {
        const auto r =
            ran("keys: 1000, write: 1ms, replicas: { concurrency: 10 }, shards: 3, backups: { every: 10s, takes: 1s, "
                "restore: 5s }",
                "faults: [ { at: 25s, database: d, damage: 1s } ]\n");
        QCOMPARE(of_database(r, "restores"), 3.0);
        QVERIFY(std::abs(of_database(r, "restore.mean") - 6.0) < 1e-6);
        QVERIFY(std::abs(of_database(r, "restore_point.mean") - 5.0) < 1e-6);
    }
    void what_cannot_be_is_said() {
        const auto wrong = [](const std::string& database, const std::string& fault, const char* expected) {
            const auto loaded =
                read_scenario("nines: 1\ndatabases: { d: { " + database +
                                  " } }\nclients: { c: { arrivals: constant(1/s), call: d.write } }\n" + fault,
                              "test.yaml");
            return !loaded && print_problems(loaded.problems()).find(expected) != std::string::npos;
        };
        QVERIFY(wrong("shards: 4", "", "4 shards, but keys.count is 1"));
        // All at once: what is wrong with the database hides nothing that is wrong elsewhere.
        QVERIFY(wrong("shards: 4", "faults: [ { at: 1s, primary: d/x, outage: 1s } ]\n", "keys.count is 1"));
        QVERIFY(wrong("shards: 4", "faults: [ { at: 1s, primary: d/x, outage: 1s } ]\n", "d has 4"));
        QVERIFY(wrong("shards: 1000, keys: 10000000", "", "rows allowed"));
        QVERIFY(wrong("shards: 1000, keys: 1000, replicas: 100", "", "nodes allowed"));
        QVERIFY(wrong("shards: 2, keys: 100", "faults: [ { at: 1s, primary: d/2, outage: 1s } ]\n", "d has 2"));
        QVERIFY(wrong("shards: 2, keys: 100",
                      "places: { eu: { zones: [a] } }\nfaults: [ { at: 1s, region: eu, drain: { lasting: 1s } } ]\n",
                      "a drain cannot move"));
        QVERIFY(wrong("shards: 2, keys: 100", "faults: [ { at: 1s, primary: e/1, outage: 1s } ]\n", "no database"));
    }
};

QTEST_APPLESS_MAIN(ShardingTest)
#include "sharding_test.moc"
