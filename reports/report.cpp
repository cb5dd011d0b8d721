#include "reports/report.hpp"

#include "models/compile.hpp"
#include "scenarios/reader.hpp"

namespace nines {

Expected<Report> kept_report(const Store& store, std::uint64_t run) {
    auto info = store.run(run);
    if (!info) return info.problems();
    auto loaded = read_scenario(info->text, info->file);
    if (!loaded) return loaded.problems();
    Report r;
    r.run = std::move(*info);
    r.scenario = std::move(loaded->scenario);
    Problems problems;
    for (const auto& [path, value] : r.run.changes)
        for (auto& p : set_parameter(r.scenario, path, value)) problems.push_back(std::move(p));
    if (!problems.empty()) return problems;
    auto catalogue = store.catalogue(run);
    if (!catalogue) return catalogue.problems();
    auto summary = store.summary(run);
    if (!summary) return summary.problems();
    r.catalogue = std::move(*catalogue);
    r.summary = std::move(*summary);
    conclude(r);
    return r;
}

void conclude(Report& r) {
    r.verdicts = verdicts(r.scenario, r.catalogue, r.summary);
    for (const auto& p : validate(r.scenario))
        if (p.severity == Problem::Severity::error) return;  // theory asks for a scenario that could be run
    r.theory = theory(r.scenario);
}

}  // namespace nines
