// Experiment: independent replications over all cores until the plan is met, and what they say together.
//
// Always: the summary is the same bits for any number of threads, and for a run that was interrupted and resumed:
// replications are taken in their order, whatever order they end in, and a stopping rule looks only at the first n.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/simulation.hpp"

namespace nines {

// An estimate with its Student t interval over replications. Where the run cannot support one, `low` and `high` are
// NaN; where it cannot support an estimate at all, `estimate` is NaN too.
struct Estimate {
    double estimate = std::numeric_limits<double>::quiet_NaN();
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    double confidence = 0.95;
    std::uint32_t replications = 0;  // that had a value
    [[nodiscard]] double half_width() const { return (high - low) / 2.0; }
};

enum class StopReason : std::uint8_t { precise, at_most, interrupted };

struct Summary {
    std::vector<Estimate> figures;                            // in the order of the catalogue
    std::vector<std::vector<double>> values;                  // figures by replication: values[figure][replication]
    std::vector<Histogram> histograms;                        // merged
    std::vector<std::vector<float>> series;                   // mean over the replications that had a value
    std::vector<std::vector<float>> series_low, series_high;  // pointwise interval of that mean
    double interval_seconds = 0.0;
    double warmup_seconds = 0.0;
    std::string warmup_rule;  // "stated", or how it was found
    double end_seconds = 0.0;
    double confidence = 0.95;
    std::uint32_t replications = 0;
    StopReason stop = StopReason::at_most;
    std::string stop_detail;  // in words: which figure was how precise
    std::uint64_t events = 0;
    std::uint64_t requests = 0;
    std::vector<TimelineEvent> timeline;  // of replication 0
};

// Takes replications in order and keeps what a Summary needs; memory does not grow with their number, but for the
// figures.
class Summarizer {
public:
    Summarizer(const Catalogue& c, double confidence);
    void add(const RunResult& r);
    [[nodiscard]] std::uint32_t replications() const { return count_; }
    [[nodiscard]] Estimate estimate(std::size_t figure) const;
    [[nodiscard]] Summary summary() const;

private:
    Catalogue catalogue_;
    double confidence_;
    std::uint32_t count_ = 0;
    Summary sum_;
    std::vector<std::vector<double>> series_sum_, series_square_;
    std::vector<std::vector<std::uint32_t>> series_count_;
};

struct Progress {
    std::uint32_t done = 0;
    std::uint32_t at_most = 0;
    double simulated_share = 0.0;          // of at_most replications
    double events_per_second = 0.0;        // wall clock
    double seconds_left = 0.0;             // NaN: unknown
    std::optional<double> relative_error;  // of the worst figure of the stopping rule, so far
};

struct ExperimentOptions {
    RunPlan plan;
    std::uint32_t threads = 0;  // 0: all cores
    const std::atomic<bool>* stop = nullptr;
    const std::atomic<bool>* pause = nullptr;  // as that of RunOptions
    // Called from one thread at a time, in order of replication; the result is durable once this returns.
    std::function<void(std::uint32_t replication, const RunResult&)> on_replication;
    std::function<void(const Progress&)> on_progress;
    // What is known after another replication was taken.
    std::function<void(const Summarizer&)> on_estimates;
    // Results that an earlier, interrupted run has kept.
    std::function<std::optional<RunResult>(std::uint32_t replication)> kept;
};

[[nodiscard]] Summary run_experiment(const Model& m, const ExperimentOptions& o);

}  // namespace nines
