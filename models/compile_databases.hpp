// Compiles databases into the Model, each shard by itself.
#pragma once

#include "models/compiler_tools.hpp"
#include "models/scenario.hpp"

namespace nines {

// REQUIRES: places, services and replicas are there. The services of databases are the last ones (data_services.hpp).
void compile_databases(const Scenario& s, Model& m, const CompilerTools& tools);

}  // namespace nines
