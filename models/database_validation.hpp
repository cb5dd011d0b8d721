// What is wrong with the databases of a scenario, beyond what is wrong with them as services.
#pragma once

#include <string>

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

// Names that with_data_services() (data_services.hpp) cannot give to services.
[[nodiscard]] Problems database_name_problems(const Scenario& s);
[[nodiscard]] Problems database_problems(const Scenario& s);

// The path of a problem of a database's service, as the scenario names it.
[[nodiscard]] std::string database_path(const Scenario& s, const std::string& path);

}  // namespace nines
