// Characters of a YAML text and how they are read, without its meaning: lines, columns, quotes, comments, anchors.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "scenarios/document.hpp"

namespace nines {

class SourceScanner {
public:
    explicit SourceScanner(std::string_view text) : text_(text) {
        lines_.push_back(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n') lines_.push_back(i + 1);
    }

    // Columns count characters, not bytes.
    [[nodiscard]] std::size_t offset(Mark m) const {
        if (m.line < 1 || static_cast<std::size_t>(m.line) > lines_.size()) return text_.size();
        std::size_t i = lines_[static_cast<std::size_t>(m.line) - 1];
        for (int column = 1; column < m.column && i < text_.size() && text_[i] != '\n'; ++column) {
            ++i;
            while (i < text_.size() && (static_cast<unsigned char>(text_[i]) & 0xc0) == 0x80) ++i;
        }
        return i;
    }
    [[nodiscard]] std::size_t line_begin(std::size_t i) const {
        return i == 0 ? 0 : text_.rfind('\n', i - 1) == std::string_view::npos ? 0 : text_.rfind('\n', i - 1) + 1;
    }
    // Before the newline.
    [[nodiscard]] std::size_t line_end(std::size_t i) const {
        auto end = std::min(text_.find('\n', i), text_.size());
        if (end > i && text_[end - 1] == '\r') --end;
        return end;
    }
    [[nodiscard]] std::size_t next_line(std::size_t i) const {
        const auto end = text_.find('\n', i);
        return end == std::string_view::npos ? text_.size() : end + 1;
    }
    [[nodiscard]] std::size_t indent_at(std::size_t i) const { return i - line_begin(i); }
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    [[nodiscard]] std::size_t skip_spaces(std::size_t i) const {
        while (at(i) == ' ' || at(i) == '\t') ++i;
        return i;
    }
    // Over spaces, line ends and comments.
    [[nodiscard]] std::size_t skip_blank(std::size_t i) const {
        for (;;) {
            while (at(i) == ' ' || at(i) == '\t' || at(i) == '\n' || at(i) == '\r') ++i;
            if (at(i) != '#') return i;
            i = line_end(i);
        }
    }
    // Over anchors and tags.
    [[nodiscard]] std::size_t skip_properties(std::size_t i) const {
        while (at(i) == '&' || at(i) == '!') {
            while (i < text_.size() && at(i) != ' ' && at(i) != '\n' && at(i) != '\r') ++i;
            i = skip_spaces(i);
        }
        return i;
    }
    // One past the quotes, the bracket or the parenthesis that closes what opens at `i`.
    [[nodiscard]] std::size_t after_quotes(std::size_t i) const {
        const char quote = at(i++);
        for (; i < text_.size(); ++i) {
            if (quote == '"' && at(i) == '\\') {
                ++i;
            } else if (at(i) == quote) {
                if (quote == '\'' && at(i + 1) == quote) {
                    ++i;
                    continue;
                }
                return i + 1;
            }
        }
        return i;
    }
    [[nodiscard]] std::size_t after_brackets(std::size_t i) const {
        int depth = 0;
        bool may_begin = true;  // a value, so that quotes are quotes
        for (; i < text_.size(); ++i) {
            const char c = at(i);
            if (may_begin && (c == '"' || c == '\'')) {
                i = after_quotes(i) - 1;
                may_begin = false;
                continue;
            }
            if (c == '#' && i > 0 && (at(i - 1) == ' ' || at(i - 1) == '\n' || at(i - 1) == '\t')) {
                i = line_end(i);
                continue;
            }
            if (c == '[' || c == '{') ++depth;
            if ((c == ']' || c == '}') && --depth == 0) return i + 1;
            const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            may_begin = (may_begin && space) || c == '[' || c == '{' || c == ',' || c == ':';
        }
        return i;
    }
    // One past a plain scalar, which ends on its line.
    [[nodiscard]] std::size_t after_plain(std::size_t i, bool in_flow) const {
        const auto begin = i;
        int depth = 0;
        for (; i < text_.size() && at(i) != '\n' && at(i) != '\r'; ++i) {
            const char c = at(i);
            if (c == '#' && i > begin && (at(i - 1) == ' ' || at(i - 1) == '\t')) break;
            if (c == '(') ++depth;
            if (c == ')') --depth;
            if (in_flow && depth <= 0 && (c == ',' || c == ']' || c == '}' || c == '[' || c == '{')) break;
        }
        while (i > begin && (at(i - 1) == ' ' || at(i - 1) == '\t')) --i;
        return i;
    }
    // One past the last line of a block scalar whose key stands in column `indent`.
    [[nodiscard]] std::size_t after_block_scalar(std::size_t i, std::size_t indent) const {
        auto end = line_end(i);
        for (auto line = next_line(i); line < text_.size(); line = next_line(line)) {
            const auto first = skip_spaces(line);
            const bool blank = at(first) == '\n' || at(first) == '\r' || first >= text_.size();
            if (!blank && first - line <= indent) break;
            if (!blank) end = line_end(line);
        }
        return end;
    }

private:
    std::string_view text_;
    std::vector<std::size_t> lines_;
};

}  // namespace nines
