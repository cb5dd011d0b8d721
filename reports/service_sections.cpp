// What happened inside: topology, utilization and queues of the services, the time line of a replication.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/page.hpp"
#include "reports/swimlanes.hpp"
#include "reports/topology_picture.hpp"

namespace nines {

namespace {

constexpr std::size_t most_cards = 12;
constexpr double worth_a_chart = 0.01;  // requests waiting, in the worst interval
constexpr std::size_t most_rows = 1000;
constexpr std::size_t most_events = 200;

double highest(std::span<const float> values) {
    double most = 0.0;
    for (const float x : values)
        if (std::isfinite(x)) most = std::max(most, static_cast<double>(x));
    return most;
}

std::string service_charts(const Page& p, const std::string& name) {
    std::string out;
    const auto& mean = p.index.figure(Subject::service, name, "utilization");
    if (p.has_series(Subject::service, name, "utilization")) {
        auto c =
            p.time_chart(name + ": utilization",
                         fmt::format("Share of the workers of {} that were busy, over simulated time; {} on average.",
                                     name, show(mean, "share").text()));
        c.small = c.filled = true;
        c.y = linear_axis(0.0, 1.0, "share");
        c.y.ticks = {{0.0, "0%"}, {0.5, "50%"}, {1.0, "100%"}};
        c.lines = {p.line(Subject::service, name, "utilization", "utilization", 0)};
        out += draw(c);
    }
    const auto line = p.line(Subject::service, name, "queue", "queue", 2);
    if (const double most = highest(line.mean); most < worth_a_chart) {
        out += R"(<p class="note">Next to nobody waited.</p>)";
    } else {
        auto c = p.time_chart(name + ": waiting",
                              fmt::format("Requests waiting for a worker of {}, over simulated time; at most {}.", name,
                                          show(most, "count")));
        c.small = c.filled = true;
        c.y = linear_axis(0.0, most, "count");
        c.lines = {line};
        out += draw(c);
    }
    return out;
}

std::string event_table(const Report& r) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& e : r.summary.timeline) {
        if (rows.size() == most_events) break;
        rows.push_back({fmt::format("{:.3f} s", e.seconds), escape(e.name), escape(e.what), escape(e.detail)});
    }
    std::string out =
        "<details><summary>The events one by one</summary>" + html_table({"Time", "Where", "What", "Detail"}, rows);
    if (r.summary.timeline.size() > most_events)
        out +=
            fmt::format(R"(<p class="note">The first {} of {} that were kept; the results store has the others.</p>)",
                        most_events, show_count(static_cast<double>(r.summary.timeline.size())));
    return out + "</details>";
}

}  // namespace

std::string topology_section(const Page& p) {
    const auto picture = draw_topology(p.index);
    if (picture.empty()) return {};
    return Page::section(
        "topology", "Topology",
        picture +
            R"(<p class="note">Arrows point from caller to callee, thicker with more attempts. A dashed red arrow: )"
            "at least 0.1% of the attempts fail. Bars: how much of its workers’ time a service is busy; "
            "a heavy border: more than 80%.</p>");
}

std::string services_section(const Page& p) {
    const auto busiest = p.index.busiest();
    std::string charts;
    for (std::size_t i = 0; i < busiest.size() && i < most_cards; ++i)
        charts += "<div>" + service_charts(p, busiest[i]) + "</div>";
    constexpr std::array<std::pair<const char*, const char*>, 11> columns = {{{"Utilization", "utilization"},
                                                                              {"In flight", "in_flight.mean"},
                                                                              {"Waiting", "queue.mean"},
                                                                              {"Mean wait", "wait.mean"},
                                                                              {"p99 wait", "wait.p99"},
                                                                              {"Throughput", "throughput"},
                                                                              {"Goodput", "goodput"},
                                                                              {"Work for nobody", "wasted_share"},
                                                                              {"Time available", "availability.time"},
                                                                              {"Replicas up", "replicas_up.mean"},
                                                                              {"Failures a replication", "failures"}}};
    std::vector<std::string> head = {"Service"};
    for (const auto& c : columns) head.emplace_back(c.first);
    std::vector<std::vector<std::string>> rows;
    const auto& names = p.index.names(Subject::service);
    for (const auto& name : names) {
        if (rows.size() == most_rows) break;
        std::vector<std::string> row = {escape(name)};
        for (const auto& c : columns) row.push_back(p.cell(Subject::service, name, c.second));
        rows.push_back(std::move(row));
    }
    if (rows.empty()) return {};
    std::string note;
    if (busiest.size() > most_cards)
        note = fmt::format(R"(<p class="note">The {} busiest services of {}.</p>)", most_cards, names.size());
    if (names.size() > most_rows)
        note += fmt::format(R"(<p class="note">The table has the first {} services; the JSON report has all.</p>)",
                            most_rows);
    return Page::section("services", "Services: utilization and queues",
                         "<div class=\"multiples\">" + charts + "</div>" + note + html_table(head, rows));
}

std::string timeline_section(const Page& p) {
    const auto lanes = draw_swimlanes(p.report);
    if (lanes.empty() && p.report.summary.timeline.empty()) return {};
    return Page::section("timeline", "What happened in the first replication", lanes + event_table(p.report));
}

}  // namespace nines
