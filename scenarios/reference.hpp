// The scenario reference page in docs/, made from the descriptions.
#pragma once

#include <string>

namespace nines {

[[nodiscard]] std::string scenario_reference();  // Markdown

}  // namespace nines
