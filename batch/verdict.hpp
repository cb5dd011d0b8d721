// Verdicts: what a run says about the objectives of its scenario.
#pragma once

#include <string>
#include <vector>

#include "batch/experiment.hpp"
#include "models/scenario.hpp"

namespace nines {

enum class Verdict : std::uint8_t {
    met,
    missed,
    inconclusive,  // the interval straddles the objective, or there is none
};
template <>
struct Choices<Verdict> {
    static constexpr std::array<std::string_view, 3> names = {"met", "missed", "inconclusive"};
};
[[nodiscard]] constexpr std::string_view name_of(Verdict v) {
    return Choices<Verdict>::names[static_cast<std::size_t>(v)];
}

struct ObjectiveVerdict {
    Slo slo;
    std::string recoveries;  // not empty: the objective is of the recoveries of a database, and this says what is good
    Estimate good_share;
    // Share of the error budget that is used up when all goes on like this: (1 - good share) / (1 - objective); above 1
    // is too much. NaN for an objective of 100%.
    Estimate budget_used;
    Duration allowed_bad_time{};  // of the SLO's window
    Verdict verdict = Verdict::inconclusive;
};

[[nodiscard]] std::vector<ObjectiveVerdict> verdicts(const Scenario& s, const Catalogue& c, const Summary& r);

}  // namespace nines
