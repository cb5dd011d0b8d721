// The sections of the HTML report. Each returns its part of the page, or nothing when there is nothing to say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/chart.hpp"
#include "reports/report_index.hpp"

namespace nines {

struct Page {
    explicit Page(const Report& r);

    const Report& report;
    ReportIndex index;
    std::vector<Span> faults;  // those that the scenario schedules

    // <section id="..."><h2>...</h2>...</section>
    [[nodiscard]] static std::string section(std::string_view id, std::string_view title, std::string_view content);
    // A chart over the whole run with its warm-up and faults marked; lines are added by the caller.
    [[nodiscard]] TimeChart time_chart(std::string title, std::string description) const;
    // The line of a series; empty spans when there is none.
    [[nodiscard]] ChartLine line(Subject s, std::string_view name, std::string_view metric, std::string words,
                                 int style) const;
    [[nodiscard]] bool has_series(Subject s, std::string_view name, std::string_view metric) const;
    // A figure of the report as a table cell.
    [[nodiscard]] std::string cell(Subject s, std::string_view name, std::string_view metric) const;
};

// A table whose first column names the rows; in a frame that scrolls when it must. Cells are markup.
// A column without a single figure is left out of a table of several rows.
[[nodiscard]] std::string html_table(const std::vector<std::string>& head,
                                     const std::vector<std::vector<std::string>>& rows);

[[nodiscard]] std::string cell_of(const Estimate& e, std::string_view unit);
// The style that stands for an outcome, wherever it appears.
[[nodiscard]] int style_of_outcome(std::string_view outcome);

[[nodiscard]] std::string summary_section(const Page& p);
[[nodiscard]] std::string objectives_section(const Page& p);
[[nodiscard]] std::string topology_section(const Page& p);
[[nodiscard]] std::string availability_section(const Page& p);
[[nodiscard]] std::string latency_section(const Page& p);
[[nodiscard]] std::string failures_section(const Page& p);
[[nodiscard]] std::string breakers_section(const Page& p);
[[nodiscard]] std::string policies_section(const Page& p);
[[nodiscard]] std::string messages_section(const Page& p);
[[nodiscard]] std::string data_section(const Page& p);
[[nodiscard]] std::string services_section(const Page& p);
[[nodiscard]] std::string timeline_section(const Page& p);
[[nodiscard]] std::string theory_section(const Page& p);
[[nodiscard]] std::string method_section(const Page& p);
[[nodiscard]] std::string scenario_section(const Page& p);
[[nodiscard]] std::string figures_section(const Page& p);

}  // namespace nines
