#include "models/database.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, DatabaseReplication& r) {
    d.help("How a write comes to the other nodes. A bare word is the mode.");
    d.shorthand("mode");
    d("mode", r.mode,
      "What a write waits for beside the primary's disk: asynchronous (nothing), semi_synchronous (wait_for replicas, "
      "at most for the timeout), synchronous (wait_for replicas, however long)");
    d("wait_for", r.wait_for, range(1, 100), "Replicas that must have flushed a write before it is acknowledged",
      source("PostgreSQL: one synchronous standby; MySQL: rpl_semi_sync_source_wait_for_replica_count 1"));
    d("timeout", r.timeout, above(0.0),
      "Of semi_synchronous: then writes wait for nobody until a replica has caught up",
      source("MySQL: rpl_semi_sync_source_timeout 10 s"));
    d("transfer", r.transfer,
      "Of one write through the channel to one replica, beside the network's latency; one after the other, so that the "
      "lag grows with the load");
    d("cascade", r.cascade, range(1, 100),
      "Only so many replicas copy from the primary; the others copy from these, in turn, and from the primary while "
      "theirs is away");
    d("ordered", r.ordered,
      "Writes arrive in the order of the log; otherwise each travels by itself and transfer is its lag, as objects are "
      "copied between regions");
    d("apply", r.apply, "Of one write at a replica until readers see it; one after the other");
}

void describe(Describe& d, Database& b) {
    d.help(
        "Nodes that hold copies of the same data. It has two endpoints, read and write. The first node is the primary "
        "when a run begins; writes go to the primary, reads where reads_from says.");
    d.preset_name(b.preset);
    d("replicas", b.replicas, "Its nodes, the primary among them");
    d("read", b.read, "Work of a read at a node");
    d("write", b.write, "Work of a write at the primary, before its log is flushed");
    d("fsync", b.fsync, "Of one flush of the log, at every node; writes that come meanwhile share the next one");
    d("reads_from", b.reads_from,
      "primary; replicas (in turn, the primary when there is no other); any (all nodes, as a balancer would)");
    d("consistency", b.consistency,
      "Of reads that do not say: eventual (what the node has), session (what the request has written), bounded, "
      "strong; "
      "a read that its node cannot serve so goes to the primary");
    d("max_staleness", b.max_staleness, at_least(0.0), "How old what a bounded read finds may be");
    d("keys", b.keys, "Which rows reads and writes are about");
    d("shards", b.shards, range(1, 1000), headline("{} shards"),
      "The rows are spread over so many databases like this one, by a hash of their key: each has its own replicas and "
      "primary; unset: they are not spread");
    d("replication", b.replication, "How a write comes to the other nodes");
    d("quorum", b.quorum, "No primary: writes and reads wait for so many of the nodes");
    d("multi_primary", b.multi_primary,
      "Every node is a primary; writes that did not know of each other are reconciled");
    d("failover", b.failover, "What happens when the primary is gone; without it, nothing until it is back");
    d("transactions", b.transactions, "Endpoints that read and write several rows together, by name");
    d("transaction_rules", b.transaction_rules, "How these are kept apart");
    d("checkpoint", b.checkpoint, "When the disks of the nodes are busy with themselves");
    d("disk", b.disk, "Of each node; unset: it never fills");
    d("backups", b.backups, "Copies that are kept elsewhere, for when every node has the damage");
    d("objective", b.objective, "How long a recovery may take, and how far back it may go");
    d("replica_failure", b.replica_failure, "Of each node by itself");
    d("health_check", b.health_check, "How readers learn that a node is down");
    d.at_most_one_of({"quorum", "multi_primary", "failover"});
    Database postgresql;
    postgresql.replicas.concurrency = Limit{100};
    postgresql.fsync = Distribution::constant(0.001);
    postgresql.replication.mode = ReplicationMode::asynchronous;
    d.preset("postgresql", "PostgreSQL: max_connections 100, asynchronous unless a synchronous standby is named",
             postgresql);
    Database mysql = postgresql;
    mysql.replicas.concurrency = Limit{151};
    mysql.replication.mode = ReplicationMode::semi_synchronous;
    d.preset("mysql", "MySQL with semi-synchronous replication: max_connections 151, one replica, timeout 10 s", mysql);
}

}  // namespace nines
