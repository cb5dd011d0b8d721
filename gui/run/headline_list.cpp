#include "gui/run/headline_list.hpp"

#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "gui/theme.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

[[nodiscard]] QString name_of_headline(const Headline& h) {
    const auto name = QString::fromStdString(h.key.name);
    if (h.key.subject == Subject::slo) return name;
    return name + QStringLiteral(" · ") +
           (h.key.metric == "latency.p99" ? HeadlineList::tr("latency p99") : QString::fromStdString(h.key.metric));
}

// Where the objective stands to the interval, as a mark and in words.
struct Standing {
    QString mark, words;
    int colour = 0;  // 0 unknown, 1 good, -1 bad
};
[[nodiscard]] Standing standing_of(const Headline& h) {
    const auto now = h.now();
    if (std::isnan(h.objective) || std::isnan(now.low)) return {};
    if (now.low >= h.objective) return {QStringLiteral("✓"), HeadlineList::tr("met so far"), 1};
    if (now.high < h.objective) return {QStringLiteral("✗"), HeadlineList::tr("missed so far"), -1};
    return {QStringLiteral("?"), HeadlineList::tr("inconclusive so far"), 0};
}

}  // namespace

HeadlineList::HeadlineList(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, qOverload<>(&QWidget::update));
}

void HeadlineList::show_headlines(const std::vector<Headline>& headlines) {
    headlines_ = headlines;
    setAccessibleName(in_words().join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QStringList HeadlineList::in_words() const {
    QStringList out;
    for (const auto& h : headlines_) {
        auto words =
            name_of_headline(h) + QLatin1Char(' ') + QString::fromStdString(nines::show(h.now(), h.key.unit).text());
        if (const auto s = standing_of(h); !s.words.isEmpty()) words += QStringLiteral(", ") + s.words;
        out << words;
    }
    return out;
}

int HeadlineList::row_height() const { return 2 * fontMetrics().height() + 10; }

QSize HeadlineList::sizeHint() const { return {280, row_height() * static_cast<int>(headlines_.size()) + 4}; }

void HeadlineList::paintEvent(QPaintEvent*) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    const int h = row_height(), line = fontMetrics().height();
    const int chart = std::clamp(width() / 3, 60, 180);
    int y = 0;
    for (const auto& headline : headlines_) {
        const int text_width = width() - chart - 24;
        p.setPen(t.muted);
        p.drawText(QRect{8, y + 3, text_width, line}, Qt::AlignLeft,
                   fontMetrics().elidedText(name_of_headline(headline), Qt::ElideRight, text_width));
        const auto standing = standing_of(headline);
        QString value = QString::fromStdString(nines::show(headline.now(), headline.key.unit).text());
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        p.setFont(bold);
        p.setPen(t.text);
        p.drawText(QRect{8, y + 3 + line, text_width, line}, Qt::AlignLeft, value);
        if (!standing.mark.isEmpty()) {
            p.setPen(standing.colour > 0 ? t.good : standing.colour < 0 ? t.down : t.degraded);
            p.drawText(QRect{12 + QFontMetrics{bold}.horizontalAdvance(value), y + 3 + line, 20, line}, Qt::AlignLeft,
                       standing.mark);
        }
        p.setFont(font());

        // The interval over the replications: a band that narrows around the mean.
        const QRectF area{width() - chart - 8.0, y + 5.0, double(chart), h - 10.0};
        double low = std::numeric_limits<double>::infinity(), high = -low;
        const auto& trail = headline.trail;
        const auto first = std::size_t{trail.size() > 3 ? 2U : 0U};  // the first intervals are wide beyond use
        for (std::size_t i = first; i < trail.size(); ++i) {
            if (std::isnan(trail[i].low)) continue;
            low = std::min(low, trail[i].low);
            high = std::max(high, trail[i].high);
        }
        p.setPen(t.grid);
        p.drawLine(area.bottomLeft(), area.bottomRight());
        if (high > low) {
            const auto at = [&](std::size_t i, double v) {
                const double x = area.left() + area.width() * static_cast<double>(i) /
                                                   std::max<double>(1.0, static_cast<double>(trail.size() - 1));
                return QPointF{x, area.bottom() - area.height() * std::clamp((v - low) / (high - low), 0.0, 1.0)};
            };
            QPolygonF band, mean;
            for (std::size_t i = first; i < trail.size(); ++i)
                if (!std::isnan(trail[i].low)) band << at(i, trail[i].low), mean << at(i, trail[i].estimate);
            for (std::size_t i = trail.size(); i-- > first;)
                if (!std::isnan(trail[i].low)) band << at(i, trail[i].high);
            QColor fill = t.series[0];
            fill.setAlpha(60);
            p.setPen(Qt::NoPen);
            p.setBrush(fill);
            p.drawPolygon(band);
            p.setBrush(Qt::NoBrush);
            p.setPen(QPen{t.series[0], 1.2});
            p.drawPolyline(mean);
            if (!std::isnan(headline.objective) && headline.objective >= low && headline.objective <= high) {
                p.setPen(QPen{t.muted, 1.0, Qt::DashLine});
                p.drawLine(at(0, headline.objective), at(trail.size() - 1, headline.objective));
            }
        }
        y += h;
        p.setPen(t.line);
        p.drawLine(8, y, width() - 8, y);
    }
}

}  // namespace nines::gui
