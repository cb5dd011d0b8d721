#include "gui/inspector/density_plot.hpp"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "gui/theme.hpp"
#include "models/scalars.hpp"

namespace nines::gui {

namespace {

// A duration of a picture: to three digits.
QString short_duration(double seconds) {
    if (!std::isfinite(seconds)) return QStringLiteral("∞");
    if (seconds <= 0.0) return QStringLiteral("0");
    const double digits = std::pow(10.0, std::floor(std::log10(seconds)) - 2.0);
    return QString::fromStdString(print_seconds(std::round(seconds / digits) * digits));
}

}  // namespace

DensityPlot::DensityPlot(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(58);
    setMinimumWidth(60);
    setAccessibleName(tr("Density"));
}

void DensityPlot::show_distribution(std::optional<Distribution> d) {
    distribution_ = std::move(d);
    const bool shown = distribution_ && !distribution_->is_constant();
    setVisible(shown);
    setToolTip(shown ? in_words(*distribution_) : QString{});
    setAccessibleDescription(toolTip());
    update();
}

void DensityPlot::paintEvent(QPaintEvent*) {
    if (!distribution_) return;
    const auto& d = *distribution_;
    const auto& t = theme();
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF area = QRectF{rect()}.adjusted(0.5, 2.0, -0.5, -16.0);
    const double last = d.quantile(0.995);
    if (!std::isfinite(last) || last <= 0.0) return;
    const int points = std::max(8, static_cast<int>(area.width()));
    std::vector<double> heights(static_cast<std::size_t>(points));
    double most = 0.0;
    for (int i = 0; i < points; ++i) {
        const double h = d.density(last * (i + 0.5) / points);
        heights[static_cast<std::size_t>(i)] = std::isfinite(h) ? h : 0.0;
    }
    // A density may have a pole: the highest hundredth does not set the scale.
    auto sorted = heights;
    std::ranges::sort(sorted);
    most = sorted[static_cast<std::size_t>(0.99 * (points - 1))];
    if (most <= 0.0) return;
    QPainterPath curve;
    curve.moveTo(area.bottomLeft());
    for (int i = 0; i < points; ++i)
        curve.lineTo(area.left() + area.width() * i / (points - 1),
                     area.bottom() - area.height() * std::min(1.0, heights[static_cast<std::size_t>(i)] / most));
    curve.lineTo(area.bottomRight());
    QColor fill = t.accent;
    fill.setAlphaF(0.18F);
    p.setPen(Qt::NoPen);
    p.setBrush(fill);
    p.drawPath(curve);
    p.setPen(QPen{t.accent, 1.2});
    p.setBrush(Qt::NoBrush);
    p.drawPath(curve);
    QFont f = font();
    f.setPixelSize(10);
    p.setFont(f);
    const std::pair<double, const char*> marks[] = {{0.5, "p50"}, {0.99, "p99"}};
    for (const auto& [share, name] : marks) {
        const double x = area.left() + area.width() * d.quantile(share) / last;
        p.setPen(QPen{t.muted, 1.0, Qt::DashLine});
        p.drawLine(QPointF{x, area.top()}, QPointF{x, area.bottom()});
        const QString label = QStringLiteral("%1 %2").arg(QLatin1String(name), short_duration(d.quantile(share)));
        const double width = p.fontMetrics().horizontalAdvance(label) + 2.0;
        const double left = std::clamp(x - width / 2.0, area.left(), area.right() - width);
        p.setPen(t.muted);
        p.drawText(QRectF{left, area.bottom() + 2.0, width, 14.0}, Qt::AlignCenter, label);
    }
}

QString in_words(const Distribution& d) {
    if (d.is_constant()) return {};
    return DensityPlot::tr("mean %1, median %2, p90 %3, p99 %4")
        .arg(short_duration(d.mean()), short_duration(d.quantile(0.5)), short_duration(d.quantile(0.9)),
             short_duration(d.quantile(0.99)));
}

}  // namespace nines::gui
