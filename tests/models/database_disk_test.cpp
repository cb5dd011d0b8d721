// Disks of databases, where no chance is involved: a write every second.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

Ran ran(const std::string& disk, const std::string& more = "", const std::string& rest = "",
        const char* call = "d.write") {
    return Ran{scenario("run: { duration: 1000.5s, warmup: 0s }\ndatabases: { d: { write: 1ms, read: 1ms, disk: " +
                        disk + more + " } }\nclients: { c: { arrivals: constant(1/s), call: " + call +
                        ", patience: 500ms }, r: { arrivals: constant(1/s), call: d.read } }\n" + rest)};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }
bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

class DatabaseDiskTest : public QObject {
    Q_OBJECT

private slots:
    // Room for 50 writes.
    void writes_that_do_not_fit_fail_and_reads_go_on() {
        const auto r = ran("{ size: 100kB, used: 50kB, per_write: 1kB }");
        QCOMPARE(of_database(r, "writes.acknowledged"), 50.0);
        QCOMPARE(of_database(r, "writes.no_room"), 950.0);
        QCOMPARE(of_database(r, "disk.peak"), 1.0);
        QCOMPARE(r.figure(Subject::client, "r", "availability"), 1.0);
        QVERIFY(near(of_database(r, "disk.full_share"), (1000.5 - 51.001) / 1000.5));
    }
    // The 51st write is turned away at 51 s, as are those until 150 s; then there is room for 50 more, and so on: of
    // every 150 writes 100, and 50 of the last 100.
    void people_make_room_after_a_while() {
        const auto r = ran("{ size: 100kB, used: 50kB, per_write: 1kB, cleared: 99.5s }");
        QCOMPARE(of_database(r, "writes.no_room"), 650.0);
        QCOMPARE(of_database(r, "writes.acknowledged"), 350.0);
    }
    // As above, but only the first of them gets as far as the disk, and whoever reads meanwhile is refused as well.
    void a_node_that_stops_serves_nobody_until_there_is_room() {
        const auto r = ran("{ size: 100kB, used: 50kB, per_write: 1kB, when_full: stop, cleared: 99.5s }");
        QCOMPARE(of_database(r, "writes.no_room"), 7.0);
        QCOMPARE(of_database(r, "writes.acknowledged"), 350.0);
        QVERIFY(near(r.service("d", "availability.time") * 1000.5, 1000.5 - 6 * 99.5 - (1000.5 - 951.001)));
    }
    // Away from 99.5 s on, it lacks all writes since: the 100 of which there is room for are full at 200 s. When it is
    // back it has them within a second.
    void a_replica_that_is_away_fills_the_disk_of_the_primary() {
        const char* disk = "{ size: 100kB, log_per_write: 1kB }";
        const auto away = ran(disk, ", replicas: 2", "faults: [ { at: 99.5s, replica: d/1, outage: 300s } ]\n");
        QCOMPARE(of_database(away, "writes.no_room"), 200.0);
        QVERIFY(near(of_database(away, "disk.full_share"), 200.0 / 1000.5 / 2.0));
        const auto there = ran(disk, ", replicas: 2");
        QCOMPARE(of_database(there, "writes.no_room"), 0.0);
        QVERIFY(of_database(there, "disk.peak") <= 0.34);  // what all have is known every 32 writes
    }
    // The log that filled the disk was kept for the replica that is away: who takes over has none of it.
    void another_takes_the_place_of_a_primary_whose_disk_is_full() {
        const auto r = ran("{ size: 100kB, log_per_write: 1kB, when_full: stop, cleared: 1h }",
                           ", replicas: 3, failover: { detection: 1s, promotion: 1s, reconnect: 0s }",
                           "faults: [ { at: 99.5s, replica: d/2, outage: 1h } ]\n");
        QCOMPARE(of_database(r, "failovers"), 1.0);
        QCOMPARE(of_database(r, "writes.no_room"),
                 2.0);  // it is full in its turn 100 writes later, and there is no third
        QCOMPARE(of_database(r, "writes.acknowledged"), 99.0 + 100.0 + 100.0);
    }
    void a_quorum_and_several_primaries_fill_up_too() {
        for (const char* kind : {", replicas: 3, quorum: { read: 1, write: 2 }", ", replicas: 3, multi_primary: {}"}) {
            const auto r = ran("{ size: 100kB, per_write: 1kB }", kind);
            QCOMPARE(of_database(r, "writes.acknowledged"), 100.0);
            QCOMPARE(of_database(r, "writes.no_room"), 900.0);
        }
    }
    void a_transaction_that_finds_no_room_changes_no_row() {
        const auto r =
            ran("{ size: 10kB, per_write: 1kB }",
                ", keys: 5, transactions: { t: { writes: 2, work: 1ms } }, transaction_rules: { concurrency: "
                "snapshot, isolation: serializable }",
                "", "d.t");
        QCOMPARE(of_database(r, "transactions"), 10.0);
        QCOMPARE(of_database(r, "transactions.serialization_share"), 0.0);
    }
};

QTEST_APPLESS_MAIN(DatabaseDiskTest)
#include "database_disk_test.moc"
