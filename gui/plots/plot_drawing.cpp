#include "gui/plots/plot_drawing.hpp"

#include <algorithm>
#include <cmath>

#include "gui/plots/series_pen.hpp"
#include "gui/plots/tickers.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_spans = 300;  // drawn; what is beyond could not be told apart
[[nodiscard]] QString written(double value, const std::string& unit) {
    return QString::fromStdString(show(value, unit));
}

[[nodiscard]] QColor with_alpha(QColor c, int alpha) {
    c.setAlpha(alpha);
    return c;
}

}  // namespace

PlotDrawing::PlotDrawing(QWidget* panel) : widget(new QCustomPlot(panel)) {
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

void PlotDrawing::rebuild(const Theme& t) {
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

void PlotDrawing::colour(const Theme& t) {
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

void PlotDrawing::margins() {
    const QFontMetrics m{widget->xAxis->tickLabelFont()};
    auto* rect = widget->axisRect();
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins({m.horizontalAdvance(QStringLiteral("99.9999%")) + 12, 6,
                      distribution ? m.horizontalAdvance(QStringLiteral("0.0001%")) + 12 : 16, m.height() + 10});
}

double PlotDrawing::end() const {
    if (chart && chart->end_seconds > 0.0) return chart->end_seconds;
    if (heat && !heat->empty()) return heat->interval * static_cast<double>(heat->rate.front().size());
    return 1.0;
}

void PlotDrawing::build_chart(const Theme& t) {
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
        graph->setPen(series_pen(t, line.style, line.mean.size() <= 1000 ? 1.6 : 1.0));
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

QCPGraph* PlotDrawing::add_graph(const ChartView& c, const ChartLine& line, const std::vector<float>& values) {
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

void PlotDrawing::value_axis(const ChartView& c, double low, double high) {
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

void PlotDrawing::add_span(const ChartSpan& s, const Theme& t) {
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

void PlotDrawing::build_heat(const Theme& t) {
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

void PlotDrawing::build_distribution(const Theme& t) {
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
    // At least a decade, so that there is something to read the scale by.
    const double low = std::log10(d.bars.front().from), high = std::log10(d.bars.back().to);
    const double beside = std::max(0.0, (1.0 - (high - low)) / 2.0);
    widget->xAxis->setRange(low - beside, high + beside);
    widget->yAxis->setScaleType(QCPAxis::stLinear);
    widget->yAxis->setTicker(QSharedPointer<UnitTicker>::create("share"));
    widget->yAxis->setRange(0.0, *std::ranges::max_element(y) * 1.15);
    if (!tail_x.isEmpty()) {
        auto* tail = widget->addGraph(widget->xAxis, widget->yAxis2);
        tail->setData(tail_x, tail_y, true);
        tail->setPen(series_pen(t, 1, 1.6));
        widget->yAxis2->setVisible(true);
        widget->yAxis2->setScaleType(QCPAxis::stLogarithmic);
        widget->yAxis2->setTicker(QSharedPointer<LogUnitTicker>::create("share"));
        widget->yAxis2->setRange(std::min(0.1, *std::ranges::min_element(tail_y) / 1.5), 1.0);
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

}  // namespace nines::gui
