#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <string_view>

#include "cli/subcommand.hpp"
#include "models/text.hpp"
#include "reports/version.hpp"

namespace nines {

namespace {

using Parsed = std::variant<Command, Answer, UsageErrors>;
using Arguments = std::vector<std::string>;

template <class T>
std::string whole_number(const std::string& text, T low, T high, T& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high)
        return fmt::format("\"{}\" is not a whole number from {} to {}", text, low, high);
    return {};
}

template <class T>
std::string described(const std::string& text, const Bounds& bounds, std::optional<T>& value) {
    T parsed{};
    auto wrong = Scalar<T>::parse(text, bounds, parsed);
    if (wrong.empty()) value = parsed;
    return wrong;
}

std::string assignment(const std::string& text, std::vector<std::pair<std::string, std::string>>& set) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        return fmt::format("\"{}\" is not path=value, such as services.gateway.replicas.count=6", text);
    set.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    return {};
}

// Parses and, when nothing is wrong, hands the value on.
template <class T>
Parsed finish(Subcommand& s, const Arguments& arguments, const T& value, std::string_view name) {
    auto wrong = s.parse(arguments);
    if (!wrong.empty()) return UsageErrors{std::move(wrong), fmt::format("nines {} --help", name)};
    if (s.help_wanted()) return Answer{s.help()};
    return Command{value};
}

constexpr std::string_view store_help = "The results store (default: nines/nines.db in the user's data folder)";

