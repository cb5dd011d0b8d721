// What became of the data: as totals with intervals, and over time.
#include <fmt/format.h>

#include "reports/data_figures.hpp"
#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"

namespace nines {

namespace {

constexpr std::size_t most_rows = 60;
constexpr std::size_t most_charts = 12;

struct Series {
    const char* metric;
    const char* what;
    const char* unit;
};
constexpr Series over_time[] = {{"writes_lost", "acknowledged writes lost", "per_second"},
                                {"replication_lag", "replication lag", "seconds"},
                                {"behind", "writes that a replica lacks", "count"},
                                {"stale_share", "stale reads", "share"},
                                {"without_primary", "time without a primary", "share"},
                                {"split_brain", "time with two primaries", "share"},
                                {"disk_used", "used of the disk", "share"}};

[[nodiscard]] std::string charts(const Page& p) {
    std::string out;
    std::size_t drawn = 0;
    for (const auto& name : p.index.names(Subject::database))
        for (const auto& s : over_time) {
            if (drawn == most_charts || !p.has_series(Subject::database, name, s.metric)) continue;
            float top = 0.0F;
            for (const float v : p.report.summary.series[p.index.series(Subject::database, name, s.metric)])
                if (v > top) top = v;
            if (top <= 0.0F) continue;
            auto c = p.time_chart(fmt::format("{}: {}", name, s.what),
                                  fmt::format("{} of {} over simulated time.", s.what, name));
            c.small = c.filled = true;
            c.y = linear_axis(0.0, static_cast<double>(top) * 1.1, s.unit);
            c.lines = {p.line(Subject::database, name, s.metric, s.what, 1)};
            out += draw(c);
            ++drawn;
        }
    return out;
}

}  // namespace

std::string data_section(const Page& p) {
    const auto figures = data_figures(p.index);
    if (figures.empty()) return {};
    std::string out;
    if (const auto drawn = charts(p); !drawn.empty()) out += "<div class=\"multiples\">" + drawn + "</div>";
    std::vector<std::vector<std::string>> rows;
    for (const auto& f : figures)
        if (rows.size() < most_rows) rows.push_back({escape(f.name), cell_of(f.figure, f.unit), escape(f.what)});
    out += html_table({"Database", "Figure", "What"}, rows);
    if (figures.size() > most_rows)
        out += fmt::format(R"(<p class="note">{} are among all figures below.</p>)",
                           show_count(static_cast<double>(figures.size() - most_rows)) + " more");
    return Page::section("data", "What became of the data", out);
}

}  // namespace nines
