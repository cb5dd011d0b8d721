// JSON Schema (draft 2020-12) of a scenario, made from the descriptions: `nines schema`.
#pragma once

#include <string>

namespace nines {

[[nodiscard]] std::string scenario_schema();

}  // namespace nines
