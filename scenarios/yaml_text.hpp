// YAML text: a scalar that has to be quoted.
#pragma once

#include <string>
#include <string_view>

namespace nines {

// In double quotes, with escapes for quotes, backslashes and control characters.
[[nodiscard]] std::string in_double_quotes(std::string_view text);

}  // namespace nines
