// What became of the messages: by group of consumers, and over time.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"

namespace nines {

namespace {

constexpr std::size_t most_rows = 60;
constexpr std::size_t most_charts = 12;

using Column = std::pair<const char*, const char*>;

[[nodiscard]] std::string table_of(const Page& p, Subject s, const char* what, const std::vector<Column>& columns) {
    std::vector<std::string> head = {what};
    for (const auto& c : columns) head.emplace_back(c.first);
    std::vector<std::vector<std::string>> rows;
    for (const auto& name : p.index.names(s)) {
        if (rows.size() == most_rows) break;
        std::vector<std::string> row = {escape(name)};
        for (const auto& c : columns) row.push_back(p.cell(s, name, c.second));
        rows.push_back(std::move(row));
    }
    return rows.empty() ? std::string{} : html_table(head, rows);
}

[[nodiscard]] std::string charts(const Page& p) {
    constexpr std::array<std::array<const char*, 3>, 3> over_time = {
        {{"backlog", "backlog", "count"},
         {"latency.mean", "from publishing to the effect", "seconds"},
         {"redeliveries", "given out again", "per_second"}}};
    std::string out;
    std::size_t drawn = 0;
    for (const auto& [metric, what, unit] : over_time)
        for (const auto& name : p.index.names(Subject::consumer)) {
            if (drawn == most_charts || !p.has_series(Subject::consumer, name, metric)) continue;
            const auto& values = p.report.summary.series[p.index.series(Subject::consumer, name, metric)];
            float top = 0.0F;
            for (const float v : values)
                if (v > top) top = v;
            if (top <= 0.0F) continue;
            auto c = p.time_chart(fmt::format("{}: {}", name, what),
                                  fmt::format("{} of {} over simulated time.", what, name));
            c.small = c.filled = true;
            c.y = linear_axis(0.0, static_cast<double>(top) * 1.1, unit);
            c.lines = {p.line(Subject::consumer, name, metric, what, 1)};
            out += draw(c);
            ++drawn;
        }
    return out;
}

}  // namespace

std::string messages_section(const Page& p) {
    if (p.index.names(Subject::channel).empty()) return {};
    std::string out =
        "<p>A message counts once nothing can happen to it any more. Lost: its publisher was told that all is well, "
        "and "
        "yet it had no effect.</p>";
    out += table_of(p, Subject::consumer, "Consumers",
                    {{"Messages", "messages"},
                     {"Processed", "processed_share"},
                     {"More than once", "duplicated_share"},
                     {"Lost", "lost_share"},
                     {"Given up", "dead_lettered_share"},
                     {"Expired", "expired_share"},
                     {"Never acknowledged", "failed_share"},
                     {"Out of order", "reordered_share"},
                     {"Deliveries each", "deliveries_per_message"},
                     {"Mean latency", "latency.mean"},
                     {"p99 latency", "latency.p99"},
                     {"Backlog", "backlog.mean"},
                     {"Backlog at the end", "backlog.end"},
                     {"At a stand", "stopped.share"}});
    if (const auto drawn = charts(p); !drawn.empty()) out += "<div class=\"multiples\">" + drawn + "</div>";
    out += table_of(p, Subject::channel, "Channels",
                    {{"Published", "published"},
                     {"Acknowledged", "acknowledged_share"},
                     {"Duplicates kept out", "deduplicated"},
                     {"Turned away", "turned_away"},
                     {"Vanished with a node", "vanished"},
                     {"New leaders", "elections"},
                     {"Without a leader", "leaderless.share"}});
    return Page::section("messages", "What became of the messages", out);
}

}  // namespace nines
