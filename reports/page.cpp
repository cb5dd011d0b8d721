#include "reports/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "reports/markup.hpp"
#include "reports/number.hpp"

namespace nines {

namespace {

std::string places(const std::vector<std::string>& all) {
    std::string out;
    for (const auto& p : all) out += (out.empty() ? "" : ", ") + p;
    return out;
}

std::string target_of(const Fault& f) {
    for (const auto& named : {f.service, f.replica, f.host, f.zone, f.region})
        if (named) return *named;
    return f.between ? "network " + places(f.between->from) + " – " + places(f.between->to) : std::string{};
}

Span window_of(const Fault& f) {
    const double at = to_seconds(f.at);
    const auto span = [&](Duration lasting, std::string what) {
        return Span{at, at + to_seconds(lasting), target_of(f) + " " + what};
    };
    if (f.outage) return span(*f.outage, f.between ? "cut" : f.mode == FailureMode::pause ? "paused" : "down");
    if (f.slow) return span(f.slow->lasting, fmt::format("{}× slower", print_number(f.slow->factor.value)));
    if (f.errors) return span(f.errors->lasting, fmt::format("errors {}", Scalar<Probability>::print(f.errors->share)));
    if (f.latency) return span(f.latency->lasting, "slower");
    if (f.loss) return span(f.loss->lasting, fmt::format("loses {}", Scalar<Probability>::print(f.loss->share)));
    return span(Duration::zero(), {});
}

}  // namespace

Page::Page(const Report& r) : report(r), index(r) {
    for (const auto& f : r.scenario.faults)
        if (const auto w = window_of(f); w.from < r.summary.end_seconds)
            faults.push_back({w.from, std::min(w.to, r.summary.end_seconds), w.label});
}

std::string Page::section(std::string_view id, std::string_view title, std::string_view content) {
    if (content.empty()) return {};
    return fmt::format(R"(<section id="{0}" aria-labelledby="{0}-title"><h2 id="{0}-title">{1}</h2>{2}</section>)", id,
                       title, content) +
           "\n";
}

TimeChart Page::time_chart(std::string title, std::string description) const {
    TimeChart c;
    c.title = std::move(title);
    c.description = std::move(description);
    c.x = time_axis(report.summary.end_seconds);
    c.interval = report.summary.interval_seconds;
    c.warmup = report.summary.warmup_seconds;
    c.shaded = faults;
    return c;
}

bool Page::has_series(Subject s, std::string_view name, std::string_view metric) const {
    const auto i = index.series(s, name, metric);
    if (i >= report.summary.series.size()) return false;
    return std::ranges::any_of(report.summary.series[i], [](float x) { return std::isfinite(x); });
}

ChartLine Page::line(Subject s, std::string_view name, std::string_view metric, std::string words, int style) const {
    ChartLine l;
    l.name = std::move(words);
    l.style = style;
    const auto i = index.series(s, name, metric);
    const auto& all = report.summary;
    if (i < all.series.size()) l.mean = all.series[i];
    if (i < all.series_low.size()) l.low = all.series_low[i];
    if (i < all.series_high.size()) l.high = all.series_high[i];
    return l;
}

std::string Page::cell(Subject s, std::string_view name, std::string_view metric) const {
    return cell_of(index.figure(s, name, metric), index.unit(s, name, metric));
}

std::string cell_of(const Estimate& e, std::string_view unit) {
    auto shown = show(e, unit);
    if (const auto space = shown.value.find(' '); space != std::string::npos) shown.value.replace(space, 1, "\u00a0");
    if (shown.interval.empty()) return shown.value;
    return fmt::format("{} <i>{}</i>", shown.value, shown.interval);
}

std::string html_table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
    std::string out =
        R"(<div class="scroll" tabindex="0" role="group" aria-label="Table, scrollable"><table><thead><tr>)";
    std::vector<bool> said(head.size(), true);
    for (std::size_t i = 1; i < head.size() && rows.size() > 1; ++i)
        said[i] = std::ranges::any_of(rows, [&](const auto& row) { return row[i] != "–"; });
    for (std::size_t i = 0; i < head.size(); ++i)
        if (said[i]) out += fmt::format(R"(<th scope="col">{}</th>)", head[i]);
    out += "</tr></thead><tbody>";
    for (const auto& row : rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            if (said[i])
                out += i == 0 ? fmt::format(R"(<th scope="row">{}</th>)", row[i]) : fmt::format("<td>{}</td>", row[i]);
        out += "</tr>\n";
    }
    return out + "</tbody></table></div>";
}

int style_of_outcome(std::string_view outcome) {
    constexpr std::array<std::pair<std::string_view, int>, 6> styles = {
        {{"timeout", 0}, {"refused", 1}, {"rejected", 2}, {"error", 3}, {"lost", 4}, {"cancelled", 5}}};
    for (const auto& [name, style] : styles)
        if (name == outcome) return style;
    return 6;
}

}  // namespace nines
