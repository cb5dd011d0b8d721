// What a design costs, in a sentence.
#pragma once

#include <string>

#include "reports/report_index.hpp"

namespace nines {

// "It costs 3.2 an hour: orders 1.8, shop 1.4." Plain text; empty when no cost is stated.
[[nodiscard]] std::string cost_words(const ReportIndex& index);

}  // namespace nines
