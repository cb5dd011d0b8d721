// A report as plain text for a terminal.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace nines {

struct TableStyle {
    int columns = 100;    // no line is longer, but for a name that cannot be shortened
    bool colour = false;  // ANSI sequences; nothing is said by colour alone
    bool unicode = true;  // otherwise plain ASCII, names of the scenario apart
};

[[nodiscard]] std::string print_table(const Report& r, const TableStyle& style = {});

}  // namespace nines
