// PlotStack: charts below each other on one time axis: zoom and pan are linked, and one crosshair reads all of them.
#pragma once

#include <QStringList>
#include <QWidget>
#include <functional>
#include <vector>

#include "gui/plots/chart_view.hpp"

class QLabel;
class QMenu;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace nines::gui {

class PlotPanel;

// What a stack shows, top to bottom.
struct StackView {
    std::vector<ChartView> charts;
    std::vector<HeatView> heats;                  // after the latency charts
    std::vector<DistributionView> distributions;  // at the end
};
[[nodiscard]] StackView stack_of(const Report& r);

class PlotStack : public QWidget {
    Q_OBJECT
public:
    explicit PlotStack(QWidget* parent = nullptr);

    void show_view(const StackView& view);
    // The same charts with newer values, and those that were added: nothing but the lines changes. Charts that have
    // only now something to show come at the end.
    void refresh_view(const StackView& view);
    // What can be added by its description, and how.
    void offer(const std::vector<SeriesGroup>& groups, std::function<ChartView(const SeriesGroup&)> make);
    void add_chart(const ChartView& chart);
    void clear();

    [[nodiscard]] const std::vector<PlotPanel*>& panels() const { return panels_; }
    [[nodiscard]] PlotPanel* panel(const QString& id) const;
    void set_range(double from, double to);  // NaN: everything
    void set_cursor(double seconds);         // NaN: none
    [[nodiscard]] double cursor() const { return cursor_; }

public slots:
    void show_everything();
    void zoom_back();  // to what was in view before
    void save_all();   // every chart into a folder

signals:
    void cursor_moved(double seconds);
    void picked(double seconds);  // a click on a chart

private:
    PlotPanel* add_panel();
    PlotPanel* panel_for(const QString& id);
    void save(PlotPanel& panel, const QString& ending);
    void say_range();

    QScrollArea* area_ = nullptr;
    QVBoxLayout* list_ = nullptr;
    QLabel* range_ = nullptr;
    QLabel* nothing_ = nullptr;
    QToolButton* add_ = nullptr;
    QMenu* add_menu_ = nullptr;
    std::vector<SeriesGroup> offered_;
    std::function<ChartView(const SeriesGroup&)> make_;
    std::vector<std::pair<QString, SeriesGroup>> added_;  // charts by their id
    std::vector<PlotPanel*> panels_;
    std::vector<std::pair<double, double>> views_;  // zoom history; the last is in view, none: everything
    double cursor_;
};

}  // namespace nines::gui
