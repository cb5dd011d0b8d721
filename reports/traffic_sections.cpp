// What clients saw: availability and latency.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"

namespace nines {

namespace {

constexpr std::size_t most_charts = 6;

// The most that is promised to a client of answers in any time; NaN: nothing is. What is promised of quick answers only
// cannot be read from their availability.
double promised_to(const Report& r, const std::string& client) {
    double most = std::numeric_limits<double>::quiet_NaN();
    for (const auto& slo : r.scenario.slos)
        if ((slo.of.empty() || slo.of == client) && !slo.good.latency_below)
            most = std::fmax(most, slo.objective.value);
    return most;
}

std::vector<Span> bad_spans(const ChartLine& l, double threshold, double interval) {
    std::vector<Span> out;
    for (std::size_t i = 0; i < l.mean.size(); ++i) {
        if (!(static_cast<double>(l.mean[i]) < threshold)) continue;
        const double from = static_cast<double>(i) * interval;
        if (!out.empty() && out.back().to >= from - interval / 2.0)
            out.back().to = from + interval;
        else
            out.push_back({from, from + interval, {}});
    }
    return out;
}

// The lowest and highest value of lines, bands included.
struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    void add(std::span<const float> values) {
        for (const float x : values) {
            if (!std::isfinite(x)) continue;
            low = std::min(low, static_cast<double>(x));
            high = std::max(high, static_cast<double>(x));
        }
    }
};

std::string availability_chart(const Page& p, const std::string& name) {
    const auto line = p.line(Subject::client, name, "availability", "availability", 0);
    const double promised = promised_to(p.report, name);
    Range range;
    range.add(line.mean);
    auto c = p.time_chart(name, {});
    c.description = fmt::format(
        "Share of the requests of {} that got a good answer, over simulated time, mean over replications. "
        "Lowest {}.",
        name, show(range.low, "share"));
    range.low = std::fmin(std::min(range.low, 0.99), promised);
    c.y = linear_axis(std::max(0.0, range.low - (1.0 - range.low) * 0.1), 1.0, "share");
    c.y.high = 1.0;
    c.lines = {line};
    if (std::isnan(promised)) return draw(c);

    c.bad = bad_spans(line, promised, c.interval);
    double bad = 0.0;
    for (const auto& s : c.bad) bad += s.to - s.from;
    c.reference = promised;
    c.reference_label = show(promised, "share") + " objective";
    const auto words = fmt::format("Below {}: {} of {} simulated", show(promised, "share"), show_span(bad),
                                   show_span(p.report.summary.end_seconds));
    c.description += " " + words + ".";
    return draw(c) + fmt::format(R"(<p class="note">{}{}.</p>)", words,
                                 c.bad.empty() ? "" : " (marked at the foot of the chart)");
}

std::string latency_chart(const Page& p, const std::string& name) {
    auto c = p.time_chart(name + ": over time", {});
    Range range;
    int style = 0;
    for (const auto& [metric, words] :
         {std::pair{"latency.p50", "median"}, std::pair{"latency.p99", "99th percentile"}}) {
        if (!p.has_series(Subject::client, name, metric)) continue;
        c.lines.push_back(p.line(Subject::client, name, metric, words, style));
        range.add(c.lines.back().mean);
        ++style;
    }
    if (c.lines.empty() && p.has_series(Subject::client, name, "latency.mean")) {
        c.lines.push_back(p.line(Subject::client, name, "latency.mean", "mean", 0));
        range.add(c.lines.back().mean);
    }
    if (c.lines.empty()) return {};
    c.y = range.low > 0.0 && range.high / range.low > 12.0 ? log_axis(range.low, range.high, "seconds")
                                                           : linear_axis(0.0, range.high * 1.05, "seconds");
    c.description = fmt::format(
        "Latency of good answers to {} over simulated time, mean over replications with its confidence band. "
        "Between {} and {}.",
        name, show(range.low, "seconds"), show(range.high, "seconds"));
    return draw(c);
}

std::string distribution_charts(const Page& p, const std::string& name) {
    const auto* h = p.index.histogram(Subject::client, name, "latency");
    if (h == nullptr) return {};
    DistributionChart c{.title = name + ": distribution", .description = {}, .histogram = h, .marks = {}, .limits = {}};
    std::string words;
    for (const auto& [metric, label] : {std::pair{"latency.p50", "p50"}, std::pair{"latency.p90", "p90"},
                                        std::pair{"latency.p99", "p99"}, std::pair{"latency.p99.9", "p99.9"}}) {
        const auto& e = p.index.figure(Subject::client, name, metric);
        if (std::isnan(e.estimate)) continue;
        c.marks.emplace_back(e.estimate, label);
        words += fmt::format(", {} {}", label, show(e, "seconds").value);
    }
    for (const auto& slo : p.report.scenario.slos)
        if ((slo.of.empty() || slo.of == name) && slo.good.latency_below && c.limits.size() < 2)
            c.limits.emplace_back(to_seconds(*slo.good.latency_below),
                                  "limit " + print_duration(*slo.good.latency_below));
    c.description =
        fmt::format("Latency of {} good answers to {} on a logarithmic axis; share of answers in each bar{}.",
                    show_count(static_cast<double>(h->total())), name, words);
    auto tail = c;
    tail.title = name + ": slower than";
    tail.description = fmt::format(
        "Share of good answers to {} that took longer than each latency, both axes logarithmic{}.", name, words);
    return draw_density(c) + draw_tail(tail);
}

std::string latency_table(const Page& p) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& name : p.index.names(Subject::client)) {
        if (rows.size() == 200) break;
        std::vector<std::string> row = {escape(name)};
        for (const char* metric : {"latency.mean", "latency.p50", "latency.p90", "latency.p99", "latency.p99.9"})
            row.push_back(p.cell(Subject::client, name, metric));
        rows.push_back(std::move(row));
    }
    return html_table({"Client", "Mean", "p50", "p90", "p99", "p99.9"}, rows);
}

