#include "batch/warmup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/mser.hpp"

namespace nines {

namespace {

constexpr std::size_t fewest_intervals = 50;  // ten groups of five

[[nodiscard]] bool is_telling(const MeasureKey& key) {
    return (key.subject == Subject::client && key.metric == "latency.mean") ||
           (key.subject == Subject::service && key.metric == "in_flight");
}

}  // namespace

std::optional<WarmupChoice> find_warmup(const Catalogue& c, std::uint32_t pilots, std::optional<Instant> first_fault,
                                        const std::function<std::optional<RunResult>(std::uint32_t)>& pilot) {
    std::vector<std::vector<double>> sums(c.series.size());
    std::vector<std::vector<std::uint32_t>> counts(c.series.size());
    double interval = 0.0;
    for (std::uint32_t r = 0; r < pilots; ++r) {
        const auto result = pilot(r);
        if (!result) return std::nullopt;
        interval = result->interval_seconds;
        for (std::size_t s = 0; s < c.series.size(); ++s) {
            if (!is_telling(c.series[s])) continue;
            sums[s].resize(std::max(sums[s].size(), result->series[s].size()), 0.0);
            counts[s].resize(sums[s].size(), 0);
            for (std::size_t k = 0; k < result->series[s].size(); ++k) {
                const double x = static_cast<double>(result->series[s][k]);
                if (std::isnan(x)) continue;
                sums[s][k] += x;
                ++counts[s][k];
            }
        }
    }
    Truncation longest;
    std::string telling;  // the series that needs it
    bool too_short = false;
    for (std::size_t s = 0; s < sums.size(); ++s) {
        if (sums[s].empty()) continue;
        std::vector<double> mean;
        for (std::size_t k = 0; k < sums[s].size(); ++k) {
            if (first_fault && static_cast<double>(k + 1) * interval > to_seconds(*first_fault)) break;
            if (counts[s][k] == 0) continue;
            mean.push_back(sums[s][k] / counts[s][k]);
        }
        if (mean.size() < fewest_intervals) {
            too_short = true;
            continue;
        }
        const Truncation t = mser5(mean);
        if (t.observations <= longest.observations) continue;
        longest = t;
        telling = fmt::format("{} of {}", c.series[s].metric, c.series[s].name);
    }
    WarmupChoice out;
    out.warmup = from_seconds(static_cast<double>(longest.observations) * interval);
    out.rule = fmt::format("MSER-5 on the mean of {} pilot runs, {} intervals in groups of 5; ", pilots, series_intervals);
    out.rule += telling.empty() ? "no series needs a truncation" : "the longest truncation is that of " + telling;
    if (longest.at_limit) out.rule += "; it is half of the series, so there may be no steady state to see";
    if (too_short) out.rule += "; series with fewer than 50 usable intervals before the first fault were left out";
    return out;
}

}  // namespace nines
