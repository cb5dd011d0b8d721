// Run plan: how long to simulate, what to discard, and how often to repeat.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

// The initial transient to discard: stated, or found by MSER-5 ("auto").
struct Warmup {
    bool automatic = true;
    Duration stated{};
    friend bool operator==(const Warmup&, const Warmup&) = default;
};
NINES_SCALAR(Warmup, "warm-up");

struct Precision {
    static constexpr const char* type_name = "Precision";
    Probability relative_error{0.05};  // half-width over estimate, of every client's unavailability and mean latency
    Probability confidence{0.95};
    friend bool operator==(const Precision&, const Precision&) = default;
};
void describe(Describe& d, Precision& p);

struct Replications {
    static constexpr const char* type_name = "Replications";
    std::uint32_t at_least = 5;
    std::uint32_t at_most = 30;
    std::optional<Precision> until;  // stops early once this precise; unset: runs `at_most`
    friend bool operator==(const Replications&, const Replications&) = default;
};
void describe(Describe& d, Replications& r);

struct RunPlan {
    static constexpr const char* type_name = "RunPlan";
    Duration duration = std::chrono::minutes{10};  // simulated, the warm-up included
    Warmup warmup;
    Replications replications;
    std::uint64_t seed = 1;
    friend bool operator==(const RunPlan&, const RunPlan&) = default;
};
void describe(Describe& d, RunPlan& r);

}  // namespace nines
