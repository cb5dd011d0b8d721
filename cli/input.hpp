// Input: scenarios as the command line names and changes them, and how problems of theirs are printed.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "models/problem.hpp"
#include "reports/stored_text.hpp"
#include "scenarios/reader.hpp"

namespace nines {

// A scenario that compiles, with the changes of the command line made; its text is the file's.
struct Input {
    LoadedScenario loaded;
    Changes changes;
    Problems remarks;  // warnings and notes, with their places
};

// `file` "-" is standard input; `plan` are changes that stand for options such as --seed. On problems: all of them,
// with their places.
[[nodiscard]] Expected<Input> open_input(const std::string& file, const Changes& set, const Changes& plan = {});

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
