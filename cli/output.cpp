#include "cli/output.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace nines {

void print_result(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!text.ends_with('\n')) std::fputc('\n', stdout);
}

void complain(std::string_view message) { fmt::print(stderr, "nines: {}\n", message); }

std::string text_of(const nlohmann::ordered_json& json) {
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace nines
