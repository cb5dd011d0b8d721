#include "tests/validation/case.hpp"

namespace nines::validation {

std::vector<Case> policy_cases() { return {}; }

}  // namespace nines::validation
