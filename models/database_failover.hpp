// Failover of a database: how it is noticed that the primary is gone, who takes its place and when writers know.
//
// Detection, promotion and redirection are delays of their own, one after the other. An arbiter (a configuration store,
// a witness) stands in every zone of the scenario: a primary that cannot talk to most zones is as good as gone to the
// others. With fencing it knows that itself and stops; without, it goes on taking writes: split brain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/election.hpp"
#include "models/runbook.hpp"

namespace nines {

struct DatabaseFailover {
    static constexpr const char* type_name = "DatabaseFailover";
    std::string preset;
    Distribution detection = Distribution::uniform(20.0, 30.0);  // from the failure until it is acted upon
    Distribution promotion = Distribution::constant(2.0);        // of the replica that was chosen
    Distribution reconnect = Distribution::constant(1.0);        // from then on, until writers know it
    Limit max_lag;                              // writes: a replica that is further behind is not promoted
    Duration retry = std::chrono::seconds{10};  // until a candidate is looked for again when there was none
    bool fencing = true;
    Duration demote_after = std::chrono::seconds{10};    // with fencing: from its isolation until a primary stops
    Distribution rejoin = Distribution::constant(10.0);  // of a former primary: stopped, rewound, a replica
    std::vector<RunbookStep> runbook;                    // before the promotion
    std::optional<Duration> drills;                      // of the runbook
    std::optional<Election> election;                    // instead of detection and promotion
    bool fail_back = false;                              // the first node takes over again once it has caught up
    friend bool operator==(const DatabaseFailover&, const DatabaseFailover&) = default;
};
void describe(Describe& d, DatabaseFailover& f);

}  // namespace nines
