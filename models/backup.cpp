#include "models/backup.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, BackupVolume& v) {
    d.help("How much there is to copy. A bare size is that of the data when a run begins.");
    d.shorthand("size");
    d("size", v.size, at_least(1.0), "Of the data when a run begins");
    d("per_write", v.per_write,
      "What each acknowledged write adds to the data, to the next incremental backup and to the archived log");
    d("backup_speed", v.backup_speed, at_least(1.0), "Of taking a backup, a second");
    d("restore_speed", v.restore_speed, at_least(1.0), "Of restoring one, a second");
}

void describe(Describe& d, Backups& b) {
    d.help(
        "Copies of the data that are kept elsewhere, and how it is brought back from them. Full ones are taken every "
        "so often, incremental ones between them, and the log may be archived, so that any moment can be restored.");
    d.preset_name(b.preset);
    d("every", b.every, range(Duration{1s}, Duration{24h * 366}), "Between two full backups; the first is taken then");
    d("takes", b.takes, at_least(0.0), "From the moment that a full backup holds until it can be used");
    d("incremental", b.incremental, range(Duration{1s}, Duration{24h * 366}), "Between two incremental ones");
    d("incremental_takes", b.incremental_takes, at_least(0.0), "The same of an incremental one");
    d("archive", b.archive, above(0.0),
      "The log is archived in pieces of this length: what is older than the last whole one can be brought back to any "
      "moment",
      source("PostgreSQL: archive_timeout, about 1 min is reasonable"));
    d("retention", b.retention, above(0.0), "Older backups are thrown away");
    d("fails_silently", b.fails_silently,
      "That a backup, and all after it, cannot be restored, and nobody knows until one is tried");
    d("restore_test", b.restore_test, above(0.0),
      "How often the newest one is restored to see, and the process mended");
    d("restore", b.restore, at_least(0.0), "Of a full backup: its size by the throughput");
    d("incremental_restore", b.incremental_restore, at_least(0.0), "Of each incremental one on top of it");
    d("replay_speed", b.replay_speed, above(0.0), "Seconds of archived log that are replayed in a second");
    d("volume", b.volume,
      "How much there is to copy: takes, incremental_takes, restore and incremental_restore then follow from it");
    d("offsite", b.offsite, at_least(1.0),
      "Bandwidth, a second, of copying every backup and the log to another place, one after the other: what is not "
      "there yet is lost with data that is destroyed; unset: backups are elsewhere at once");
    d("load", b.load, range(1.0, 1000.0),
      "Work at the primary takes so many times as long while a full backup is made");
    d("runbook", b.runbook, "What people do before the restore begins, one step after the other");
    d("drills", b.drills, above(0.0),
      "How often the runbook is gone through without need, and what has gone stale is mended");
    d("cost", b.cost, range(0.0, 1e12), "Of keeping them, an hour, in whatever money");
    Backups snapshots;
    snapshots.every = 24h;
    snapshots.takes = 15min;
    snapshots.archive = 5min;
    snapshots.restore = 30min;
    d.preset("rds", "Amazon RDS: daily snapshots, the log every 5 minutes, 7 days kept", snapshots);
}

void describe(Describe& d, RecoveryObjective& o) {
    d.help(
        "How long a recovery may take and how far back it may go, and in which share of them: judged like the other "
        "objectives. Recoveries are failovers, returns of the primary, and restores from backups.");
    d("rto", o.rto, above(0.0), "Recovery time objective: without service");
    d("rpo", o.rpo, at_least(0.0), "Recovery point objective: from the first write that was lost to the failure");
    d("share", o.share, "Of recoveries that must keep to it");
}

void describe(Describe& d, Damage& x) {
    d.help(
        "The data becomes wrong on every node (an operator's DROP, a bug that writes nonsense), or is gone: only a "
        "backup helps. A bare duration is how long nobody notices.");
    d.shorthand("noticed");
    d("noticed", x.noticed, "After which it is known, and the database is stopped to be restored");
    d("destroys", x.destroys, "The data is gone, and nothing is served from then on; otherwise wrong data is");
}

}  // namespace nines
