// Chart views: what a plot shows, as plain values, made from a report. No painting and no widget.
//
// The charts that everyone looks for are put together here by the names of their measures; every other series of the
// catalogue can be charted by its description alone, so that a model that measures something new needs nothing here.
#pragma once

#include <QString>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "reports/report.hpp"

namespace nines::gui {

inline constexpr std::size_t most_lines = 8;  // of a chart: as many as there are colours

struct ChartLine {
    QString name;
    std::vector<double> x;               // empty: the middles of the chart's intervals
    std::vector<float> mean, low, high;  // low and high may be empty; NaN is a gap
    int style = 0;                       // colour and dash
};

struct ChartSpan {
    enum class Kind { warmup, fault, bad };
    double from = 0.0, to = 0.0;
    QString label;
    Kind kind = Kind::fault;
};

// Something over simulated time.
struct ChartView {
    QString id;  // for settings, files and tests
    QString title;
    QString about;  // in words, for tool tips and screen readers
    std::string unit;
    double interval = 1.0;  // seconds of a value of the lines
    double end_seconds = 0.0;
    bool log = false;
    double low = std::numeric_limits<double>::quiet_NaN();  // of the value axis; NaN: as the lines need it
    double high = std::numeric_limits<double>::quiet_NaN();
    double reference = std::numeric_limits<double>::quiet_NaN();  // an objective
    QString reference_label;
    std::vector<ChartLine> lines;
    std::vector<ChartSpan> spans;
    std::size_t left_out = 0;  // lines that there would be too

    [[nodiscard]] double time_of(const ChartLine& line, std::size_t i) const {
        return line.x.empty() ? (static_cast<double>(i) + 0.5) * interval : line.x[i];
    }
    // The value of a line at a time, NaN where there is none.
    [[nodiscard]] double value_at(const ChartLine& line, double seconds) const;
    [[nodiscard]] std::string csv() const;
};

// Latency over time as density: the share of the answers of each interval by their latency.
struct HeatView {
    QString id, title;
    double interval = 1.0;
    std::vector<double> edges;             // of the bands, seconds, rising; one more than bands
    std::vector<std::vector<float>> rate;  // rate[band][interval], answers a second
    [[nodiscard]] bool empty() const { return rate.empty(); }
    [[nodiscard]] std::string csv() const;
};

// How values are distributed, over a log axis.
struct DistributionView {
    struct Bar {
        double from = 0.0, to = 0.0;  // seconds
        double share = 0.0;           // of all values
        double beyond = 0.0;          // share of the values above `to`
    };
    struct Mark {
        double at = 0.0;
        QString label;
        bool limit = false;  // what is promised, not what was measured
    };
    QString id, title;
    std::vector<Bar> bars;
    std::vector<Mark> marks;
    double total = 0.0;
    [[nodiscard]] std::string csv() const;
};

// ---- from a report

[[nodiscard]] ChartView availability_chart(const Report& r, const std::string& client);
[[nodiscard]] ChartView latency_chart(const Report& r, const std::string& client);
[[nodiscard]] HeatView latency_heat(const Report& r, const std::string& client);
[[nodiscard]] DistributionView distribution(const Report& r, Subject s, const std::string& name,
                                            const std::string& metric);
// Everything that is there of: availability, latency, goodput, retries, amplification, breakers, queues, utilization.
[[nodiscard]] std::vector<ChartView> standard_charts(const Report& r);

// What can be charted: every metric of a subject once, with the names that have it.
struct SeriesGroup {
    Subject subject = Subject::system;
    std::string metric, unit;
    std::vector<std::string> names;
    [[nodiscard]] QString title() const;  // "services: queue"
    friend bool operator==(const SeriesGroup&, const SeriesGroup&) = default;
};
[[nodiscard]] std::vector<SeriesGroup> series_groups(const Catalogue& c);
// The most telling of the names when there are more than can be told apart. An empty list of names means all.
[[nodiscard]] ChartView series_chart(const Report& r, const SeriesGroup& group,
                                     const std::vector<std::string>& names = {});

// The same chart of several runs in one: as many lines as runs for each of the first.
[[nodiscard]] ChartView overlaid(const std::vector<ChartView>& charts, const std::vector<QString>& runs);

// A line with at most two values for each of `columns` columns of pixels between `from` and `to`: the least and the
// greatest, so that nothing that can be seen is lost.
[[nodiscard]] ChartLine decimated(const ChartView& chart, const ChartLine& line, double from, double to,
                                  std::size_t columns);

// "failed" as "failed", "latency.p99" as "99th percentile", "breaker.open_share" as "breaker open".
[[nodiscard]] QString words_of(std::string_view metric);

}  // namespace nines::gui
