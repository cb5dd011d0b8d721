#include "gui/run/run_section.hpp"

#include <QAction>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QProgressBar>
#include <QSettings>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/canvas/traffic_layer.hpp"
#include "gui/document.hpp"
#include "gui/icons.hpp"
#include "gui/main_window.hpp"
#include "gui/run/break_choices.hpp"
#include "gui/run/headline_list.hpp"
#include "gui/run/legend_box.hpp"
#include "gui/run/time_line.hpp"
#include "gui/run/words_that_fit.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

using namespace std::chrono_literals;

constexpr Duration broken_for = 10min;  // what is broken by hand, unless it is restored before

[[nodiscard]] QString clock_text(double seconds) {
    const auto s = static_cast<qint64>(seconds);
    const auto two = [](qint64 n) { return QStringLiteral("%1").arg(n, 2, 10, QLatin1Char('0')); };
    return QStringLiteral("%1:%2:%3").arg(s / 3600).arg(two(s / 60 % 60), two(s % 60));
}

// The tool button of an action, with its help and shortcut for those who cannot see it.
[[nodiscard]] QToolButton* button_for(QAction* action, QWidget* parent) {
    auto* b = new QToolButton(parent);
    b->setDefaultAction(action);
    b->setAutoRaise(true);
    b->setAccessibleName(action->toolTip());
    return b;
}

}  // namespace

RunSection::RunSection(MainWindow& window, std::filesystem::path store)
    : QObject(&window), window_(window), store_(std::move(store)), experiment_(this), watch_(this) {
    make_actions();
    make_docks();
    legend_ = new LegendBox(&window_.canvas_view());
    legend_->hide();
    window_.canvas_view().viewport()->installEventFilter(this);

    connect(&experiment_, &ExperimentRun::progressed, this, &RunSection::show_progress);
    connect(&experiment_, &ExperimentRun::ended, this, &RunSection::experiment_over);
    connect(&experiment_, &ExperimentRun::mode_changed, this, &RunSection::update_actions);
    connect(&watch_, &Watch::changed, this, &RunSection::show_watch);
    connect(&watch_, &Watch::ended, this, &RunSection::show_watch);
    connect(&watch_.run(), &WatchedRun::mode_changed, this, &RunSection::update_actions);
    connect(&watch_.run(), &WatchedRun::result_changed, this, [this] {
        if (!watch_.run().result()) return;
        emit watched(watch_.run().result(), first_readings_);
        first_readings_ = false;
    });
    connect(&watch_.run(), &WatchedRun::started, this, [this] { first_readings_ = true; });
    connect(time_line_, &TimeLine::time_wanted, &watch_, &Watch::show_time);
    connect(&window_.document(), &Document::changed, this,
            [this] { watch_.set_topology(window_.document().topology()); });
    connect(&window_.document(), &Document::started, this, &RunSection::end_watch);
    update_actions();
}

RunSection::~RunSection() {
    experiment_.disconnect(this);
    watch_.disconnect(this);
    watch_.run().disconnect(this);
}

