#include "gui/plots/plot_stack.hpp"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QRegularExpression>
#include <QScrollArea>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <map>

#include "gui/plots/plot_panel.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_clients = 6;  // with charts of their own from the start
constexpr std::size_t most_distributions = 24;

[[nodiscard]] QString file_name(const QString& id) {
    QString name = id;
    return name.replace(QRegularExpression{QStringLiteral("[^A-Za-z0-9_.-]+")}, QStringLiteral("-"));
}

}  // namespace

StackView stack_of(const Report& r) {
    StackView v;
    v.charts = standard_charts(r);
    std::size_t clients = 0;
    for (const auto& key : r.catalogue.histograms) {
        const bool of_client = key.subject == Subject::client;
        const bool of_data = key.subject == Subject::database || key.subject == Subject::consumer;
        if (of_client ? ++clients > most_clients : !of_data || v.distributions.size() >= most_distributions) continue;
        if (of_client)
            if (auto heat = latency_heat(r, key.name); !heat.empty()) v.heats.push_back(std::move(heat));
        if (auto d = distribution(r, key.subject, key.name, key.metric); !d.bars.empty())
            v.distributions.push_back(std::move(d));
    }
    return v;
}

PlotStack::PlotStack(QWidget* parent) : QWidget(parent), cursor_(unknown) {
    const auto button = [&](const QString& text, const QString& help) {
        auto* b = new QToolButton(this);
        b->setText(text);
        b->setToolTip(help);
        b->setAccessibleName(help);
        b->setAutoRaise(true);
        return b;
    };
    add_ = button(tr("Add chart"), tr("Chart any other series"));
    add_->setObjectName(QStringLiteral("add chart"));
    add_->setPopupMode(QToolButton::InstantPopup);
    add_menu_ = new QMenu(add_);
    add_->setMenu(add_menu_);
    auto* back = button(tr("Zoom back"), tr("To the stretch that was in view before (Backspace)"));
    auto* all = button(tr("Whole run"), tr("Show the whole run (double click)"));
    auto* save = button(tr("Save all…"), tr("Save every chart into a folder"));
    connect(back, &QToolButton::clicked, this, &PlotStack::zoom_back);
    connect(all, &QToolButton::clicked, this, &PlotStack::show_everything);
    connect(save, &QToolButton::clicked, this, &PlotStack::save_all);
    auto* key = new QShortcut(Qt::Key_Backspace, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, this, &PlotStack::zoom_back);
    range_ = new QLabel(this);
    range_->setObjectName(QStringLiteral("range"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->addWidget(add_);
    bar->addWidget(back);
    bar->addWidget(all);
    bar->addWidget(save);
    bar->addStretch();
    bar->addWidget(range_);

    auto* content = new QWidget(this);
    list_ = new QVBoxLayout(content);
    list_->setContentsMargins(8, 0, 8, 8);
    list_->setSpacing(8);
    nothing_ = new QLabel(tr("Run the design, or choose a run, to see its charts."), content);
    nothing_->setAlignment(Qt::AlignCenter);
    nothing_->setEnabled(false);
    list_->addWidget(nothing_, 1);
    area_ = new QScrollArea(this);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area_->setWidget(content);
    area_->setAccessibleName(tr("Charts"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(area_, 1);
    add_->setEnabled(false);
}

PlotPanel* PlotStack::add_panel() {
    auto* p = new PlotPanel(area_->widget());
    p->setFixedHeight(p->sizeHint().height());
    list_->addWidget(p);
    panels_.push_back(p);
    nothing_->hide();
    connect(p, &PlotPanel::range_wanted, this, [this](double from, double to) {
        if (std::isnan(from))
            show_everything();
        else
            set_range(from, to);
    });
    connect(p, &PlotPanel::cursor_moved, this, [this](double t) {
        set_cursor(t);
        emit cursor_moved(t);
    });
    connect(p, &PlotPanel::picked, this, &PlotStack::picked);
    connect(p, &PlotPanel::save_wanted, this, [this, p](const QString& ending) { save(*p, ending); });
    return p;
}

void PlotStack::clear() {
    for (auto* p : panels_) {
        list_->removeWidget(p);
        p->deleteLater();
    }
    panels_.clear();
    added_.clear();
    views_.clear();
    cursor_ = unknown;
    nothing_->show();
    say_range();
}

void PlotStack::show_view(const StackView& view) {
    clear();
    std::size_t heats = 0;
    const auto add_heats = [&] {
        for (; heats < view.heats.size(); ++heats) add_panel()->show_heat(view.heats[heats]);
    };
    for (const auto& chart : view.charts) {
        if (chart.id.startsWith(QStringLiteral("goodput"))) add_heats();
        add_panel()->show_chart(chart);
    }
    add_heats();
    for (const auto& d : view.distributions) add_panel()->show_distribution(d);
    say_range();
}

PlotPanel* PlotStack::panel_for(const QString& id) {
    if (auto* p = panel(id)) return p;
    auto* p = add_panel();
    if (!views_.empty()) p->set_range(views_.back().first, views_.back().second);
    return p;
}

void PlotStack::refresh_view(const StackView& view) {
    if (panels_.empty()) return show_view(view);
    for (const auto& chart : view.charts) panel_for(chart.id)->show_chart(chart);
    for (const auto& heat : view.heats) panel_for(heat.id)->show_heat(heat);
    for (const auto& d : view.distributions) panel_for(d.id)->show_distribution(d);
    for (const auto& [id, group] : added_)
        if (auto* p = panel(id); p != nullptr && make_) p->show_chart(make_(group));
}

void PlotStack::offer(const std::vector<SeriesGroup>& groups, std::function<ChartView(const SeriesGroup&)> make) {
    make_ = std::move(make);
    add_->setEnabled(!groups.empty());
    if (groups == offered_) return;  // an open menu stays
    offered_ = groups;
    add_menu_->clear();
    std::map<Subject, QMenu*> menus;
    for (const auto& g : groups) {
        if (g.metric.find(".band.") != std::string::npos) continue;  // the heat map's
        auto*& menu = menus[g.subject];
        if (menu == nullptr)
            menu = add_menu_->addMenu(
                QString::fromUtf8(name_of(g.subject).data(), static_cast<qsizetype>(name_of(g.subject).size())));
        connect(menu->addAction(words_of(g.metric)), &QAction::triggered, this, [this, g] {
            const auto chart = make_(g);
            added_.emplace_back(chart.id, g);
            add_chart(chart);
        });
    }
}

void PlotStack::add_chart(const ChartView& chart) {
    auto* p = panel(chart.id);
    if (p == nullptr) {
        p = add_panel();
        list_->removeWidget(p);
        list_->insertWidget(0, p);
        std::rotate(panels_.begin(), panels_.end() - 1, panels_.end());
    }
    p->show_chart(chart);
    if (!views_.empty()) p->set_range(views_.back().first, views_.back().second);
    area_->ensureWidgetVisible(p);
    p->setFocus();
}

PlotPanel* PlotStack::panel(const QString& id) const {
    const auto it = std::ranges::find_if(panels_, [&](const PlotPanel* p) { return p->id() == id; });
    return it == panels_.end() ? nullptr : *it;
}

void PlotStack::set_range(double from, double to) {
    constexpr std::size_t longest = 50;
    if (views_.size() == longest) views_.erase(views_.begin());
    views_.emplace_back(from, to);
    for (auto* p : panels_) p->set_range(from, to);
    say_range();
}

void PlotStack::show_everything() {
    views_.clear();
    for (auto* p : panels_) p->set_range(unknown, unknown);
    say_range();
}

void PlotStack::zoom_back() {
    if (!views_.empty()) views_.pop_back();
    const auto [from, to] = views_.empty() ? std::pair{unknown, unknown} : views_.back();
    for (auto* p : panels_) p->set_range(from, to);
    say_range();
}

void PlotStack::set_cursor(double seconds) {
    cursor_ = seconds;
    for (auto* p : panels_) p->set_cursor(seconds);
    say_range();
}

void PlotStack::say_range() {
    QStringList words;
    if (!std::isnan(cursor_)) words << tr("at %1").arg(QString::fromStdString(nines::show(cursor_, "seconds")));
    if (!views_.empty())
        words << tr("%1 to %2 in view")
                     .arg(QString::fromStdString(nines::show(views_.back().first, "seconds")),
                          QString::fromStdString(nines::show(views_.back().second, "seconds")));
    range_->setText(words.join(QStringLiteral(" · ")));
}

void PlotStack::save(PlotPanel& panel, const QString& ending) {
    const auto suggested = file_name(panel.id()) + QLatin1Char('.') + ending;
    auto file = QFileDialog::getSaveFileName(this, tr("Save chart"), suggested,
                                             QStringLiteral("%1 (*.%2)").arg(ending.toUpper(), ending));
    if (file.isEmpty()) return;
    if (!file.contains(QLatin1Char('.'))) file += QLatin1Char('.') + ending;
    if (const auto wrong = panel.save(file); !wrong.isEmpty()) QMessageBox::warning(this, tr("Save chart"), wrong);
}

void PlotStack::save_all() {
    if (panels_.empty()) return;
    const auto folder = QFileDialog::getExistingDirectory(this, tr("Save every chart into a folder"));
    if (folder.isEmpty()) return;
    for (const auto* p : panels_)
        for (const auto* ending : {"svg", "csv"}) {
            const auto file = folder + QLatin1Char('/') + file_name(p->id()) + QLatin1Char('.') + QLatin1String(ending);
            if (const auto wrong = p->save(file); !wrong.isEmpty()) {
                QMessageBox::warning(this, tr("Save chart"), wrong);
                return;
            }
        }
}

}  // namespace nines::gui
