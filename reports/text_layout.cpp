#include "reports/text_layout.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "reports/json_writer.hpp"

namespace nines {

namespace {

[[nodiscard]] bool within(char32_t c, char32_t low, char32_t high) { return c >= low && c <= high; }

[[nodiscard]] std::size_t width_of(char32_t c) {
    if (is_control(c) || within(c, 0x300, 0x36F) || within(c, 0x200C, 0x200D) || within(c, 0xFE00, 0xFE0F)) return 0;
    const bool wide = within(c, 0x1100, 0x115F) || within(c, 0x2E80, 0xA4CF) || within(c, 0xAC00, 0xD7A3) ||
                      within(c, 0xF900, 0xFAFF) || within(c, 0xFE30, 0xFE6F) || within(c, 0xFF00, 0xFF60) ||
                      within(c, 0x1F300, 0x1FAFF) || within(c, 0x20000, 0x3FFFD);
    return wide ? 2 : 1;
}

}  // namespace

Glyph take_glyph(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t n = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t code = n == 1 ? first : first & (0x7FU >> n);
    for (std::size_t i = 1; i < n && i < text.size(); ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    const Glyph g{code, text.substr(0, n)};
    text.remove_prefix(std::min(n, text.size()));
    return g;
}

bool is_control(char32_t c) {
    return c < 0x20 || within(c, 0x7F, 0x9F) || c == 0x200B || within(c, 0x200E, 0x200F) || within(c, 0x2028, 0x202E) ||
           within(c, 0x2060, 0x206F) || c == 0xFEFF;
}

std::size_t text_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto g = take_glyph(text);
        width += width_of(g.code);
        if (g.code == U'\033') text.remove_prefix(std::min(text.find('m') + 1, text.size()));
    }
    return width;
}

std::string printable(std::string_view text) {
    const auto valid = valid_utf8(text);
    std::string out;
    for (std::string_view rest = valid; !rest.empty();) {
        const auto g = take_glyph(rest);
        if (g.code == '\n' || g.code == '\t')
            out += ' ';
        else if (!is_control(g.code))
            out += g.bytes;
    }
    return out;
}

std::string shortened(std::string_view text, std::size_t width) {
    if (text_width(text) <= width) return std::string{text};
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const auto g = take_glyph(text);
        used += width_of(g.code);
        if (used + 1 > width) break;
        out += g.bytes;
    }
    return width == 0 ? std::string{} : out + "…";
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::string out;
    std::size_t column = 0;
    bool begun = false;  // a word stands in this line
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto size = text_width(word);
        if (begun && column + 1 + size > width) {
            out.append(1, '\n').append(indent, ' ');
            column = indent;
            begun = false;
        } else if (begun || (out.empty() ? word.empty() : column < 1 + indent && out.back() == ' ' && word.empty())) {
            out += ' ';
            ++column;
        }
        out += word;
        column += size;
        begun = begun || size > 0;
    }
    return out;
}

std::string ascii(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> replacements = {
        {{"±", "+-"}, {"µ", "u"}, {"–", "-"}, {"…", "..."}, {"→", "->"}, {"∞", "inf"}, {"·", "|"}, {"─", "-"}}};
    std::string out{text};
    for (const auto& [from, to] : replacements)
        for (auto at = out.find(from); at != std::string::npos; at = out.find(from, at + to.size()))
            out.replace(at, from.size(), to);
    return out;
}

std::string TextTable::print(std::size_t width) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], text_width(row[i]));
    std::string out;
    for (std::size_t from = 1; from < widths.size();) {
        // As many columns as leave the first one at least 12, or what it needs.
        std::size_t to = from, used = 0;
        const auto least = std::min<std::size_t>(widths[0], 12);
        while (to < widths.size() && (to == from || least + used + 2 + widths[to] <= width)) used += 2 + widths[to++];
        const auto first = std::clamp(width > used ? width - used : 0, least, widths[0]);
        if (!out.empty()) out += '\n';
        out += print(first, widths, from, to);
        from = to;
    }
    return out;
}

std::string TextTable::print(std::size_t first_width, const std::vector<std::size_t>& widths, std::size_t from,
                             std::size_t to) const {
    std::string out;
    for (const auto& row : rows_) {
        std::string line = shortened(row[0], first_width);
        line.append(first_width - text_width(line), ' ');
        for (std::size_t i = from; i < to && i < row.size(); ++i) {
            line.append(2 + widths[i] - text_width(row[i]), ' ');
            line += row[i];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    }
    return out;
}

}  // namespace nines
