// Writes JSON piece by piece: keys in the order they are given, numbers in the shortest form that reads back the same,
// NaN and infinity as null, text that is not UTF-8 made so. The same calls give the same bytes everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace nines {

class JsonWriter {
public:
    JsonWriter& begin_object() { return open('{', false); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('[', false); }
    JsonWriter& end_array() { return close(']'); }
    // The whole object or array on one line.
    JsonWriter& begin_line_object() { return open('{', true); }
    JsonWriter& begin_line_array() { return open('[', true); }

    JsonWriter& key(std::string_view name);
    JsonWriter& value(std::string_view text);
    JsonWriter& value(const char* text) { return value(std::string_view{text}); }
    JsonWriter& value(double x);
    JsonWriter& value(float x);
    JsonWriter& value(std::uint64_t n);
    JsonWriter& value(std::uint32_t n) { return value(std::uint64_t{n}); }
    JsonWriter& value(bool b);
    template <class T>
    JsonWriter& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    [[nodiscard]] std::string text() && { return std::move(out_); }

private:
    JsonWriter& open(char bracket, bool line);
    JsonWriter& close(char bracket);
    void separate();  // before a key or a value
    void break_line();
    JsonWriter& put(std::string_view token);

    std::string out_;
    int depth_ = 0;
    int line_depth_ = 0;  // from this depth on there are no new lines; 0: there are
    bool first_ = true;   // in the innermost object or array
    bool after_key_ = false;
};

// The text with everything that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

}  // namespace nines
