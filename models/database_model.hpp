// A database compiled for running: what model.hpp is to a scenario. Of a sharded one, each shard is one; they stand
// beside each other in the model.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/database.hpp"
#include "sim/time.hpp"

namespace nines {

struct RunbookStepModel {
    std::uint32_t takes = 0, repair = 0;  // samplers
    double goes_wrong = 0.0;
    std::optional<Duration> goes_stale;
};
struct RunbookModel {
    std::vector<RunbookStepModel> steps;
    std::optional<Duration> drills;
};

// Samplers and streams are indices into the model's; all of one's ones of a kind that is not there.
struct DatabaseModel {
    static constexpr std::uint32_t absent = ~std::uint32_t{0};

    std::uint32_t service = absent;
    std::uint32_t first_shard = 0;  // a database
    std::uint32_t shards = 1;
    std::uint64_t rows = 0;        // of this shard
    std::uint32_t first_node = 0;  // a replica
    std::uint32_t offset = 0;      // of this node among the replicas of the service
    std::uint32_t nodes = 1;
    ReadsFrom reads_from = ReadsFrom::primary;
    ReplicationMode mode = ReplicationMode::asynchronous;
    std::uint32_t wait_for = 1;
    Duration timeout{};
    bool ordered = true;
    std::uint32_t relays = 0;  // replicas that copy from the primary, others from these; 0: all copy from it
    std::uint32_t transfer = absent, apply = absent, fsync = absent;  // samplers; absent: takes no time
    double transfer_mean = 0.0, apply_mean = 0.0;                     // seconds
    std::uint32_t stream = absent;                                    // of all of these
    bool fails_over = false;
    std::uint32_t detection = absent, promotion = absent, reconnect = absent, rejoin = absent;  // samplers
    std::uint32_t failover_stream = absent;
    std::uint64_t max_lag = ~std::uint64_t{0};
    Duration retry{}, demote_after{};
    bool fencing = true;
    bool fail_back = false;
    RunbookModel runbook;
    bool elects = false;
    std::uint32_t election_timeout = absent;
    Duration heartbeat{};

    Consistency consistency = Consistency::eventual;
    Duration max_staleness{};
    Keys keys;
    std::uint32_t key_stream = absent;
    bool rejects_changed = false;  // somebody writes only if nothing has changed

    bool leaderless = false;  // any node coordinates, or takes writes
    Quorum quorum;
    std::uint32_t quorum_write = absent, quorum_acknowledge = absent, quorum_read = absent, quorum_reply = absent;

    std::optional<MultiPrimary> multi_primary;
    std::uint32_t clock_error = absent;  // sampler
    std::vector<std::uint8_t> distance;  // by zone of a caller and node: 0 the same zone, 1 the same region, 2 farther

    std::vector<Transaction> transactions;
    TransactionRules rules;
    std::uint32_t transaction_stream = absent;

    std::optional<Checkpoint> checkpoint;
    std::optional<DatabaseDisk> disk;
    std::uint32_t disk_cleared = absent;  // sampler
    std::optional<Backups> backups;
    RunbookModel restore_runbook;
    std::uint32_t backup_stream = absent;
    std::optional<RecoveryObjective> objective;
    bool can_be_damaged = false;  // some fault does it

    // Whether a write waits for other nodes.
    [[nodiscard]] bool waits() const noexcept { return mode != ReplicationMode::asynchronous; }
};

}  // namespace nines
