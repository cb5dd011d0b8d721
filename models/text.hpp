// Small pieces of reading text: trimming, splitting calls such as "lognormal(median: 3ms, p99: 20ms)", nearest names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nines {

[[nodiscard]] std::string_view trimmed(std::string_view text);

// A function call in a scalar: its name and arguments, named or not; commas within nested calls do not separate.
struct CallText {
    std::string name;
    std::vector<std::pair<std::string, std::string>> arguments;  // name (may be empty), text
};
// Nothing when the text is not of the form name(...). An argument "a: b" has a name; so has "a for b" not.
[[nodiscard]] std::optional<CallText> parse_call(std::string_view text);

// The candidate nearest to a misspelt name, when it is near enough to be meant; empty otherwise.
[[nodiscard]] std::string nearest(std::string_view name, const std::vector<std::string>& candidates);
// "; did you mean "x"?" or "" .
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

// The text in quotes, shortened when it is long, control characters made visible.
[[nodiscard]] std::string in_quotes(std::string_view text);

// A plain decimal number, nothing else: no hex, no inf, no leading "+" and no leading zeros.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text);

}  // namespace nines
