#include "reports/run_keeping.hpp"

namespace nines {

RunInfo run_info(const Scenario& s, std::string text, std::string file, Changes changes, std::string version) {
    RunInfo info;
    info.name = s.name;
    info.file = std::move(file);
    info.text = std::move(text);
    info.changes = std::move(changes);
    info.version = std::move(version);
    info.seed = s.run.seed;
    return info;
}

KeptRun run_and_keep(const Model& m, const KeepingOptions& o, Store& store, std::uint64_t run,
                     std::atomic<bool>& stop) {
    KeptRun out;
    ExperimentOptions e;
    e.plan = o.plan;
    e.threads = o.threads;
    e.stop = &stop;
    e.pause = o.pause;
    e.on_replication = [&](std::uint32_t replication, const RunResult& result) {
        if (!out.failure.empty()) return;
        out.failure = store.add_replication(run, replication, result);
        if (!out.failure.empty()) stop = true;
    };
    e.on_progress = o.on_progress;
    e.on_estimates = o.on_estimates;
    e.kept = [&](std::uint32_t replication) { return store.replication(run, replication); };
    out.summary = run_experiment(m, e);
    if (out.failure.empty()) out.failure = store.end_run(run, out.summary);
    return out;
}

}  // namespace nines
