// `nines run`: from scenario files to results that are kept, printed and reported.
//
// Always: no file is simulated before all were read; nothing of a wrong file is stored; a replication is in the store
// before it counts as done; an interrupt ends the run within a second, with what was finished kept.
#include <fmt/format.h>

#include <cstdio>
#include <optional>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/interrupt.hpp"
#include "cli/output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/results.hpp"
#include "models/compile.hpp"
#include "reports/json.hpp"
#include "reports/run_keeping.hpp"
#include "reports/version.hpp"

namespace nines {

namespace {

// What came of one file. Without text there is nothing to show on standard output.
struct Done {
    ExitStatus status = exit_done;
    std::string text;  // a table, or a JSON object
};

// The options that change the plan, as changes to the scenario.
Changes plan_changes(const RunArguments& a) {
    Changes c;
    if (a.seed) c.emplace_back("run.seed", std::to_string(*a.seed));
    if (a.duration) c.emplace_back("run.duration", print_duration(*a.duration));
    if (a.warmup) c.emplace_back("run.warmup", Scalar<Warmup>::print(*a.warmup));
    if (a.replications) {  // exactly that many, whatever precision was asked for
        c.emplace_back("run.replications.at_least", std::to_string(*a.replications));
        c.emplace_back("run.replications.at_most", std::to_string(*a.replications));
    }
    return c;
}

// The run to go on with when --resume asks for it and there is one, else a new one.
Expected<std::uint64_t> begin(Store& store, const RunArguments& a, const RunInfo& info, const Catalogue& catalogue) {
    if (a.resume) {
        if (const auto unfinished = store.unfinished(info)) {
            if (!a.quiet) complain(fmt::format("going on with run {}", *unfinished));
            return *unfinished;
        }
        if (!a.quiet) complain("there is no unfinished run to go on with; this is a new one");
    }
    return store.begin_run(info, catalogue);
}

KeptRun simulate_and_keep(const Model& model, const RunPlan& plan, const RunArguments& a, const std::string& name,
                          Store& store, std::uint64_t run) {
    std::optional<ProgressBar> bar;
    if (!a.quiet) bar.emplace(stderr, terminal_of(2), name);
    KeepingOptions o;
    o.plan = plan;
    o.threads = a.threads;
    o.on_progress = [&](const Progress& p) {
        if (bar) bar->show(p);
    };
    return run_and_keep(model, o, store, run, stop_flag());
}

Done show(const Report& r, const RunArguments& a) {
    Done done{status_of(r, a.allow_inconclusive), a.json ? print_json(r) : table_of(r)};
    if (a.no_report) return done;
    std::string file = a.report;
    if (const auto wrong = write_html(r, file); !wrong.empty()) {
        complain(wrong);
        done.status = worse(done.status, exit_impossible);
    } else if (!a.quiet) {
        fmt::print(stderr, "Report: {}\n", file);
    }
    return done;
}

Done run_one(const RunArguments& a, const std::string& file, const Input& input, Store& store) {
    const auto& scenario = input.loaded.scenario;
    const auto model = compile(scenario);
    const auto info = run_info(scenario, input.loaded.text, file, input.changes, version());
    const auto run = begin(store, a, info, catalogue_of(*model));
    if (!run) {
        print_to_stderr(run.problems());
        return {exit_impossible, {}};
    }
    const auto [summary, failure] = simulate_and_keep(*model, scenario.run, a, scenario.name, store, *run);
    if (!failure.empty()) {
        complain(failure);
        return {exit_impossible, {}};
    }
    if (summary.stop == StopReason::interrupted) {
        complain(fmt::format("interrupted; run {} keeps {} replications; --resume goes on with it", *run,
                             summary.replications));
        return {exit_interrupted, {}};
    }
    auto kept = kept_report(store, *run);
    if (!kept) {
        print_to_stderr(kept.problems());
        return {exit_impossible, {}};
    }
    return show(*kept, a);
}

// What --json prints for a file that is wrong.
std::string wrong_as_json(const std::string& file, const Problems& problems) {
    nlohmann::ordered_json j;
    j["file"] = file;
    j["valid"] = false;
    j["problems"] = to_json(problems);
    return text_of(j);
}

}  // namespace

ExitStatus execute(const RunArguments& a) {
    const auto plan = plan_changes(a);
    std::vector<Expected<Input>> inputs;
    bool any = false;
    for (const auto& file : a.files) {
        auto& input = inputs.emplace_back(open_input(file, a.set, plan));
        if (!input)
            print_to_stderr(input.problems());
        else if (!a.quiet)
            print_to_stderr(input->remarks);
        any = any || input.has_value();
    }
    std::optional<Store> store;
    if (any && !(store = open_store(a.store, true))) return exit_impossible;

    auto status = exit_done;
    const bool array = a.json && a.files.size() > 1;
    if (array) print_result("[");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        Done done{exit_input, {}};
        if (inputs[i])
            done = stop_flag() ? Done{exit_interrupted, {}} : run_one(a, a.files[i], *inputs[i], *store);
        else if (a.json)
            done.text = wrong_as_json(a.files[i], inputs[i].problems());
        status = worse(status, done.status);
        if (array && done.text.empty()) done.text = "null";
        if (array && i + 1 < inputs.size()) done.text += ",";
        if (!done.text.empty()) print_result(done.text);
        std::fflush(stdout);
    }
    if (array) print_result("]");
    return status;
}

}  // namespace nines
