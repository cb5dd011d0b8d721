#include "gui/plots/plot_panel.hpp"

#include <qcustomplot.h>

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

#include "gui/plots/tickers.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_spans = 300;  // drawn; what is beyond could not be told apart
constexpr Qt::PenStyle dashes[] = {Qt::SolidLine, Qt::DashLine, Qt::DotLine, Qt::DashDotLine};

[[nodiscard]] QPen pen_of(const Theme& t, int style, double width) {
    const auto i = static_cast<std::size_t>(style);
    QPen pen{t.series[i % t.series.size()], width};
    // Colours repeat the dash of their half, so that no two lines differ by colour alone.
    pen.setStyle(dashes[i % std::size(dashes)]);
    return pen;
}

[[nodiscard]] QString written(double value, const std::string& unit) {
    return QString::fromStdString(show(value, unit));
}

[[nodiscard]] QColor with_alpha(QColor c, int alpha) {
    c.setAlpha(alpha);
    return c;
}

}  // namespace

// ---- the legend: a sample of each line, its name, and its value at the crosshair

class PlotPanel::Legend : public QWidget {
public:
    struct Entry {
        QString name, value;
        int style = 0;
        bool box = false;  // an area, not a line
        bool visible = true;
    };
    std::vector<Entry> entries;
    std::function<void(std::size_t)> clicked;

    explicit Legend(QWidget* parent) : QWidget(parent) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
    }
    void changed() {
        QStringList words;
        for (const auto& e : entries) words << (e.value.isEmpty() ? e.name : e.name + QLatin1Char(' ') + e.value);
        setAccessibleName(words.join(QStringLiteral(", ")));
        updateGeometry();
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {200, height_for(std::max(200, width()))}; }
    [[nodiscard]] int height_for(int width) const { return layout(width, font(), nullptr, theme()); }
    // Returns the height; paints when there is a painter.
    int layout(int width, const QFont& font, QPainter* p, const Theme& t, std::vector<QRect>* areas = nullptr) const {
        const QFontMetrics m{font};
        const int line = m.height() + 4;
        int x = 0, y = 0;
        for (const auto& e : entries) {
            const QString name = m.elidedText(e.name, Qt::ElideMiddle, 260);
            const int room =
                26 + m.horizontalAdvance(name) + (e.value.isEmpty() ? 0 : 6 + m.horizontalAdvance(e.value)) + 16;
            if (x > 0 && x + room > width) x = 0, y += line;
            if (areas != nullptr) areas->push_back({x, y, room, line});
            if (p != nullptr) {
                p->save();
                if (!e.visible) p->setOpacity(0.4);
                if (e.box) {
                    p->fillRect(QRect{x + 2, y + line / 2 - 5, 18, 10},
                                t.series[static_cast<std::size_t>(e.style) % 8]);
                } else {
                    p->setPen(pen_of(t, e.style, 2.0));
                    p->drawLine(x + 1, y + line / 2, x + 21, y + line / 2);
                }
                p->setFont(font);
                p->setPen(t.muted);
                p->drawText(QRect{x + 26, y, room, line}, Qt::AlignLeft | Qt::AlignVCenter, name);
                p->setPen(t.text);
                p->drawText(QRect{x + 26 + m.horizontalAdvance(name) + 6, y, room, line},
                            Qt::AlignLeft | Qt::AlignVCenter, e.value);
                p->restore();
            }
            x += room;
        }
        return entries.empty() ? 0 : y + line;
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter p{this};
        p.setRenderHint(QPainter::Antialiasing);
        layout(width(), font(), &p, theme());
    }
    void resizeEvent(QResizeEvent*) override {
        const int wanted = height_for(width());
        if (wanted != height()) setFixedHeight(std::max(1, wanted));
    }
    void mousePressEvent(QMouseEvent* e) override {
        std::vector<QRect> areas;
        layout(width(), font(), nullptr, theme(), &areas);
        for (std::size_t i = 0; i < areas.size(); ++i)
            if (areas[i].contains(e->pos()) && clicked) clicked(i);
    }
};

