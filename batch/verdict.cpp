#include "batch/verdict.hpp"

#include <cmath>

namespace nines {

namespace {

[[nodiscard]] Verdict judge(const Estimate& e, double objective) {
    if (std::isnan(e.low) || std::isnan(e.high)) return Verdict::inconclusive;
    if (e.low >= objective) return Verdict::met;
    return e.high < objective ? Verdict::missed : Verdict::inconclusive;
}

}  // namespace

std::vector<ObjectiveVerdict> verdicts(const Scenario& s, const Catalogue& c, const Summary& r) {
    std::vector<ObjectiveVerdict> out;
    for (const Slo& slo : s.slos) {
        ObjectiveVerdict v;
        v.slo = slo;
        const auto i = index_of(c.figures, Subject::slo, slo.name, "good_share");
        if (i < r.figures.size()) v.good_share = r.figures[i];
        const double objective = slo.objective.value;
        const double budget = 1.0 - objective;
        v.budget_used = v.good_share;
        if (budget > 0.0) {
            v.budget_used.estimate = (1.0 - v.good_share.estimate) / budget;
            v.budget_used.low = (1.0 - v.good_share.high) / budget;
            v.budget_used.high = (1.0 - v.good_share.low) / budget;
        } else {
            v.budget_used.estimate = v.budget_used.low = v.budget_used.high = std::numeric_limits<double>::quiet_NaN();
        }
        v.allowed_bad_time = from_seconds(to_seconds(slo.window) * budget);
        v.verdict = judge(v.good_share, objective);
        out.push_back(std::move(v));
    }
    return out;
}

}  // namespace nines
