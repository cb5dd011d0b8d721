// Text from a scenario on its way into a page: escaped so that it can stand as HTML or SVG text and between the quotes
// of an attribute, whatever it holds. Nothing else of a scenario ever reaches the page, and none of it becomes a tag,
// an attribute's name, a URL, a style or a script.
#pragma once

#include <string>
#include <string_view>

namespace nines {

// A name: on one line, without characters that are not seen or turn the direction of writing.
[[nodiscard]] std::string escape(std::string_view text);

// A text of many lines: what is not seen, or turns the direction, is shown as its code point.
[[nodiscard]] std::string escape_lines(std::string_view text);

// At most `characters` wide, then escaped.
[[nodiscard]] std::string escape_short(std::string_view text, std::size_t characters);

}  // namespace nines
