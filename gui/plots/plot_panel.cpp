#include "gui/plots/plot_panel.hpp"

#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "gui/plots/plot_drawing.hpp"
#include "gui/plots/plot_legend.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

[[nodiscard]] QString written(double value, const std::string& unit) {
    return QString::fromStdString(show(value, unit));
}

}  // namespace

PlotPanel::PlotPanel(QWidget* parent) : QWidget(parent), plot_(std::make_unique<PlotDrawing>(this)) {
    auto* title = new QLabel(this);
    title->setObjectName(QStringLiteral("title"));
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    auto* more = new QToolButton(this);
    more->setObjectName(QStringLiteral("more"));
    more->setText(QStringLiteral("⋯"));
    more->setAutoRaise(true);
    more->setPopupMode(QToolButton::InstantPopup);
    more->setToolTip(tr("Save this chart"));
    more->setAccessibleName(tr("Save this chart"));
    auto* menu = new QMenu(more);
    for (const auto& [ending, words] :
         {std::pair{"png", tr("Save as picture (PNG)…")}, std::pair{"svg", tr("Save as drawing (SVG)…")},
          std::pair{"pdf", tr("Save as page (PDF)…")}, std::pair{"csv", tr("Save its numbers (CSV)…")}}) {
        const auto text = QString::fromLatin1(ending);
        connect(menu->addAction(words), &QAction::triggered, this, [this, text] { emit save_wanted(text); });
    }
    more->setMenu(menu);
    auto* head = new QHBoxLayout;
    head->addWidget(title);
    head->addStretch();
    head->addWidget(more);
    legend_ = new PlotLegend(this);
    legend_->clicked = [this](std::size_t i) {
        if (plot_->chart) set_line_visible(i, i < plot_->hidden.size() && plot_->hidden[i]);
    };
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(10, 6, 6, 4);
    all->setSpacing(2);
    all->addLayout(head);
    all->addWidget(legend_);
    all->addWidget(plot_->widget, 1);
    setAutoFillBackground(true);
    plot_->widget->installEventFilter(this);
    plot_->widget->setMouseTracking(true);
    plot_->widget->setAttribute(Qt::WA_NoMousePropagation, false);  // QCustomPlot keeps the wheel from who scrolls
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, &PlotPanel::apply_theme);
}

PlotPanel::~PlotPanel() = default;

void PlotPanel::show_chart(const ChartView& chart) {
    // The same chart with newer values keeps what was hidden.
    const bool same = plot_->chart && plot_->chart->id == chart.id && plot_->hidden.size() == chart.lines.size();
    if (!same) plot_->hidden.assign(chart.lines.size(), false);
    plot_->chart = chart;
    plot_->heat.reset();
    plot_->distribution.reset();
    apply_theme();
}
void PlotPanel::show_heat(const HeatView& heat) {
    plot_->chart.reset();
    plot_->heat = heat;
    plot_->distribution.reset();
    apply_theme();
}
void PlotPanel::show_distribution(const DistributionView& distribution) {
    plot_->chart.reset();
    plot_->heat.reset();
    plot_->distribution = distribution;
    apply_theme();
}

void PlotPanel::apply_theme() {
    QPalette p = palette();
    p.setColor(QPalette::Window, theme().field);
    setPalette(p);
    findChild<QLabel*>(QStringLiteral("title"))->setText(title());
    const QString about = plot_->chart ? plot_->chart->about : QString{};
    plot_->widget->setToolTip({});
    findChild<QLabel*>(QStringLiteral("title"))->setToolTip(about);
    plot_->widget->setAccessibleName(title());
    plot_->widget->setAccessibleDescription(about);
    setAccessibleName(title());
    plot_->rebuild(theme());
    update_legend();
    plot_->widget->replot(QCustomPlot::rpQueuedReplot);
}

void PlotPanel::update_legend() {
    std::vector<PlotLegend::Entry> entries;
    if (plot_->chart) {
        const auto& c = *plot_->chart;
        for (std::size_t i = 0; i < c.lines.size(); ++i) {
            const auto& line = c.lines[i];
            PlotLegend::Entry e{line.name, {}, line.style, false, !(i < plot_->hidden.size() && plot_->hidden[i])};
            if (!std::isnan(cursor_)) e.value = written(c.value_at(line, cursor_), c.unit);
            entries.push_back(std::move(e));
        }
    } else if (plot_->distribution) {
        entries.push_back({tr("share of all values"), {}, 0, true, true});
        entries.push_back({tr("share of those that are higher (right axis)"), {}, 1, false, true});
    }
    const bool taller = entries.size() != legend_->entries.size();
    legend_->entries = std::move(entries);
    legend_->changed();
    if (taller || legend_->height() != legend_->height_for(legend_->width()))
        legend_->setFixedHeight(std::max(1, legend_->height_for(legend_->width())));
}

