#include "scenarios/import.hpp"

#include "scenarios/import_compose.hpp"
#include "scenarios/import_draft.hpp"
#include "scenarios/import_isotope.hpp"
#include "scenarios/import_kubernetes.hpp"

namespace nines {

Expected<Imported> import_scenario(const std::string& kind, const std::vector<std::filesystem::path>& files,
                                   const std::string& name) {
    auto draft = kind == "kubernetes" ? draft_from_kubernetes(files)
                 : kind == "compose"  ? draft_from_compose(files)
                                      : draft_from_isotope(files);
    if (!draft) return draft.problems();
    if (!name.empty()) draft->name = name;
    return finish(std::move(*draft), kind);
}

}  // namespace nines
