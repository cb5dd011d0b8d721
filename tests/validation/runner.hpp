// Runs a case and judges it. A quantity that fails is judged once more on an independent repetition of its variant:
// about one correct check in a thousand fails by chance, two in a row are a defect.
#pragma once

#include <optional>

#include "tests/validation/judge.hpp"

namespace nines::validation {

struct Effort {
    double scale = 1.0;      // share of the full length, 0 < scale <= 1
    std::uint64_t seed = 1;  // every variant draws from streams of its own
};

struct QuantityResult {
    const Quantity* quantity = nullptr;
    Finding first;
    std::optional<Finding> repeated;
    [[nodiscard]] bool holds() const { return first.holds || (repeated && repeated->holds); }
    [[nodiscard]] const Finding& last() const { return repeated ? *repeated : first; }
};

struct VariantResult {
    const Variant* variant = nullptr;
    std::vector<QuantityResult> quantities;
};

struct CaseResult {
    const Case* validated = nullptr;
    std::vector<VariantResult> variants;
    std::uint64_t requests = 0;
    double seconds = 0.0;  // of real time
    [[nodiscard]] bool holds() const;
};

// The case must live as long as the result.
[[nodiscard]] CaseResult run_case(const Case& c, const Effort& effort);

}  // namespace nines::validation
