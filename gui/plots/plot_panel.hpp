// PlotPanel: one chart with its title and legend. Shows values and sends intents; knows nothing of runs.
//
// Drag to zoom into a stretch of time, Shift and drag (or the middle button) to pan, Ctrl and the wheel to zoom at the
// cursor, double click for everything. A click on an entry of the legend hides its line.
#pragma once

#include <QPicture>
#include <QWidget>
#include <memory>
#include <optional>

#include "gui/plots/chart_view.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

class PlotDrawing;
class PlotLegend;

class PlotPanel : public QWidget {
    Q_OBJECT
public:
    explicit PlotPanel(QWidget* parent = nullptr);
    ~PlotPanel() override;

    void show_chart(const ChartView& chart);
    void show_heat(const HeatView& heat);
    void show_distribution(const DistributionView& distribution);

    [[nodiscard]] QString id() const;
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool is_over_time() const;
    // The stretch of time in view; NaN: everything.
    void set_range(double from, double to);
    [[nodiscard]] std::pair<double, double> range() const;
    // The crosshair; NaN: none. The legend reads the values there.
    void set_cursor(double seconds);
    void set_line_visible(std::size_t line, bool visible);
    // What the legend says, for tests and screen readers: "availability 99.95%".
    [[nodiscard]] QStringList readings() const;

    // By the file's ending: png, svg, pdf or csv. What went wrong, or nothing.
    [[nodiscard]] QString save(const QString& file) const;
    [[nodiscard]] std::string csv() const;
    // Title, legend and plot of that size, in the colours of paper.
    [[nodiscard]] QPicture picture(QSize size) const;
    // Paints anew at once; for benchmarks.
    void replot_now();

    [[nodiscard]] QSize sizeHint() const override { return {640, 210}; }

signals:
    void range_wanted(double from, double to);  // NaN: everything
    void cursor_moved(double seconds);          // NaN: it has left
    void picked(double seconds);                // a click
    void save_wanted(const QString& ending);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void apply_theme();
    void update_legend();

    std::unique_ptr<PlotDrawing> plot_;
    PlotLegend* legend_ = nullptr;
    double cursor_ = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace nines::gui
