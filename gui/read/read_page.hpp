// ReadPage: the runs of the store at the left; what one of them says, or how several differ, at the right. Shows
// reports and sends intents; reports are read from the store on another thread.
#pragma once

#include <QWidget>
#include <memory>
#include <vector>

#include "gui/read/comparison_view.hpp"
#include "reports/report.hpp"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QTabWidget;
class QTextBrowser;

namespace nines::gui {

class FigureTable;
class PlotStack;
class RunList;

class ReadPage : public QWidget {
    Q_OBJECT
public:
    explicit ReadPage(std::shared_ptr<Store> store, QWidget* parent = nullptr);
    ~ReadPage() override;

    [[nodiscard]] RunList& runs() { return *runs_; }
    [[nodiscard]] PlotStack& charts() { return *charts_; }
    [[nodiscard]] std::vector<std::uint64_t> selected_runs() const;
    // Reads the list anew; what is selected and shown stays.
    void refresh();
    // Selects a run of the store; its report comes when it has been read.
    void select_run(std::uint64_t run);
    void select_runs(const std::vector<std::uint64_t>& runs);
    // Shows a report that is not in the store: that of a watched run.
    void show_report(std::shared_ptr<const Report> report);
    // The same run, further on: what is in view stays in view. Does nothing when something else is shown by now.
    void refresh_report(std::shared_ptr<const Report> report);
    [[nodiscard]] std::shared_ptr<const Report> report() const { return shown_.empty() ? nullptr : shown_.front(); }
    [[nodiscard]] const ComparisonView& comparison() const;
    [[nodiscard]] QString overview() const;  // as plain text

public slots:
    void find_run();
    void rename_run();
    void delete_runs();
    void open_scenario();
    void save_report();      // asks for the parts, the format and the file
    void save_comparison();  // as CSV

signals:
    void scenario_wanted(const QString& name, const QString& text);
    void shown();  // reports that were asked for are here

private:
    QWidget* make_list();
    QWidget* make_readings();
    void selection_changed();
    void load(const std::vector<std::uint64_t>& runs);
    void show_reports(std::vector<std::shared_ptr<const Report>> reports);
    void show_overview();
    void show_comparison();
    void offer_charts();
    void filter_figures(const QString& text);

    std::shared_ptr<Store> store_;
    RunList* runs_;
    QSortFilterProxyModel* filtered_ = nullptr;
    QTableView* table_ = nullptr;
    QLineEdit* search_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QTextBrowser* overview_ = nullptr;
    PlotStack* charts_ = nullptr;
    FigureTable* figures_ = nullptr;
    QSortFilterProxyModel* filtered_figures_ = nullptr;
    QTableView* figures_view_ = nullptr;
    QTextBrowser* scenario_ = nullptr;
    QLabel* how_ = nullptr;
    std::vector<std::shared_ptr<const Report>> shown_;
    bool refreshing_ = false;
    bool shows_watched_ = false;  // what is shown is not in the store
    std::uint64_t asked_ = 0;     // for reports; only the last answer counts
};

// What a watched run measured, as a report.
[[nodiscard]] std::shared_ptr<const Report> report_of_watched(const Scenario& s, const Model& m,
                                                              const RunResult& result);

}  // namespace nines::gui
