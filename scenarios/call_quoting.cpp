#include "scenarios/call_quoting.hpp"

#include <algorithm>
#include <cctype>

namespace nines {

Mark QuotedCalls::original(Mark m) const {
    const auto first = std::ranges::lower_bound(insertions, m.line, {}, &Insertion::line);
    int shift = 0;
    for (auto it = first; it != insertions.end() && it->line == m.line && it->column < m.column; ++it) ++shift;
    m.column -= shift;
    return m;
}

namespace {

[[nodiscard]] bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The end of name(...) at `begin`, one past the parenthesis; npos when there is no such call on this line.
[[nodiscard]] std::size_t end_of_call(std::string_view line, std::size_t begin) {
    std::size_t i = begin;
    while (i < line.size() && is_name(line[i])) ++i;
    if (i == begin || std::isalpha(static_cast<unsigned char>(line[begin])) == 0 || i >= line.size() || line[i] != '(')
        return std::string_view::npos;
    int depth = 0;
    for (; i < line.size(); ++i) {
        if (line[i] == '"' || line[i] == '\'' || line[i] == '#') return std::string_view::npos;
        if (line[i] == '(') ++depth;
        if (line[i] == ')' && --depth == 0) return i + 1;
    }
    return std::string_view::npos;
}

// Whether the scalar ends there: what follows belongs to YAML.
[[nodiscard]] bool ends_scalar(std::string_view line, std::size_t i) {
    i = std::min(line.find_first_not_of(" \t\r", i), line.size());
    return i == line.size() || line[i] == ',' || line[i] == '}' || line[i] == ']' || line[i] == '#';
}

}  // namespace

QuotedCalls quote_calls(std::string_view text) {
    QuotedCalls out;
    out.text.reserve(text.size() + 64);
    int number = 0;
    char quote = 0;                              // the kind of quotes we are in, across lines
    std::size_t block = std::string_view::npos;  // indentation of the key of a block scalar
    while (!text.empty()) {
        ++number;
        const auto newline = text.find('\n');
        const auto line = text.substr(0, newline == std::string_view::npos ? text.size() : newline);
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto indent = std::min(line.find_first_not_of(' '), line.size());
        if (quote == 0 && block != std::string_view::npos) {
            if (indent > block || indent == line.size() || line[indent] == '\r') {
                out.text.append(line) += '\n';
                continue;
            }
            block = std::string_view::npos;
        }
        int column = 0;  // of the new text
        bool value_may_begin = quote == 0;
        const auto put = [&](char c) {
            out.text += c;
            // Continuation bytes of UTF-8 are no columns.
            if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++column;
        };
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            if (quote != 0) {
                put(c);
                if (quote == '"' && c == '\\' && i + 1 < line.size()) {
                    put(line[++i]);
                } else if (c == quote) {
                    quote = 0;
                }
                continue;
            }
            if (c == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
                for (; i < line.size(); ++i) put(line[i]);
                break;
            }
            if (value_may_begin && (c == '"' || c == '\'')) {
                quote = c;
                put(c);
                value_may_begin = false;
                continue;
            }
            if (value_may_begin) {
                const auto end = end_of_call(line, i);
                const auto call = end == std::string_view::npos ? std::string_view{} : line.substr(i, end - i);
                const bool breaks =
                    call.find(": ") != std::string_view::npos || call.find(',') != std::string_view::npos;
                if (breaks && ends_scalar(line, end)) {
                    out.insertions.push_back({number, column + 1});
                    put('"');
                    for (const char k : call) put(k);
                    out.insertions.push_back({number, column + 1});
                    put('"');
                    i = end - 1;
                    value_may_begin = false;
                    continue;
                }
            }
            if ((c == '|' || c == '>') && value_may_begin &&
                line.find_first_not_of("+-0123456789 \t\r", i + 1) == std::string_view::npos)
                block = indent;
            put(c);
            const bool space = c == ' ' || c == '\t';
            const bool starter =
                c == '{' || c == '[' || c == ',' ||
                ((c == ':' || c == '-') && i + 1 < line.size() && (line[i + 1] == ' ' || line[i + 1] == '\t'));
            value_may_begin = starter || (space && value_may_begin);
        }
        out.text += '\n';
    }
    return out;
}

}  // namespace nines
