// A report as one HTML page that stands alone: no script, no network, charts as inline SVG. Light and dark, on a phone
// and on paper.
//
// Always: every text that comes from a scenario is escaped for where it stands; the page's Content-Security-Policy
// forbids everything but its own style sheet and inline styles. The same report gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "reports/report.hpp"

namespace nines {

// A part of the page that may be left out.
struct ReportPart {
    std::string id;     // "summary"
    std::string title;  // "Summary"
};
[[nodiscard]] std::vector<ReportPart> report_parts();

// The parts of these ids as markup, without those that have nothing to say; charts are SVG within <figure>.
struct ReportSection {
    std::string id, title, html;
};
[[nodiscard]] std::vector<ReportSection> report_sections(const Report& r, const std::vector<std::string>& parts = {});

// With the parts of these ids, in the order of report_parts(); all of them when none is named.
[[nodiscard]] std::string print_html(const Report& r, const std::vector<std::string>& parts = {});

}  // namespace nines