QString PlotPanel::id() const {
    return plot_->chart          ? plot_->chart->id
           : plot_->heat         ? plot_->heat->id
           : plot_->distribution ? plot_->distribution->id
                                 : QString{};
}
QString PlotPanel::title() const {
    return plot_->chart          ? plot_->chart->title
           : plot_->heat         ? plot_->heat->title
           : plot_->distribution ? plot_->distribution->title
                                 : QString{};
}
bool PlotPanel::is_over_time() const { return plot_->chart || plot_->heat; }

void PlotPanel::set_range(double from, double to) {
    if (!is_over_time()) return;
    plot_->zoomed = !std::isnan(from) && to > from;
    plot_->widget->xAxis->setRange(plot_->zoomed ? QCPRange{from, to} : QCPRange{0.0, plot_->end()});
    plot_->widget->replot(QCustomPlot::rpQueuedReplot);
}

std::pair<double, double> PlotPanel::range() const {
    const auto r = plot_->widget->xAxis->range();
    return {r.lower, r.upper};
}

void PlotPanel::set_cursor(double seconds) {
    if (!is_over_time() || (std::isnan(seconds) && std::isnan(cursor_)) || seconds == cursor_) return;
    cursor_ = seconds;
    plot_->crosshair->setVisible(!std::isnan(seconds));
    if (!std::isnan(seconds)) {
        plot_->crosshair->start->setCoords(seconds, 0.0);
        plot_->crosshair->end->setCoords(seconds, 1.0);
    }
    plot_->widget->layer(QStringLiteral("crosshair"))->replot();
    update_legend();
}

void PlotPanel::set_line_visible(std::size_t line, bool visible) {
    if (line >= plot_->hidden.size()) return;
    plot_->hidden[line] = !visible;
    apply_theme();
}

QStringList PlotPanel::readings() const {
    QStringList out;
    for (const auto& e : legend_->entries) out << (e.value.isEmpty() ? e.name : e.name + QLatin1Char(' ') + e.value);
    return out;
}

void PlotPanel::replot_now() { plot_->widget->replot(QCustomPlot::rpImmediateRefresh); }

bool PlotPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched != plot_->widget) return QWidget::eventFilter(watched, event);
    if (!is_over_time()) {
        if (event->type() != QEvent::Wheel) return QWidget::eventFilter(watched, event);
        event->ignore();  // the stack scrolls
        return true;
    }
    auto* axis = plot_->widget->xAxis;
    const auto time_at = [&](const QPointF& p) { return axis->pixelToCoord(p.x()); };
    const auto pan_to = [&](double shift) {
        emit range_wanted(axis->range().lower + shift, axis->range().upper + shift);
    };
    const auto zoom_at = [&](double t, double factor) {
        const double low = t - (t - axis->range().lower) * factor, high = t + (axis->range().upper - t) * factor;
        if (high - low >= plot_->end())
            emit range_wanted(unknown, unknown);
        else if (high - low > 1e-6)
            emit range_wanted(low, high);
    };
    switch (event->type()) {
        case QEvent::MouseButtonPress: {
            auto* e = static_cast<QMouseEvent*>(event);
            if (e->button() != Qt::LeftButton && e->button() != Qt::MiddleButton) break;
            plot_->pressed_at = time_at(e->position());
            plot_->pressed = e->pos();
            plot_->panning = e->button() == Qt::MiddleButton || e->modifiers().testFlag(Qt::ShiftModifier);
            return true;
        }
        case QEvent::MouseMove: {
            auto* e = static_cast<QMouseEvent*>(event);
            const double t = time_at(e->position());
            if (plot_->pressed_at && plot_->panning) {
                pan_to(*plot_->pressed_at - t);
            } else if (plot_->pressed_at && (e->pos() - plot_->pressed).manhattanLength() > 6) {
                plot_->selection->setVisible(true);
                plot_->selection->topLeft->setCoords(std::min(*plot_->pressed_at, t), 0.0);
                plot_->selection->bottomRight->setCoords(std::max(*plot_->pressed_at, t), 1.0);
                plot_->widget->layer(QStringLiteral("crosshair"))->replot();
            }
            const bool inside = t >= axis->range().lower && t <= axis->range().upper;
            emit cursor_moved(inside ? t : unknown);
            return true;
        }
        case QEvent::MouseButtonRelease: {
            auto* e = static_cast<QMouseEvent*>(event);
            if (!plot_->pressed_at) break;
            const double from = *plot_->pressed_at, to = time_at(e->position());
            const bool was_panning = plot_->panning;
            plot_->pressed_at.reset();
            plot_->panning = false;
            plot_->selection->setVisible(false);
            plot_->widget->layer(QStringLiteral("crosshair"))->replot();
            if (was_panning) return true;
            if ((e->pos() - plot_->pressed).manhattanLength() > 6)
                emit range_wanted(std::min(from, to), std::max(from, to));
            else
                emit picked(from);
            return true;
        }
        case QEvent::MouseButtonDblClick: emit range_wanted(unknown, unknown); return true;
        case QEvent::Leave: emit cursor_moved(unknown); break;
        case QEvent::Wheel: {
            auto* e = static_cast<QWheelEvent*>(event);
            if (e->modifiers().testFlag(Qt::ControlModifier)) {
                zoom_at(time_at(e->position()), std::pow(0.999, e->angleDelta().y()));
                return true;
            }
            if (e->angleDelta().x() != 0) {
                pan_to(-axis->range().size() * e->angleDelta().x() / 1200.0);
                return true;
            }
            event->ignore();  // the stack scrolls
            return true;
        }
        case QEvent::KeyPress: {
            const double middle = std::isnan(cursor_) ? axis->range().center() : cursor_;
            switch (static_cast<QKeyEvent*>(event)->key()) {
                case Qt::Key_Plus: zoom_at(middle, 0.8); return true;
                case Qt::Key_Minus: zoom_at(middle, 1.25); return true;
                case Qt::Key_0: emit range_wanted(unknown, unknown); return true;
                case Qt::Key_Left: emit cursor_moved(middle - axis->range().size() / 100.0); return true;
                case Qt::Key_Right: emit cursor_moved(middle + axis->range().size() / 100.0); return true;
                case Qt::Key_Escape: emit cursor_moved(unknown); return true;
                default: break;
            }
            break;
        }
        default: break;
    }
    return QWidget::eventFilter(watched, event);
}

void PlotPanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && plot_) plot_->margins();
}

std::string PlotPanel::csv() const {
    return plot_->chart ? plot_->chart->csv() : plot_->heat ? plot_->heat->csv() : plot_->distribution->csv();
}

QPicture PlotPanel::picture(QSize size) const {
    const Theme& paper = Theme::of(Shade::light);
    QPicture out;
    {
        QCPPainter p;
        p.begin(&out);
        p.fillRect(QRect{{0, 0}, size}, paper.field);
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        p.setFont(bold);
        p.setPen(paper.text);
        const int title_height = QFontMetrics{bold}.height() + 6;
        p.drawText(QRect{10, 4, size.width() - 20, title_height}, Qt::AlignLeft | Qt::AlignVCenter, title());
        p.translate(10, 4 + title_height);
        auto entries = legend_->entries;
        const int legend_height = legend_->lay_out(size.width() - 20, font(), &p, paper);
        p.translate(-10, legend_height);
        auto* self = plot_.get();
        const auto chart = self->chart;
        if (self->chart) {  // no more points than can be seen, even when enlarged
            const auto columns = static_cast<std::size_t>(size.width()) * 2;
            for (auto& line : self->chart->lines)
                line = decimated(*chart, line, range().first, range().second, columns);
        }
        self->crosshair->setVisible(false);
        self->rebuild(paper);
        self->widget->toPainter(&p, size.width(), size.height() - 4 - title_height - legend_height);
        self->chart = chart;
        self->rebuild(theme());
        self->crosshair->setVisible(!std::isnan(cursor_));
        p.end();
    }
    return out;
}

QString PlotPanel::save(const QString& file) const {
    const auto failed = [&](const QString& why) { return tr("%1 cannot be written: %2").arg(file, why); };
    const QSize size{std::max(width(), 640), std::max(height(), 260)};
    if (file.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) {
        QFile out{file};
        if (!out.open(QIODevice::WriteOnly)) return failed(out.errorString());
        const auto text = csv();
        if (out.write(text.data(), static_cast<qint64>(text.size())) != static_cast<qint64>(text.size()))
            return failed(out.errorString());
        return {};
    }
    const auto drawing = picture(size);
    if (file.endsWith(QStringLiteral(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator out;
        out.setFileName(file);
        out.setSize(size);
        out.setViewBox(QRect{{0, 0}, size});
        out.setTitle(title());
        QPainter p;
        if (!p.begin(&out)) return failed(tr("no access"));
        p.drawPicture(0, 0, drawing);
        return p.end() ? QString{} : failed(tr("no space"));
    }
    if (file.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) {
        QPdfWriter out{file};
        out.setTitle(title());
        out.setResolution(96);
        out.setPageSize(QPageSize{QSizeF{size} * 72.0 / 96.0, QPageSize::Point});
        out.setPageMargins({0, 0, 0, 0});
        QPainter p;
        if (!p.begin(&out)) return failed(tr("no access"));
        p.drawPicture(0, 0, drawing);
        return p.end() ? QString{} : failed(tr("no space"));
    }
    QImage image{size * 2, QImage::Format_ARGB32_Premultiplied};
    image.setDevicePixelRatio(2.0);
    QPainter p{&image};
    p.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    p.drawPicture(0, 0, drawing);
    p.end();
    return image.save(file, "PNG") ? QString{} : failed(tr("no access"));
}

}  // namespace nines::gui
