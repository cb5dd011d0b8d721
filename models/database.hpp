// Databases: nodes that hold copies of the same data, how a write comes to all of them, and how readers are served.
//
// A database gives two endpoints, `read` and `write`, that any step or client calls. Its nodes are the replicas of a
// service of the same name (data_services.hpp), so that places, workers, queues, failures, faults and the policies of
// callers apply to them as to any other.
#pragma once

#include <optional>
#include <string>

#include "models/backup.hpp"
#include "models/checkpoint.hpp"
#include "models/consistency.hpp"
#include "models/database_disk.hpp"
#include "models/database_failover.hpp"
#include "models/keys.hpp"
#include "models/multi_primary.hpp"
#include "models/quorum.hpp"
#include "models/service.hpp"
#include "models/transaction.hpp"

namespace nines {

enum class ReadsFrom : std::uint8_t {
    primary,
    replicas,  // in turn; the primary when there is no other
    any,       // all nodes, as the load balancer says
};
template <>
struct Choices<ReadsFrom> {
    static constexpr std::array<std::string_view, 3> names = {"primary", "replicas", "any"};
};

// What a write waits for before it is acknowledged, beside the primary's own disk.
enum class ReplicationMode : std::uint8_t {
    asynchronous,      // nothing
    semi_synchronous,  // `wait_for` replicas, but no longer than `timeout`: then nothing, until one has caught up
    synchronous,       // `wait_for` replicas, however long it takes
};
template <>
struct Choices<ReplicationMode> {
    static constexpr std::array<std::string_view, 3> names = {"asynchronous", "semi_synchronous", "synchronous"};
};

struct DatabaseReplication {
    static constexpr const char* type_name = "DatabaseReplication";
    ReplicationMode mode = ReplicationMode::asynchronous;
    std::uint32_t wait_for = 1;                   // replicas that have it on their disk
    Duration timeout = std::chrono::seconds{10};  // of semi_synchronous
    Distribution transfer;                        // of one write through the channel to one replica, one at a time
    std::optional<std::uint32_t> cascade;         // so many replicas copy from the primary, the others from these
    bool ordered = true;                          // false: every write travels by itself, `transfer` is its lag
    Distribution apply;                           // of one write at a replica until readers see it, one at a time
    friend bool operator==(const DatabaseReplication&, const DatabaseReplication&) = default;
};
void describe(Describe& d, DatabaseReplication& r);

struct Database {
    static constexpr const char* type_name = "Database";
    // As many connections at each as PostgreSQL allows.
    [[nodiscard]] static Replicas nodes() {
        Replicas r;
        r.concurrency = Limit{100};
        return r;
    }

    std::string preset;
    Replicas replicas = nodes();                        // its nodes; the first is the primary when a run begins
    Distribution read = Distribution::constant(0.001);  // work at a node
    Distribution write = Distribution::constant(0.001);
    Distribution fsync;  // of one flush of the log; writes that come meanwhile share the next one
    ReadsFrom reads_from = ReadsFrom::primary;
    Consistency consistency = Consistency::eventual;   // of reads that do not say
    Duration max_staleness = std::chrono::seconds{1};  // of bounded ones
    Keys keys;
    std::optional<std::uint32_t> shards;  // each has so many replicas; unset: it is one
    DatabaseReplication replication;
    std::optional<Quorum> quorum;               // instead of a primary
    std::optional<MultiPrimary> multi_primary;  // likewise
    std::optional<DatabaseFailover> failover;
    Dictionary<Transaction> transactions;  // endpoints of their own
    TransactionRules transaction_rules;
    std::optional<Checkpoint> checkpoint;
    std::optional<DatabaseDisk> disk;  // of each node
    std::optional<Backups> backups;
    std::optional<RecoveryObjective> objective;
    std::optional<Failure> replica_failure;  // of each node by itself
    std::optional<HealthCheck> health_check;
    [[nodiscard]] std::uint32_t shard_count() const { return shards.value_or(1); }
    friend bool operator==(const Database&, const Database&) = default;
};
void describe(Describe& d, Database& b);

}  // namespace nines
