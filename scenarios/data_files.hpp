// Data files that a scenario names: arrivals to replay, empirical distributions, histograms. CSV, the first line may be
// a header.
#pragma once

#include <filesystem>

#include "models/problem.hpp"
#include "models/scenario.hpp"

namespace nines {

// Reads them relative to `folder`; what is wrong is added to `problems` under the path of the field that names the
// file.
void read_data_files(Scenario& s, const std::filesystem::path& folder, Problems& problems);

}  // namespace nines
