// The time line of one replication as lanes: a lane for everything that something happened to, with a bar for as long
// as it was down, out of rotation, faulty or open.
#pragma once

#include <string>

#include "reports/report.hpp"

namespace nines {

// Empty when nothing happened.
[[nodiscard]] std::string draw_swimlanes(const Report& r);

}  // namespace nines
