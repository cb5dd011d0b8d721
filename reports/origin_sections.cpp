// Where the numbers come from: theory beside simulation, the method, the scenario, and every figure.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"

namespace nines {

namespace {

constexpr std::size_t most_figures = 4000;
constexpr std::size_t most_scenario_bytes = 400'000;
constexpr std::ptrdiff_t most_open_lines = 300;

std::string comparison(const Estimate& simulated, double value) {
    if (std::isnan(simulated.low) || std::isnan(simulated.high)) return "no interval";
    return value >= simulated.low && value <= simulated.high ? "✓ inside the interval" : "✗ outside";
}

std::string warmup_words(const Summary& s) {
    if (s.warmup_seconds <= 0.0) return "Nothing was discarded: statistics start with the run, which starts empty.";
    return fmt::format(
        "A run starts empty, as no real system does. The first {} of every replication were simulated but not counted "
        "(warm-up: {}); the charts shade them grey.",
        show_span(s.warmup_seconds), escape(s.warmup_rule));
}

std::string stop_words(const Summary& s) {
    switch (s.stop) {
        case StopReason::precise: return "The run stopped because it was precise enough";
        case StopReason::at_most: return "The run stopped at its limit";
        case StopReason::interrupted: return "The run was interrupted";
    }
    return {};
}

}  // namespace

std::string theory_section(const Page& p) {
    std::vector<std::vector<std::string>> rows;
    std::size_t inside = 0, judged = 0;
    for (const auto& t : p.report.theory) {
        const auto& simulated = p.index.figure(t.subject, t.name, t.metric);
        const auto unit = p.index.unit(t.subject, t.name, t.metric);
        judged += std::isnan(simulated.low) ? 0 : 1;
        inside += t.value >= simulated.low && t.value <= simulated.high ? 1 : 0;
        rows.push_back({escape(t.name) + " " + escape(t.metric), show(t.value, unit), cell_of(simulated, unit),
                        comparison(simulated, t.value), escape(t.formula)});
    }
    if (rows.empty()) return {};
    return Page::section(
        "theory", "Theory beside simulation",
        html_table({"Figure", "Theory", "Simulated", "Theory is", "From"}, rows) +
            fmt::format(R"(<p class="note">{} of {} exact values lie inside their {} intervals; about {} should.</p>)",
                        inside, judged, show(p.report.summary.confidence, "share"),
                        show(p.report.summary.confidence * static_cast<double>(judged), "ratio")));
}

std::string method_section(const Page& p) {
    const auto& s = p.report.summary;
    const auto& run = p.report.run;
    std::string out = fmt::format(
        "<p>{} of {} simulated time each, with different random numbers (seed {}), {} requests and {} events in all. "
        "Every figure is measured in each replication by itself; the estimate is the mean over replications, and its "
        "interval "
        "is Student’s t interval at {} confidence{}. That holds for percentiles too: the 99th percentile is taken in "
        "every "
        "replication, and the interval is that of the mean of those. Latencies are kept in a histogram that is exact "
        "to 0.8%.</p>",
        show_number_of(s.replications, "independent replication"), show_span(s.end_seconds), run.seed,
        show_count(static_cast<double>(s.requests)), show_count(static_cast<double>(s.events)),
        show(s.confidence, "share"),
        s.replications > 1 ? fmt::format(" with {} degrees of freedom", s.replications - 1) : "");
    out += fmt::format("<p>{}</p><p>{}{}.</p>", warmup_words(s), stop_words(s),
                       s.stop_detail.empty() ? "" : ": " + escape(s.stop_detail));
    out +=
        "<p>An interval is about the simulation: with more replications it narrows around what this scenario means. It "
        "says "
        "nothing about whether the scenario is right.</p>";
    return Page::section("method", "How these numbers came about", out);
}

std::string scenario_section(const Page& p) {
    const auto& run = p.report.run;
    std::string out;
    if (!run.changes.empty()) {
        std::vector<std::vector<std::string>> rows;
        for (const auto& [path, value] : run.changes) rows.push_back({escape(path), escape(value)});
        out += "<p>Changed on the command line:</p>" + html_table({"Parameter", "Value"}, rows);
    }
    const auto text = std::string_view{run.text}.substr(0, most_scenario_bytes);
    const bool brief = std::ranges::count(text, '\n') <= most_open_lines;
    out += fmt::format(
        R"(<p class="note">What is not stated here has its default; the scenario reference has them all.</p>)"
        R"(<details{}><summary>The scenario as it was run</summary><pre dir="ltr">{}</pre></details>)",
        brief ? " open" : "", escape_lines(text));
    if (text.size() < run.text.size())
        out += fmt::format(R"(<p class="note">The first {} bytes of {}; the results store has all.</p>)", text.size(),
                           run.text.size());
    return Page::section("scenario", "Parameters", out);
}

std::string figures_section(const Page& p) {
    const auto& r = p.report;
    std::vector<std::vector<std::string>> rows;
    const auto size = std::min(r.catalogue.figures.size(), r.summary.figures.size());
    for (std::size_t i = 0; i < size && rows.size() < most_figures; ++i) {
        const auto& k = r.catalogue.figures[i];
        const auto& e = r.summary.figures[i];
        if (std::isnan(e.estimate)) continue;
        rows.push_back({escape(k.name), std::string{Choices<Subject>::names[static_cast<std::size_t>(k.subject)]},
                        escape(k.metric), cell_of(e, k.unit), fmt::format("{}", e.replications)});
    }
    if (rows.empty()) return {};
    std::string out = fmt::format("<details><summary>{}</summary>", show_number_of(rows.size(), "figure")) +
                      html_table({"Name", "Of a", "Figure", "Estimate", "Replications"}, rows);
    if (size > most_figures)
        out += fmt::format(R"(<p class="note">The first {} of {}; the JSON report has all.</p>)", most_figures, size);
    return Page::section("figures", "All figures", out + "</details>");
}

}  // namespace nines
