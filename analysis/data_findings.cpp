#include "analysis/data_findings.hpp"

#include <fmt/format.h>

#include "analysis/findings.hpp"

namespace nines {

namespace {

class DataFindings {
public:
    explicit DataFindings(const Scenario& s) : s_(s) {}

    Problems find_all() {
        for (const auto& [name, database] : s_.databases) look_at(database, "databases." + name);
        return std::move(found_.all);
    }

private:
    void look_at(const Database& b, const std::string& path) {
        const auto nodes = b.replicas.count;
        const auto& r = b.replication;
        if (b.quorum) {
            if (b.quorum->read + b.quorum->write <= nodes)
                found_.remark(path + ".quorum",
                              fmt::format("{} + {} answers of {} nodes need not meet: reads may be stale",
                                          b.quorum->read, b.quorum->write, nodes));
        } else if (b.multi_primary) {
            if (b.multi_primary->resolution == Resolution::last_write_wins)
                found_.remark(path + ".multi_primary.resolution",
                              "of two writes that did not know of each other one is lost");
        } else if (nodes > 1) {
            const bool synchronous = r.mode == ReplicationMode::synchronous;
            const bool elects = b.failover && b.failover->election;
            if (!b.failover)
                found_.warn(path + ".failover",
                            "single point of failure: nobody takes the place of a primary that is gone");
            else if (!elects && r.mode == ReplicationMode::asynchronous)
                found_.remark(path + ".replication",
                              "a failover loses what was acknowledged and had not been sent yet");
            if (b.failover && !b.failover->fencing && !elects)
                found_.warn(path + ".failover.fencing", "a primary that is cut off goes on taking writes: split brain");
            if (synchronous && !elects && r.wait_for + 1 == nodes)
                found_.remark(path + ".replication.wait_for",
                              "every node is waited for: writes stop when any of them is down");
        }
        for (const auto& fault : s_.faults)
            if (fault.database && path == "databases." + *fault.database && !b.backups)
                found_.warn(path + ".backups", "the data is damaged by a fault, and there are none: all of it is lost");
    }

    const Scenario& s_;
    Findings found_;
};

}  // namespace

Problems data_findings(const Scenario& s) { return DataFindings{s}.find_all(); }

}  // namespace nines
