// How nodes and texts are written: of source_edit.hpp and yaml_text.hpp.
#include <fmt/format.h>

#include <algorithm>

#include "models/text.hpp"
#include "scenarios/source_edit.hpp"
#include "scenarios/yaml_text.hpp"

namespace nines {

namespace {

// Whether our reader takes the text, within braces or not, for the same scalar without quotes.
[[nodiscard]] bool stands_plain(std::string_view text) {
    if (text.empty() || text == "~" || text == "null" || trimmed(text) != text) return false;
    if (std::string_view{"!&*-?|>@`\"'%#{}[],:=<"}.find(text.front()) != std::string_view::npos &&
        !(text.front() == '-' && text.size() > 1 && text[1] != ' '))
        return false;
    if (text == "---" || text == "...") return false;
    const bool call = parse_call(text).has_value() && text.find_first_of("\"'#\n") == std::string_view::npos;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
        if (call) continue;
        if (c == '#' && text[i - 1] == ' ') return false;
        if (c == ':' && (i + 1 == text.size() || text[i + 1] == ' ')) return false;
        if (std::string_view{",[]{}\"\\"}.find(c) != std::string_view::npos) return false;
    }
    return true;
}

}  // namespace

std::string scalar_in_yaml(std::string_view text) {
    return stands_plain(text) ? std::string{text} : in_double_quotes(text);
}

std::string in_double_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out += fmt::format("\\{}", c);
        else if (c == '\n')
            out += "\\n";
        else if (byte < 0x20 || byte == 0x7f)
            out += fmt::format("\\x{:02x}", byte);
        else
            out += c;
    }
    return out + "\"";
}

std::string in_braces(const Node& n) {
    std::string out;
    switch (n.kind) {
        case Node::Kind::null: return "null";
        case Node::Kind::scalar: return scalar_in_yaml(n.text);
        case Node::Kind::list:
            for (const auto& item : n.items) out += (out.empty() ? "" : ", ") + in_braces(item);
            return "[" + out + "]";
        case Node::Kind::map:
            if (n.entries.empty()) return "{}";
            for (const auto& [key, value] : n.entries)
                out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", scalar_in_yaml(key.text), in_braces(value));
            return "{ " + out + " }";
    }
    return out;
}

std::string on_lines(const Node& n, std::size_t indent) {
    constexpr std::size_t longest = 100;
    const std::string next = "\n" + std::string(indent, ' ');
    std::string out;
    if (n.kind == Node::Kind::list && !n.items.empty()) {
        for (const auto& item : n.items) {
            auto text = in_braces(item);
            if (text.size() + indent > longest) text = on_lines(item, indent + 2);
            out += (out.empty() ? "- " : next + "- ") + text;
        }
        return out;
    }
    if (n.kind == Node::Kind::map && !n.entries.empty()) {
        for (const auto& [key, value] : n.entries) {
            auto text = " " + in_braces(value);
            const bool collection = value.kind == Node::Kind::list || value.kind == Node::Kind::map;
            if (collection && text.size() + key.text.size() + indent > longest)
                text = next + "  " + on_lines(value, indent + 2);
            out += (out.empty() ? "" : next) + scalar_in_yaml(key.text) + ":" + text;
        }
        return out;
    }
    return in_braces(n);
}

bool same_meaning(const Node& a, const Node& b) {
    if (a.kind != b.kind || a.text != b.text) return false;
    if (a.items.size() != b.items.size() || a.entries.size() != b.entries.size()) return false;
    for (std::size_t i = 0; i < a.items.size(); ++i)
        if (!same_meaning(a.items[i], b.items[i])) return false;
    for (std::size_t i = 0; i < a.entries.size(); ++i)
        if (a.entries[i].first.text != b.entries[i].first.text ||
            !same_meaning(a.entries[i].second, b.entries[i].second))
            return false;
    return true;
}

}  // namespace nines
