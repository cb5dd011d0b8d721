// What went wrong, and where: outcomes by cause and by edge, circuit breakers.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/outcome.hpp"
#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"

namespace nines {

namespace {

constexpr std::size_t most_bars = 15;
constexpr std::size_t most_rows = 100;
constexpr std::size_t most_breakers = 12;

std::vector<BarPart> parts_of(const std::vector<Cause>& causes) {
    std::vector<BarPart> out;
    for (const auto& c : causes) out.push_back({c.outcome, c.share.estimate, style_of_outcome(c.outcome)});
    return out;
}

double share_of(const std::vector<Cause>& causes) {
    double sum = 0.0;
    for (const auto& c : causes) sum += c.share.estimate;
    return sum;
}

std::string bar_row(const std::string& name, const std::vector<Cause>& causes, double of) {
    const auto share = share_of(causes);
    return fmt::format(
        R"(<div class="bar-row"><span class="bar-name">{}</span>{}<span class="bar-value">{}</span></div>)",
        escape(name), draw_bar(parts_of(causes), of), show(share, "share"));
}

// The outcomes that appear among the causes, in the order of Outcome.
std::vector<BarPart> key_of(const std::vector<std::vector<Cause>>& all) {
    std::vector<BarPart> key;
    for (const auto& causes : all)
        for (const auto& c : causes)
            if (std::ranges::none_of(key, [&](const BarPart& k) { return k.name == c.outcome; }))
                key.push_back({c.outcome, 0.0, style_of_outcome(c.outcome)});
    std::ranges::stable_sort(key, {}, &BarPart::style);
    return key;
}

std::string by_client(const Page& p) {
    std::vector<std::vector<Cause>> all;
    double most = 0.0;
    std::string bars;
    const auto& names = p.index.names(Subject::client);
    for (const auto& name : names) {
        all.push_back(p.index.causes(Subject::client, name, "outcome."));
        most = std::max(most, share_of(all.back()));
    }
    if (most == 0.0) return {};
    for (std::size_t i = 0; i < all.size() && i < most_bars; ++i) bars += bar_row(names[i], all[i], most);

    const auto key = key_of(all);
    std::vector<std::string> head = {"Client"};
    for (const auto& k : key) head.push_back(escape(k.name));
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < names.size() && i < most_rows; ++i) {
        std::vector<std::string> row = {escape(names[i])};
        for (const auto& k : key) row.push_back(p.cell(Subject::client, names[i], "outcome." + k.name));
        rows.push_back(std::move(row));
    }
    return fmt::format(R"(<h3>By cause: requests that failed, share of all</h3>{}<div class="bars">{}</div>{})",
                       draw_key(key), bars, html_table(head, rows));
}

std::string by_edge(const Page& p) {
    const auto edges = p.index.failing_edges();
    if (edges.empty()) return {};
    std::vector<std::vector<Cause>> all;
    double most = 0.0;
    for (const auto& e : edges) {
        all.push_back(e.causes);
        if (all.size() <= most_bars) most = std::max(most, share_of(e.causes));
    }
    std::string bars;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < edges.size() && i < most_rows; ++i) {
        const auto& name = edges[i].name;
        if (i < most_bars) bars += bar_row(name, edges[i].causes, most);
        std::vector<std::string> row = {escape(name), show_count(edges[i].attempts),
                                        show(edges[i].failed / edges[i].attempts, "share")};
        for (const char* metric : {"attempts_per_call", "late_share", "latency.mean", "latency.p99"})
            row.push_back(p.cell(Subject::edge, name, metric));
        std::string causes;
        for (const auto& c : edges[i].causes)
            causes += fmt::format("{}{} {}", causes.empty() ? "" : ", ", escape(c.outcome), cell_of(c.share, "share"));
        row.push_back(std::move(causes));
        rows.push_back(std::move(row));
    }
    std::string out = fmt::format(
        R"(<h3>By edge: attempts that failed, share of the edge’s attempts</h3>{}<div class="bars">{}</div><div class="by-edge">{}</div>)",
        draw_key(key_of(all)), bars,
        html_table({"Edge", "Attempts a replication", "Failed", "Attempts per call", "Answered too late",
                    "Mean latency", "p99", "By outcome"},
                   rows));
    if (edges.size() > most_rows)
        out += fmt::format(R"(<p class="note">{} with fewer failures.</p>)",
                           show_number_of(edges.size() - most_rows, "more edge"));
    return out;
}

}  // namespace

std::string failures_section(const Page& p) {
    const auto content = by_client(p) + by_edge(p);
    return Page::section("failures", "Failures",
                         content.empty() ? "<p>No request and no attempt failed.</p>" : content);
}

std::string breakers_section(const Page& p) {
    struct Breaker {
        const std::string* edge;
        double open;
    };
    std::vector<Breaker> breakers;
    for (const auto& name : p.index.names(Subject::edge)) {
        const auto& e = p.index.figure(Subject::edge, name, "breaker.open_share");
        if (!std::isnan(e.estimate)) breakers.push_back({&name, e.estimate});
    }
    if (breakers.empty()) return {};
    std::ranges::stable_sort(breakers, std::greater{}, &Breaker::open);
    std::string charts;
    std::vector<std::vector<std::string>> rows;
    std::size_t drawn = 0;
    for (const auto& b : breakers) {
        if (drawn < most_breakers && b.open > 0.0 && p.has_series(Subject::edge, *b.edge, "breaker.open_share")) {
            auto c = p.time_chart(
                *b.edge,
                fmt::format("Share of the circuit breakers of {} that were open, over simulated time; {} on average.",
                            *b.edge, show(b.open, "share")));
            c.small = c.filled = true;
            c.y = linear_axis(0.0, 1.0, "share");
            c.y.ticks = {{0.0, "0%"}, {0.5, "50%"}, {1.0, "100%"}};
            c.lines = {p.line(Subject::edge, *b.edge, "breaker.open_share", "open", 1)};
            charts += draw(c);
            ++drawn;
        }
        if (rows.size() < most_rows)
            rows.push_back({escape(*b.edge), p.cell(Subject::edge, *b.edge, "breaker.open_share"),
                            p.cell(Subject::edge, *b.edge, "breaker.openings"),
                            p.cell(Subject::edge, *b.edge, "breaker.rejected_share")});
    }
    return Page::section(
        "breakers", "Circuit breakers",
        (charts.empty() ? "<p>No circuit breaker opened.</p>"
                        : "<h3>Share of breakers open</h3><div class=\"multiples\">" + charts + "</div>") +
            html_table({"Edge", "Time open", "Openings a replication", "Attempts turned away"}, rows));
}

}  // namespace nines
