// Backups of a database, what is restored from them, and the objectives that a recovery is held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/runbook.hpp"
#include "models/size.hpp"

namespace nines {

// How much there is to copy: the times of backups and restores follow from it.
struct BackupVolume {
    static constexpr const char* type_name = "BackupVolume";
    Size size{100e9};  // of the data when a run begins
    Size per_write;    // that each write adds to the data, to the next incremental backup and to the archived log
    Size backup_speed{200e6}, restore_speed{200e6};  // a second
    friend bool operator==(const BackupVolume&, const BackupVolume&) = default;
};
void describe(Describe& d, BackupVolume& v);

struct Backups {
    static constexpr const char* type_name = "Backups";
    std::string preset;
    Duration every = std::chrono::hours{24};  // full ones
    std::optional<Duration> incremental;      // between the full ones
    Duration takes = std::chrono::hours{1};   // until a full one can be restored
    Duration incremental_takes = std::chrono::minutes{5};
    std::optional<Duration> archive;  // of the log: a piece is safe this long after it began
    Duration retention = std::chrono::hours{24 * 7};
    Probability fails_silently{0.0};                         // a backup that cannot be restored, and nobody knows
    std::optional<Duration> restore_test;                    // every so often the newest one is restored to see
    Duration restore = std::chrono::hours{1};                // of a full one
    Duration incremental_restore = std::chrono::minutes{5};  // of each incremental one on top
    double replay_speed = 10.0;                              // log replayed, to the time it took to be written
    std::optional<BackupVolume> volume;                      // instead of the four times above
    std::optional<Size> offsite;                             // bandwidth, a second, of the copies to another place
    Factor load{1.0};                                        // work of the primary while a backup is made
    std::vector<RunbookStep> runbook;                        // before the restore begins
    std::optional<Duration> drills;                          // of the runbook
    double cost = 0.0;                                       // an hour
    friend bool operator==(const Backups&, const Backups&) = default;
};
void describe(Describe& d, Backups& b);

// What a recovery may cost, and in how many of them it must keep to that.
struct RecoveryObjective {
    static constexpr const char* type_name = "RecoveryObjective";
    std::optional<Duration> rto;  // without service
    std::optional<Duration> rpo;  // of data lost
    Probability share{0.95};
    friend bool operator==(const RecoveryObjective&, const RecoveryObjective&) = default;
};
void describe(Describe& d, RecoveryObjective& o);

// Data that is wrong on every node, because what made it wrong was replicated faithfully.
struct Damage {
    static constexpr const char* type_name = "Damage";
    Distribution noticed = Distribution::constant(600.0);  // after which it is known, and the database is stopped
    bool destroys = false;                                 // it is gone at once, not wrong
    friend bool operator==(const Damage&, const Damage&) = default;
};
void describe(Describe& d, Damage& x);

}  // namespace nines
