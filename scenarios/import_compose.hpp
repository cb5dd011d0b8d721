// Import of Compose files: services, what they depend on and what their environment names.
#pragma once

#include "scenarios/import_draft.hpp"

namespace nines {

[[nodiscard]] Expected<Draft> draft_from_compose(const std::vector<std::filesystem::path>& files);

// "${VAR}", "${VAR:-default}", "${VAR-default}", "${VAR:?message}", "$VAR", "$$" by these variables.
[[nodiscard]] std::string interpolate(std::string_view text, const std::map<std::string, std::string>& variables);

}  // namespace nines