std::string more_clients(std::size_t shown, std::size_t all) {
    if (all <= shown) return {};
    return fmt::format(R"(<p class="note">{} without a chart; the tables have them.</p>)",
                       show_number_of(all - shown, "more client"));
}

}  // namespace

std::string availability_section(const Page& p) {
    std::string charts;
    std::vector<std::vector<std::string>> rows;
    std::size_t drawn = 0;
    const auto& names = p.index.names(Subject::client);
    for (const auto& name : names) {
        if (drawn < most_charts && p.has_series(Subject::client, name, "availability")) {
            charts += availability_chart(p, name);
            ++drawn;
        }
        if (rows.size() == 200) continue;
        std::vector<std::string> row = {escape(name)};
        for (const char* metric : {"requests", "arrival_rate", "goodput", "availability"})
            row.push_back(p.cell(Subject::client, name, metric));
        row.push_back(show_nines(p.index.figure(Subject::client, name, "availability").estimate));
        row.push_back(p.cell(Subject::client, name, "outcome.degraded"));
        rows.push_back(std::move(row));
    }
    if (rows.empty()) return {};
    return Page::section("availability", "Availability",
                         charts + more_clients(drawn, names.size()) +
                             html_table({"Client", "Requests a replication", "Arrivals", "Goodput", "Availability",
                                         "Nines", "Of it degraded"},
                                        rows));
}

std::string latency_section(const Page& p) {
    const auto& names = p.index.names(Subject::client);
    std::string charts;
    for (std::size_t i = 0; i < names.size() && i < most_charts; ++i)
        charts += latency_chart(p, names[i]) + R"(<div class="pair">)" + distribution_charts(p, names[i]) + "</div>";
    if (names.empty()) return {};
    return Page::section("latency", "Latency of good answers",
                         charts + more_clients(most_charts, names.size()) + latency_table(p));
}

}  // namespace nines
