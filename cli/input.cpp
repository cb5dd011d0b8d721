#include "cli/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "cli/terminal.hpp"
#include "models/compile.hpp"
#include "scenarios/data_files.hpp"

namespace nines {

namespace {

constexpr const char* stdin_name = "<standard input>";

Expected<std::string> read_standard_input() {
    const DocumentLimits limits;
    std::string text;
    char buffer[1 << 16];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, stdin)) {
        text.append(buffer, n);
        if (text.size() > limits.bytes) {
            return Problems{
                {.path = {},
                 .message = fmt::format("is longer than {} bytes, the most a scenario may have", limits.bytes),
                 .file = stdin_name}};
        }
    }
    return text;
}

Expected<LoadedScenario> load(const std::string& file) {
    if (file != "-") return load_scenario(file);
    auto text = read_standard_input();
    if (!text) return text.problems();
    return read_scenario(*text, stdin_name);
}

// Text of a user's on its way to a terminal: control characters do nothing there.
std::string harmless(std::string text) {
    for (char& c : text) {
        const auto u = static_cast<unsigned char>(c);
        if (u < 0x20 || u == 0x7f) c = ' ';
    }
    return text;
}

// Makes the changes; `source` is what problems name instead of a file.
Problems apply(Scenario& s, const Changes& changes, const char* source) {
    Problems all;
    for (const auto& [path, value] : changes) {
        for (auto p : set_parameter(s, path, value)) {
            if (p.path.empty()) p.path = path;
            p.file = source;
            p.line = p.column = 0;
            all.push_back(std::move(p));
        }
    }
    return all;
}

}  // namespace

Expected<Input> open_input(const std::string& file, const Changes& set, const Changes& plan) {
    auto loaded = load(file);
    if (!loaded) return loaded.problems();
    auto& scenario = loaded->scenario;
    Problems problems = apply(scenario, set, "--set");
    for (auto& p : apply(scenario, plan, "command line")) problems.push_back(std::move(p));
    if (!problems.empty()) return problems;
    if (!set.empty()) read_data_files(scenario, std::filesystem::path{loaded->file}.parent_path(), problems);
    if (problems.empty()) problems = validate(scenario);
    locate(problems, *loaded);
    sort_by_weight(problems);
    if (has_error(problems)) return problems;
    Changes changes = set;
    changes.insert(changes.end(), plan.begin(), plan.end());
    return Input{std::move(*loaded), std::move(changes), std::move(problems)};
}

bool has_error(const Problems& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

void locate(Problems& problems, const LoadedScenario& loaded) {
    for (auto& p : problems) {
        if (p.file.empty()) p.file = loaded.file;
        if (p.line != 0) continue;
        const auto mark = place_of(loaded, p.path);
        p.line = mark.line;
        p.column = mark.column;
    }
}

void sort_by_weight(Problems& problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.severity, a.file, a.line, a.column) < std::tie(b.severity, b.file, b.line, b.column);
    });
}

std::string_view word_of(Problem::Severity s) {
    switch (s) {
        case Problem::Severity::error: return "error";
        case Problem::Severity::warning: return "warning";
        case Problem::Severity::note: return "note";
    }
    return "error";
}

void print_to_stderr(const Problems& problems) {
    const bool colour = terminal_of(2).colour;
    for (const auto& p : problems) {
        std::string place = p.file;
        if (p.line > 0) place += fmt::format(":{}:{}", p.line, p.column);
        if (!place.empty()) place += ": ";
        std::string word;
        if (p.severity != Problem::Severity::error) word = fmt::format("{}: ", word_of(p.severity));
        const char* code = p.severity == Problem::Severity::error     ? "\x1b[31m"
                           : p.severity == Problem::Severity::warning ? "\x1b[33m"
                                                                      : "\x1b[36m";
        const std::string path = p.path.empty() ? "" : p.path + ": ";
        fmt::print(stderr, "{}{}{}{}{}{}\n", colour ? code : "", harmless(place), word, colour ? "\x1b[0m" : "",
                   harmless(path), harmless(p.message));
    }
}

nlohmann::ordered_json to_json(const Problems& problems) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& p : problems) {
        nlohmann::ordered_json j;
        j["severity"] = word_of(p.severity);
        j["path"] = p.path;
        j["message"] = p.message;
        j["file"] = p.file;
        j["line"] = p.line > 0 ? nlohmann::ordered_json(p.line) : nlohmann::ordered_json(nullptr);
        j["column"] = p.line > 0 ? nlohmann::ordered_json(p.column) : nlohmann::ordered_json(nullptr);
        list.push_back(std::move(j));
    }
    return list;
}

}  // namespace nines
