// Suggestions: the nearest of the names that exist, for one that does not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nines {

// The nearest candidate by edit distance (a swap of neighbours counts as one), or empty when none is near.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// `; did you mean "x"?`, or empty.
[[nodiscard]] std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace nines