void RunSection::make_actions() {
    auto& menu = window_.menu(QStringLiteral("run"));
    const auto action = [&](const QString& text, const QString& help, const QKeySequence& keys, const char* picture,
                            auto slot) {
        auto* a = new QAction(icon(QLatin1String(picture)), text, &window_);
        a->setShortcut(keys);
        a->setToolTip(keys.isEmpty() ? help
                                     : QStringLiteral("%1 (%2)").arg(help, keys.toString(QKeySequence::NativeText)));
        a->setStatusTip(help);
        menu.addAction(a);
        connect(a, &QAction::triggered, this, slot);
        return a;
    };
    run_ = action(tr("Run experiment"), tr("Simulate replications until the plan is met, and keep the results"),
                  Qt::Key_F5, "run", &RunSection::start_experiment);
    run_->setObjectName(QStringLiteral("run experiment"));
    pause_ = action(tr("Pause experiment"), tr("Let the experiment stand still, or go on"), Qt::Key_F6, "pause",
                    &RunSection::pause_or_resume_experiment);
    pause_->setObjectName(QStringLiteral("pause experiment"));
    stop_ = action(tr("Stop experiment"), tr("End the experiment; finished replications are kept"),
                   QKeySequence{Qt::SHIFT | Qt::Key_F5}, "stop", [this] { experiment_.stop(); });
    stop_->setObjectName(QStringLiteral("stop experiment"));
    menu.addSeparator();
    watch_run_ = action(tr("Watch a run"), tr("Run one replication on the canvas, or pause it"), Qt::Key_F8, "watch",
                        &RunSection::start_or_pause_watch);
    watch_run_->setObjectName(QStringLiteral("watch"));
    step_ = action(tr("Step one event"), tr("One event further"), Qt::Key_F10, "step", [this] { watch_.run().step(); });
    step_->setObjectName(QStringLiteral("step"));
    step_second_ = action(tr("Step one second"), tr("One simulated second further"),
                          QKeySequence{Qt::SHIFT | Qt::Key_F10}, "step-far", [this] { watch_.run().step_for(1s); });
    step_second_->setObjectName(QStringLiteral("step second"));
    watch_stop_ = action(tr("End watching"), tr("End the watched run and clear the canvas"),
                         QKeySequence{Qt::SHIFT | Qt::Key_F8}, "stop", &RunSection::end_watch);
    watch_stop_->setObjectName(QStringLiteral("end watching"));
    present_ = action(tr("Back to the present"), tr("Show the canvas as it is now, not as it was"),
                      QKeySequence{Qt::CTRL | Qt::Key_End}, "step", [this] {
                          time_line_->set_playhead(std::numeric_limits<double>::quiet_NaN());
                          watch_.show_time(std::numeric_limits<double>::quiet_NaN());
                      });
    menu.addSeparator();
    break_ = action(tr("Break…"), tr("Kill, slow down or cut off what is selected, now"),
                    QKeySequence{Qt::CTRL | Qt::Key_B}, "problems", [this] {
                        const auto& view = window_.canvas_view();
                        offer_to_break(view.mapToGlobal(view.rect().center()));
                    });
    break_->setObjectName(QStringLiteral("break"));
    restore_ = action(tr("Restore everything"), tr("End every fault that was put in by hand"),
                      QKeySequence{Qt::CTRL | Qt::SHIFT | Qt::Key_B}, "undo", [this] { watch_.run().restore_all(); });
    restore_->setObjectName(QStringLiteral("restore"));
    restore_->setIconText(tr("Restore"));  // leaves the clock beside it room on a small screen
    traffic_ = new QAction(tr("Show moving &traffic"), &window_);
    traffic_->setObjectName(QStringLiteral("traffic"));
    traffic_->setCheckable(true);
    traffic_->setChecked(QSettings{}.value(QStringLiteral("traffic"), true).toBool());
    traffic_->setToolTip(tr("While a run is watched, marks move along the calls"));
    window_.menu(QStringLiteral("view")).addAction(traffic_);
    connect(traffic_, &QAction::toggled, this, [this](bool on) {
        QSettings{}.setValue(QStringLiteral("traffic"), on);
        show_traffic();
    });
    auto& bar = window_.tool_bar();
    auto* before = bar.findChild<QWidget*>(QStringLiteral("room"));
    for (auto* a : bar.actions())
        if (bar.widgetForAction(a) == before) bar.insertActions(a, {run_, watch_run_});
    for (auto* a : {run_, watch_run_})
        if (auto* b = qobject_cast<QToolButton*>(bar.widgetForAction(a)))
            b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
}

