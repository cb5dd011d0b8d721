// What became of the data of a system in a run: writes lost, reads stale, failovers, and how long they took.
#pragma once

#include <string>
#include <vector>

#include "reports/report_index.hpp"

namespace nines {

struct DataFigure {
    std::string name;  // of the database
    std::string metric;
    const char* what;  // to stand after the figure: "acknowledged writes lost"
    Estimate figure;
    std::string unit;
};

// All that happened at all, by database in the order of the catalogue, the worst first.
[[nodiscard]] std::vector<DataFigure> data_figures(const ReportIndex& index);

}  // namespace nines
