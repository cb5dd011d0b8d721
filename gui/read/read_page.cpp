#include "gui/read/read_page.hpp"

#include <QApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPointer>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTextBrowser>
#include <QThreadPool>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/plots/plot_stack.hpp"
#include "gui/read/figure_table.hpp"
#include "gui/read/report_dialog.hpp"
#include "gui/read/report_text.hpp"
#include "gui/read/run_list.hpp"
#include "models/model.hpp"
#include "reports/paths.hpp"

namespace nines::gui {

namespace {

[[nodiscard]] QString diff_as_html(const std::vector<DiffLine>& lines, const Theme& t) {
    QString out = QStringLiteral("<pre>");
    for (const auto& l : lines) {
        const auto text = l.text.toHtmlEscaped();
        switch (l.kind) {
            case DiffLine::Kind::added:
                out += QStringLiteral("<span style=\"color:%1\">+ %2</span>\n").arg(t.good.name(), text);
                break;
            case DiffLine::Kind::removed:
                out += QStringLiteral("<span style=\"color:%1\">− %2</span>\n").arg(t.down.name(), text);
                break;
            case DiffLine::Kind::gap:
                out += QStringLiteral("<span style=\"color:%1\">%2</span>\n").arg(t.faint.name(), text);
                break;
            case DiffLine::Kind::same: out += QStringLiteral("  %1\n").arg(text); break;
        }
    }
    return out + QStringLiteral("</pre>");
}

// The text with the changes that were made to it, as far as they can be seen: they follow it.
[[nodiscard]] std::string text_of(const Report& r) {
    std::string out = r.run.text;
    for (const auto& [path, value] : r.run.changes) out += "\n# --set " + path + "=" + value;
    return out;
}

}  // namespace

ReadPage::ReadPage(std::shared_ptr<Store> store, QWidget* parent)
    : QWidget(parent), store_(std::move(store)), runs_(new RunList{store_, this}) {
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(make_list());
    splitter->addWidget(make_readings());
    splitter->setStretchFactor(0, 0);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({400, 1000});
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(runs_, &RunList::failed, this, [this](const QString& why) { QMessageBox::warning(this, tr("Runs"), why); });
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, [this] {
        if (!shown_.empty()) show_overview(), show_comparison();
    });
    show_reports({});
}

ReadPage::~ReadPage() { QThreadPool::globalInstance()->waitForDone(); }

QWidget* ReadPage::make_list() {
    auto* side = new QWidget(this);
    search_ = new QLineEdit(side);
    search_->setObjectName(QStringLiteral("search runs"));
    search_->setPlaceholderText(tr("Search runs"));
    search_->setAccessibleName(tr("Search runs"));
    search_->setClearButtonEnabled(true);
    filtered_ = new QSortFilterProxyModel(this);
    filtered_->setSourceModel(runs_);
    filtered_->setFilterKeyColumn(-1);
    filtered_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    connect(search_, &QLineEdit::textChanged, filtered_, &QSortFilterProxyModel::setFilterFixedString);
    table_ = new QTableView(side);
    table_->setObjectName(QStringLiteral("runs"));
    table_->setAccessibleName(tr("Runs in the store"));
    table_->setModel(filtered_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RunList::number, Qt::DescendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::EditKeyPressed);
    table_->setShowGrid(false);
    table_->setAlternatingRowColors(true);
    table_->setTabKeyNavigation(false);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);  // over what it names
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->setColumnWidth(RunList::number, 50);
    table_->setColumnWidth(RunList::name, 150);
    table_->setColumnWidth(RunList::state, 75);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ReadPage::selection_changed);

    const auto button = [&](const QString& text, const QString& help, auto slot) {
        auto* b = new QToolButton(side);
        b->setText(text);
        b->setToolTip(help);
        b->setAccessibleName(help);
        b->setAutoRaise(true);
        connect(b, &QToolButton::clicked, this, slot);
        return b;
    };
    auto* bar = new QHBoxLayout;
    bar->addWidget(button(tr("Open design"), tr("Open the scenario of the selected run in the designer"),
                          &ReadPage::open_scenario));
    bar->addWidget(button(tr("Rename"), tr("Rename the selected run (F2)"), &ReadPage::rename_run));
    bar->addWidget(button(tr("Delete"), tr("Delete the selected runs; this can be undone"), &ReadPage::delete_runs));
    auto* undo = button(tr("Undo"), tr("Undo the last renaming or deletion"), [this] { runs_->undo_stack().undo(); });
    undo->setObjectName(QStringLiteral("undo"));
    undo->setEnabled(false);
    connect(&runs_->undo_stack(), &QUndoStack::canUndoChanged, undo, &QWidget::setEnabled);
    connect(&runs_->undo_stack(), &QUndoStack::undoTextChanged, undo, [undo](const QString& what) {
        undo->setToolTip(what.isEmpty() ? QString{} : ReadPage::tr("Undo: %1").arg(what));
    });
    bar->addWidget(undo);
    bar->addStretch();
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(8, 8, 0, 8);
    column->addWidget(search_);
    column->addWidget(table_, 1);
    column->addLayout(bar);
    return side;
}