void RunSection::make_docks() {
    auto* watch = new QWidget;
    speed_ = new QComboBox(watch);
    speed_->setObjectName(QStringLiteral("speed"));
    speed_->setAccessibleName(tr("Speed of the watched run"));
    speed_->setToolTip(tr("Simulated time that passes in a second"));
    for (const auto& [words, speed] :
         {std::pair{tr("real time"), 1.0}, std::pair{tr("10 × faster"), 10.0}, std::pair{tr("1 minute a second"), 60.0},
          std::pair{tr("10 minutes a second"), 600.0}, std::pair{tr("1 hour a second"), 3600.0},
          std::pair{tr("flat out"), WatchedRun::flat_out}})
        speed_->addItem(words, speed);
    speed_->setCurrentIndex(2);
    connect(speed_, &QComboBox::currentIndexChanged, this,
            [this] { watch_.run().set_speed(speed_->currentData().toDouble()); });
    clock_ = new WordsThatFit(watch);
    clock_->setObjectName(QStringLiteral("clock"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 2);
    for (auto* a : {watch_run_, step_, step_second_, watch_stop_}) row->addWidget(button_for(a, watch));
    row->addWidget(speed_);
    row->addSpacing(8);
    for (auto* a : {break_, restore_}) {
        auto* b = button_for(a, watch);
        b->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        row->addWidget(b);
    }
    row->addSpacing(8);
    row->addWidget(clock_, 1);
    time_line_ = new TimeLine(watch);
    auto* column = new QVBoxLayout(watch);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(time_line_, 1);
    watch_dock_ = window_.add_dock(QStringLiteral("time line"), tr("Time line"), Qt::BottomDockWidgetArea, watch,
                                   QStringLiteral("draw"));

    auto* experiment = new QWidget;
    state_ = new QLabel(tr("No experiment has been run."), experiment);
    state_->setObjectName(QStringLiteral("experiment state"));
    state_->setWordWrap(true);
    detail_ = new QLabel(experiment);
    detail_->setEnabled(false);
    bar_ = new QProgressBar(experiment);
    bar_->setAccessibleName(tr("Replications done"));
    bar_->setTextVisible(false);
    bar_->setMaximumHeight(8);
    headlines_ = new HeadlineList(experiment);
    auto* buttons = new QHBoxLayout;
    for (auto* a : {run_, pause_, stop_}) {
        auto* b = button_for(a, experiment);
        buttons->addWidget(b);
    }
    buttons->addWidget(state_, 1);
    auto* layout = new QVBoxLayout(experiment);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->addLayout(buttons);
    layout->addWidget(bar_);
    layout->addWidget(detail_);
    layout->addWidget(headlines_);
    layout->addStretch();
    experiment_dock_ = window_.add_dock(QStringLiteral("experiment"), tr("Experiment"), Qt::BottomDockWidgetArea,
                                        experiment, QStringLiteral("draw"));
    // Beside what else is below the canvas; each comes forward when it has something to show.
    auto* table = window_.findChild<QDockWidget*>(QStringLiteral("table"));
    for (auto* dock : {watch_dock_, experiment_dock_})
        if (table != nullptr) window_.tabifyDockWidget(table, dock);
    if (table != nullptr) table->raise();
}

bool RunSection::can_run() {
    if (!window_.document().has_errors()) return true;
    window_.say(tr("The design has errors; see Problems."));
    return false;
}

// ---- experiments

void RunSection::start_experiment() {
    if (experiment_.mode() == ExperimentRun::Mode::paused) return experiment_.resume();
    if (experiment_.mode() != ExperimentRun::Mode::idle || !can_run()) return;
    const auto& document = window_.document();
    ExperimentRun::What what;
    what.scenario = document.scenario();
    what.text = document.text();
    what.file = document.file().toStdString();
    what.store = store_;
    experiment_.start(std::move(what));
    experiment_dock_->raise();
    state_->setText(tr("Running…"));
}

void RunSection::pause_or_resume_experiment() {
    if (experiment_.mode() == ExperimentRun::Mode::paused)
        experiment_.resume();
    else
        experiment_.pause();
}

void RunSection::show_progress(const ExperimentNews& news) {
    const auto& p = news.progress;
    bar_->setRange(0, static_cast<int>(std::min<std::uint32_t>(p.at_most, 1U << 30)));
    bar_->setValue(static_cast<int>(p.done));
    QStringList words{tr("%1 of at most %2 replications").arg(p.done).arg(p.at_most)};
    if (p.events_per_second > 0.0)
        words << tr("%1 events/s").arg(QString::fromStdString(show_count(std::round(p.events_per_second))));
    if (std::isfinite(p.seconds_left) && p.done < p.at_most && experiment_.mode() == ExperimentRun::Mode::running)
        words << tr("about %1 left").arg(QString::fromStdString(show_span(p.seconds_left)));
    if (p.relative_error && std::isfinite(*p.relative_error))
        words << tr("± %1 so far").arg(QString::fromStdString(show(*p.relative_error, "share")));
    detail_->setText(words.join(QStringLiteral(" · ")));
    headlines_->show_headlines(news.headlines);
}

void RunSection::experiment_over(const ExperimentRun::End& end) {
    if (!end.failure.isEmpty()) {
        state_->setText(end.failure);
        QMessageBox::warning(&window_, tr("Experiment"), end.failure);
    } else if (end.reason == StopReason::interrupted) {
        state_->setText(tr("Stopped. Run %1 keeps %2 replications.").arg(end.run).arg(end.replications));
    } else {
        state_->setText(tr("Done: run %1, %2 replications (%3).").arg(end.run).arg(end.replications).arg(end.detail));
    }
    window_.say(state_->text());
    if (end.run != 0) emit experiment_ended(end.run);
}

// ---- watching

void RunSection::start_or_pause_watch() {
    auto& run = watch_.run();
    switch (run.mode()) {
        case WatchedRun::Mode::running: return run.pause();
        case WatchedRun::Mode::paused: return run.run();
        case WatchedRun::Mode::idle:
        case WatchedRun::Mode::finished: break;
    }
    if (!can_run()) return;
    run.set_speed(speed_->currentData().toDouble());
    time_line_->set_playhead(std::numeric_limits<double>::quiet_NaN());
    watch_.start(window_.document().scenario(), window_.document().topology());
    watch_dock_->raise();
    run.run();
}

void RunSection::end_watch() {
    if (watch_.run().mode() == WatchedRun::Mode::idle && !watch_.is_active()) return;
    watch_.stop();
}

// Marks move while simulated time goes on at the present; the past stands still.
void RunSection::show_traffic() {
    const bool past = !std::isnan(watch_.shown_time());
    window_.canvas_view().traffic().show_traffic(watch_.is_active() && traffic_->isChecked(),
                                                 !past && watch_.run().mode() == WatchedRun::Mode::running);
}

void RunSection::show_watch() {
    legend_->setVisible(watch_.is_active());
    show_traffic();
    time_line_->show_view(watch_.time_line());
    update_actions();
    if (!watch_.is_active()) {
        window_.canvas().clear_states();
        clock_->show_words({});
        return;
    }
    const auto overlay = watch_.overlay();
    window_.canvas().show_states(overlay.nodes, overlay.edges);
    const bool past = !std::isnan(watch_.shown_time());
    QStringList words{
        past ? tr("as it was at %1").arg(clock_text(watch_.shown_time()))
             : tr("%1 of %2").arg(clock_text(watch_.state().seconds), clock_text(watch_.run().end_seconds()))};
    if (!past && watch_.run().mode() == WatchedRun::Mode::running && watch_.speed() > 0.0)
        words
            << tr("%1 × real time").arg(QString::fromStdString(show_count(std::max(1.0, std::round(watch_.speed())))));
    words << tr("%1 in flight")
                 .arg(QString::fromStdString(show_count(static_cast<double>(watch_.state().requests_in_flight))));
    if (watch_.state().injected > 0) words << tr("%1 broken by hand").arg(watch_.state().injected);
    clock_->show_words(words);
}

std::optional<NodeId> RunSection::selected_node() const {
    const auto nodes = window_.canvas().selected_nodes();
    return nodes.empty() ? std::nullopt : std::optional{nodes.front()};
}

void RunSection::fill_break_menu(QMenu& menu) {
    const auto node = selected_node();
    if (node)
        menu.addSection(
            tr("Break %1 for %2")
                .arg(QString::fromStdString(node->name), QString::fromStdString(print_duration(broken_for))));
    QMenu* group = nullptr;
    for (const auto& choice : break_choices(watch_.run().scenario(), node, broken_for)) {
        if (group == nullptr || group->title() != choice.group) group = menu.addMenu(choice.group);
        connect(group->addAction(choice.label), &QAction::triggered, this,
                [this, choice] { break_now(choice.fault, choice.group + QStringLiteral(": ") + choice.label); });
    }
    if (menu.isEmpty() || group == nullptr) menu.addAction(tr("Select a service first"))->setEnabled(false);
    menu.addSeparator();
    menu.addAction(restore_);
}

void RunSection::offer_to_break(const QPoint& at) {
    if (!watch_.is_active()) return;
    QMenu menu{&window_};
    menu.setObjectName(QStringLiteral("break menu"));
    fill_break_menu(menu);
    menu.exec(at);
}

void RunSection::break_now(const Fault& fault, const QString& what) {
    const auto problems = watch_.run().break_now(fault);
    if (problems.empty())
        window_.say(what);
    else
        window_.say(QString::fromStdString(problems.front().message));
}

// While a run is watched, the context menu of the canvas is what can be broken there.
bool RunSection::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ContextMenu || !watch_.is_active()) return QObject::eventFilter(watched, event);
    const auto* e = static_cast<QContextMenuEvent*>(event);
    if (e->reason() == QContextMenuEvent::Mouse)
        if (const auto* node = qgraphicsitem_cast<NodeItem*>(window_.canvas_view().itemAt(e->pos())))
            window_.canvas().select(node->view().id);
    offer_to_break(e->globalPos());
    return true;
}

