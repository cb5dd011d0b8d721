// A report: all that is known of a run, ready to be shown as a table, as JSON or as a page.
#pragma once

#include <string>
#include <vector>

#include "analysis/theory.hpp"
#include "batch/experiment.hpp"
#include "batch/verdict.hpp"
#include "models/scenario.hpp"
#include "reports/store.hpp"

namespace nines {

struct Report {
    RunInfo run;
    Scenario scenario;  // with the changes made
    Catalogue catalogue;
    Summary summary;
    std::vector<ObjectiveVerdict> verdicts;
    std::vector<TheoryValue> theory;
};

// A kept run, put together again from its replications.
[[nodiscard]] Expected<Report> kept_report(const Store& store, std::uint64_t run);

// Fills in what follows from the rest: verdicts and theory.
void conclude(Report& r);

}  // namespace nines
