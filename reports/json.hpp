// A report as JSON, for programs. Documented in docs/json.md; the same results give the same bytes, but for what stands
// under "run" (its number, and when it ran).
#pragma once

#include <string>

#include "reports/report.hpp"

namespace nines {

inline constexpr std::uint32_t json_schema_version = 1;

[[nodiscard]] std::string print_json(const Report& r);

}  // namespace nines
