#include "models/database_validation.hpp"

#include <fmt/format.h>

#include <set>

#include "models/data_services.hpp"
#include "models/names.hpp"
#include "models/text.hpp"

namespace nines {

namespace {

class Databases {
public:
    explicit Databases(const Scenario& s) : s_(s) {}

    Problems of_names() {
        std::set<std::string_view> seen;
        for (const auto& [name, _] : s_.databases) {
            const auto path = "databases." + name;
            if (!seen.insert(name).second) wrong("databases", fmt::format("{} is there twice", in_quotes(name)));
            if (find(s_.services, name) != nullptr)
                wrong(path, fmt::format("{} is also the name of a service", in_quotes(name)));
            if (name.find('.') != std::string::npos || name.find('/') != std::string::npos)
                wrong(path, fmt::format("{} is no name of a database: it has a dot or a slash", in_quotes(name)));
        }
        return std::move(found_);
    }
    Problems of_parameters() {
        for (const auto& [name, database] : s_.databases) check(database, "databases." + name);
        return std::move(found_);
    }

private:
    void wrong(std::string path, std::string message) {
        Problem p;
        p.path = std::move(path);
        p.message = std::move(message);
        found_.push_back(std::move(p));
    }

    void check(const Database& b, const std::string& path) {
        const auto nodes = b.replicas.count;
        const auto& r = b.replication;
        const bool waits = r.mode != ReplicationMode::asynchronous;
        if (nodes > most_nodes)
            wrong(path + ".replicas.count", fmt::format("{} nodes are more than the {} allowed", nodes, most_nodes));
        if (waits && nodes > 1 && r.wait_for >= nodes)
            wrong(
                path + ".replication.wait_for",
                fmt::format("{} replicas are waited for, but beside the primary there are {}", r.wait_for, nodes - 1));
        if (waits && nodes == 1)
            wrong(path + ".replication.mode",
                  fmt::format("{} with one node: there is no replica to wait for",
                              Choices<ReplicationMode>::names[static_cast<std::size_t>(r.mode)]));
        if (waits && !r.ordered)
            wrong(path + ".replication.ordered",
                  "writes that travel by themselves are waited for by nobody: asynchronous");
        if (!r.ordered && !r.apply.is_zero())
            wrong(path + ".replication.apply", "with ordered: false transfer is the whole lag");
        if (b.failover && b.failover->election && nodes < 3)
            wrong(path + ".failover.election", fmt::format("{} nodes have no majority without one of them", nodes));
        if (b.checkpoint && b.checkpoint->lasting >= b.checkpoint->every)
            wrong(path + ".checkpoint.lasting", "lasts until the next one begins");
        check_shards(b, path);
        check_cascade(b, path);
        if (b.backups && b.backups->offsite && !b.backups->volume)
            wrong(path + ".backups.offsite", "nobody knows how long a copy takes without backups.volume");
        if (b.disk && b.disk->used > b.disk->size) wrong(path + ".disk.used", "is more than the size of the disk");
        if (b.disk && b.disk->log_per_write.bytes > 0.0 && (b.quorum || b.multi_primary))
            wrong(path + ".disk.log_per_write", "only a database with one primary keeps a log for others");
        if (b.quorum) check_quorum(b, path);
        if (b.multi_primary) check_multi_primary(b, path);
        for (const auto& [key, t] : b.transactions) check_transaction(key, t, b, path + ".transactions." + key);
        if (b.failover && nodes == 1) wrong(path + ".failover", "with one node there is nobody to fail over to");
        if (b.replicas.queue.discipline == Discipline::preemptive_lifo ||
            b.replicas.queue.discipline == Discipline::processor_sharing)
            wrong(path + ".replicas.queue.discipline", "a database has one of fifo, lifo or priority");
    }

    void check_shards(const Database& b, const std::string& path) {
        if (b.shard_count() == 1) return;
        if (drains_anything(s_)) wrong(path + ".shards", "a drain cannot move the nodes of shards to other places");
        if (b.keys.count < b.shard_count())
            wrong(path + ".shards", fmt::format("{} shards, but keys.count is {}", b.shard_count(), b.keys.count));
        if (std::uint64_t{b.shard_count()} * b.replicas.count > most_shard_nodes)
            wrong(path + ".shards", fmt::format("{} shards of {} nodes are more than the {} nodes allowed",
                                                b.shard_count(), b.replicas.count, most_shard_nodes));
        if (std::uint64_t{b.shard_count()} * b.keys.count > most_versions)
            wrong(path + ".shards", fmt::format("{} keys in tables of {} shards are more than the {} rows allowed",
                                                b.keys.count, b.shard_count(), most_versions));
    }

