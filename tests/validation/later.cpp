#include "tests/validation/case.hpp"

namespace nines::validation {

std::vector<NotYet> later_cases() {
    return {
        {"A04 Two-unit standby", "warm and cold standby are not modelled"},
        {"A05 Imperfect coverage and switchover delay", "failover is not modelled"},
        {"R09 Congestion collapse", "a service rate that depends on the load is not modelled"},
        {"R12 At-least-once delivery", "message brokers are not modelled"},
        {"E01 to E03 Rare events", "importance splitting and sampling are not built yet"},
        {"O01 Burn-rate alerts", "alerts are not built yet"},
    };
}

}  // namespace nines::validation
