// Arguments: the command line as plain data, one struct a subcommand, or everything that is wrong with it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/run_plan.hpp"
#include "models/scalars.hpp"

namespace nines {

struct RunArguments {
    std::vector<std::string> files;
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> replications;  // exactly that many
    std::optional<Duration> duration;
    std::optional<Warmup> warmup;
    std::uint32_t threads = 0;  // 0: all cores
    std::vector<std::pair<std::string, std::string>> set;
    std::string store;   // empty: the default one
    std::string report;  // empty: the default place
    bool no_report = false;
    bool resume = false;
    bool json = false;
    bool quiet = false;
    bool allow_inconclusive = false;
};

struct CheckArguments {
    std::vector<std::string> files;
    std::vector<std::pair<std::string, std::string>> set;
    bool json = false;
    bool quiet = false;
};

struct SchemaArguments {};
struct ReferenceArguments {};

struct ImportArguments {
    std::string kind;
    std::vector<std::string> files;
    std::string output;  // empty: standard output
    std::string name;    // of the scenario; empty: from the files
    bool quiet = false;
};

struct RunsArguments {
    std::string store;
    std::vector<std::uint64_t> remove;
    bool json = false;
};

struct ShowArguments {
    std::uint64_t run = 0;
    std::string store;
    bool json = false;
    bool allow_inconclusive = false;
};

struct ReportArguments {
    std::uint64_t run = 0;
    std::string to = "html";
    std::string output;  // empty: beside the other reports; "-": standard output
    std::string store;
};

struct DesignerArguments {
    std::vector<std::string> files;  // at most one
};

using Command = std::variant<RunArguments, CheckArguments, SchemaArguments, ReferenceArguments, ImportArguments,
                             RunsArguments, ShowArguments, ReportArguments, DesignerArguments>;

// --help and --version.
struct Answer {
    std::string text;
};

struct UsageErrors {
    std::vector<std::string> messages;
    std::string help;  // the command that tells more: "nines run --help"
};

// `arguments` without the program's name. REQUIRES: nothing; any text is answered.
[[nodiscard]] std::variant<Command, Answer, UsageErrors> parse_arguments(const std::vector<std::string>& arguments);

}  // namespace nines
