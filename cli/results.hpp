// Results: what every command that shows a run does with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/exit_status.hpp"
#include "reports/report.hpp"
#include "reports/store.hpp"

namespace nines {

// As the terminal, or what stands for it, can show it.
[[nodiscard]] std::string table_of(const Report& r);

// By the verdicts of the objectives.
[[nodiscard]] ExitStatus status_of(const Report& r, bool allow_inconclusive);

// Writes the HTML report; an empty name is the default place, which then stands in `file`. What went wrong, or nothing.
[[nodiscard]] std::string write_html(const Report& r, std::string& file);

// The store that the command line names, or the default one. Says on standard error what went wrong.
// A command that only looks does not create one.
[[nodiscard]] std::optional<Store> open_store(const std::string& file, bool create);

}  // namespace nines
