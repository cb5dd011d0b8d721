// Writer: from a Scenario to YAML that reads back as the same scenario. Only what differs from the defaults (or from
// the preset) is written, in the order of the descriptions; valid for every YAML 1.2 reader.
#pragma once

#include <map>
#include <string>

#include "models/scenario.hpp"

namespace nines {

// `comments`: by path, written beside the value (an importer says there what it assumed); `header`: comment lines
// above.
[[nodiscard]] std::string write_scenario(const Scenario& s, const std::map<std::string, std::string>& comments = {},
                                         const std::string& header = {});

}  // namespace nines
