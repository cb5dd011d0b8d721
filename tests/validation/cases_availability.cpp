#include "tests/validation/case.hpp"

namespace nines::validation {

std::vector<Case> availability_cases() { return {}; }

}  // namespace nines::validation
