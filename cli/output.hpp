// Standard output and standard error, the same way everywhere.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace nines {

// To standard output, with a newline at the end.
void print_result(std::string_view text);
// To standard error, after "nines: ".
void complain(std::string_view message);

// As text; what is not UTF-8 is replaced.
[[nodiscard]] std::string text_of(const nlohmann::ordered_json& json);

}  // namespace nines
