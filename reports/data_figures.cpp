#include "reports/data_figures.hpp"

#include <array>
#include <cmath>

namespace nines {

namespace {

struct Kind {
    const char* metric;
    const char* what;
};
constexpr std::array kinds = {
    Kind{"writes.lost", "acknowledged writes lost"},
    Kind{"writes.lost_in_split_brain", "of these by a primary whose place was taken"},
    Kind{"exposure.max", "from the first lost write to the loss of the primary, at most"},
    Kind{"failovers", "failovers"},
    Kind{"failover.mean", "from the loss of the primary to a promotion"},
    Kind{"recovery.mean", "until writers could write again"},
    Kind{"split_brain_share", "of the time two nodes took writes"},
    Kind{"alone_share", "of the time writes waited for no replica"},
    Kind{"elections.long_share", "of elections took more than one term"},
    Kind{"shards.busiest_share", "of requests went to the busiest shard"},
    Kind{"writes.no_room", "writes found no room on the disk"},
    Kind{"disk.full_share", "of the time a disk was full"},
    Kind{"disk.peak", "of a disk was used, at most"},
    Kind{"runbook.stale_steps", "steps of runbooks had gone stale"},
    Kind{"reads.stale_share", "of reads were stale"},
    Kind{"staleness.mean", "was what these lacked old"},
    Kind{"reads.broken_share", "of reads were older than they asked for"},
    Kind{"unavailable", "requests found too few nodes"},
    Kind{"transactions.deadlock_share", "of transactions were deadlocked"},
    Kind{"transactions.lock_timeout_share", "of transactions waited too long for a lock"},
    Kind{"transactions.serialization_share", "of transactions found their rows changed"},
    Kind{"lock_wait.mean", "mean wait for a lock, of those that waited"},
    Kind{"restores", "restores from backups"},
    Kind{"restore.mean", "from the damage until the data was back"},
    Kind{"restore_point.mean", "from what was brought back to the damage"},
    Kind{"backups.bad", "backups turned out to be bad"},
    Kind{"restores.empty_share", "of restores found no backup"},
    Kind{"reads.damaged_share", "of reads were of damaged data"},
    Kind{"writes.conflicts", "writes found their row changed"},
    Kind{"writes.unconfirmed", "writes were made whose caller had gone"},
    Kind{"replication_lag.mean", "mean replication lag"},
    Kind{"replication_lag.p99", "99th percentile of the replication lag"},
};

}  // namespace

std::vector<DataFigure> data_figures(const ReportIndex& index) {
    std::vector<DataFigure> out;
    for (const auto& name : index.names(Subject::database)) {
        const auto& acknowledged = index.figure(Subject::database, name, "writes.acknowledged");
        for (const Kind& k : kinds) {
            if (!index.has(Subject::database, name, k.metric)) continue;
            const auto& figure = index.figure(Subject::database, name, k.metric);
            // Nothing lost is worth saying where something was written.
            const bool worth = std::string_view{k.metric} == "writes.lost" && acknowledged.estimate > 0.0;
            if (std::isnan(figure.estimate) || (figure.estimate == 0.0 && !worth)) continue;
            out.push_back({name, k.metric, k.what, figure, std::string{index.unit(Subject::database, name, k.metric)}});
        }
    }
    return out;
}

}  // namespace nines
