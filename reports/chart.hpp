// Charts for the HTML report, made here: an SVG that stretches to whatever width there is, with its labels as HTML
// around it, so that text stays readable on a phone and on paper.
//
// Always: every chart has a title and a description in words; lines differ by dash as well as by colour; intervals are
// drawn as bands; a gap in the data is a gap in the line. All texts are escaped here.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reports/axis.hpp"
#include "sim/histogram.hpp"

namespace nines {

// A stretch of the x axis.
struct Span {
    double from = 0.0, to = 0.0;
    std::string label;
};

struct ChartLine {
    std::string name;
    std::span<const float> mean, low, high;  // by interval; `low` and `high` may be empty
    int style = 0;                           // 0 to 3
};

struct TimeChart {
    std::string title;
    std::string description;
    Axis x, y;
    double interval = 1.0;
    std::vector<ChartLine> lines;
    bool filled = false;  // the area below the lines
    bool small = false;
    double warmup = 0.0;       // until here nothing is counted
    std::vector<Span> shaded;  // faults
    std::vector<Span> bad;     // marked along the bottom
    double reference = std::numeric_limits<double>::quiet_NaN();
    std::string reference_label;
};
[[nodiscard]] std::string draw(const TimeChart& c);

// How values are distributed, over a log axis; marks are vertical lines with a label.
struct DistributionChart {
    std::string title;
    std::string description;
    const Histogram* histogram = nullptr;
    std::vector<std::pair<double, std::string>> marks;   // seconds, label
    std::vector<std::pair<double, std::string>> limits;  // the same, of another kind
};
[[nodiscard]] std::string draw_density(const DistributionChart& c);
// The share of values above each point, both axes logarithmic: where the tail can be seen.
[[nodiscard]] std::string draw_tail(const DistributionChart& c);

// A horizontal bar in parts; `of` is the length of a full bar.
struct BarPart {
    std::string name;
    double value = 0.0;
    int style = 0;  // 0 to 7
};
[[nodiscard]] std::string draw_bar(const std::vector<BarPart>& parts, double of);
// The key to the parts.
[[nodiscard]] std::string draw_key(const std::vector<BarPart>& parts);

}  // namespace nines
