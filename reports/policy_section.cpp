// What the policies did: as totals with intervals, and over time.
#include <fmt/format.h>

#include <algorithm>

#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"
#include "reports/policy_actions.hpp"

namespace nines {

namespace {

constexpr std::size_t most_rows = 60;
constexpr std::size_t most_charts = 12;

struct Series {
    Subject subject;
    const char* metric;
    const char* what;
};
constexpr Series over_time[] = {{Subject::edge, "retries", "retries"},
                                {Subject::edge, "retries_denied", "retries denied"},
                                {Subject::edge, "turned_away", "turned away by the caller"},
                                {Subject::edge, "hedges", "hedges"},
                                {Subject::service, "shed", "shed"},
                                {Subject::service, "concurrency_limit", "concurrency limit"},
                                {Subject::service, "ejected", "replicas ejected"},
                                {Subject::service, "replicas", "replicas"},
                                {Subject::service, "replicas_wanted", "replicas wanted"},
                                {Subject::service, "rollout_failed", "failed by the new version"},
                                {Subject::service, "dimmer", "dimmer"},
                                {Subject::service, "cpu", "cores busy"},
                                {Subject::service, "memory", "memory used"},
                                {Subject::service, "disk", "disk used"},
                                {Subject::cache, "hit_ratio", "hit ratio"},
                                {Subject::cache, "loads", "loads"},
                                {Subject::pool, "in_use", "permits in use"},
                                {Subject::pool, "waiting", "waiting for a permit"}};

[[nodiscard]] float highest(const std::vector<float>& values) {
    float top = 0.0F;
    for (const float v : values)
        if (v > top) top = v;
    return top;
}

[[nodiscard]] std::string charts(const Page& p) {
    std::string out;
    std::size_t drawn = 0;
    for (const auto& s : over_time)
        for (const auto& name : p.index.names(s.subject)) {
            if (drawn == most_charts || !p.has_series(s.subject, name, s.metric)) continue;
            const auto at = p.index.series(s.subject, name, s.metric);
            const auto& summary = p.report.summary;
            const float top = highest(summary.series[at]);
            if (top <= 0.0F) continue;
            const auto& unit = p.report.catalogue.series[at].unit;
            auto c = p.time_chart(fmt::format("{}: {}", name, s.what),
                                  fmt::format("{} of {} over simulated time.", s.what, name));
            c.small = c.filled = true;
            c.y = linear_axis(0.0, static_cast<double>(top) * 1.1, unit);
            c.lines = {p.line(s.subject, name, s.metric, s.what, 1)};
            out += draw(c);
            ++drawn;
        }
    return out;
}

}  // namespace

std::string policies_section(const Page& p) {
    const auto actions = policy_actions(p.index);
    if (actions.empty()) return {};
    std::string out;
    const auto& amplification = p.index.figure(Subject::system, "", "attempts_per_call");
    if (amplification.estimate > 1.0)
        out += fmt::format("<p>All edges together made {} attempts for each call.</p>",
                           escape(show(amplification, "ratio").text()));
    if (const auto drawn = charts(p); !drawn.empty()) out += "<div class=\"multiples\">" + drawn + "</div>";
    std::vector<std::vector<std::string>> rows;
    for (const auto& a : actions)
        if (rows.size() < most_rows) rows.push_back({escape(a.name), cell_of(a.figure, a.unit), escape(a.what)});
    out += html_table({"Where", "Figure", "What"}, rows);
    if (actions.size() > most_rows)
        out += fmt::format(R"(<p class="note">{} are among all figures below.</p>)",
                           show_count(static_cast<double>(actions.size() - most_rows)) + " more");
    return Page::section("policies", "What the policies did", out);
}

}  // namespace nines
