#include "batch/stopping_rule.hpp"

#include <fmt/format.h>

#include <cmath>

namespace nines {

StoppingRule::StoppingRule(const Catalogue& c, const Precision& p) : wanted_(p) {
    for (std::size_t i = 0; i < c.figures.size(); ++i) {
        const auto& key = c.figures[i];
        if (key.subject != Subject::client || (key.metric != "availability" && key.metric != "latency.mean")) continue;
        keys_.push_back(key);
        figures_.push_back(i);
    }
}

StoppingRule::Finding StoppingRule::look(const Summarizer& s) const {
    Finding out;
    std::string worst;
    bool unseen = false;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        const Estimate e = s.estimate(figures_[i]);
        const bool share = keys_[i].metric == "availability";
        const double estimate = share ? 1.0 - e.estimate : e.estimate;
        if (share && estimate == 0.0 && e.half_width() == 0.0) {
            unseen = true;
            continue;
        }
        double error = e.half_width() / estimate;
        if (!(error >= 0.0)) error = std::numeric_limits<double>::infinity();
        if (error <= out.relative_error && !worst.empty()) continue;
        out.relative_error = error;
        worst = fmt::format("{} of {}", share ? "failed share" : "mean latency", keys_[i].name);
    }
    out.precise = out.relative_error <= wanted_.relative_error.value;
    out.detail = worst.empty() ? "nothing failed and nothing was measured that could be imprecise"
                               : fmt::format("least precise: {}, {:.2g}% of {:.4g}% asked", worst,
                                             out.relative_error * 100.0, wanted_.relative_error.value * 100.0);
    if (unseen) out.detail += "; where no request failed in any replication, the failed share counts as precise";
    return out;
}

}  // namespace nines
