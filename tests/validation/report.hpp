// What a validation run found, as the page docs/validation.md and as JSON.
#pragma once

#include <span>
#include <string>

#include "tests/validation/runner.hpp"

namespace nines::validation {

[[nodiscard]] std::string markdown(std::span<const CaseResult> results, const Effort& effort);
[[nodiscard]] std::string json(std::span<const CaseResult> results, const Effort& effort);

// Of the exact quantities, from their first runs: repetitions are a selection.
[[nodiscard]] Scatter scatter_of(std::span<const CaseResult> results);

}  // namespace nines::validation
