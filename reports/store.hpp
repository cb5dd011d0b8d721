// The results store: every run with its scenario, and every replication's figures, histograms, series and time line, in
// one SQLite file. Its schema, for those who come with SQL, is in docs/store.md.
//
// Always: a replication is there whole or not at all (it is one row, written in one transaction), and durable once
// add_replication() has returned. A process killed at any moment loses at most what it was writing. Several processes
// may write to one store. What goes wrong (disk full, not a store, in use, damaged) is a message that names the file.
// Thread-safe.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "batch/experiment.hpp"
#include "models/measures.hpp"
#include "models/problem.hpp"
#include "reports/stored_text.hpp"

namespace nines {

// What becomes of a run.
enum class RunState : std::uint8_t {
    running,      // or its process was killed
    interrupted,  // stopped on request
    done,
};
template <>
struct Choices<RunState> {
    static constexpr std::array<std::string_view, 3> names = {"running", "interrupted", "done"};
};
[[nodiscard]] constexpr std::string_view name_of(RunState s) {
    return Choices<RunState>::names[static_cast<std::size_t>(s)];
}

// Two runs with the same text, changes, seed and version are the same computation.
struct RunInfo {
    std::uint64_t id = 0;  // given by the store
    std::string name;      // of the scenario
    std::string file;      // as given
    std::string text;      // of the scenario, as read
    Changes changes;       // made to it on the command line; the plan of the run included
    std::uint64_t seed = 1;
    std::string version;  // of the program
    // From here on filled by the store.
    RunState state = RunState::running;
    std::string started, finished;   // "2026-02-03T14:15:16Z"; `finished` is empty while running
    std::uint32_t replications = 0;  // that are kept
};

class Store {
public:
    // Opens the store, and creates it (and the folders above it) where there is none.
    [[nodiscard]] static Expected<Store> open(const std::filesystem::path& file);
    // Opens a store that exists.
    [[nodiscard]] static Expected<Store> open_existing(const std::filesystem::path& file);
    ~Store();
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;

    // The fields that the store fills do not matter.
    [[nodiscard]] Expected<std::uint64_t> begin_run(const RunInfo& info, const Catalogue& catalogue);
    // The newest run of the same computation that is not done.
    [[nodiscard]] std::optional<std::uint64_t> unfinished(const RunInfo& info) const;
    // What went wrong, or nothing. A replication that is there already stays as it is; one in which faults were
    // injected by hand is refused.
    [[nodiscard]] std::string add_replication(std::uint64_t run, std::uint32_t replication, const RunResult& result);
    // What went wrong, or nothing. Interrupted or done, by the summary's reason to stop.
    [[nodiscard]] std::string end_run(std::uint64_t run, const Summary& summary);

    [[nodiscard]] Expected<std::vector<RunInfo>> runs() const;  // newest first; without the scenarios' texts
    [[nodiscard]] Expected<RunInfo> run(std::uint64_t id) const;
    [[nodiscard]] Expected<Catalogue> catalogue(std::uint64_t run) const;
    // Nothing when it is not there, or damaged.
    [[nodiscard]] std::optional<RunResult> replication(std::uint64_t run, std::uint32_t replication) const;
    // The kept replications from 0 on without a gap (as many as end_run() was told of), summarized again bit for bit.
    [[nodiscard]] Expected<Summary> summary(std::uint64_t run) const;
    // What went wrong ("there is no run 7 in the store", ...), or nothing.
    [[nodiscard]] std::string rename(std::uint64_t id, std::string_view name);
    [[nodiscard]] std::string remove(std::uint64_t id);

    [[nodiscard]] const std::filesystem::path& file() const;

private:
    struct Database;
    explicit Store(std::unique_ptr<Database> database);
    std::unique_ptr<Database> database_;
};

}  // namespace nines
