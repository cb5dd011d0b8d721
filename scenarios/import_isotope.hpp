// Import of isotope service graphs (istio/tools): services whose scripts of calls and sleeps stand in the file.
#pragma once

#include "scenarios/import_draft.hpp"

namespace nines {

[[nodiscard]] Expected<Draft> draft_from_isotope(const std::vector<std::filesystem::path>& files);

}  // namespace nines
