#include "reports/markup.hpp"

#include <fmt/format.h>

#include "reports/json_writer.hpp"
#include "reports/text_layout.hpp"

namespace nines {

namespace {

std::string with_entities(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace

std::string escape(std::string_view text) { return with_entities(printable(text)); }

std::string escape_lines(std::string_view text) {
    const auto valid = valid_utf8(text);
    std::string out;
    for (std::string_view rest = valid; !rest.empty();) {
        const auto glyph = take_glyph(rest);
        if (glyph.code == '\r') continue;
        if (is_control(glyph.code) && glyph.code != '\n' && glyph.code != '\t')
            out += fmt::format("[U+{:04X}]", static_cast<std::uint32_t>(glyph.code));
        else
            out += glyph.bytes;
    }
    return with_entities(out);
}

std::string escape_short(std::string_view text, std::size_t characters) {
    return with_entities(shortened(printable(text), characters));
}

}  // namespace nines