    void check_cascade(const Database& b, const std::string& path) {
        const auto& r = b.replication;
        if (!r.cascade) return;
        const auto here = path + ".replication.cascade";
        if (b.quorum || b.multi_primary) wrong(here, "only replicas of one primary copy from each other");
        if (b.failover && b.failover->election) wrong(here, "with an election every node hears from its leader");
        if (*r.cascade >= b.replicas.count)
            wrong(here, fmt::format("{} replicas copy from the primary, but beside it there are {}", *r.cascade,
                                    b.replicas.count - 1));
        if (r.mode != ReplicationMode::asynchronous && r.wait_for > *r.cascade)
            wrong(here,
                  fmt::format("{} replicas are waited for, but {} copy from the primary", r.wait_for, *r.cascade));
    }

    void check_quorum(const Database& b, const std::string& path) {
        const auto nodes = b.replicas.count;
        const auto& q = *b.quorum;
        if (q.read > nodes) wrong(path + ".quorum.read", fmt::format("{} answers of {} nodes", q.read, nodes));
        if (q.write > nodes) wrong(path + ".quorum.write", fmt::format("{} answers of {} nodes", q.write, nodes));
        if (b.failover) wrong(path + ".failover", "a quorum has no primary to fail over from");
        if (b.replication.mode != ReplicationMode::asynchronous)
            wrong(path + ".replication.mode", "a quorum waits for quorum.write nodes");
        if (b.keys.count * nodes * b.shard_count() > most_versions)
            wrong(path + ".keys.count", fmt::format("{} keys on {} nodes are more than the {} copies allowed",
                                                    b.keys.count, nodes, most_versions));
        if (b.consistency == Consistency::session || b.consistency == Consistency::bounded)
            wrong(path + ".consistency", "a quorum knows eventual (read answers) and strong (as many as it takes)");
    }

    void check_multi_primary(const Database& b, const std::string& path) {
        const auto nodes = b.replicas.count;
        const auto& p = *b.multi_primary;
        if (nodes < 2) wrong(path + ".replicas.count", "several primaries are at least 2 nodes");
        if (nodes > MultiPrimary::most_nodes)
            wrong(path + ".replicas.count",
                  fmt::format("{} primaries are more than the {} allowed", nodes, MultiPrimary::most_nodes));
        if (b.replication.mode != ReplicationMode::asynchronous)
            wrong(path + ".replication.mode", "between several primaries it is asynchronous");
        if (b.consistency != Consistency::eventual)
            wrong(path + ".consistency", "several primaries know only eventual");
        if (p.removes.value > 0.0 && p.resolution != Resolution::set)
            wrong(path + ".multi_primary.removes", "only of a set there is anything to remove");
        if (p.clock != WriteClock::physical && p.resolution != Resolution::last_write_wins)
            wrong(path + ".multi_primary.clock", "only last_write_wins goes by clocks");
        if (!p.clock_error.is_zero() && p.resolution != Resolution::last_write_wins)
            wrong(path + ".multi_primary.clock_error", "only last_write_wins goes by clocks");
        if (b.keys.count * nodes * nodes * b.shard_count() > most_versions)
            wrong(path + ".keys.count", fmt::format("{} keys for every two of {} nodes are more than the {} allowed",
                                                    b.keys.count, nodes, most_versions));
    }

    void check_transaction(const std::string& name, const Transaction& t, const Database& b, const std::string& path) {
        if (name == "read" || name == "write")
            wrong(path, fmt::format("{} is an endpoint that every database has; name it otherwise", in_quotes(name)));
        if (t.reads + t.writes == 0) wrong(path, "touches no row");
        if (t.reads + t.writes > b.keys.count)
            wrong(path, fmt::format("touches {} rows, but keys.count is {}", t.reads + t.writes, b.keys.count));
        if (b.quorum) wrong(path, "a quorum has no transactions");
        if (b.multi_primary) wrong(path, "of several primaries none can keep transactions apart");
    }

    static constexpr std::uint32_t most_nodes = 100;
    static constexpr std::uint64_t most_shard_nodes = 10'000;
    static constexpr std::uint64_t most_versions = 20'000'000;
    const Scenario& s_;
    Problems found_;
};

}  // namespace

Problems database_name_problems(const Scenario& s) { return Databases{s}.of_names(); }
Problems database_problems(const Scenario& s) { return Databases{s}.of_parameters(); }

std::string database_path(const Scenario& s, const std::string& path) {
    constexpr std::string_view services = "services.";
    if (!path.starts_with(services)) return path;
    const auto name = path.substr(services.size(), path.find('.', services.size()) - services.size());
    return is_database(s, name) && find(s.services, name) == nullptr ? "databases." + path.substr(services.size())
                                                                     : path;
}

}  // namespace nines
