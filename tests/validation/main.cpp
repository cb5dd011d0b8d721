// nines_validate: runs the cases of known results and writes docs/validation.md. Exit status: 0 all hold, 1 one does
// not, 2 the command line is wrong, 3 the page could not be written.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>

#include "tests/validation/report.hpp"

using namespace nines::validation;

namespace {

[[nodiscard]] bool write(const std::string& file, const std::string& text) {
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << text;
    return static_cast<bool>(out.flush());
}

void tell(const CaseResult& c) {
    fmt::print(stderr, "{} {} ({} requests, {:.1f} s)\n", c.validated->id, c.holds() ? "holds" : "DOES NOT HOLD",
               c.requests, c.seconds);
    for (const auto& v : c.variants)
        for (const auto& q : v.quantities) {
            if (q.first.holds) continue;
            for (const Finding* f : {&q.first, q.repeated ? &*q.repeated : nullptr})
                if (f != nullptr)
                    fmt::print(
                        stderr,
                        "    {}.{} {}: expected {:.9g}, saw {:.9g} in {:.9g} ... {:.9g}, off by {:.3g}% of {:.3g}%\n",
                        c.validated->id, q.quantity->number, q.quantity->name, q.quantity->expected, f->estimate,
                        f->low, f->high, f->deviation * 100.0, f->tolerance * 100.0);
        }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Runs the models of known results and compares.", "nines validate"};
    std::vector<std::string> wanted;
    std::string output;
    Effort effort;
    bool as_json = false;
    app.add_option("--case", wanted, "Only this one, by its id; may be given several times")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--scale", effort.scale, "Share of the full length to run, tolerances widened to match")
        ->check(CLI::Range(1e-4, 1.0));
    app.add_option("--seed", effort.seed, "Of all random streams");
    app.add_option("--output", output,
                   "Where the page goes; a full run writes docs/validation.md by default, others standard output");
    app.add_flag("--json", as_json, "JSON on standard output");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? 0 : 2;
    }
    const auto cases = all_cases();
    for (const auto& id : wanted)
        if (std::ranges::find(cases, id, &Case::id) == cases.end()) {
            fmt::print(stderr, "nines validate: there is no case \"{}\"\n", id);
            return 2;
        }
    const bool whole = wanted.empty() && effort.scale == 1.0;
    if (output.empty() && whole && !as_json) output = NINES_SOURCE_DIR "/docs/validation.md";
    std::vector<CaseResult> results;
    bool hold = true;
    for (const auto& c : cases) {
        if (!wanted.empty() && std::ranges::find(wanted, c.id) == wanted.end()) continue;
        results.push_back(run_case(c, effort));
        tell(results.back());
        hold = hold && results.back().holds();
    }
    if (as_json) fmt::print("{}", json(results, effort));
    const auto page = markdown(results, effort);
    if (!output.empty() && !write(output, page)) {
        fmt::print(stderr, "nines validate: cannot write {}\n", output);
        return 3;
    }
    if (output.empty() && !as_json) fmt::print("{}", page);
    return hold ? 0 : 1;
}
