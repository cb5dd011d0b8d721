// Shared form: one form for several nodes, with the rows that all of them have. What differs between them says so, and
// what is typed there goes to all.
#pragma once

#include <optional>
#include <vector>

#include "gui/inspector/form.hpp"

namespace nines::gui {

// Paths are those of the first form. Rows that are lists or dictionaries of records are not shared: their items are
// different things. Nothing when the forms have no row in common.
[[nodiscard]] std::optional<FormRow> shared_form(const std::vector<FormRow>& forms);

}  // namespace nines::gui
