// Input: scenarios as the command line names and changes them, and how problems of theirs are printed.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "models/problem.hpp"
#include "scenarios/reader.hpp"

namespace nines {

using Changes = std::vector<std::pair<std::string, std::string>>;  // path, value

// A scenario that compiles, with the changes applied. Its text is the file's, or, when something was changed, what
// reads as the changed scenario: what is kept is what was simulated.
struct Input {
    LoadedScenario loaded;
    Problems remarks;  // warnings and notes, with their places
};

// `file` "-" is standard input; `plan`, when given, has the last word on the scenario's run plan. On problems: all of
// them, with their places.
[[nodiscard]] Expected<Input> open_input(const std::string& file, const Changes& changes,
                                         const std::function<void(RunPlan&)>& plan = {});

// One line a problem. Warnings and notes carry the word.
void print_to_stderr(const Problems& problems);

// By severity, then by place.
void sort_by_weight(Problems& problems);
// Gives every problem without a place that of its path.
void locate(Problems& problems, const LoadedScenario& loaded);

[[nodiscard]] bool has_error(const Problems& problems);
[[nodiscard]] std::string_view word_of(Problem::Severity s);
[[nodiscard]] nlohmann::ordered_json to_json(const Problems& problems);

}  // namespace nines
