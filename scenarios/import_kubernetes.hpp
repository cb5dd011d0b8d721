// Import of Kubernetes manifests: workloads become services, what their configuration names becomes calls.
#pragma once

#include "scenarios/import_draft.hpp"

namespace nines {

[[nodiscard]] Expected<Draft> draft_from_kubernetes(const std::vector<std::filesystem::path>& files);

}  // namespace nines
