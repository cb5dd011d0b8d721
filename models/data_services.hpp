// Databases as services: what stores data is, to everything that calls it or breaks it, a service whose replicas are
// its nodes and whose endpoints do the work of a read or a write.
#pragma once

#include "models/scenario.hpp"

namespace nines {

// The scenario with a service beside its own for every database. Databases keep their order, after the services.
[[nodiscard]] Scenario with_data_services(const Scenario& s);

// A service that with_data_services() would add: no other may have its name. Names of the scenario's own come first.
[[nodiscard]] bool is_database(const Scenario& s, std::string_view service);

}  // namespace nines