Parsed parse_run(const Arguments& arguments) {
    RunArguments a;
    Subcommand s("nines run", "Simulates scenarios; prints what came out, keeps it in the store, writes a report.",
                 "  nines run web-shop.yaml\n"
                 "  nines run web-shop.yaml --replications 100 --set services.gateway.replicas.count=8\n"
                 "  nines run web-shop.yaml --resume\n"
                 "  nines run web-shop.yaml --json --quiet | jq .objectives\n",
                 "Exit status: 0 every objective met, 1 one missed, 2 wrong input, 3 could not be done,\n"
                 "4 inconclusive, 130 interrupted (what was finished is kept; --resume goes on).\n");
    s.files(a.files, "Scenarios; \"-\" reads standard input");
    s.converted("--seed", "N", "Of all random numbers (default: the scenario's)",
                [&](const std::string& t) { return whole_number<std::uint64_t>(t, 0, UINT64_MAX, a.seed.emplace()); });
    s.converted("--replications", "N", "Exactly this many independent runs", [&](const std::string& t) {
        return whole_number<std::uint32_t>(t, 1, 100'000, a.replications.emplace());
    });
    s.converted("--duration", "TIME", "Simulated time of each run, warm-up included, such as 1h",
                [&](const std::string& t) { return described(t, above(Duration::zero()), a.duration); });
    s.converted("--warmup", "TIME", "What to discard at the start, such as 2min, or \"auto\"",
                [&](const std::string& t) { return described(t, {}, a.warmup); });
    s.converted("--threads", "N", "Default: every core; results do not depend on it",
                [&](const std::string& t) { return whole_number<std::uint32_t>(t, 1, 1024, a.threads); });
    s.converted_each("--set", "PATH=VALUE", "Change a parameter; may be repeated",
                     [&](const std::string& t) { return assignment(t, a.set); });
    s.text("--store", a.store, "FILE", std::string{store_help});
    s.text("--report", a.report, "FILE", "Where the HTML report goes (default: nines-reports/NAME-RUN.html)");
    s.flag("--no-report", a.no_report, "Write no HTML report");
    s.flag("--resume", a.resume, "Go on with the newest unfinished run of the same scenario and options");
    s.flag("--allow-inconclusive", a.allow_inconclusive, "Exit status 0 where it would be 4");
    s.flag("--json", a.json, "Results as JSON on standard output");
    s.flag("-q,--quiet", a.quiet, "No progress and no remarks on standard error");
    s.check([&] { return a.no_report && !a.report.empty() ? "--report and --no-report contradict each other" : ""; });
    s.check([&] {
        return a.files.size() > 1 && !a.report.empty()
                   ? fmt::format("--report names one file, but there are {} scenarios", a.files.size())
                   : std::string{};
    });
    return finish(s, arguments, a, "run");
}

Parsed parse_check(const Arguments& arguments) {
    CheckArguments a;
    Subcommand s("nines check", "Validates scenarios, and says what their structure alone tells.",
                 "  nines check web-shop.yaml\n"
                 "  nines check scenarios/*.yaml --json\n",
                 "Exit status: 0 no errors (warnings do not fail), 2 errors.\n");
    s.files(a.files, "Scenarios; \"-\" reads standard input");
    s.converted_each("--set", "PATH=VALUE", "Change a parameter first; may be repeated",
                     [&](const std::string& t) { return assignment(t, a.set); });
    s.flag("--json", a.json, "As JSON on standard output");
    s.flag("-q,--quiet", a.quiet, "Errors only");
    return finish(s, arguments, a, "check");
}

Parsed parse_schema(const Arguments& arguments) {
    Subcommand s("nines schema", "Prints the JSON Schema of scenarios, for editors and other tools.",
                 "  nines schema > nines.schema.json\n");
    return finish(s, arguments, SchemaArguments{}, "schema");
}

Parsed parse_reference(const Arguments& arguments) {
    Subcommand s("nines reference",
                 "Prints the scenario reference (Markdown): every parameter, unit, range and default.",
                 "  nines reference | less\n");
    return finish(s, arguments, ReferenceArguments{}, "reference");
}

Parsed parse_import(const Arguments& arguments) {
    ImportArguments a;
    const std::vector<std::string> kinds = {"kubernetes", "compose", "isotope"};
    Subcommand s("nines import", "Turns the files of a real system into a scenario; what was assumed stands beside it.",
                 "  nines import kubernetes manifests/*.yaml -o shop.yaml\n"
                 "  nines import compose docker-compose.yml -o shop.yaml\n"
                 "  nines import isotope topology.yaml | nines check -\n");
    s.required("KIND", a.kind, "kubernetes, compose or isotope");
    s.files(a.files, "What to read, as one system");
    s.text("-o,--output", a.output, "FILE", "Where the scenario goes (default: standard output)");
    s.text("--name", a.name, "NAME", "Of the scenario");
    s.flag("-q,--quiet", a.quiet, "No remarks on standard error");
    s.check([&] {
        for (const auto& k : kinds)
            if (k == a.kind) return std::string{};
        return fmt::format("there is no kind \"{}\"{} (kubernetes, compose, isotope)", a.kind,
                           did_you_mean(a.kind, kinds));
    });
    return finish(s, arguments, a, "import");
}

constexpr std::uint64_t last_run_id = INT64_MAX;  // as SQLite counts

Parsed parse_runs(const Arguments& arguments) {
    RunsArguments a;
    Subcommand s("nines runs", "Lists the runs in the store, or deletes some of them.",
                 "  nines runs\n"
                 "  nines runs --delete 12 --delete 13\n");
    s.converted_each("--delete", "RUN", "Delete this run; may be repeated", [&](const std::string& t) {
        return whole_number<std::uint64_t>(t, 1, last_run_id, a.remove.emplace_back());
    });
    s.text("--store", a.store, "FILE", std::string{store_help});
    s.flag("--json", a.json, "As JSON");
    return finish(s, arguments, a, "runs");
}

Parsed parse_show(const Arguments& arguments) {
    ShowArguments a;
    std::string run;
    Subcommand s("nines show", "Prints the results of a run in the store, and exits as that run did.",
                 "  nines show 12\n"
                 "  nines show 12 --json\n");
    s.required("RUN", run, "Its number, as `nines runs` lists it");
    s.text("--store", a.store, "FILE", std::string{store_help});
    s.flag("--json", a.json, "As JSON");
    s.flag("--allow-inconclusive", a.allow_inconclusive, "Exit status 0 where it would be 4");
    s.check([&] { return whole_number<std::uint64_t>(run, 1, last_run_id, a.run); });
    return finish(s, arguments, a, "show");
}

Parsed parse_report(const Arguments& arguments) {
    ReportArguments a;
    std::string run;
    Subcommand s("nines report", "Writes a report of a run in the store.",
                 "  nines report 12\n"
                 "  nines report 12 --to html -o report.html\n"
                 "  nines report 12 --to json -o -\n");
    s.required("RUN", run, "Its number, as `nines runs` lists it");
    s.converted("--to", "FORMAT", "html (default) or json", [&](const std::string& t) {
        const std::vector<std::string> formats = {"html", "json"};
        a.to = t;
        return t == "html" || t == "json"
                   ? std::string{}
                   : fmt::format("there is no format \"{}\"{} (html, json)", t, did_you_mean(t, formats));
    });
    s.text("-o,--output", a.output, "FILE", "Default: nines-reports/NAME-RUN.FORMAT; \"-\" is standard output");
    s.text("--store", a.store, "FILE", std::string{store_help});
    s.check([&] { return whole_number<std::uint64_t>(run, 1, last_run_id, a.run); });
    return finish(s, arguments, a, "report");
}

Parsed parse_designer(const Arguments& arguments) {
    DesignerArguments a;
    Subcommand s("nines designer", "Opens the designer: draw a scenario, watch it fail, read the answer.",
                 "  nines designer\n"
                 "  nines designer web-shop.yaml\n");
    s.optional_files(a.files, "A scenario to open");
    s.check([&] { return a.files.size() > 1 ? "the designer opens one FILE" : ""; });
    return finish(s, arguments, a, "designer");
}

struct Entry {
    std::string_view name;
    std::string_view arguments;
    std::string_view help;
    Parsed (*parse)(const Arguments&);
};

constexpr Entry entries[] = {
    {"run", "FILE...", "Simulate; print, keep and report the results", parse_run},
    {"check", "FILE...", "Validate, and say what the structure alone tells", parse_check},
    {"import", "KIND FILE...", "Make a scenario from kubernetes, compose or isotope files", parse_import},
    {"runs", "", "List the runs in the store, or delete some", parse_runs},
    {"show", "RUN", "Print the results of a run in the store", parse_show},
    {"report", "RUN", "Write a report of it: html or json", parse_report},
    {"designer", "[FILE]", "Open the designer", parse_designer},
    {"schema", "", "Print the JSON Schema of scenarios", parse_schema},
    {"reference", "", "Print the scenario reference", parse_reference},
};

std::string overview() {
    std::string text =
        "How many nines a design has before it is built: a reliability simulator.\n\n"
        "  nines run web-shop.yaml            simulate a scenario\n"
        "  nines check web-shop.yaml          what is wrong with it, without simulating\n"
        "  nines import compose compose.yml   make one from the files of a real system\n\n"
        "Usage: nines COMMAND [ARGUMENTS]\n\n";
    for (const auto& e : entries)
        text += fmt::format("  {:<22} {}\n", fmt::format("{} {}", e.name, e.arguments), e.help);
    text +=
        "\n  -h --help              This text; after a command, about the command\n"
        "  --version              Version, source and compiler\n"
        "\nIn a checkout, ./nines also knows test, bench and validate.\n";
    return text;
}

}  // namespace

