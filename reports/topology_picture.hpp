// The topology as an SVG picture: clients on the left, what they call to the right of them, with load and failures on
// it. Small graphs are drawn with details in every node; large ones with names alone; all of them at a size at which
// the names can be read, in a frame that scrolls.
#pragma once

#include <string>

#include "reports/report_index.hpp"

namespace nines {

[[nodiscard]] std::string draw_topology(const ReportIndex& index);

}  // namespace nines
