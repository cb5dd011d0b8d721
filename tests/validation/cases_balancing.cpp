#include "tests/validation/case.hpp"

namespace nines::validation {

std::vector<Case> balancing_cases() { return {}; }

}  // namespace nines::validation