Parsed parse_arguments(const Arguments& arguments) {
    if (arguments.empty()) return UsageErrors{{"a command is missing"}, "nines --help"};
    const auto& first = arguments.front();
    if (first == "--version") return Answer{version_text()};
    const Arguments rest(arguments.begin() + 1, arguments.end());
    if (first == "-h" || first == "--help" || first == "help") {
        for (const auto& e : entries)
            if (!rest.empty() && rest.front() == e.name) return e.parse({"--help"});
        return Answer{overview()};
    }
    std::vector<std::string> names = {"help"};
    for (const auto& e : entries) {
        if (first == e.name) return e.parse(rest);
        names.emplace_back(e.name);
    }
    for (const auto* name : {"test", "bench", "validate"}) {
        if (first == name)
            return UsageErrors{{fmt::format("\"{}\" is there in a checkout only, as ./nines {}", first, first)},
                               "nines --help"};
        names.emplace_back(name);
    }
    if (first.starts_with("-"))
        return UsageErrors{{fmt::format("there is no option {} before the command{}", first,
                                        did_you_mean(first, {"--help", "--version"}))},
                           "nines --help"};
    std::string message = fmt::format("there is no command \"{}\"{}", first, did_you_mean(first, names));
    if (first.ends_with(".yaml") || first.ends_with(".yml")) message += "; did you mean \"run " + first + "\"?";
    return UsageErrors{{std::move(message)}, "nines --help"};
}

}  // namespace nines
