#include "models/database_failover.hpp"

namespace nines {

void describe(Describe& d, DatabaseFailover& f) {
    d.help(
        "What happens when the primary of a database is gone. Without it writes wait until the primary is back. The "
        "arbiter that decides stands in every zone: a primary that cannot talk to most of them counts as gone.");
    d.preset_name(f.preset);
    d("detection", f.detection, "From the failure of the primary until it is acted upon",
      source("Patroni: ttl 30 s, renewed every 10 s: 20 to 30 s after a crash"));
    d("promotion", f.promotion, "Of the replica that was chosen: the one that has most of the log");
    d("reconnect", f.reconnect, "From the promotion until writers know the new primary");
    d("max_lag", f.max_lag, range(0, 1'000'000'000), "A replica that lacks more writes than this is not promoted");
    d("retry", f.retry, above(0.0), "Until a candidate is looked for again when there was none",
      source("Patroni: loop_wait 10 s"));
    d("fencing", f.fencing,
      "A primary that is cut off, or comes back to find another in its place, takes no writes; without it both do: "
      "split brain");
    d("demote_after", f.demote_after, above(0.0), "With fencing: from its isolation until a primary stops",
      source("Patroni: retry_timeout 10 s"));
    d("rejoin", f.rejoin, "Of a former primary that is reachable again: stopped, rewound, made a replica");
    d("runbook", f.runbook, "What people do before the promotion, one step after the other");
    d("drills", f.drills, above(0.0),
      "How often the runbook is gone through without need, and what has gone stale is mended");
    d("election", f.election,
      "The nodes elect their primary by votes, and a write waits for most of them; instead of detection and promotion");
    d("fail_back", f.fail_back, "The first node takes over again once it has caught up");
    d.preset("patroni", "Patroni defaults: ttl 30 s, loop_wait 10 s, retry_timeout 10 s", DatabaseFailover{});
    DatabaseFailover rds;
    rds.detection = Distribution::uniform(30.0, 60.0);
    rds.promotion = Distribution::uniform(25.0, 50.0);
    rds.reconnect = Distribution::constant(5.0);
    DatabaseFailover raft;
    raft.election.emplace();
    raft.reconnect = Distribution::constant(0.0);
    d.preset("raft", "Raft: election timeouts of 150 to 300 ms", raft);
    d.preset("rds-multi-az", "Amazon RDS Multi-AZ instance: 60 to 120 s until the name points to the standby", rds);
    DatabaseFailover cluster = rds;
    cluster.detection = Distribution::uniform(10.0, 20.0);
    cluster.promotion = Distribution::uniform(5.0, 10.0);
    d.preset("rds-cluster", "Amazon RDS Multi-AZ cluster with two readable standbys: under 35 s", cluster);
    DatabaseFailover script;
    script.detection = Distribution::constant(30.0);
    script.fencing = false;
    d.preset("script", "A home-made script: a health check, then a promotion, and nothing that stops the old primary",
             script);
}

}  // namespace nines
