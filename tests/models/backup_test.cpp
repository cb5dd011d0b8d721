// Backups and restores, where no chance is involved: one write every ten seconds, a full backup every hour that can be
// used ten minutes later.
#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

namespace {

Ran ran(const std::string& backups, const std::string& damage, const std::string& more = "") {
    return Ran{scenario(
        "run: { duration: 10h, warmup: 0s }\n"
        "databases: { d: { replicas: 2, write: 0s, read: 0s, replication: synchronous, backups: { every: 1h, "
        "takes: 10min, restore: 20min" +
        backups + " }" + more +
        " } }\n"
        "clients: { c: { arrivals: constant(0.1/s), call: d.write }, r: { arrivals: constant(0.1/s), call: d.read "
        "} }\nfaults: [ { at: 3h30min5s, database: d, damage: " +
        damage + " } ]\n")};
}
double of_database(const Ran& r, const char* metric) { return r.figure(Subject::database, "d", metric); }
bool near(double a, double b) { return std::abs(a - b) < 1e-6; }

}  // namespace

class BackupTest : public QObject {
    Q_OBJECT

private slots:
    // Damaged at 3:30:05, noticed at 4:00:05: the backup of 4:00 has the damage, that of 3:00 is restored by 4:20:05.
    void without_an_archived_log_the_last_backup_before_the_damage_is_restored() {
        const auto r = ran("", "30min");
        QCOMPARE(of_database(r, "restores"), 1.0);
        QVERIFY(near(of_database(r, "restore.mean"), 3000.0));
        QVERIFY(near(of_database(r, "restore_point.mean"), 1805.0));
        QCOMPARE(of_database(r, "writes.lost"), 361.0);  // of an hour, with both its ends
        QVERIFY(std::abs(of_database(r, "reads.damaged_share") - 180.0 / (3600 - 120)) < 0.001);
        QVERIFY(near(of_database(r, "write_availability.time"), 1.0 - 1200.0 / 36000.0));
    }
    // The log is replayed from 3:00 to the damage, ten times as fast as it was written.
    void with_an_archived_log_it_is_the_moment_before_the_damage() {
        const auto r = ran(", archive: 1min, replay_speed: 10", "30min");
        QVERIFY(near(of_database(r, "restore_point.mean"), 0.0));
        QVERIFY(near(of_database(r, "restore.mean"), 3000.0 + 1805.0 / 10.0));
        QCOMPARE(of_database(r, "writes.lost"), 180.0);  // those after the damage
    }
    // Storage that is gone takes the piece of the log with it that was not archived yet.
    void destroyed_data_comes_back_as_it_was_archived_last() {
        const auto r = ran(", archive: 1min, replay_speed: 10", "{ noticed: 1min, destroys: true }");
        QVERIFY(near(of_database(r, "restore_point.mean"), 5.0));
        QVERIFY(near(of_database(r, "restore.mean"), 60.0 + 1200.0 + 1800.0 / 10.0));
        QCOMPARE(of_database(r, "writes.lost"), 1.0);  // of 3:30:00, just after the piece ended
    }
    void incremental_backups_are_restored_on_top_of_the_full_one() {
        const auto r = ran(", incremental: 25min, incremental_takes: 1min, incremental_restore: 2min", "1min");
        // Full at 3:00, incremental ones at 2:55 and 3:20.
        QVERIFY(near(of_database(r, "restore_point.mean"), 605.0));
        QVERIFY(near(of_database(r, "restore.mean"), 60.0 + 1200.0 + 120.0));
    }
    void bad_backups_cost_the_time_to_try_them_and_a_restore_test_finds_them_out() {
        const auto bad = ran(", fails_silently: 100%", "30min");
        QCOMPARE(of_database(bad, "backups.bad"), 3.0);
        QCOMPARE(of_database(bad, "restores.empty_share"), 1.0);
        QVERIFY(near(of_database(bad, "restore.mean"), 1800.0 + 3 * 1200.0));
        QCOMPARE(of_database(bad, "writes.lost"), 1440.0);  // all of them
    }
    // 360 writes an hour of 1 MB on 36 GB: 100 s to take and to restore, and 1 s for every hour of writes. The backup
    // of 3:00 holds 1,080 writes (the one of that moment comes after it).
    void what_there_is_to_copy_says_how_long_it_takes() {
        const char* volume = ", volume: { size: 36GB, per_write: 1MB, backup_speed: 360MB, restore_speed: 360MB }";
        const auto r = ran(volume, "30min");
        QVERIFY(std::abs(of_database(r, "restore.mean") - (1800.0 + 100.0 + 3.0)) < 0.01);
        const auto incremental = ran(std::string{volume} + ", incremental: 25min", "1min");
        // Full at 3:00, incremental at 3:20: its twenty minutes are brought back on top.
        QVERIFY(std::abs(of_database(incremental, "restore.mean") - (60.0 + 100.0 + 3.0 + 1.0 / 3.0)) < 0.01);
    }
    // At 5 MB/s a copy of 36 GB takes two hours: that of 1:00 has arrived just after 3:00, that of 2:00 after 5:00.
    // What is destroyed comes back from there, over the same link; what is only damaged from beside it.
    void copies_elsewhere_take_their_time() {
        const std::string offsite = ", volume: { size: 36GB, backup_speed: 360MB, restore_speed: 360MB }, offsite: 5MB";
        const auto destroyed = ran(offsite, "{ noticed: 1min, destroys: true }");
        QVERIFY(near(of_database(destroyed, "restore_point.mean"), 9005.0));
        QVERIFY(near(of_database(destroyed, "restore.mean"), 60.0 + 7200.0));
        const auto damaged = ran(offsite, "1min");
        QVERIFY(near(of_database(damaged, "restore_point.mean"), 1805.0));
        QVERIFY(near(of_database(damaged, "restore.mean"), 60.0 + 100.0));
    }
    // A piece of the log of a minute, six writes of 1 MB, takes 20 s at 300 kB/s: at 3:30:05 that of 3:29 is there.
    void the_log_takes_its_time_too() {
        const auto r = ran(
            ", archive: 1min, replay_speed: 10, volume: { size: 1B, per_write: 1MB, backup_speed: 1TB, restore_speed: "
            "1TB }, offsite: 300kB",
            "{ noticed: 1min, destroys: true }");
        QVERIFY(near(of_database(r, "restore_point.mean"), 65.0));
        QCOMPARE(of_database(r, "writes.lost"), 7.0);
    }
    // Damaged at 3:30:05 and again five minutes after the restore, before another piece of the log is archived: what
    // had been archived after the first damage is no more. Backups of 3:00; a write every ten seconds.
    void a_second_damage_does_not_bring_back_what_the_first_restore_threw_away() {
        const Ran r{scenario(
            "run: { duration: 10h, warmup: 0s }\ndatabases: { d: { write: 0s, backups: { every: 1h, takes: 10min, "
            "restore: 20min, archive: 61min, replay_speed: 1000000 } } }\nclients: { c: { arrivals: constant(0.1/s), "
            "call: d.write } }\nfaults: [ { at: 3h30min5s, database: d, damage: 50min }, { at: 4h45min, database: d, "
            "damage: 1min } ]\n")};
        QCOMPARE(of_database(r, "restores"), 2.0);
        QVERIFY(of_database(r, "writes.lost") < 1440.0);  // no more than were written until then
        QVERIFY(of_database(r, "writes.lost") >= 300.0);  // of the fifty minutes that the damage went unnoticed
    }
    void copies_elsewhere_have_a_size() {
        const auto loaded = read_scenario(
            "nines: 1\ndatabases: { d: { backups: { offsite: 1MB } } }\nclients: { c: { arrivals: constant(1/s), call: "
            "d.write } }\n",
            "test.yaml");
        QVERIFY(!loaded && print_problems(loaded.problems()).find("backups.volume") != std::string::npos);
    }
    // A step that holds for an hour on average has gone stale with chance 1 - exp(-3.5) when it is first followed after
    // three and a half, with a drill every 30 minutes 1 - exp(-0.00139) five seconds after the last. 400 runs: standard
    // deviations of 0.0085 and 0.0019.
    void what_nobody_has_tried_goes_stale() {
        const auto stale = [](const char* drills) {
            const auto s = scenario(
                std::string{
                    "run: { duration: 4h, warmup: 0s }\ndatabases: { d: { backups: { every: 1h, runbook: [ { takes: "
                    "1min, goes_stale: 1h, repair: 2min } ]"} +
                drills +
                " } } }\nclients: { c: { arrivals: constant(1/h), call: d.write } }\nfaults: [ { at: 3h30min, "
                "database: d, "
                "damage: 5s } ]\n");
            double steps = 0.0;
            for (std::uint64_t seed = 1; seed <= 400; ++seed) steps += of_database(Ran{s, seed}, "runbook.stale_steps");
            return steps / 400.0;
        };
        QVERIFY(std::abs(stale("") - (1.0 - std::exp(-3.5 - 5.0 / 3600.0))) < 0.03);
        QVERIFY(stale(", drills: 30min") < 0.01);
    }
    void a_runbook_comes_before_the_restore() {
        const auto r = ran(", runbook: [ { name: call somebody, takes: 7min }, 3min ]", "30min");
        QVERIFY(near(of_database(r, "restore.mean"), 3600.0));
    }
    void recoveries_are_held_against_their_objectives() {
        const auto met = [](const char* objective, const char* metric) {
            return of_database(ran("", "30min", std::string{", objective: "} + objective), metric);
        };
        QCOMPARE(met("{ rto: 1h, rpo: 1h }", "rto.met_share"), 1.0);
        QCOMPARE(met("{ rto: 1h, rpo: 1h }", "rpo.met_share"), 1.0);
        QCOMPARE(met("{ rto: 10min, rpo: 10min }", "rto.met_share"), 0.0);
        QCOMPARE(met("{ rto: 10min, rpo: 10min }", "rpo.met_share"), 0.0);
    }
};

QTEST_APPLESS_MAIN(BackupTest)
#include "backup_test.moc"
