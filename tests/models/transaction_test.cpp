// Transactions: locks, deadlocks and aborts, on two rows.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

Ran ran(const std::string& transactions, const std::string& rules, const std::string& clients, const char* keys = "2",
        const char* duration = "100s") {
    return Ran{scenario(std::string{"run: { duration: "} + duration +
                        ", warmup: 0s }\ndatabases: { d: { keys: " + keys + ", transactions: { " + transactions +
                        " }, transaction_rules: " + rules + " } }\nclients: { " + clients + " }\n")};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }
bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

class TransactionTest : public QObject {
    Q_OBJECT

private slots:
    // Two at the same instant, a row each 100 ms: the second waits for the first to end.
    void the_second_waits_until_the_first_has_ended() {
        const auto r =
            ran("t: { writes: 1, work: 100ms }", "{}",
                "a: { arrivals: constant(1/s), call: d.t }, b: { arrivals: constant(1/s), call: d.t }", "1", "10.5s");
        QVERIFY(
            near(r.figure(Subject::client, "a", "latency.mean") + r.figure(Subject::client, "b", "latency.mean"), 0.3));
        QVERIFY(near(of_database(r, "lock_wait.mean"), 0.1));
        QCOMPARE(of_database(r, "transactions"), 20.0);
    }
    void readers_wait_for_nobody_unless_they_lock_what_they_read() {
        const auto waits = [](const char* rules) {
            return of_database(
                ran("w: { writes: 1, work: 100ms }, r: { writes: 0, reads: 1, work: 100ms }", rules,
                    "a: { arrivals: constant(1/s), call: d.w }, b: { arrivals: constant(1/s), call: d.r }", "1"),
                "transactions.lock_waits");
        };
        QCOMPARE(waits("{ concurrency: locks, isolation: read_committed }"), 0.0);
        QCOMPARE(waits("{ concurrency: snapshot, isolation: serializable }"), 0.0);
        QCOMPARE(waits("{ concurrency: locks, isolation: serializable }"), 0.5);
    }
    // Two readers of a row and then a writer: the readers share it, the writer waits for the longer of them, and a reader
    // that comes while it waits comes after it.
    void readers_share_a_lock_and_a_writer_waits_for_all_of_them() {
        const auto r = ran("w: { writes: 1, work: 100ms }, r: { writes: 0, reads: 1, work: 100ms }, long: { writes: 0, "
                           "reads: 1, work: 300ms }",
                           "{ concurrency: locks, isolation: serializable }",
                           "a: { arrivals: constant(1/s), call: d.r }, b: { arrivals: constant(1/s), call: d.long }, c: { arrivals: "
                           "constant(0.952380952/s), call: d.w }, e: { arrivals: constant(0.909090909/s), call: d.r }",
                           "1", "1.9s");
        const auto took = [&](const char* client) { return r.figure(Subject::client, client, "latency.mean"); };
        QVERIFY(near(took("a"), 0.1));
        QVERIFY(near(took("b"), 0.3));
        QVERIFY(near(took("c"), 0.25 + 0.1));  // from 1.3 s on
        QVERIFY(near(took("e"), 0.3 + 0.1));   // from 1.4 s on
    }
    // Each reads what the other is about to write.
    void readers_and_writers_can_be_deadlocked_too() {
        const auto deadlocked = [](const char* isolation) {
            return of_database(ran("t: { reads: 1, writes: 1, work: 100ms }",
                                   std::string{"{ concurrency: locks, deadlock_check: 1s, isolation: "} + isolation + " }",
                                   "a: { arrivals: constant(0.5/s), call: d.t }, b: { arrivals: constant(0.5/s), call: d.t "
                                   "}",
                                   "2", "1000s"),
                               "transactions.deadlock_share");
        };
        QCOMPARE(deadlocked("read_committed"), 0.0);
        QVERIFY(std::abs(deadlocked("serializable") - 0.25) < 0.04);  // one of two, in half of 500 pairs; sd 0.011
    }
    // Two transactions over both rows, in an order of their own each: half of the pairs meet crosswise.
    void a_circle_is_found_after_the_delay_and_one_of_it_aborted() {
        const auto crosswise = [](const char* transaction, const char* rules) {
            return ran(transaction, rules,
                       "a: { arrivals: constant(0.5/s), call: d.t }, b: { arrivals: constant(0.5/s), call: d.t }", "2",
                       "1000.5s");
        };
        const auto found = crosswise("t: { writes: 2, work: 50ms }", "{ deadlock_check: 1s }");
        const double share = of_database(found, "transactions.deadlock_share");
        QVERIFY(std::abs(share - 0.25) < 0.04);  // one of two, in half of 500 pairs; sd 0.011
        QVERIFY(std::abs(found.figure(Subject::client, "a", "outcome.error") +
                         found.figure(Subject::client, "b", "outcome.error") - 2.0 * share) < 1e-9);
        const auto at_once = crosswise("t: { writes: 2, work: 50ms }", "{ deadlock_check: 0s }");
        QVERIFY(of_database(at_once, "lock_wait.max") < 0.11);
        QVERIFY(of_database(found, "lock_wait.max") > 0.9);
        QCOMPARE(of_database(crosswise("t: { writes: 2, work: 50ms, in_order: true }", "{ deadlock_check: 1s }"),
                             "transactions.deadlock_share"),
                 0.0);
    }
    void a_lock_timeout_ends_what_no_check_would() {
        const auto r =
            ran("t: { writes: 2, work: 50ms }", "{ preset: innodb, deadlock_check: 1h, lock_timeout: 500ms }",
                "a: { arrivals: constant(0.5/s), call: d.t }, b: { arrivals: constant(0.5/s), call: d.t }");
        QCOMPARE(of_database(r, "transactions.deadlock_share"), 0.0);
        QVERIFY(of_database(r, "transactions.lock_timeout_share") > 0.2);
    }
    // The second of two that began together finds its row changed; under read committed it writes over it.
    void a_snapshot_that_has_become_old_is_aborted() {
        const auto failed = [](const char* isolation) {
            return of_database(
                ran("t: { writes: 1, work: 100ms }",
                    std::string{"{ concurrency: snapshot, isolation: "} + isolation + " }",
                    "a: { arrivals: constant(1/s), call: d.t }, b: { arrivals: constant(1/s), call: d.t }", "1"),
                "transactions.serialization_share");
        };
        QCOMPARE(failed("read_committed"), 0.0);
        QCOMPARE(failed("repeatable_read"), 0.5);
    }
    // Each reads what the other writes: only serializable finds that out.
    void write_skew_is_stopped_by_serializable_alone() {
        const auto failed = [](const char* isolation) {
            return of_database(
                ran("t: { reads: 1, writes: 1, work: 100ms }",
                    std::string{"{ concurrency: snapshot, isolation: "} + isolation + " }",
                    "a: { arrivals: constant(0.5/s), call: d.t }, b: { arrivals: constant(0.5/s), call: d.t }", "2",
                    "1000s"),
                "transactions.serialization_share");
        };
        const double repeatable = failed("repeatable_read"), serializable = failed("serializable");
        QVERIFY(std::abs(repeatable - 0.25) < 0.04);  // both write the same row
        QVERIFY(std::abs(serializable - 0.5) < 0.04);
    }
    // Locks, crashes, timeouts that withdraw, all at once: the invariants hold, and everybody gets an answer in the
    // end.
    void nothing_is_left_locked_when_callers_or_nodes_go_away() {
        const Ran r{scenario(
            "run: { duration: 2h, warmup: 0s }\nplaces: { eu: { zones: [a, b] } }\nnetwork: { cross_zone: 1ms }\n"
            "databases: { d: { replicas: { count: 3, concurrency: 8 }, keys: { count: 20, skew: 1 }, fsync: 1ms, "
            "replication: "
            "synchronous, failover: { detection: 5s, promotion: 1s }, replica_failure: { mtbf: 10min, mttr: 20s }, "
            "transactions: { "
            "t: { reads: 1, writes: 2, work: exponential(5ms) } }, transaction_rules: { isolation: serializable } } }\n"
            "clients: { c: { arrivals: poisson(10/s), call: d.t, patience: 20s, with: { timeout: { per_try: 3s, "
            "cancel: true } } } "
            "}\n")};
        QVERIFY(of_database(r, "transactions.deadlock_share") > 0.001);
        QVERIFY(of_database(r, "failovers") > 2.0);
        const double available = r.client("availability");
        QVERIFY2(available > 0.4, qPrintable(QString::number(available)));
        QCOMPARE(of_database(r, "writes.lost"), 0.0);
    }
};

QTEST_APPLESS_MAIN(TransactionTest)
#include "transaction_test.moc"
