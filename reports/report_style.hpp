// The style sheet of the HTML report: report.css.
#pragma once

namespace nines {

extern const char* const report_style;

}  // namespace nines
