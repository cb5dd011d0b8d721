// Text in columns: what the terminal table is set with. Widths are those of a terminal: wide characters (CJK, emoji)
// take two columns, combining marks none; control characters, of the kind that could steer a terminal, are dropped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nines {

struct Glyph {
    char32_t code = 0;
    std::string_view bytes;
};
// The first character, taken off. REQUIRES: valid UTF-8, not empty.
[[nodiscard]] Glyph take_glyph(std::string_view& text);
// Controls: of a terminal, of the direction of writing, or of nothing that is seen.
[[nodiscard]] bool is_control(char32_t c);

// Sequences that set a colour take no room.
[[nodiscard]] std::size_t text_width(std::string_view text);
// Without control and direction characters, one line.
[[nodiscard]] std::string printable(std::string_view text);
// At most `width` columns, "…" where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);
// Broken between words so that no line exceeds `width`; lines after the first begin with `indent` spaces.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::size_t indent = 0);
// "±", "µ", "–", "…", "→" and the like as ASCII.
[[nodiscard]] std::string ascii(std::string_view text);

// Rows of cells; the first column is set left, the others right. The first column gives way when a line would be longer
// than `width`; where that is not enough, columns that do not fit go below, with the first column again.
class TextTable {
public:
    explicit TextTable(std::vector<std::string> head) : rows_{std::move(head)} {}
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return rows_.size() == 1; }
    [[nodiscard]] std::string print(std::size_t width) const;

private:
    [[nodiscard]] std::string print(std::size_t first_width, const std::vector<std::size_t>& widths, std::size_t from,
                                    std::size_t to) const;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace nines
