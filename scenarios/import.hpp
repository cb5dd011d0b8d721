// Import: a scenario from files that describe a real system. What was assumed stands as a comment beside the value;
// what the files do not hold is said in the remarks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

struct Imported {
    Scenario scenario;
    std::string text;                  // the scenario as YAML, with its comments
    std::vector<std::string> remarks;  // sentences
};

// `kind`: kubernetes, compose or isotope. The files are read as one system. `name`: of the scenario; empty: from the
// files.
[[nodiscard]] Expected<Imported> import_scenario(const std::string& kind,
                                                 const std::vector<std::filesystem::path>& files,
                                                 const std::string& name = {});

}  // namespace nines
