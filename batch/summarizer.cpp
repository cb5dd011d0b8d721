#include <algorithm>
#include <cmath>

#include "batch/experiment.hpp"
#include "sim/student_t.hpp"

namespace nines {

Summarizer::Summarizer(const Catalogue& c, double confidence) : catalogue_(c), confidence_(confidence) {
    sum_.confidence = confidence;
    sum_.values.resize(c.figures.size());
    sum_.histograms.resize(c.histograms.size());
    series_sum_.resize(c.series.size());
    series_square_.resize(c.series.size());
    series_count_.resize(c.series.size());
}

void Summarizer::add(const RunResult& r) {
    if (count_++ == 0) {
        sum_.interval_seconds = r.interval_seconds;
        sum_.warmup_seconds = r.warmup_seconds;
        sum_.end_seconds = r.end_seconds;
        sum_.timeline = r.timeline;
    }
    for (std::size_t i = 0; i < r.figures.size(); ++i) sum_.values[i].push_back(r.figures[i]);
    for (std::size_t i = 0; i < r.histograms.size(); ++i) sum_.histograms[i].merge(r.histograms[i]);
    sum_.events += r.events;
    sum_.requests += r.requests;
    for (std::size_t s = 0; s < r.series.size(); ++s) {
        const auto n = r.series[s].size();
        if (series_sum_[s].size() < n) {
            series_sum_[s].resize(n, 0.0);
            series_square_[s].resize(n, 0.0);
            series_count_[s].resize(n, 0);
        }
        for (std::size_t k = 0; k < n; ++k) {
            const double x = static_cast<double>(r.series[s][k]);
            if (std::isnan(x)) continue;
            series_sum_[s][k] += x;
            series_square_[s][k] += x * x;
            ++series_count_[s][k];
        }
    }
}

Estimate Summarizer::estimate(std::size_t figure) const {
    std::vector<double> values;
    for (const double x : sum_.values[figure])
        if (!std::isnan(x)) values.push_back(x);
    Estimate e;
    e.confidence = confidence_;
    e.replications = static_cast<std::uint32_t>(values.size());
    if (values.empty()) return e;
    const auto interval = mean_interval(values, confidence_);
    e.estimate = interval.mean;
    e.low = interval.mean - interval.half_width;
    e.high = interval.mean + interval.half_width;
    if (catalogue_.figures[figure].unit == "share" && !std::isnan(e.low)) {
        e.low = std::max(0.0, e.low);
        e.high = std::min(1.0, e.high);
    }
    return e;
}

Summary Summarizer::summary() const {
    Summary out = sum_;
    out.replications = count_;
    for (std::size_t i = 0; i < catalogue_.figures.size(); ++i) out.figures.push_back(estimate(i));
    constexpr auto unknown = std::numeric_limits<float>::quiet_NaN();
    for (std::size_t s = 0; s < series_sum_.size(); ++s) {
        auto& mean = out.series.emplace_back(series_sum_[s].size(), unknown);
        auto& low = out.series_low.emplace_back(series_sum_[s].size(), unknown);
        auto& high = out.series_high.emplace_back(series_sum_[s].size(), unknown);
        for (std::size_t k = 0; k < mean.size(); ++k) {
            const auto n = series_count_[s][k];
            if (n == 0) continue;
            const double m = series_sum_[s][k] / n;
            mean[k] = static_cast<float>(m);
            if (n < 2) continue;
            const double variance = std::max(0.0, (series_square_[s][k] - n * m * m) / (n - 1.0));
            const double half = student_t_quantile((1.0 + confidence_) / 2.0, n - 1.0) * std::sqrt(variance / n);
            const bool share = catalogue_.series[s].unit == "share";
            // No rate, count or time is below 0, and no share above 1.
            low[k] = static_cast<float>(std::max(0.0, m - half));
            high[k] = static_cast<float>(share ? std::min(1.0, m + half) : m + half);
        }
    }
    return out;
}

}  // namespace nines