void RunSection::update_actions() {
    using E = ExperimentRun::Mode;
    const auto mode = experiment_.mode();
    run_->setEnabled(mode == E::idle || mode == E::paused);
    run_->setText(mode == E::paused ? tr("Go on with the experiment") : tr("Run experiment"));
    pause_->setEnabled(mode == E::running || mode == E::paused);
    stop_->setEnabled(mode == E::running || mode == E::paused);
    if (mode == E::paused) state_->setText(tr("Paused."));
    if (mode == E::running) state_->setText(tr("Running…"));
    if (mode == E::stopping) state_->setText(tr("Stopping…"));

    using W = WatchedRun::Mode;
    const auto watching = watch_.run().mode();
    const bool running = watching == W::running, paused = watching == W::paused;
    watch_run_->setIcon(icon(running  ? QStringLiteral("pause")
                             : paused ? QStringLiteral("run")
                                      : QStringLiteral("watch")));
    watch_run_->setText(running ? tr("Pause") : paused ? tr("Go on") : tr("Watch a run"));
    step_->setEnabled(paused);
    step_second_->setEnabled(paused);
    watch_stop_->setEnabled(watch_.is_active());
    break_->setEnabled(running || paused);
    restore_->setEnabled(running || paused);
    present_->setEnabled(watch_.is_active());
    show_traffic();
}

}  // namespace nines::gui