// ---- the plot

class PlotPanel::Plot {
public:
    explicit Plot(PlotPanel* panel) : widget(new QCustomPlot(panel)) {
        widget->addLayer(QStringLiteral("crosshair"), widget->layer(QStringLiteral("overlay")));
        widget->layer(QStringLiteral("crosshair"))->setMode(QCPLayer::lmBuffered);
        widget->setNoAntialiasingOnDrag(true);
        widget->setMinimumHeight(130);
        widget->setFocusPolicy(Qt::StrongFocus);
        crosshair = new QCPItemLine(widget);
        crosshair->setLayer(QStringLiteral("crosshair"));
        for (auto* end : {crosshair->start, crosshair->end}) {
            end->setTypeX(QCPItemPosition::ptPlotCoords);
            end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        crosshair->setVisible(false);
        selection = new QCPItemRect(widget);
        selection->setLayer(QStringLiteral("crosshair"));
        for (auto* end : {selection->topLeft, selection->bottomRight}) {
            end->setTypeX(QCPItemPosition::ptPlotCoords);
            end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        selection->setVisible(false);
    }

    // Everything but the crosshair, from the views, in the colours of `t`.
    void rebuild(const Theme& t) {
        const auto range = widget->xAxis->range();
        widget->clearPlottables();
        for (auto* item : spans) widget->removeItem(item);
        spans.clear();
        widget->yAxis2->setVisible(false);
        colour(t);
        if (chart)
            build_chart(t);
        else if (heat)
            build_heat(t);
        else if (distribution)
            build_distribution(t);
        if (chart || heat) {
            widget->xAxis->setTicker(QSharedPointer<TimeTicker>::create());
            widget->xAxis->setRange(zoomed ? range : QCPRange{0.0, end()});
        }
        margins();
    }
    void colour(const Theme& t) {
        widget->setBackground(t.field);
        QFont small = widget->font();
        if (small.pointSizeF() > 0) small.setPointSizeF(small.pointSizeF() * 0.88);
        for (auto* axis : {widget->xAxis, widget->yAxis, widget->yAxis2}) {
            axis->setBasePen(QPen{t.line});
            axis->setTickPen(QPen{t.line});
            axis->setSubTickPen(QPen{t.line});
            axis->setTickLabelColor(t.muted);
            axis->setTickLabelFont(small);
            axis->grid()->setPen(QPen{t.grid, 1.0, Qt::SolidLine});
            axis->grid()->setSubGridVisible(false);
            axis->grid()->setZeroLinePen(Qt::NoPen);
            axis->setTickLengthIn(0);
            axis->setTickLengthOut(3);
            axis->setSubTicks(false);
        }
        crosshair->setPen(QPen{t.accent, 1.0, Qt::DashLine});
        selection->setPen(QPen{t.accent});
        selection->setBrush(with_alpha(t.accent, 40));
    }
    // The same for all panels, so that their times stand below each other.
    void margins() {
        const QFontMetrics m{widget->xAxis->tickLabelFont()};
        auto* rect = widget->axisRect();
        rect->setAutoMargins(QCP::msNone);
        rect->setMargins({m.horizontalAdvance(QStringLiteral("99.9999%")) + 12, 6,
                          distribution ? m.horizontalAdvance(QStringLiteral("0.0001%")) + 12 : 16, m.height() + 10});
    }
    [[nodiscard]] double end() const {
        if (chart && chart->end_seconds > 0.0) return chart->end_seconds;
        if (heat && !heat->empty()) return heat->interval * static_cast<double>(heat->rate.front().size());
        return 1.0;
    }

    void build_chart(const Theme& t) {
        const auto& c = *chart;
        for (const auto& s : c.spans)
            if (spans.size() < most_spans) add_span(s, t);
        double low = std::numeric_limits<double>::infinity(), high = -low;
        std::vector<QCPGraph*> bands;
        for (std::size_t i = 0; i < c.lines.size(); ++i) {
            const auto& line = c.lines[i];
            if (i < hidden.size() && hidden[i]) continue;
            if (!line.low.empty()) {
                auto* below = add_graph(c, line, line.low);
                auto* above = add_graph(c, line, line.high);
                below->setPen(Qt::NoPen);
                above->setPen(Qt::NoPen);
                above->setBrush(with_alpha(t.series[static_cast<std::size_t>(line.style) % 8], 46));
                above->setChannelFillGraph(below);
            }
            auto* graph = add_graph(c, line, line.mean);
            // Wide pens on dense data cost seconds.
            graph->setPen(pen_of(t, line.style, line.mean.size() <= 1000 ? 1.6 : 1.0));
            for (const float x : line.mean)
                if (std::isfinite(x) && (!c.log || x > 0.0F)) {
                    low = std::min(low, static_cast<double>(x));
                    high = std::max(high, static_cast<double>(x));
                }
        }
        value_axis(c, low, high);
        if (!std::isnan(c.reference)) {
            auto* line = widget->addGraph();
            line->setData({0.0, end()}, {c.reference, c.reference}, true);
            line->setPen(QPen{t.muted, 1.0, Qt::DashLine});
            auto* label = new QCPItemText(widget);
            label->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
            label->position->setTypeY(QCPItemPosition::ptPlotCoords);
            label->position->setCoords(0.995, c.reference);
            const bool high_up = c.reference > widget->yAxis->range().center();
            label->setPositionAlignment(Qt::AlignRight | (high_up ? Qt::AlignTop : Qt::AlignBottom));
            label->setText(c.reference_label);
            label->setColor(t.muted);
            label->setFont(widget->xAxis->tickLabelFont());
            spans.push_back(label);
        }
    }
    QCPGraph* add_graph(const ChartView& c, const ChartLine& line, const std::vector<float>& values) {
        auto* graph = widget->addGraph();
        QVector<QCPGraphData> data;
        data.reserve(static_cast<qsizetype>(values.size()));
        for (std::size_t i = 0; i < values.size(); ++i) {
            double y = static_cast<double>(values[i]);
            if (c.log && y <= 0.0) y = unknown;
            data.append({c.time_of(line, i), y});
        }
        graph->data()->set(data, true);
        graph->setAdaptiveSampling(true);
        return graph;
    }
    void value_axis(const ChartView& c, double low, double high) {
        if (!(low <= high)) low = 0.0, high = 1.0;
        if (c.log) {
            widget->yAxis->setScaleType(QCPAxis::stLogarithmic);
            widget->yAxis->setTicker(QSharedPointer<LogUnitTicker>::create(c.unit));
            widget->yAxis->setRange(low / 1.3, high * 1.3);
            return;
        }
        widget->yAxis->setScaleType(QCPAxis::stLinear);
        widget->yAxis->setTicker(QSharedPointer<UnitTicker>::create(c.unit));
        const double bottom = std::isnan(c.low) ? low : c.low;
        double top = std::isnan(c.high) ? high + (high - bottom) * 0.08 : c.high;
        if (!(top > bottom)) top = bottom + 1.0;
        widget->yAxis->setRange(bottom, top);
    }
    void add_span(const ChartSpan& s, const Theme& t) {
        auto* rect = new QCPItemRect(widget);
        rect->setLayer(QStringLiteral("background"));
        for (auto* corner : {rect->topLeft, rect->bottomRight}) {
            corner->setTypeX(QCPItemPosition::ptPlotCoords);
            corner->setTypeY(QCPItemPosition::ptAxisRectRatio);
        }
        const bool bad = s.kind == ChartSpan::Kind::bad;
        rect->topLeft->setCoords(s.from, bad ? 0.955 : 0.0);
        rect->bottomRight->setCoords(s.to, 1.0);
        rect->setPen(Qt::NoPen);
        if (bad)
            rect->setBrush(t.down);
        else if (s.kind == ChartSpan::Kind::warmup)
            rect->setBrush(QBrush{with_alpha(t.unused, 60), Qt::BDiagPattern});
        else
            rect->setBrush(with_alpha(t.degraded, 38));
        spans.push_back(rect);
        if (bad) return;
        auto* label = new QCPItemText(widget);
        label->setLayer(QStringLiteral("background"));
        label->position->setTypeX(QCPItemPosition::ptPlotCoords);
        label->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        label->position->setCoords(s.from, 0.94);
        label->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        label->setPadding({3, 2, 3, 2});
        label->setText(s.label);
        label->setColor(t.muted);
        label->setFont(widget->xAxis->tickLabelFont());
        label->setClipToAxisRect(true);
        spans.push_back(label);
    }

    void build_heat(const Theme& t) {
        if (heat->empty()) return;
        const auto columns = static_cast<int>(heat->rate.front().size());
        const auto bands = static_cast<int>(heat->rate.size());
        auto* map = new QCPColorMap(widget->xAxis, widget->yAxis);
        map->data()->setSize(columns, bands);
        const auto middle = [&](std::size_t b) { return std::log10(std::sqrt(heat->edges[b] * heat->edges[b + 1])); };
        map->data()->setRange({heat->interval / 2.0, heat->interval * (columns - 0.5)},
                              {middle(0), middle(static_cast<std::size_t>(bands - 1))});
        double most = 0.0;
        for (int b = 0; b < bands; ++b)
            for (int i = 0; i < columns; ++i) {
                const auto& band = heat->rate[static_cast<std::size_t>(b)];
                const auto at = static_cast<std::size_t>(i);
                const double rate = at < band.size() && std::isfinite(band[at]) ? static_cast<double>(band[at]) : 0.0;
                const double cell = std::sqrt(std::max(0.0, rate));  // so that the few slow ones can be seen
                map->data()->setCell(i, b, cell);
                most = std::max(most, cell);
            }
        QCPColorGradient gradient;
        gradient.setColorStops(
            t.shade == Shade::dark
                ? QMap<double, QColor>{{0.0, t.field},
                                       {0.02, "#1b2f4d"},
                                       {0.4, "#2f78b7"},
                                       {0.75, "#e69f00"},
                                       {1.0, "#fff2c4"}}
                : QMap<double, QColor>{
                      {0.0, t.field}, {0.02, "#dbe9f6"}, {0.4, "#56a0d3"}, {0.75, "#1f4e8c"}, {1.0, "#2b0b4f"}});
        map->setGradient(gradient);
        map->setDataRange({0.0, std::max(most, 1e-9)});
        map->setInterpolate(false);
        map->setTightBoundary(false);
        widget->yAxis->setScaleType(QCPAxis::stLinear);
        widget->yAxis->setTicker(QSharedPointer<PowerTicker>::create("seconds"));
        widget->yAxis->setRange(std::log10(heat->edges.front()), std::log10(heat->edges.back()));
    }

    void build_distribution(const Theme& t) {
        const auto& d = *distribution;
        if (d.bars.empty()) return;
        auto* bars = new QCPBars(widget->xAxis, widget->yAxis);
        const double width = std::log10(d.bars.front().to / d.bars.front().from);
        bars->setWidth(width);
        bars->setPen(Qt::NoPen);
        bars->setBrush(with_alpha(t.series[0], 150));
        QVector<double> x, y, tail_x, tail_y;
        for (const auto& b : d.bars) {
            x.append(std::log10(b.from) + width / 2.0);
            y.append(b.share);
            if (b.beyond > 0.0) tail_x.append(std::log10(b.to)), tail_y.append(b.beyond);
        }
        bars->setData(x, y, true);
        widget->xAxis->setTicker(QSharedPointer<PowerTicker>::create("seconds"));
        widget->xAxis->setRange(std::log10(d.bars.front().from), std::log10(d.bars.back().to));
        widget->yAxis->setScaleType(QCPAxis::stLinear);
        widget->yAxis->setTicker(QSharedPointer<UnitTicker>::create("share"));
        widget->yAxis->setRange(0.0, *std::ranges::max_element(y) * 1.15);
        if (!tail_x.isEmpty()) {
            auto* tail = widget->addGraph(widget->xAxis, widget->yAxis2);
            tail->setData(tail_x, tail_y, true);
            tail->setPen(pen_of(t, 1, 1.6));
            widget->yAxis2->setVisible(true);
            widget->yAxis2->setScaleType(QCPAxis::stLogarithmic);
            widget->yAxis2->setTicker(QSharedPointer<LogUnitTicker>::create("share"));
            widget->yAxis2->setRange(*std::ranges::min_element(tail_y) / 1.5, 1.5);
        }
        double height = 0.02;
        for (const auto& mark : d.marks) {
            auto* line = new QCPItemLine(widget);
            for (auto* end : {line->start, line->end}) {
                end->setTypeX(QCPItemPosition::ptPlotCoords);
                end->setTypeY(QCPItemPosition::ptAxisRectRatio);
            }
            line->start->setCoords(std::log10(mark.at), 0.0);
            line->end->setCoords(std::log10(mark.at), 1.0);
            line->setPen(QPen{mark.limit ? t.down : t.muted, 1.0, mark.limit ? Qt::SolidLine : Qt::DashLine});
            spans.push_back(line);
            auto* label = new QCPItemText(widget);
            label->position->setTypeX(QCPItemPosition::ptPlotCoords);
            label->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
            label->position->setCoords(std::log10(mark.at), height);
            height = height > 0.3 ? 0.02 : height + 0.11;  // so that neighbours do not cover each other
            label->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
            label->setPadding({3, 0, 3, 0});
            label->setText(mark.limit ? mark.label : mark.label + QLatin1Char(' ') + written(mark.at, "seconds"));
            label->setColor(mark.limit ? t.down : t.text);
            label->setFont(widget->xAxis->tickLabelFont());
            spans.push_back(label);
        }
    }

    QCustomPlot* widget;
    QCPItemLine* crosshair;
    QCPItemRect* selection;
    std::vector<QCPAbstractItem*> spans;
    std::optional<ChartView> chart;
    std::optional<HeatView> heat;
    std::optional<DistributionView> distribution;
    std::vector<bool> hidden;  // lines
    bool zoomed = false;
    // A drag under way.
    std::optional<double> pressed_at;
    bool panning = false;
    QPoint pressed;
};

PlotPanel::PlotPanel(QWidget* parent) : QWidget(parent), plot_(std::make_unique<Plot>(this)) {
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
    legend_ = new Legend(this);
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
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, &PlotPanel::apply_theme);
}

PlotPanel::~PlotPanel() = default;

void PlotPanel::show_chart(const ChartView& chart) {
    plot_->chart = chart;
    plot_->heat.reset();
    plot_->distribution.reset();
    plot_->hidden.assign(chart.lines.size(), false);
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
    std::vector<Legend::Entry> entries;
    if (plot_->chart) {
        const auto& c = *plot_->chart;
        for (std::size_t i = 0; i < c.lines.size(); ++i) {
            const auto& line = c.lines[i];
            Legend::Entry e{line.name, {}, line.style, false, !(i < plot_->hidden.size() && plot_->hidden[i])};
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
    if (watched != plot_->widget || !is_over_time()) return QWidget::eventFilter(watched, event);
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
        const int legend_height = legend_->layout(size.width() - 20, font(), &p, paper);
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