QWidget* ReadPage::make_readings() {
    tabs_ = new QTabWidget(this);
    tabs_->setObjectName(QStringLiteral("readings"));
    tabs_->setDocumentMode(true);
    overview_ = new QTextBrowser(tabs_);
    overview_->setObjectName(QStringLiteral("overview"));
    overview_->setAccessibleName(tr("Overview"));
    overview_->setOpenLinks(false);
    overview_->setFrameShape(QFrame::NoFrame);
    overview_->document()->setDocumentMargin(20);
    charts_ = new PlotStack(tabs_);

    auto* numbers = new QWidget(tabs_);
    auto* filter = new QLineEdit(numbers);
    filter->setObjectName(QStringLiteral("search figures"));
    filter->setPlaceholderText(tr("Search figures"));
    filter->setAccessibleName(tr("Search figures"));
    filter->setClearButtonEnabled(true);
    how_ = new QLabel(numbers);
    how_->setObjectName(QStringLiteral("how"));
    how_->setWordWrap(true);
    figures_ = new FigureTable(this);
    filtered_figures_ = new QSortFilterProxyModel(this);
    filtered_figures_->setSourceModel(figures_);
    filtered_figures_->setFilterKeyColumn(-1);
    filtered_figures_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    filtered_figures_->setSortRole(FigureTable::SortRole);
    auto* view = figures_view_ = new QTableView(numbers);
    view->setObjectName(QStringLiteral("figures"));
    view->setAccessibleName(tr("Figures"));
    view->setModel(filtered_figures_);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setShowGrid(false);
    view->setAlternatingRowColors(true);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setTabKeyNavigation(false);
    view->verticalHeader()->hide();
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    view->horizontalHeader()->setResizeContentsPrecision(60);  // rows that are looked at for it
    connect(filter, &QLineEdit::textChanged, this, &ReadPage::filter_figures);
    auto* column = new QVBoxLayout(numbers);
    column->setContentsMargins(8, 8, 8, 8);
    column->addWidget(filter);
    column->addWidget(how_);
    column->addWidget(view, 1);

    scenario_ = new QTextBrowser(tabs_);
    scenario_->setObjectName(QStringLiteral("scenario"));
    scenario_->setAccessibleName(tr("Scenario"));
    scenario_->setFrameShape(QFrame::NoFrame);
    scenario_->setLineWrapMode(QTextEdit::NoWrap);
    tabs_->addTab(overview_, tr("Overview"));
    tabs_->addTab(charts_, tr("Charts"));
    tabs_->addTab(numbers, tr("Figures"));
    tabs_->addTab(scenario_, tr("Scenario"));
    return tabs_;
}

std::vector<std::uint64_t> ReadPage::selected_runs() const {
    std::vector<std::uint64_t> out;
    for (const auto& index : table_->selectionModel()->selectedRows())
        if (const auto* r = runs_->run_at(filtered_->mapToSource(index).row())) out.push_back(r->id);
    std::ranges::sort(out);
    return out;
}

void ReadPage::refresh() {
    const auto selected = selected_runs();
    refreshing_ = true;
    runs_->refresh();
    if (!selected.empty()) select_runs(selected);
    refreshing_ = false;
}

void ReadPage::select_run(std::uint64_t run) { select_runs({run}); }

