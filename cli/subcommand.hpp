// Subcommand: one command line parser (CLI11) that reports everything that is wrong at once, and what was meant.
//
// Every value comes in as text; conversions add what is wrong to the same list as unknown options and missing values.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/problem.hpp"

namespace nines {

class Subcommand {
public:
    Subcommand(std::string_view name, std::string_view summary, std::string_view examples,
               std::string_view footer = {});

    // Options and positionals, in the order of the help. The references stay in use until parse() returns.
    void flag(const std::string& names, bool& value, const std::string& help);
    void text(const std::string& names, std::string& value, const std::string& type, const std::string& help);
    void texts(const std::string& names, std::vector<std::string>& value, const std::string& type,
               const std::string& help);

    // A positional that must be given; a whole number from 1 (a run's id) or text.
    void files(std::vector<std::string>& value, const std::string& help);
    void optional_files(std::vector<std::string>& value, const std::string& help);
    void required(const std::string& name, std::string& value, const std::string& help);

    // An option whose text `convert` turns into a value, returning what is wrong or an empty string.
    void converted(const std::string& names, const std::string& type, const std::string& help,
                   std::function<std::string(const std::string&)> convert);
    // The same, for an option that may be repeated.
    void converted_each(const std::string& names, const std::string& type, const std::string& help,
                        std::function<std::string(const std::string&)> convert);
    // Asked after everything else, when nothing was wrong before: what is wrong with the whole, or nothing.
    void check(std::function<std::string()> wanted) { checks_.push_back(std::move(wanted)); }

    [[nodiscard]] bool help_wanted() const { return help_wanted_; }
    [[nodiscard]] std::string help() const { return app_.help(); }
    // What is wrong; nothing when empty.
    [[nodiscard]] std::vector<std::string> parse(std::vector<std::string> arguments);

private:
    [[nodiscard]] std::vector<std::string> option_names() const;
    [[nodiscard]] CLI::Option* option_called(const std::string& argument) const;
    void take_out_options_without_value(std::vector<std::string>& arguments, std::vector<std::string>& wrong) const;

    struct Conversion {
        std::string name;
        std::vector<std::string> given;
        std::function<std::string(const std::string&)> convert;
    };

    CLI::App app_;
    std::vector<std::unique_ptr<Conversion>> conversions_;  // at a fixed address: CLI11 writes into them
    std::vector<std::pair<std::string, std::function<bool()>>> required_;
    std::vector<std::function<std::string()>> checks_;
    bool help_wanted_ = false;
};

}  // namespace nines
