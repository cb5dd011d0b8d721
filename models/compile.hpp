// From a scenario to a Model: names become small integers, distributions become samplers, policies are resolved.
#pragma once

#include <memory>

#include "models/measures.hpp"
#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

struct Model;  // model.hpp; immutable, shared by all threads

// What is wrong across the parts of a scenario: names that name nothing, endpoints that call themselves without end,
// clients with neither arrivals nor users, ... Fields by themselves were checked when they were read. Empty: it
// compiles.
[[nodiscard]] Problems validate(const Scenario& s);

// REQUIRES: validate(s) reports no error.
[[nodiscard]] std::shared_ptr<const Model> compile(const Scenario& s);

[[nodiscard]] const Catalogue& catalogue_of(const Model& m);

}  // namespace nines