void ReadPage::select_runs(const std::vector<std::uint64_t>& runs) {
    if (std::ranges::any_of(runs, [&](auto id) { return runs_->row_of(id) < 0; })) runs_->refresh();
    if (!refreshing_) search_->clear();
    QItemSelection rows;
    QModelIndex last;
    for (const auto id : runs) {
        const auto index = filtered_->mapFromSource(runs_->index(runs_->row_of(id), 0));
        if (!index.isValid()) continue;
        rows.select(index, index);
        last = index;
    }
    table_->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (last.isValid()) {
        table_->selectionModel()->setCurrentIndex(last, QItemSelectionModel::NoUpdate);
        table_->scrollTo(last);
    }
}

void ReadPage::selection_changed() {
    if (refreshing_) return;
    const auto runs = selected_runs();
    if (!runs.empty()) load(runs);
}

void ReadPage::load(const std::vector<std::uint64_t>& runs) {
    const auto number = ++asked_;
    QPointer<ReadPage> self{this};
    QThreadPool::globalInstance()->start([self, number, runs, store = store_] {
        std::vector<std::shared_ptr<const Report>> reports;
        QString wrong;
        for (const auto id : runs) {
            auto report = kept_report(*store, id);
            if (report)
                reports.push_back(std::make_shared<const Report>(std::move(*report)));
            else
                wrong = QString::fromStdString(report.problems().front().message);
        }
        QMetaObject::invokeMethod(qApp, [self, number, reports, wrong] {
            if (self.isNull() || self->asked_ != number) return;
            if (!wrong.isEmpty()) emit self->runs_->failed(wrong);
            self->show_reports(reports);
        });
    });
}

void ReadPage::show_report(std::shared_ptr<const Report> report) {
    ++asked_;
    table_->clearSelection();
    show_reports({std::move(report)});
    shows_watched_ = true;
}

void ReadPage::refresh_report(std::shared_ptr<const Report> report) {
    if (!shows_watched_) return;
    shown_ = {std::move(report)};
    const int scrolled = overview_->verticalScrollBar()->value();
    show_overview();
    overview_->verticalScrollBar()->setValue(scrolled);
    offer_charts();
    charts_->refresh_view(stack_of(*shown_.front()));
    figures_->show_view(compare(shown_));
    emit shown();
}

void ReadPage::offer_charts() {
    charts_->offer(series_groups(shown_.front()->catalogue),
                   [first = shown_.front()](const SeriesGroup& g) { return series_chart(*first, g); });
}

void ReadPage::show_reports(std::vector<std::shared_ptr<const Report>> reports) {
    shown_ = std::move(reports);
    shows_watched_ = false;
    show_overview();
    show_comparison();
    emit shown();
}

void ReadPage::show_overview() {
    ReportText text;
    if (shown_.empty()) {
        text.html =
            QStringLiteral("<h2>%1</h2><p class=\"lead\">%2</p>")
                .arg(tr("Nothing chosen"), tr("Run the design (F5), or choose a run at the left. Choose several "
                                              "to see them side by side."));
    } else if (shown_.size() == 1) {
        text = report_text(
            *shown_.front(),
            {"summary", "objectives", "failures", "data", "messages", "services", "policies", "theory", "method"},
            false);
    } else {
        text.html = QStringLiteral("<h1>%1</h1>").arg(tr("%1 runs side by side").arg(shown_.size()));
        for (const auto& r : shown_) {
            const auto one = report_text(*r, {"summary"}, false);
            text.html += QStringLiteral("<h2>%1: %2</h2>")
                             .arg(r->run.id)
                             .arg(QString::fromStdString(r->run.name).toHtmlEscaped());
            text.html += one.html.mid(one.html.indexOf(QStringLiteral("</h2>")) + 5);
        }
    }
    fill(*overview_->document(), text, theme());
}

