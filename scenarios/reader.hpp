// Reader: from YAML to a Scenario, by the descriptions of its parameters.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "models/problem.hpp"
#include "models/scenario.hpp"
#include "scenarios/document.hpp"

namespace nines {

struct LoadedScenario {
    Scenario scenario;
    std::string text;  // as read
    std::string file;
    std::map<std::string, Mark> marks;  // of every path that was stated
};

// Reads and validates (fields, then validate() across the parts). All problems at once, with their places; warnings
// and notes do not prevent the value. Files that the scenario names (replay, empirical) are read relative to it.
[[nodiscard]] Expected<LoadedScenario> load_scenario(const std::filesystem::path& file);
[[nodiscard]] Expected<LoadedScenario> read_scenario(std::string_view text, const std::string& file);

// A value of any described type from a node; what is wrong is added to `problems`, with `path` before the fields'.
void read_value(const Node& node, const Type& type, void* value, const std::string& path, Problems& problems,
                std::map<std::string, Mark>& marks);

// `--set path=value`: path as in messages, e.g. "services.gateway.replicas.count".
[[nodiscard]] Problems set_parameter(Scenario& s, std::string_view path, std::string_view text);

// "file:line:column: path: message" for each problem.
[[nodiscard]] std::string print_problems(const Problems& problems);

// The place of a path, or of its nearest stated ancestor.
[[nodiscard]] Mark place_of(const LoadedScenario& s, std::string_view path);

}  // namespace nines
