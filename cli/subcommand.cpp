#include "cli/subcommand.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/text.hpp"

namespace nines {

namespace {

// What it does, then examples, then everything else: the order in which help is read.
class Help : public CLI::Formatter {
public:
    Help() {
        column_width(26);
        label("OPTIONS", "");
    }

    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode) const override {
        std::string text = app->get_description() + "\n\n" + examples + "\nUsage: " + name;
        std::string positionals;
        for (const auto* o : app->get_options()) {
            if (!o->get_positional()) continue;
            text += fmt::format(" {}", o->get_name());
            positionals += make_option(o, true);
        }
        text += " [OPTIONS]\n";
        if (!positionals.empty()) text += "\n" + positionals;
        std::string options;
        for (const auto* o : app->get_options())
            if (!o->get_positional()) options += make_option(o, false);
        text += "\nOptions:\n" + options;
        if (!after.empty()) text += "\n" + after;
        return text;
    }

    std::string make_option(const CLI::Option* o, bool positional) const override {
        std::string left = "  " + o->get_name(positional, true);
        std::replace(left.begin(), left.end(), ',', ' ');
        if (!positional && !o->get_type_name().empty()) left += " " + o->get_type_name();
        return fmt::format("{:<25} {}\n", left, o->get_description());
    }

    std::string examples;
    std::string after;
};

std::string long_name(const std::string& names) { return names.substr(names.rfind(',') + 1); }

}  // namespace

Subcommand::Subcommand(std::string_view name, std::string_view summary, std::string_view examples,
                       std::string_view footer)
    : app_(std::string{summary}, std::string{name}) {
    auto help = std::make_shared<Help>();
    help->examples = examples;
    help->after = footer;
    app_.formatter(std::move(help));
    app_.allow_extras();
    app_.set_help_flag();
    app_.add_flag("-h,--help", help_wanted_, "This text");
}

void Subcommand::flag(const std::string& names, bool& value, const std::string& help) {
    app_.add_flag(names, value, help);
}

void Subcommand::text(const std::string& names, std::string& value, const std::string& type, const std::string& help) {
    app_.add_option(names, value, help)->type_name(type)->take_last();
}

void Subcommand::texts(const std::string& names, std::vector<std::string>& value, const std::string& type,
                       const std::string& help) {
    app_.add_option(names, value, help)->type_name(type);
}

void Subcommand::files(std::vector<std::string>& value, const std::string& help) {
    app_.add_option("FILE...", value, help)->type_name("");
    required_.emplace_back("a FILE is missing", [&value] { return !value.empty(); });
}

void Subcommand::optional_files(std::vector<std::string>& value, const std::string& help) {
    app_.add_option("FILE", value, help)->type_name("");
}

void Subcommand::required(const std::string& name, std::string& value, const std::string& help) {
    auto* o = app_.add_option(name, value, help)->type_name("");
    required_.emplace_back(name + " is missing", [o] { return o->count() > 0; });
}

void Subcommand::converted(const std::string& names, const std::string& type, const std::string& help,
                           std::function<std::string(const std::string&)> convert) {
    auto& c = conversions_.emplace_back(
        std::make_unique<Conversion>(long_name(names), std::vector<std::string>{}, std::move(convert)));
    app_.add_option(names, c->given, help)->type_name(type)->take_last()->allow_extra_args(false);
}

void Subcommand::converted_each(const std::string& names, const std::string& type, const std::string& help,
                                std::function<std::string(const std::string&)> convert) {
    auto& c = conversions_.emplace_back(
        std::make_unique<Conversion>(long_name(names), std::vector<std::string>{}, std::move(convert)));
    app_.add_option(names, c->given, help)->type_name(type)->allow_extra_args(false);
}

std::vector<std::string> Subcommand::option_names() const {
    std::vector<std::string> names;
    for (const auto* o : app_.get_options())
        for (const auto& n : o->get_lnames()) names.push_back(n);
    return names;
}

CLI::Option* Subcommand::option_called(const std::string& argument) const {
    if (!argument.starts_with("-") || argument.size() < 2) return nullptr;
    return const_cast<CLI::App&>(app_).get_option_no_throw(argument);
}

void Subcommand::take_out_options_without_value(std::vector<std::string>& arguments,
                                                std::vector<std::string>& wrong) const {
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        const auto* o = option_called(arguments[i]);
        if (o == nullptr || o->get_expected_min() == 0) continue;
        const bool last = i + 1 == arguments.size();
        if (!last && arguments[i + 1] != "--" && option_called(arguments[i + 1]) == nullptr) {
            ++i;
            continue;
        }
        wrong.push_back(fmt::format("{} needs a value: {}", arguments[i], o->get_type_name()));
        arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i));
        --i;
    }
}

std::vector<std::string> Subcommand::parse(std::vector<std::string> arguments) {
    std::vector<std::string> wrong;
    take_out_options_without_value(arguments, wrong);
    try {
        std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
        app_.parse(std::move(arguments));
    } catch (const CLI::Error& e) {
        wrong.emplace_back(e.what());
        return wrong;
    }
    if (help_wanted_) return {};
    for (auto extra : app_.remaining()) {
        if (extra == "--") continue;  // what follows it was taken as text
        if (extra.starts_with("-")) {
            extra = extra.substr(0, extra.find('='));
            const auto meant = nearest(extra.substr(extra.find_first_not_of('-') % extra.size()), option_names());
            wrong.push_back(fmt::format("there is no option {}{}", extra,
                                        meant.empty() ? "" : fmt::format("; did you mean --{}?", meant)));
        } else {
            wrong.push_back(fmt::format("\"{}\" is one argument too many", extra));
        }
    }
    for (const auto& c : conversions_)
        for (const auto& text : c->given)
            if (auto what = c->convert(text); !what.empty()) wrong.push_back(fmt::format("{}: {}", c->name, what));
    for (const auto& [message, given] : required_)
        if (!given()) wrong.push_back(message);
    for (const auto& check : checks_)
        if (wrong.empty())
            if (auto what = check(); !what.empty()) wrong.push_back(std::move(what));
    return wrong;
}

}  // namespace nines
