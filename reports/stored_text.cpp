#include "reports/stored_text.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

namespace nines {

namespace {

using Json = nlohmann::json;

[[nodiscard]] std::string text_of(const Json& j) { return j.dump(-1, ' ', false, Json::error_handler_t::replace); }

[[nodiscard]] std::optional<double> decode_figure(std::string_view text) {
    if (text == "null") return std::numeric_limits<double>::quiet_NaN();
    if (text == "1e999") return std::numeric_limits<double>::infinity();
    if (text == "-1e999") return -std::numeric_limits<double>::infinity();
    double x = 0.0;
    const auto end = text.data() + text.size();
    if (const auto read = std::from_chars(text.data(), end, x); read.ec != std::errc{} || read.ptr != end)
        return std::nullopt;
    return x;
}

}  // namespace

std::string_view name_of(Subject s) { return Choices<Subject>::names[static_cast<std::size_t>(s)]; }

std::optional<Subject> subject_of(std::string_view name) {
    const auto& names = Choices<Subject>::names;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Subject>(i);
    return std::nullopt;
}

std::string encode_figures(const std::vector<double>& figures) {
    std::string out = "[";
    char buffer[32];
    for (const double x : figures) {
        if (out.size() > 1) out += ',';
        if (std::isnan(x))
            out += "null";
        else if (std::isinf(x))
            out += x > 0 ? "1e999" : "-1e999";
        else
            out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr);
    }
    return out + "]";
}

std::optional<std::vector<double>> decode_figures(std::string_view text) {
    std::vector<double> out;
    if (text == "[]") return out;
    if (text.size() < 2 || text.front() != '[' || text.back() != ']') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    while (true) {
        const auto comma = text.find(',');
        const auto x = decode_figure(text.substr(0, comma));
        if (!x) return std::nullopt;
        out.push_back(*x);
        if (comma == std::string_view::npos) return out;
        text.remove_prefix(comma + 1);
    }
}

std::string encode_timeline(const std::vector<TimelineEvent>& events) {
    auto out = Json::array();
    for (const auto& e : events) out.push_back({e.seconds, name_of(e.subject), e.name, e.what, e.detail});
    return text_of(out);
}

std::optional<std::vector<TimelineEvent>> decode_timeline(std::string_view text) {
    const auto j = Json::parse(text, nullptr, false);
    if (!j.is_array()) return std::nullopt;
    std::vector<TimelineEvent> out;
    for (const auto& e : j) {
        const auto texts = [&] {
            for (std::size_t i = 1; i < 5; ++i)
                if (!e[i].is_string()) return false;
            return true;
        };
        if (!e.is_array() || e.size() != 5 || !e[0].is_number() || !texts()) return std::nullopt;
        const auto subject = subject_of(e[1].get_ref<const std::string&>());
        if (!subject) return std::nullopt;
        out.push_back(
            {e[0].get<double>(), *subject, e[2].get<std::string>(), e[3].get<std::string>(), e[4].get<std::string>()});
    }
    return out;
}

std::string encode_changes(const Changes& changes) {
    auto out = Json::array();
    for (const auto& [path, value] : changes) out.push_back({path, value});
    return text_of(out);
}

Changes decode_changes(std::string_view text) {
    Changes out;
    const auto j = Json::parse(text, nullptr, false);
    if (!j.is_array()) return out;
    for (const auto& c : j)
        if (c.is_array() && c.size() == 2 && c[0].is_string() && c[1].is_string())
            out.emplace_back(c[0].get<std::string>(), c[1].get<std::string>());
    return out;
}

}  // namespace nines
