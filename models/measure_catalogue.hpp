// The catalogue of a model, and the figures of a run in its order. One walk over the counters makes both, so that a key
// and its value cannot part.
#pragma once

#include <array>

#include "models/counters.hpp"
#include "models/measures.hpp"

namespace nines {

[[nodiscard]] Catalogue make_catalogue(const Model& m);

// Figures and histograms; `now` is the end of the statistics.
void collect(const Model& m, const Counters& c, Instant now, RunResult& into);

// Answers by bands of latency, two to a doubling.
inline constexpr std::size_t latency_bands = 36;
using LatencyBands = std::array<std::uint64_t, latency_bands>;

// Collects a value an interval for every series of the catalogue.
class SeriesRecorder {
public:
    SeriesRecorder(const Model& m, Duration interval);

    [[nodiscard]] Duration interval() const noexcept { return interval_; }
    void end_interval(const Counters& c, Instant now);
    // The counters are about to be reset: what they hold belongs to the interval under way.
    void before_reset(const Counters& c, Instant now);
    [[nodiscard]] const std::vector<std::vector<float>>& series() const noexcept { return series_; }

private:
    struct Reading {
        std::vector<double> totals;  // cumulative, one for each running total that the series need
        std::vector<Histogram> client_latency;
        std::vector<LatencyBands> bands;  // likewise, unless there are too many clients for that
    };
    void read(const Counters& c, Instant now, Reading& into) const;

    const Model& model_;
    Duration interval_;
    Reading last_, present_;
    std::vector<double> carried_;  // counted in this interval before a reset
    std::vector<std::vector<float>> series_;
};

}  // namespace nines
