// Distributions as text: "3ms", "exponential(3ms)", "lognormal(median: 3ms, p99: 20ms)", ...
#pragma once

#include <string>
#include <string_view>

#include "sim/distribution.hpp"

namespace nines {

// Seconds from a duration's text; returns what is wrong, or nothing.
[[nodiscard]] std::string parse_seconds(std::string_view text, double& seconds);

// Returns what is wrong and what is allowed, or nothing. The files of empirical and histogram laws are only named here
// (Distribution::statement): whoever knows where the scenario lies reads them.
[[nodiscard]] std::string parse_distribution(std::string_view text, Distribution& value);
[[nodiscard]] std::string print_distribution(const Distribution& value);

// The file that an empirical or histogram law names and still has to be read; empty for all others.
[[nodiscard]] std::string file_of(const Distribution& value);

}  // namespace nines
