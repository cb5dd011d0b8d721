#include "models/compile_databases.hpp"

#include <fmt/format.h>

#include "models/shards.hpp"

namespace nines {

namespace {

class DatabaseCompiler {
public:
    DatabaseCompiler(const std::string& name, const Database& b, Model& m, const CompilerTools& tools)
        : name_(name), b_(b), m_(m), tools_(tools) {}

    void compile() {
        const auto first = static_cast<Index>(m_.databases.size());
        for (std::uint32_t shard = 0; shard < b_.shard_count(); ++shard)
            m_.databases.push_back(compile_shard(first, shard));
        for (std::uint64_t key = 0; key < b_.keys.count; ++key)
            ++m_.databases[first + shard_of_key(key, b_.shard_count())].rows;
        if (b_.backups) m_.backup_cost += b_.backups->cost;
    }

private:
    [[nodiscard]] Index stream(const std::string& purpose) const { return tools_.stream(component_, purpose); }
    [[nodiscard]] Index sampler_of_some(const Distribution& d) const {
        return d.is_zero() ? DatabaseModel::absent : tools_.sampler(d);
    }

    [[nodiscard]] DatabaseModel compile_shard(Index first, std::uint32_t shard) {
        component_ = shard == 0 ? "database:" + name_ : fmt::format("database:{}/{}", name_, shard);
        DatabaseModel out;
        out.service = tools_.service_of.at(name_);
        out.first_shard = first;
        out.shards = b_.shard_count();
        // Where drains move nodes there are places for more of them.
        out.nodes = m_.services[out.service].replicas / b_.shard_count();
        out.offset = shard * out.nodes;
        out.first_node = m_.services[out.service].first_replica + out.offset;
        compile_replication(out);
        compile_failover(out);
        compile_consistency(out);
        if (b_.quorum) compile_quorum(*b_.quorum, out);
        if (b_.multi_primary) compile_multi_primary(*b_.multi_primary, out);
        compile_recovery(out);
        out.checkpoint = b_.checkpoint;
        out.disk = b_.disk;
        if (b_.disk && b_.disk->cleared) out.disk_cleared = tools_.sampler(*b_.disk->cleared);
        return out;
    }

    void compile_replication(DatabaseModel& out) const {
        const auto& r = b_.replication;
        out.reads_from = b_.reads_from;
        out.mode = r.mode;
        out.wait_for = r.wait_for;
        out.timeout = r.timeout;
        out.ordered = r.ordered;
        out.relays = r.cascade.value_or(0);
        out.transfer = sampler_of_some(r.transfer);
        out.transfer_mean = r.transfer.mean();
        out.apply = sampler_of_some(r.apply);
        out.apply_mean = r.apply.mean();
        out.fsync = sampler_of_some(b_.fsync);
        out.stream = stream("log");
    }

    void compile_failover(DatabaseModel& out) const {
        const auto f = b_.failover.value_or(DatabaseFailover{});
        out.fails_over = b_.failover.has_value();
        out.detection = tools_.sampler(f.detection);
        out.promotion = tools_.sampler(f.promotion);
        out.reconnect = tools_.sampler(f.reconnect);
        out.rejoin = sampler_of_some(f.rejoin);
        out.failover_stream = stream("failover");
        out.max_lag = f.max_lag.count;
        out.retry = f.retry;
        out.demote_after = f.demote_after;
        out.fencing = f.fencing;
        out.fail_back = f.fail_back;
        out.runbook = runbook(f.runbook, f.drills);
        out.elects = f.election.has_value();
        if (!f.election) return;
        out.election_timeout = tools_.sampler(f.election->timeout);
        out.heartbeat = f.election->heartbeat;
        out.mode = ReplicationMode::synchronous;
        out.wait_for = out.nodes / 2;
    }

    void compile_consistency(DatabaseModel& out) const {
        out.consistency = b_.consistency;
        out.max_staleness = b_.max_staleness;
        out.keys = b_.keys;
        out.key_stream = stream("keys");
        for (const auto& [key, transaction] : b_.transactions) out.transactions.push_back(transaction);
        out.rules = b_.transaction_rules;
        out.transaction_stream = stream("transactions");
    }

    void compile_quorum(const Quorum& q, DatabaseModel& out) const {
        out.leaderless = true;
        out.quorum = q;
        if (!q.messages) return;
        out.quorum_write = tools_.sampler(q.messages->write);
        out.quorum_acknowledge = tools_.sampler(q.messages->acknowledge);
        out.quorum_read = tools_.sampler(q.messages->read);
        out.quorum_reply = tools_.sampler(q.messages->reply);
    }

    void compile_multi_primary(const MultiPrimary& p, DatabaseModel& out) const {
        out.leaderless = true;
        out.multi_primary = p;
        out.clock_error = tools_.sampler(p.clock_error);
        for (Index zone = 0; zone < m_.zones; ++zone)
            for (Index n = out.first_node; n < out.first_node + out.nodes; ++n)
                out.distance.push_back(tools_.distance(zone, m_.replicas[n].zone));
    }

    void compile_recovery(DatabaseModel& out) const {
        out.backups = b_.backups;
        if (b_.backups) out.restore_runbook = runbook(b_.backups->runbook, b_.backups->drills);
        out.backup_stream = stream("backups");
        out.objective = b_.objective;
    }

    [[nodiscard]] RunbookModel runbook(const std::vector<RunbookStep>& steps,
                                       const std::optional<Duration>& drills) const {
        RunbookModel out;
        out.drills = drills;
        for (const auto& s : steps)
            out.steps.push_back({tools_.sampler(s.takes), tools_.sampler(s.repair), s.goes_wrong.value, s.goes_stale});
        return out;
    }

    const std::string& name_;
    const Database& b_;
    Model& m_;
    const CompilerTools& tools_;
    std::string component_;
};

}  // namespace

void compile_databases(const Scenario& s, Model& m, const CompilerTools& tools) {
    for (const auto& [name, database] : s.databases) DatabaseCompiler{name, database, m, tools}.compile();
}

}  // namespace nines
