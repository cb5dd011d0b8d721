// `nines runs`, `nines show` and `nines report`: what is in the store.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/results.hpp"
#include "reports/html.hpp"
#include "reports/json.hpp"
#include "reports/paths.hpp"

namespace nines {

namespace {

ExitStatus remove_runs(Store& store, const std::vector<std::uint64_t>& runs) {
    auto status = exit_done;
    for (const auto id : runs) {
        const auto wrong = store.remove(id);
        if (wrong.empty()) continue;
        complain(wrong);
        status = worse(status, store.run(id) ? exit_impossible : exit_input);
    }
    return status;
}

nlohmann::ordered_json as_json(const RunInfo& r) {
    nlohmann::ordered_json j;
    j["run"] = r.id;
    j["name"] = r.name;
    j["file"] = r.file;
    j["seed"] = r.seed;
    j["state"] = name_of(r.state);
    j["replications"] = r.replications;
    j["started"] = r.started;
    j["finished"] = r.finished;
    j["version"] = r.version;
    return j;
}

void print_list(const std::vector<RunInfo>& runs) {
    if (runs.empty()) return print_result("There are no runs in the store yet.");
    std::size_t name = 4;
    for (const auto& r : runs) name = std::max(name, std::min<std::size_t>(r.name.size(), 40));
    fmt::print("{:>5}  {:<19}  {:<{}}  {:>12}  {}\n", "RUN", "STARTED", "NAME", name, "REPLICATIONS", "STATE");
    for (const auto& r : runs)
        fmt::print("{:>5}  {:<19}  {:<{}.40}  {:>12}  {}\n", r.id, r.started, r.name, name, r.replications,
                   name_of(r.state));
}

// A report of a kept run; without one, standard error has been told why.
std::optional<Report> find_report(Store& store, std::uint64_t run) {
    auto r = kept_report(store, run);
    if (r) return std::move(*r);
    print_to_stderr(r.problems());
    return std::nullopt;
}

}  // namespace

ExitStatus execute(const RunsArguments& a) {
    std::error_code ignored;
    const bool nothing_yet = a.store.empty() && a.remove.empty() && !std::filesystem::exists(default_store(), ignored);
    std::vector<RunInfo> runs;
    if (!nothing_yet) {
        auto store = open_store(a.store, false);
        if (!store) return exit_impossible;
        if (!a.remove.empty()) return remove_runs(*store, a.remove);
        auto found = store->runs();
        if (!found) {
            print_to_stderr(found.problems());
            return exit_impossible;
        }
        runs = std::move(*found);
    }
    if (!a.json) {
        print_list(runs);
        return exit_done;
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& r : runs) list.push_back(as_json(r));
    print_result(text_of(list));
    return exit_done;
}

ExitStatus execute(const ShowArguments& a) {
    auto store = open_store(a.store, false);
    if (!store) return exit_impossible;
    const auto r = find_report(*store, a.run);
    if (!r) return exit_input;
    print_result(a.json ? print_json(*r) : table_of(*r));
    return status_of(*r, a.allow_inconclusive);
}

ExitStatus execute(const ReportArguments& a) {
    auto store = open_store(a.store, false);
    if (!store) return exit_impossible;
    const auto r = find_report(*store, a.run);
    if (!r) return exit_input;
    const auto text = a.to == "json" ? print_json(*r) : print_html(*r);
    if (a.output == "-") {
        print_result(text);
        return exit_done;
    }
    const auto file = a.output.empty() ? default_report(r->run.file, r->run.id, a.to).string() : a.output;
    auto wrong = make_folders_for(file);
    if (wrong.empty()) wrong = write_whole(file, text);
    if (!wrong.empty()) {
        complain(wrong);
        return exit_impossible;
    }
    fmt::print("{}\n", file);
    return exit_done;
}

}  // namespace nines
