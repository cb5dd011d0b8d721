#include "cli/results.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/paths.hpp"
#include "models/compile.hpp"
#include "reports/html.hpp"
#include "scenarios/reader.hpp"

namespace nines {

Expected<Report> kept_report(Store& store, std::uint64_t run) {
    const auto info = store.run(run);
    if (!info) return Problems{{.path = {}, .message = fmt::format("there is no run {} in the store", run)}};
    auto loaded = read_scenario(info->text, info->file);
    if (!loaded) return loaded.problems();
    const auto model = compile(loaded->scenario);
    Report r{*info, std::move(loaded->scenario), catalogue_of(*model), {}, {}};
    const auto& until = r.scenario.run.replications.until;
    Summarizer summarizer{r.catalogue, until ? until->confidence.value : Precision{}.confidence.value};
    for (std::uint32_t n = 0; auto result = store.replication(run, n); ++n) summarizer.add(*result);
    r.summary = summarizer.summary();
    r.verdicts = verdicts_of(r.scenario, r.catalogue, r.summary);
    return r;
}

ExitStatus status_of(const Report& r, bool allow_inconclusive) {
    auto status = exit_done;
    for (const auto& v : r.verdicts) {
        if (v.verdict == Verdict::missed) status = worse(status, exit_missed);
        if (v.verdict == Verdict::inconclusive && !allow_inconclusive) status = worse(status, exit_inconclusive);
    }
    return status;
}

std::string write_html(const Report& r, std::string& file) {
    if (file.empty()) file = default_report(r.run.file, r.run.id, "html").string();
    if (auto wrong = make_folders_for(file); !wrong.empty()) return wrong;
    return write_whole(file, print_html(r));
}

std::optional<Store> open_store(const std::string& file) {
    const std::filesystem::path path = file.empty() ? default_store() : std::filesystem::path{file};
    if (const auto wrong = make_folders_for(path); !wrong.empty()) {
        complain(wrong + "; --store FILE names another store");
        return std::nullopt;
    }
    auto store = Store::open(path);
    if (store) return std::move(*store);
    print_to_stderr(store.problems());
    return std::nullopt;
}

}  // namespace nines
