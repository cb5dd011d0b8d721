// A report as one HTML page that stands alone: no script, no network, charts as inline SVG. Light and dark, on a phone
// and on paper.
//
// Always: every text that comes from a scenario is escaped for where it stands; the page's Content-Security-Policy
// forbids everything but its own style sheet and inline styles. The same report gives the same bytes.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace nines {

[[nodiscard]] std::string print_html(const Report& r);

}  // namespace nines