void ReadPage::show_comparison() {
    if (shown_.empty()) {
        charts_->clear();
        charts_->offer({}, {});
        figures_->show_view({});
        how_->hide();
        scenario_->clear();
        return;
    }
    const bool several = shown_.size() > 1;
    auto view = compare(shown_);
    how_->setVisible(several);
    how_->setText(view.how);
    const auto names = view.runs;
    figures_->show_view(std::move(view));
    figures_view_->resizeColumnsToContents();
    const auto first = shown_.front();
    if (!several) {
        charts_->show_view(stack_of(*first));
        offer_charts();
        scenario_->setHtml(
            QStringLiteral("<pre>%1</pre>").arg(QString::fromStdString(text_of(*first)).toHtmlEscaped()));
        return;
    }
    // The same chart of each, in one; a chart that only some have shows those.
    StackView stack;
    std::vector<std::vector<ChartView>> charts;
    for (const auto& r : shown_) charts.push_back(standard_charts(*r));
    for (const auto& chart : charts.front()) {
        std::vector<ChartView> same;
        std::vector<QString> runs;
        for (std::size_t i = 0; i < charts.size(); ++i)
            for (const auto& other : charts[i])
                if (other.id == chart.id) same.push_back(other), runs.push_back(names[i]);
        stack.charts.push_back(overlaid(same, runs));
    }
    charts_->show_view(stack);
    const auto reports = shown_;
    charts_->offer(series_groups(first->catalogue), [reports, names](const SeriesGroup& g) {
        std::vector<ChartView> same;
        for (const auto& r : reports) same.push_back(series_chart(*r, g));
        return overlaid(same, names);
    });
    QString html;
    for (std::size_t i = 1; i < shown_.size(); ++i) {
        const auto lines = difference_of_texts(text_of(*first), text_of(*shown_[i]));
        html += QStringLiteral("<h3>%1 → %2</h3>").arg(names.front().toHtmlEscaped(), names[i].toHtmlEscaped());
        html +=
            lines.empty() ? QStringLiteral("<p>%1</p>").arg(tr("The same scenario.")) : diff_as_html(lines, theme());
    }
    scenario_->setHtml(html);
}

const ComparisonView& ReadPage::comparison() const { return figures_->view(); }
QString ReadPage::overview() const { return overview_->toPlainText(); }

void ReadPage::filter_figures(const QString& text) { filtered_figures_->setFilterFixedString(text); }

void ReadPage::find_run() {
    search_->setFocus();
    search_->selectAll();
}

void ReadPage::rename_run() {
    const auto current = table_->currentIndex();
    if (current.isValid()) table_->edit(current.siblingAtColumn(RunList::name));
}

void ReadPage::delete_runs() { runs_->remove(selected_runs()); }

void ReadPage::open_scenario() {
    const auto runs = selected_runs();
    if (runs.empty()) return;
    const auto run = store_->run(runs.front());
    if (!run) {
        emit runs_->failed(QString::fromStdString(run.problems().front().message));
        return;
    }
    emit scenario_wanted(QString::fromStdString(run->name), QString::fromStdString(run->text));
}

void ReadPage::save_report() {
    if (shown_.empty()) return;
    const Report& r = *shown_.front();
    ReportDialog dialog{this};
    if (dialog.exec() != QDialog::Accepted) return;
    const auto ending = dialog.ending();
    const auto suggested =
        QString::fromStdString(default_report(r.run.file, r.run.id, ending.toStdString()).filename().string());
    const auto file = QFileDialog::getSaveFileName(this, tr("Save report"), suggested,
                                                   QStringLiteral("%1 (*.%2)").arg(ending.toUpper(), ending));
    if (file.isEmpty()) return;
    if (const auto wrong = save_report_as(r, dialog.parts(), file); !wrong.isEmpty())
        QMessageBox::warning(this, tr("Save report"), wrong);
}

void ReadPage::save_comparison() {
    if (shown_.empty()) return;
    const auto file = QFileDialog::getSaveFileName(this, tr("Save figures"), QStringLiteral("figures.csv"),
                                                   QStringLiteral("CSV (*.csv)"));
    if (file.isEmpty()) return;
    if (const auto wrong = write_whole(file.toStdString(), comparison().csv()); !wrong.empty())
        QMessageBox::warning(this, tr("Save figures"), QString::fromStdString(wrong));
}

std::shared_ptr<const Report> report_of_watched(const Scenario& s, const Model& m, const RunResult& result) {
    auto r = std::make_shared<Report>();
    r->scenario = s;
    r->run.name = s.name;
    r->run.seed = s.run.seed;
    r->catalogue = m.catalogue;
    Summarizer summarizer{m.catalogue, 0.95};
    summarizer.add(result);
    r->summary = summarizer.summary();
    r->summary.stop_detail = result.injected > 0 ? "watched, and broken by hand: not kept" : "watched: not kept";
    conclude(*r);
    return r;
}

}  // namespace nines::gui
