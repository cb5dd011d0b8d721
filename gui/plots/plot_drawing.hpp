// What a plot panel draws: a chart, a heat map or a distribution, as a QCustomPlot with its axes, bands and marks.
#pragma once

#include <qcustomplot.h>

#include <optional>
#include <vector>

#include "gui/plots/chart_view.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

class PlotDrawing {
public:
    explicit PlotDrawing(QWidget* panel);

    // Everything but the crosshair, from the views, in the colours of `t`.
    void rebuild(const Theme& t);
    // The same for all panels, so that their times stand below each other.
    void margins();
    // Of the time that is shown, in seconds.
    [[nodiscard]] double end() const;

    QCustomPlot* widget;
    QCPItemLine* crosshair;
    QCPItemRect* selection;
    std::optional<ChartView> chart;  // of these one, or none
    std::optional<HeatView> heat;
    std::optional<DistributionView> distribution;
    std::vector<bool> hidden;  // lines
    bool zoomed = false;
    // A drag under way.
    std::optional<double> pressed_at;
    bool panning = false;
    QPoint pressed;

private:
    void colour(const Theme& t);
    void build_chart(const Theme& t);
    QCPGraph* add_graph(const ChartView& c, const ChartLine& line, const std::vector<float>& values);
    void value_axis(const ChartView& c, double low, double high);
    void add_span(const ChartSpan& s, const Theme& t);
    void build_heat(const Theme& t);
    void build_distribution(const Theme& t);

    std::vector<QCPAbstractItem*> spans;
};

}  // namespace nines::gui
