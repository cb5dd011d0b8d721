// `nines import`: a scenario from the files of a real system.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "reports/paths.hpp"
#include "scenarios/import.hpp"

namespace nines {

ExitStatus execute(const ImportArguments& a) {
    const std::vector<std::filesystem::path> files(a.files.begin(), a.files.end());
    const auto imported = import_scenario(a.kind, files, a.name);
    if (!imported) {
        print_to_stderr(imported.problems());
        return exit_input;
    }
    if (a.output.empty() || a.output == "-") {
        print_result(imported->text);
    } else {
        auto wrong = make_folders_for(a.output);
        if (wrong.empty()) wrong = write_whole(a.output, imported->text);
        if (!wrong.empty()) {
            complain(wrong);
            return exit_impossible;
        }
    }
    if (!a.quiet)
        for (const auto& remark : imported->remarks) fmt::print(stderr, "{}\n", remark);
    return exit_done;
}

}  // namespace nines
