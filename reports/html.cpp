#include "reports/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "reports/markup.hpp"
#include "reports/page.hpp"
#include "reports/report_style.hpp"

namespace nines {

namespace {

// Nothing may be fetched, run or sent from this page; its style stands in it.
constexpr const char* policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

struct Part {
    const char* id;
    const char* title;
    std::string (*make)(const Page&);
};
constexpr Part all_parts[] = {{"summary", "Summary", summary_section},
                              {"objectives", "Objectives", objectives_section},
                              {"topology", "Topology", topology_section},
                              {"availability", "Availability", availability_section},
                              {"latency", "Latency", latency_section},
                              {"failures", "Failures", failures_section},
                              {"breakers", "Circuit breakers", breakers_section},
                              {"policies", "Policies", policies_section},
                              {"data", "Data", data_section},
                              {"messages", "Messages", messages_section},
                              {"services", "Services", services_section},
                              {"timeline", "Time line", timeline_section},
                              {"theory", "Theory", theory_section},
                              {"method", "Method", method_section},
                              {"scenario", "Parameters", scenario_section},
                              {"figures", "All figures", figures_section}};

std::string head_of_page(const Report& r) {
    return fmt::format(R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Nines">
<title>{} – Nines</title>
<style>
{}</style>
</head>
)",
                       policy, escape(r.run.name), report_style);
}

// "2026-03-01T12:34:56Z" as "2026-03-01 12:34 UTC"; anything else as it is.
std::string readable_instant(const std::string& t) {
    if (t.size() != 20 || t[10] != 'T' || t.back() != 'Z') return t;
    return t.substr(0, 10) + " " + t.substr(11, 5) + " UTC";
}

// Of the file only its name: a report is handed on, and where it was made is nobody's business.
std::string origin(const Report& r) {
    const auto file = std::filesystem::path{r.run.file}.filename().string();
    std::string out =
        fmt::format("<span>Run {}</span> · <span>{}</span> · <span>seed {}</span> · <span>Nines {}</span>", r.run.id,
                    escape(file.empty() ? "scenario" : file), r.run.seed, escape(r.run.version));
    if (!r.run.started.empty())
        out += fmt::format(R"( · <time datetime="{}">{}</time>)", escape(r.run.started),
                           escape(readable_instant(r.run.started)));
    return out;
}

}  // namespace

std::vector<ReportPart> report_parts() {
    std::vector<ReportPart> out;
    for (const auto& part : all_parts) out.push_back({part.id, part.title});
    return out;
}

std::vector<ReportSection> report_sections(const Report& r, const std::vector<std::string>& parts) {
    const Page page{r};
    std::vector<ReportSection> out;
    for (const auto& part : all_parts) {
        if (!parts.empty() && std::ranges::find(parts, part.id) == parts.end()) continue;
        if (auto section = part.make(page); !section.empty()) out.push_back({part.id, part.title, std::move(section)});
    }
    return out;
}

std::string print_html(const Report& r, const std::vector<std::string>& parts) {
    std::string links, content;
    for (const auto& section : report_sections(r, parts)) {
        links += fmt::format(R"(<a href="#{}">{}</a>)", section.id, section.title);
        content += section.html;
    }
    return head_of_page(r) + fmt::format(R"(<body>
<header><p class="eyebrow">Nines · reliability simulation</p><h1>{}</h1>{}<p class="origin">{}</p></header>
<nav aria-label="Sections">{}</nav>
<main>
{}</main>
<footer>Made by Nines {}. This page is complete in itself: it loads nothing and sends nothing.</footer>
</body>
</html>
)",
                                         escape(r.run.name),
                                         r.scenario.description.empty()
                                             ? ""
                                             : fmt::format("<p class=\"lead\">{}</p>", escape(r.scenario.description)),
                                         origin(r), links, content, escape(r.run.version));
}

}  // namespace nines
