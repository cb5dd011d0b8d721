// Backups of a database, what is restored from them, and the objectives that a recovery is held against.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/runbook.hpp"

namespace nines {

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
    Factor load{1.0};                                        // work of the primary while a backup is made
    std::vector<RunbookStep> runbook;                        // before the restore begins
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
