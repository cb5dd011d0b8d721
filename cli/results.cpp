#include "cli/results.hpp"

#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "reports/html.hpp"
#include "reports/paths.hpp"
#include "reports/table.hpp"

namespace nines {

std::string table_of(const Report& r) {
    const auto t = terminal_of(1);
    TableStyle style{.colour = t.colour, .unicode = t.unicode};
    if (t.interactive) style.columns = t.columns;
    return print_table(r, style);
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

std::optional<Store> open_store(const std::string& file, bool create) {
    const std::filesystem::path path = file.empty() ? default_store() : std::filesystem::path{file};
    auto store = create ? Store::open(path) : Store::open_existing(path);
    if (store) return std::move(*store);
    for (const auto& p : store.problems()) complain(p.message);
    if (create) complain("--store FILE names another store");
    return std::nullopt;
}

}  // namespace nines
