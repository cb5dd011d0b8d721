#include "models/scenario.hpp"

namespace nines {

void describe(Describe& d, Scenario& s) {
    d.help("A scenario: a topology, its load, what goes wrong, and what is promised.");
    d("nines", s.nines, range(1, 1), required, "Version of the format");
    d("name", s.name, "What it is called in results");
    d("description", s.description, "What it is about");
    d("run", s.run, "How long and how often to simulate");
    d("places", s.places, drawn("region", Figure::place, "zones: [a, b, c]"),
      "Regions, by name; none: everything stands in one place");
    d("network", s.network, "What messages take");
    d("crews", s.crews, drawn("crew", Figure::aside), "Repair crews, by name");
    d("policies", s.policies, drawn("policy", Figure::aside), "Sets of policies, by name");
    d("services", s.services,
      drawn("service", Figure::box,
            "replicas: { count: 2, concurrency: 16 }\n"
            "endpoints:\n"
            "  handle:\n"
            "    - work: lognormal(median: 5ms, p99: 40ms)"),
      "By name");
    d("databases", s.databases, drawn("database", Figure::cylinder, "preset: postgresql\nreplicas: 3"),
      "By name; they are called as services are");
    d("brokers", s.brokers, drawn("broker", Figure::queue, "preset: rabbitmq\nchannels:\n  jobs: {}"),
      "Message brokers, by name");
    d("clients", s.clients, required, drawn("client", Figure::person, "arrivals: poisson(100/s)\npatience: 5s"),
      "By name");
    d("common_causes", s.common_causes, drawn("common cause", Figure::aside),
      "Shocks that hit several things at once, by name");
    d("faults", s.faults, "What fails when the scenario says");
    d("slos", s.slos, "What is promised");
    d("layout", s.layout, drawn("layout", Figure::aside),
      "Where the designer draws things, by section and name; the simulation ignores it");
}

}  // namespace nines
