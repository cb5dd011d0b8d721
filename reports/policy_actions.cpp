#include "reports/policy_actions.hpp"

#include <array>
#include <cmath>

namespace nines {

namespace {

struct Kind {
    Subject subject;
    const char* metric;
    const char* what;
};
constexpr std::array kinds = {
    Kind{Subject::edge, "retry_share", "of attempts were retries"},
    Kind{Subject::edge, "retry.denied_share", "of retries were denied by the budget"},
    Kind{Subject::edge, "hedge.sent_share", "of attempts were hedges"},
    Kind{Subject::edge, "hedge.won_share", "of calls were answered by a hedge"},
    Kind{Subject::edge, "breaker.open_share", "of the time the breaker was open"},
    Kind{Subject::edge, "breaker.rejected_share", "of attempts were rejected by the breaker"},
    Kind{Subject::edge, "throttle.rejected_share", "of attempts were throttled by the caller"},
    Kind{Subject::edge, "rate_limit.rejected_share", "of attempts were over the rate limit"},
    Kind{Subject::edge, "bulkhead.rejected_share", "of attempts found the bulkhead full"},
    Kind{Subject::edge, "timeout.connect", "of attempts hit the connect timeout"},
    Kind{Subject::edge, "timeout.write", "of attempts hit the write timeout"},
    Kind{Subject::edge, "timeout.read", "of attempts hit the read timeout"},
    Kind{Subject::edge, "timeout.per_try", "of attempts hit the timeout of a try"},
    Kind{Subject::edge, "timeout.overall", "of attempts hit the overall deadline"},
    Kind{Subject::edge, "late_share", "of answers came when nobody waited any more"},
    Kind{Subject::edge, "fallback_share", "of calls were answered by the fallback"},
    Kind{Subject::service, "shed_share", "of requests were shed"},
    Kind{Subject::service, "shed.concurrency", "of requests were over the concurrency limit"},
    Kind{Subject::service, "shed.rate_limit", "of requests were over the rate limit"},
    Kind{Subject::service, "shed.codel", "of requests had waited too long"},
    Kind{Subject::service, "concurrency_limit.mean", "was the limit of all replicas on average"},
    Kind{Subject::service, "ejected.mean", "replicas were ejected on average"},
    Kind{Subject::service, "restarts", "restarts a replication"},
    Kind{Subject::service, "taken_out_well", "times a replication a replica that served was taken out of rotation"},
    Kind{Subject::service, "health_check.blind_time", "until a replica that had failed was out of rotation"},
    Kind{Subject::service, "failover.blind_time", "from a failure until a standby was active"},
    Kind{Subject::service, "failovers", "failovers a replication"},
    Kind{Subject::service, "failovers.by_hand", "of them ended by hand"},
    Kind{Subject::service, "failover.switching", "of the time a failover was under way"},
    Kind{Subject::service, "failover.recovering", "of the time it was recovered by hand"},
    Kind{Subject::service, "replicas.mean", "replicas were there on average"},
    Kind{Subject::service, "replica_hours", "replica hours were used"},
    Kind{Subject::service, "scale_ups", "times the autoscaler wanted more replicas"},
    Kind{Subject::service, "scale_downs", "times it wanted fewer"},
    Kind{Subject::service, "rollout.rolled_back", "of the rollouts were taken back"},
    Kind{Subject::service, "rollout.failed", "requests were failed by the new version"},
    Kind{Subject::service, "rollout.time", "was how long the rollout took"},
    Kind{Subject::service, "evictions", "replicas were evicted"},
    Kind{Subject::service, "brownout.dimmer", "was the chance of an optional step"},
    Kind{Subject::service, "brownout.left_out_share", "of optional steps were left out"},
    Kind{Subject::service, "cpu.utilization", "of the cores were busy"},
    Kind{Subject::service, "memory.utilization", "of the memory was used"},
    Kind{Subject::service, "memory.kills", "times a process was killed for its memory"},
    Kind{Subject::service, "memory.killed_requests", "requests were inside them"},
    Kind{Subject::service, "disk.utilization", "of the disk was used"},
    Kind{Subject::service, "disk.failed_writes", "requests found no room on the disk"},
    Kind{Subject::service, "disk.full_share", "of the time a replica stood still for its disk"},
    Kind{Subject::service, "drain.killed", "requests were killed with a replica that had to go"},
    Kind{Subject::service, "wasted_share", "of the work was for nobody"},
    Kind{Subject::cache, "hit_ratio", "of lookups were hits"},
    Kind{Subject::cache, "load_rate", "was loaded behind it"},
    Kind{Subject::cache, "coalesced_share", "of lookups waited for the load of another"},
    Kind{Subject::cache, "stale_share", "of lookups were answered stale"},
    Kind{Subject::cache, "eviction_rate", "was evicted"},
    Kind{Subject::pool, "utilization", "of the permits were in use"},
    Kind{Subject::pool, "wait.mean", "was the mean wait for a permit"},
    Kind{Subject::pool, "opened_share", "of those who got one waited for a new connection"},
    Kind{Subject::pool, "rejected_share", "of those who wanted a permit got none"},
};

}  // namespace

std::vector<PolicyAction> policy_actions(const ReportIndex& index) {
    std::vector<PolicyAction> out;
    for (const Subject s : {Subject::edge, Subject::service, Subject::cache, Subject::pool})
        for (const auto& name : index.names(s))
            for (const Kind& k : kinds) {
                if (k.subject != s || !index.has(s, name, k.metric)) continue;
                const auto& figure = index.figure(s, name, k.metric);
                if (std::isnan(figure.estimate) || figure.estimate == 0.0) continue;
                out.push_back({s, name, k.metric, k.what, figure, std::string{index.unit(s, name, k.metric)}});
            }
    return out;
}

}  // namespace nines
