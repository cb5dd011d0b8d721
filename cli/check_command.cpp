// `nines check`: is the scenario valid, and what does its structure alone tell?
#include <fmt/format.h>

#include <cstdio>

#include "analysis/structure.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"

namespace nines {

namespace {

// Everything there is to say about one file.
Problems check_file(const std::string& file, const Changes& changes) {
    auto input = open_input(file, changes);
    if (!input) {
        auto problems = input.problems();
        sort_by_weight(problems);
        return problems;
    }
    Problems all = std::move(input->remarks);
    auto found = findings(input->loaded.scenario);
    locate(found, input->loaded);
    all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    sort_by_weight(all);
    return all;
}

std::string counted(std::size_t n, const char* what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

std::string in_words(const Problems& problems) {
    std::size_t counts[3] = {};
    for (const auto& p : problems) ++counts[static_cast<std::size_t>(p.severity)];
    if (counts[0] != 0) return fmt::format("{}, {}", counted(counts[0], "error"), counted(counts[1], "warning"));
    if (counts[1] != 0) return fmt::format("valid, {}", counted(counts[1], "warning"));
    return "valid";
}

}  // namespace

ExitStatus execute(const CheckArguments& a) {
    auto status = exit_done;
    auto results = nlohmann::ordered_json::array();
    for (const auto& file : a.files) {
        auto problems = check_file(file, a.set);
        const bool valid = !has_error(problems);
        if (!valid) status = exit_input;
        if (a.json) {
            nlohmann::ordered_json j;
            j["file"] = file;
            j["valid"] = valid;
            j["problems"] = to_json(problems);
            results.push_back(std::move(j));
            continue;
        }
        if (!a.quiet || !valid) {
            if (a.quiet)
                std::erase_if(problems, [](const Problem& p) { return p.severity != Problem::Severity::error; });
            print_to_stderr(problems);
        }
        if (!a.quiet) fmt::print("{}: {}\n", file, in_words(problems));
    }
    if (a.json) {
        const auto& whole = a.files.size() == 1 ? results.front() : results;
        print_result(text_of(whole));
    }
    return status;
}

}  // namespace nines
