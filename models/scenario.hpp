// A scenario: everything a run needs to know, as plain data. Read, written and checked by scenarios/; compiled into a
// Model by compile() (compile.hpp).
#pragma once

#include <string>
#include <vector>

#include "models/broker.hpp"
#include "models/client.hpp"
#include "models/database.hpp"
#include "models/fault.hpp"
#include "models/layout.hpp"
#include "models/network.hpp"
#include "models/place.hpp"
#include "models/run_plan.hpp"
#include "models/service.hpp"
#include "models/slo.hpp"

namespace nines {

struct Scenario {
    static constexpr const char* type_name = "Scenario";
    std::uint32_t nines = 1;  // version of the format
    std::string name;
    std::string description;
    RunPlan run;
    Dictionary<Region> places;
    Network network;
    Dictionary<Crew> crews;
    Dictionary<Policies> policies;
    Dictionary<Service> services;
    Dictionary<Broker> brokers;
    Dictionary<Database> databases;
    Dictionary<Client> clients;
    Dictionary<CommonCause> common_causes;
    std::vector<Fault> faults;
    std::vector<Slo> slos;
    DrawnAt layout;  // of the designer; the simulation ignores it
    friend bool operator==(const Scenario&, const Scenario&) = default;
};
void describe(Describe& d, Scenario& s);

}  // namespace nines
