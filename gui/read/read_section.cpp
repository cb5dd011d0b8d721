#include "gui/read/read_section.hpp"

#include <QAction>
#include <QMenu>
#include <QMessageBox>

#include "gui/document.hpp"
#include "gui/icons.hpp"
#include "gui/main_window.hpp"
#include "gui/plots/plot_stack.hpp"
#include "gui/read/read_page.hpp"
#include "gui/read/run_list.hpp"
#include "gui/run/run_section.hpp"

namespace nines::gui {

ReadSection::ReadSection(MainWindow& window, RunSection& running, std::shared_ptr<Store> store)
    : QObject(&window), window_(window), running_(running), page_(new ReadPage{std::move(store)}) {
    window_.add_page(QStringLiteral("read"), tr("Read"), icon(QStringLiteral("read")), page_);
    auto& menu = window_.menu(QStringLiteral("run"));
    menu.addSeparator();
    const auto action = [&](const QString& name, const QString& text, const QString& help, const QKeySequence& keys,
                            auto slot) {
        auto* a = new QAction(text, &window_);
        a->setObjectName(name);
        a->setShortcut(keys);
        a->setToolTip(help);
        a->setStatusTip(help);
        menu.addAction(a);
        connect(a, &QAction::triggered, page_, slot);
        return a;
    };
    action(QStringLiteral("find run"), tr("Find run…"), tr("Search the runs of the store"),
           QKeySequence{Qt::CTRL | Qt::SHIFT | Qt::Key_F}, [this] {
               window_.show_page(QStringLiteral("read"));
               page_->find_run();
           });
    action(QStringLiteral("open design"), tr("Open design of run"),
           tr("Open the scenario of the selected run in the designer"), QKeySequence{Qt::CTRL | Qt::SHIFT | Qt::Key_O},
           &ReadPage::open_scenario);
    action(QStringLiteral("rename run"), tr("Rename run"), tr("Rename the selected run"), {}, &ReadPage::rename_run);
    action(QStringLiteral("delete runs"), tr("Delete runs"), tr("Delete the selected runs; this can be undone"), {},
           &ReadPage::delete_runs);
    auto* undo = page_->runs().undo_stack().createUndoAction(this, tr("Undo in runs:"));
    menu.addAction(undo);
    menu.addSeparator();
    action(QStringLiteral("save report"), tr("Save report…"), tr("Save the report of the run as a web page or as PDF"),
           QKeySequence{Qt::CTRL | Qt::SHIFT | Qt::Key_R}, &ReadPage::save_report);
    action(QStringLiteral("save figures"), tr("Save figures…"), tr("Save the figures, and their differences, as CSV"),
           {}, &ReadPage::save_comparison);
    action(QStringLiteral("save charts"), tr("Save all charts…"), tr("Save every chart into a folder"), {},
           [this] { page_->charts().save_all(); });

    connect(&running, &RunSection::experiment_ended, this, [this](quint64 run) {
        page_->refresh();
        page_->select_run(run);
    });
    // Readings of a watched run come once a second; they are made into a report when somebody looks.
    connect(&running, &RunSection::watched, this, [this](const std::shared_ptr<const RunResult>& result, bool anew) {
        watched_ = result;
        if (anew || window_.page() == QStringLiteral("read")) show_watched(anew);
    });
    // A click on a chart of a watched run shows the canvas as it was then.
    connect(&page_->charts(), &PlotStack::picked, this, [this, &running](double seconds) {
        if (running.watch().is_active() && page_->selected_runs().empty()) running.watch().show_time(seconds);
    });
    connect(page_, &ReadPage::scenario_wanted, this, [this](const QString& name, const QString& text) {
        if (window_.document().is_modified() &&
            QMessageBox::question(
                &window_, tr("Open design of run"),
                tr("%1 has changes that are not saved. Discard them?").arg(window_.document().title())) !=
                QMessageBox::Yes)
            return;
        window_.document().start(text.toStdString());
        window_.show_page(QStringLiteral("draw"));
        window_.say(tr("The design of %1, as it was run").arg(name));
    });
    connect(&window_, &MainWindow::page_shown, this, [this](const QString& name) {
        if (name != QStringLiteral("read")) return;
        page_->refresh();
        show_watched(false);
    });
}

void ReadSection::show_watched(bool anew) {
    const auto& run = running_.watch().run();
    if (!watched_ || run.model() == nullptr) return;
    auto report = report_of_watched(run.scenario(), *run.model(), *watched_);
    anew ? page_->show_report(std::move(report)) : page_->refresh_report(std::move(report));
    watched_.reset();
}

void add_run_and_read(MainWindow& window, const std::filesystem::path& file) {
    auto* running = new RunSection{window, file};
    auto store = Store::open(file);
    if (store)
        new ReadSection{window, *running, std::make_shared<Store>(std::move(*store))};
    else
        window.say(QString::fromStdString(store.problems().front().message));
    window.show_page(QStringLiteral("draw"));
}

}  // namespace nines::gui
