#include "gui/plots/plot_legend.hpp"

#include <QFontMetrics>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "gui/plots/series_pen.hpp"

namespace nines::gui {

PlotLegend::PlotLegend(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void PlotLegend::changed() {
    QStringList words;
    for (const auto& e : entries) words << (e.value.isEmpty() ? e.name : e.name + QLatin1Char(' ') + e.value);
    setAccessibleName(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int PlotLegend::lay_out(int width, const QFont& font, QPainter* p, const Theme& t, std::vector<QRect>* areas) const {
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
                p->fillRect(QRect{x + 2, y + line / 2 - 5, 18, 10}, t.series[static_cast<std::size_t>(e.style) % 8]);
            } else {
                p->setPen(series_pen(t, e.style, 2.0));
                p->drawLine(x + 1, y + line / 2, x + 21, y + line / 2);
            }
            p->setFont(font);
            p->setPen(t.muted);
            p->drawText(QRect{x + 26, y, room, line}, Qt::AlignLeft | Qt::AlignVCenter, name);
            p->setPen(t.text);
            p->drawText(QRect{x + 26 + m.horizontalAdvance(name) + 6, y, room, line}, Qt::AlignLeft | Qt::AlignVCenter,
                        e.value);
            p->restore();
        }
        x += room;
    }
    return entries.empty() ? 0 : y + line;
}

void PlotLegend::paintEvent(QPaintEvent*) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    lay_out(width(), font(), &p, theme());
}

void PlotLegend::resizeEvent(QResizeEvent*) {
    const int wanted = height_for(width());
    if (wanted != height()) setFixedHeight(std::max(1, wanted));
}

void PlotLegend::mousePressEvent(QMouseEvent* e) {
    std::vector<QRect> areas;
    lay_out(width(), font(), nullptr, theme(), &areas);
    for (std::size_t i = 0; i < areas.size(); ++i)
        if (areas[i].contains(e->pos()) && clicked) clicked(i);
}

}  // namespace nines::gui
