// Visits: how often each endpoint is called on average, if nothing fails, and what load that offers to each service.
#pragma once

#include <vector>

#include "models/scenario.hpp"

namespace nines {

struct Load {
    // By service, in the order of the scenario; brokers behind them.
    std::vector<double> calls;        // a second
    std::vector<double> work;         // seconds of work a second: busy workers
    std::vector<double> workers;      // of all replicas, at their most
    std::vector<double> utilization;  // work over workers; 0 for unlimited ones
    // By endpoint, in the order of the scenario: seconds that one execution takes by itself.
    std::vector<double> seconds;
    // By client: the most that its own structure allows (a closed client as if nothing ever queued).
    std::vector<double> request_rate;  // a second
};

// REQUIRES: validate(s) reports no error.
[[nodiscard]] Load offered_load(const Scenario& s);

}  // namespace nines
