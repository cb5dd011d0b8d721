// The Run section: experiments and watched runs, put into the main window: menu, tool bar, the time line under the
// canvas, progress, the legend, and what breaks things by hand.
#pragma once

#include <QObject>
#include <filesystem>
#include <functional>

#include "gui/run/experiment_run.hpp"
#include "gui/run/watch.hpp"

class QAction;
class QComboBox;
class QDockWidget;
class QLabel;
class QMenu;
class QProgressBar;

namespace nines::gui {

class HeadlineList;
class LegendBox;
class MainWindow;
class TimeLine;
class WordsThatFit;

class RunSection : public QObject {
    Q_OBJECT
public:
    // `store` is where experiments are kept.
    RunSection(MainWindow& window, std::filesystem::path store);
    ~RunSection() override;

    [[nodiscard]] ExperimentRun& experiment() { return experiment_; }
    [[nodiscard]] Watch& watch() { return watch_; }

public slots:
    void start_experiment();
    void pause_or_resume_experiment();
    void start_or_pause_watch();  // begins one when there is none
    void end_watch();
    // Offers what can be broken at the node that is selected, or anywhere.
    void offer_to_break(const QPoint& at);

signals:
    void experiment_ended(quint64 run);  // kept in the store, done or interrupted
    // Readings of the watched run so far; `anew`: the first ones of this run.
    void watched(const std::shared_ptr<const nines::RunResult>& result, bool anew);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void make_actions();
    void make_docks();
    void update_actions();
    void show_progress(const ExperimentNews& news);
    void experiment_over(const ExperimentRun::End& end);
    void show_watch();
    void show_traffic();
    void break_now(const Fault& fault, const QString& what);
    [[nodiscard]] bool can_run();
    [[nodiscard]] std::optional<NodeId> selected_node() const;
    void fill_break_menu(QMenu& menu);

    MainWindow& window_;
    std::filesystem::path store_;
    ExperimentRun experiment_;
    Watch watch_;
    QAction *run_ = nullptr, *pause_ = nullptr, *stop_ = nullptr;
    QAction *watch_run_ = nullptr, *step_ = nullptr, *step_second_ = nullptr, *watch_stop_ = nullptr;
    QAction *break_ = nullptr, *restore_ = nullptr, *present_ = nullptr, *traffic_ = nullptr;
    bool first_readings_ = true;
    QDockWidget *watch_dock_ = nullptr, *experiment_dock_ = nullptr;
    QComboBox* speed_ = nullptr;
    WordsThatFit* clock_ = nullptr;
    QLabel *state_ = nullptr, *detail_ = nullptr;
    QProgressBar* bar_ = nullptr;
    HeadlineList* headlines_ = nullptr;
    TimeLine* time_line_ = nullptr;
    LegendBox* legend_ = nullptr;
};

}  // namespace nines::gui
