// Running an experiment into the store: the one way of the command and of the designer, so that a run is the same and
// is kept the same whoever asks for it.
#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "batch/experiment.hpp"
#include "reports/store.hpp"

namespace nines {

struct KeepingOptions {
    RunPlan plan;
    std::uint32_t threads = 0;                 // 0: all cores
    const std::atomic<bool>* pause = nullptr;  // as that of ExperimentOptions
    std::function<void(const Progress&)> on_progress;
    std::function<void(const Summarizer&)> on_estimates;
};

struct KeptRun {
    Summary summary;      // of what is in the store
    std::string failure;  // what the store said when it took no more; empty: everything is kept
};

// What the store has to know of a run before it begins, of a scenario with `changes` made to it.
[[nodiscard]] RunInfo run_info(const Scenario& s, std::string text, std::string file, Changes changes,
                               std::string version);

// Replications until the plan is met, `stop` is set, or the store takes no more (which sets `stop`). Those that the run
// has already are taken from the store. Each is durable before it counts; the run is marked as done or interrupted.
[[nodiscard]] KeptRun run_and_keep(const Model& m, const KeepingOptions& o, Store& store, std::uint64_t run,
                                   std::atomic<bool>& stop);

}  // namespace nines
