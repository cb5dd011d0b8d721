#include "reports/json_writer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace nines {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

// Length of the UTF-8 sequence at the front of the text; 0 when it is not one.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto tail = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned b = byte(0);
    if (b < 0x80) return 1;
    if (b >= 0xC2 && b <= 0xDF) return tail(1) ? 2 : 0;
    if (b >= 0xE0 && b <= 0xEF)  // neither overlong nor a surrogate
        return tail(1, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF) && tail(2) ? 3 : 0;
    if (b >= 0xF0 && b <= 0xF4)
        return tail(1, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF) && tail(2) && tail(3) ? 4 : 0;
    return 0;
}

std::string quoted_json(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const auto n = sequence_length(text);
        const char c = text.front();
        if (n == 0)
            out += replacement;
        else if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
            out += fmt::format("\\u{:04x}", static_cast<int>(c));
        else
            out += text.substr(0, n);
        text.remove_prefix(n == 0 ? 1 : n);
    }
    return out + "\"";
}

template <class Number>
std::string shortest(Number x) {
    if constexpr (std::is_floating_point_v<Number>)
        if (!std::isfinite(x)) return "null";
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr};
}

}  // namespace

std::string valid_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto n = sequence_length(text);
        out += n == 0 ? replacement : text.substr(0, n);
        text.remove_prefix(n == 0 ? 1 : n);
    }
    return out;
}

JsonWriter& JsonWriter::open(char bracket, bool line) {
    separate();
    out_ += bracket;
    ++depth_;
    if (line && line_depth_ == 0) line_depth_ = depth_;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    const bool breaks = line_depth_ == 0 && !first_;
    if (depth_-- == line_depth_) line_depth_ = 0;
    if (breaks) break_line();
    out_ += bracket;
    first_ = false;
    return *this;
}

void JsonWriter::break_line() {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(2 * depth_), ' ');
}

void JsonWriter::separate() {
    if (std::exchange(after_key_, false) || depth_ == 0) return;
    if (!first_) out_ += ',';
    if (line_depth_ == 0)
        break_line();
    else if (!first_)
        out_ += ' ';
    first_ = false;
}

JsonWriter& JsonWriter::put(std::string_view token) {
    separate();
    out_ += token;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    put(quoted_json(name));
    out_ += ": ";
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) { return put(quoted_json(text)); }
JsonWriter& JsonWriter::value(double x) { return put(shortest(x)); }
JsonWriter& JsonWriter::value(float x) { return put(shortest(x)); }
JsonWriter& JsonWriter::value(std::uint64_t n) { return put(shortest(n)); }
JsonWriter& JsonWriter::value(bool b) { return put(b ? "true" : "false"); }

}  // namespace nines
