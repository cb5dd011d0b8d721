// What the policies of a system did in a run: retried, turned away, hedged, ejected, shed, waited.
#pragma once

#include <string>
#include <vector>

#include "reports/report_index.hpp"

namespace nines {

struct PolicyAction {
    Subject subject;
    std::string name;
    std::string metric;
    const char* what;  // to stand after the figure: "of attempts were retries"
    Estimate figure;
    std::string unit;
};

// All that happened at all, by edge, service and bulkhead in the order of the catalogue.
[[nodiscard]] std::vector<PolicyAction> policy_actions(const ReportIndex& index);

}  // namespace nines
