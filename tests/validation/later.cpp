#include "tests/validation/case.hpp"

namespace nines::validation {

std::vector<NotYet> later_cases() {
    return {
        {"R11 Optimistic-concurrency contention", "versioned writes are not modelled"},
        {"R13 Data loss at failover", "replication of data is not modelled"},
        {"R14 Partial quorums", "replication of data is not modelled"},
        {"R15 Raft leader election", "leader election is not modelled"},
        {"E01 to E03 Rare events", "importance splitting and sampling are not built yet"},
        {"O01 Burn-rate alerts", "alerts are not built yet"},
    };
}

}  // namespace nines::validation
