#include "models/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace nines {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

namespace {

// Where an argument's name ends: a ':' outside nested calls. npos: it has none.
[[nodiscard]] std::size_t colon_of(std::string_view argument) {
    int depth = 0;
    for (std::size_t i = 0; i < argument.size(); ++i) {
        if (argument[i] == '(') ++depth;
        if (argument[i] == ')') --depth;
        if (argument[i] == ':' && depth == 0) return i;
    }
    return std::string_view::npos;
}

}  // namespace

std::optional<CallText> parse_call(std::string_view text) {
    text = trimmed(text);
    const auto open = text.find('(');
    if (open == std::string_view::npos || open == 0 || text.back() != ')') return std::nullopt;
    const auto name = trimmed(text.substr(0, open));
    for (const char c : name)
        if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '-') return std::nullopt;
    CallText call;
    call.name = name;
    const auto inside = text.substr(open + 1, text.size() - open - 2);
    int depth = 0;
    std::size_t begin = 0;
    const auto add = [&](std::size_t end) {
        const auto argument = trimmed(inside.substr(begin, end - begin));
        begin = end + 1;
        const auto colon = colon_of(argument);
        if (colon == std::string_view::npos)
            call.arguments.emplace_back("", argument);
        else
            call.arguments.emplace_back(trimmed(argument.substr(0, colon)), trimmed(argument.substr(colon + 1)));
    };
    for (std::size_t i = 0; i < inside.size(); ++i) {
        if (inside[i] == '(') ++depth;
        if (inside[i] == ')' && --depth < 0) return std::nullopt;
        if (inside[i] == ',' && depth == 0) add(i);
    }
    if (depth != 0) return std::nullopt;
    if (!trimmed(inside).empty()) add(inside.size());
    return call;
}

namespace {

// Optimal string alignment distance: insertions, deletions, substitutions, neighbours swapped.
[[nodiscard]] std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t same =
                std::tolower(static_cast<unsigned char>(a[i - 1])) == std::tolower(static_cast<unsigned char>(b[j - 1]))
                    ? 0
                    : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + same});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = last;
        last = row;
    }
    return last[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.empty() || name.size() > 64) return {};
    std::size_t best = name.size() / 3 + 1;
    std::string found;
    for (const auto& candidate : candidates) {
        if (candidate.size() > name.size() + best || name.size() > candidate.size() + best) continue;
        const auto d = distance(name, candidate);
        if (d < best || (d == best && found.empty())) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
    const auto found = nearest(name, candidates);
    return found.empty() ? "" : fmt::format("; did you mean \"{}\"?", found);
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text.substr(0, 60)) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            out += c;
    }
    if (text.size() > 60) out += "...";
    return out + "\"";
}

std::optional<double> parse_decimal(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto digits = text.front() == '-' ? text.substr(1) : text;
    if (digits.empty() || std::isdigit(static_cast<unsigned char>(digits.front())) == 0) return std::nullopt;
    if (digits.size() > 1 && digits[0] == '0' && std::isdigit(static_cast<unsigned char>(digits[1])) != 0)
        return std::nullopt;
    double value = 0.0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::general);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace nines
