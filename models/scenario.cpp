#include "models/scenario.hpp"

namespace nines {

void describe(Describe& d, Scenario& s) {
    d.help("A scenario: a topology, its load, what goes wrong, and what is promised.");
    d("nines", s.nines, range(1, 1), required, "Version of the format");
    d("name", s.name, "What it is called in results");
    d("description", s.description, "What it is about");
    d("run", s.run, "How long and how often to simulate");
    d("places", s.places, "Regions, by name; none: everything stands in one place");
    d("network", s.network, "What messages take");
    d("crews", s.crews, "Repair crews, by name");
    d("policies", s.policies, "Sets of policies, by name");
    d("services", s.services, "By name");
    d("databases", s.databases, "By name; they are called as services are");
    d("clients", s.clients, required, "By name");
    d("common_causes", s.common_causes, "Shocks that hit several things at once, by name");
    d("faults", s.faults, "What fails when the scenario says");
    d("slos", s.slos, "What is promised");
}

}  // namespace nines
