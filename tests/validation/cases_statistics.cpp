// S01-S04: the statistics of the simulation, by themselves.
#include <algorithm>
#include <array>
#include <cmath>

#include "models/model.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"
#include "sim/histogram.hpp"
#include "sim/moments.hpp"
#include "sim/mser.hpp"
#include "sim/random.hpp"
#include "sim/student_t.hpp"
#include "tests/validation/case.hpp"

namespace nines::validation {

namespace {

// One experiment: 20 replications of an M/M/1 queue at load 0.5, and whether their 95% interval of the mean wait
// holds 1.
[[nodiscard]] std::vector<double> experiment_at_half_load(std::uint64_t seed, std::uint32_t experiment) {
    static const auto model = [] {
        auto loaded = read_scenario(
            "nines: 1\nservices: { q: { endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { "
            "arrivals: poisson(0.5/s), call: q } }\n",
            "S01");
        return compile(loaded->scenario);
    }();
    std::vector<double> waits;
    for (std::uint32_t r = 0; r < 20; ++r) {
        const auto result =
            simulate(*model, {mix(seed + experiment), r, std::chrono::seconds{1000}, std::chrono::seconds{11'000}});
        waits.push_back(result->figures[index_of(model->catalogue.figures, Subject::service, "q", "wait.mean")]);
    }
    const auto interval = mean_interval(waits, 0.95);
    return {std::abs(interval.mean - 1.0) <= interval.half_width ? 1.0 : 0.0, student_t_quantile(0.975, 19),
            student_t_quantile(0.9995, 29)};
}

[[nodiscard]] Case coverage() {
    return {"S01",
            "Coverage of 95% confidence intervals from replications",
            {{"",
              "",
              experiment_at_half_load,
              {0.0, 0.0, 2000, Length::Shortened::replications},
              {approximation(1, "coverage", 0.95, 2, {}),
               computed(2, "Student t quantile 0.975, 19 d.f.", 2.09302405, 1e-6),
               computed(3, "Student t quantile 0.9995, 29 d.f.", 3.65940502, 1e-6)}}},
            {},
            "2,000 experiments of 20 replications of 5,000 customers after 500."};
}

[[nodiscard]] std::vector<double> truncate(std::uint64_t, std::uint32_t) {
    std::vector<double> series;
    double sum = 0.0;
    for (int i = 0; i < 5000; ++i) {
        series.push_back(20.0 * std::exp(-i / 100.0) + static_cast<double>(7919 * i % 1009) / 1009.0);
        sum += series.back();
    }
    const auto t = mser5(series);
    return {static_cast<double>(t.groups), static_cast<double>(t.observations), t.statistic, t.mean, sum / 5000.0};
}

[[nodiscard]] Case warmup() {
    return {"S02",
            "MSER-5 truncation on a deterministic series",
            {{"",
              "",
              truncate,
              {0.0, 0.0, 1, Length::Shortened::replications},
              {computed(1, "groups discarded", 109), computed(2, "observations discarded", 545),
               computed(3, "minimum of the statistic", 9.0657276e-06, 1e-6),
               computed(4, "truncated mean", 0.501483142, 2e-9),
               computed(5, "untruncated mean of the series", 0.90161483, 2e-9)}}},
            {},
            ""};
}

[[nodiscard]] std::vector<double> intervals(std::uint64_t, std::uint32_t) {
    constexpr std::array data{12.1, 9.8, 11.4, 10.7, 8.9, 13.2, 10.1, 9.5, 11.9, 10.4};
    const auto i = mean_interval(data, 0.95);
    const auto order = quantile_interval(1000, 0.99, 0.95);
    return {i.mean,
            i.sd,
            i.half_width,
            i.half_width / i.mean,
            static_cast<double>(observations_needed(data, 0.95, 0.05)),
            static_cast<double>(order.lower),
            static_cast<double>(order.upper),
            order.coverage};
}

// From the 30th observation on, until the half-width of the 95% interval is at most 5% of the mean.
[[nodiscard]] std::vector<double> stop_when_precise(std::uint64_t seed, std::uint32_t experiment) {
    static const auto quantiles = [] {
        std::vector<double> t(10'000);
        for (std::size_t n = 2; n < t.size(); ++n) t[n] = student_t_quantile(0.975, static_cast<double>(n - 1));
        return t;
    }();
    Random random{{seed, experiment, hash_of("sequential"), 0}};
    Moments m;
    for (;;) {
        m.add(random.exponential());
        const auto n = m.count();
        const double half_width = n < 30 ? 1e9
                                         : quantiles[std::min<std::size_t>(n, quantiles.size() - 1)] *
                                               std::sqrt(m.variance() / static_cast<double>(n));
        if (half_width <= 0.05 * m.mean())
            return {static_cast<double>(n), std::abs(m.mean() - 1.0) <= half_width ? 1.0 : 0.0};
    }
}

[[nodiscard]] Case precision() {
    return {
        "S03",
        "Relative-precision stopping rule; order-statistic interval for a quantile",
        {{"i and iii",
          "",
          intervals,
          {0.0, 0.0, 1, Length::Shortened::replications},
          {computed(1, "(i) mean", 10.8), computed(2, "(i) sample standard deviation", 1.33249974, 5e-9),
           computed(3, "(i) 95% half-width", 0.953212891, 1e-6),
           computed(4, "(i) relative half-width", 0.0882604528, 1e-6),
           computed(5, "(i) replications needed for 5%", 32), computed(8, "(iii) lower order statistic", 983),
           computed(9, "(iii) upper order statistic", 997), computed(10, "(iii) exact coverage", 0.976094763, 1e-6)}},
         {"ii",
          "",
          stop_when_precise,
          {0.0, 0.0, 20'000, Length::Shortened::replications},
          {reference(6, "(ii) mean number of observations", 1535.52, 0.5, {}),
           reference(7, "(ii) coverage at stopping", 0.94875, 1, {})}}},
        {},
        ""};
}

// The worst relative error of any quantile over four kinds of data.
[[nodiscard]] std::vector<double> worst_error(std::uint64_t seed, std::uint32_t replication) {
    Random random{{seed, replication, hash_of("quantiles"), 0}};
    double worst = 0.0;
    for (const double sigma : {0.01, 0.5, 2.0, 5.0}) {
        Histogram h;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 10'000; ++i) {
            values.push_back(static_cast<std::int64_t>(std::exp(16.0 + sigma * random.normal())) + 1000);
            h.record(Duration{values.back()});
        }
        std::ranges::sort(values);
        for (int k = 1; k <= 1000; ++k) {
            const double p = k / 1000.0;
            const auto exact = static_cast<double>(values[static_cast<std::size_t>(std::ceil(p * 10'000.0)) - 1]);
            worst = std::max(worst, std::abs(static_cast<double>(h.quantile(p).count()) - exact) / exact);
        }
    }
    return {worst};
}

[[nodiscard]] Case sketches() {
    return {"S04",
            "Quantile sketches",
            {{"",
              "",
              worst_error,
              {0.0, 0.0, 30, Length::Shortened::replications},
              {{5, "worst relative error of a quantile", 0.01, 0.01, Kind::at_most, {}, {}}}}},
            {{"1 to 4, 6 to 9: layouts of DDSketch and of HDR histograms",
              "the histogram here has another one: 128 equal buckets to a power of two"}},
            ""};
}

}  // namespace

std::vector<Case> statistics_cases() { return {coverage(), warmup(), precision(), sketches()}; }

}  // namespace nines::validation
