#include "gui/run/legend_box.hpp"

#include <QEvent>
#include <QPainter>
#include <algorithm>

#include "gui/canvas/node_painter.hpp"
#include "gui/canvas/traffic.hpp"
#include "gui/run/live_overlay.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

// The mark as it stands on the canvas.
void paint_mark(QPainter& p, const QString& mark, const QRectF& r) {
    const Theme& t = theme();
    const QPointF c = r.center();
    const auto state = [&](Health h) { paint_health(p, h, c); };
    if (mark == QStringLiteral("good")) return state(Health::good);
    if (mark == QStringLiteral("degraded")) return state(Health::degraded);
    if (mark == QStringLiteral("bad")) return state(Health::bad);
    if (mark == QStringLiteral("down")) return state(Health::down);
    if (mark == QStringLiteral("load") || mark == QStringLiteral("queue")) {
        const QRectF bar{r.left(), c.y() - 3.0, r.width(), 6.0};
        p.fillRect(bar, t.line);
        p.fillRect(QRectF{bar.left(), bar.top(), bar.width() * 0.6, bar.height()},
                   mark == QStringLiteral("load") ? t.accent : t.degraded);
        return;
    }
    if (mark == QStringLiteral("traffic")) {
        p.setPen(QPen{t.edge, 1.0});
        p.drawLine(QPointF{r.left(), c.y() - 4.0}, QPointF{r.right(), c.y() - 4.0});
        p.setPen(QPen{t.edge, 4.0});
        p.drawLine(QPointF{r.left(), c.y() + 4.0}, QPointF{r.right(), c.y() + 4.0});
        return;
    }
    if (mark == QStringLiteral("marks")) {
        paint_traffic_mark(p, {c - QPointF{6.0, 0.0}, false});
        paint_traffic_mark(p, {c + QPointF{6.0, 0.0}, true});
        return;
    }
    p.setPen(QPen{t.down, 1.6});
    p.setBrush(Qt::NoBrush);
    p.drawEllipse(c, 6.0, 6.0);
    p.drawLine(c + QPointF{-4.0, 4.0}, c + QPointF{4.0, -4.0});
}

}  // namespace

LegendBox::LegendBox(QWidget* over) : QWidget(over) {
    over->installEventFilter(this);
    QFont small = font();
    if (small.pointSizeF() > 0.0) small.setPointSizeF(small.pointSizeF() * 0.9);
    setFont(small);
    setToolTip(tr("Click to fold"));
    QStringList words;
    for (const auto& e : legend()) words << e.meaning;
    setAccessibleName(tr("Legend"));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, qOverload<>(&QWidget::update));
    place();
}

QSize LegendBox::size_of(bool folded) const {
    const auto entries = legend();
    int widest = fontMetrics().horizontalAdvance(tr("Legend"));
    if (!folded)
        for (const auto& e : entries) widest = std::max(widest, fontMetrics().horizontalAdvance(e.meaning));
    const int rows = 1 + (folded ? 0 : static_cast<int>(entries.size()));
    return {std::min(widest + 60, std::max(120, parentWidget()->width() - 24)), rows * line_height() + 10};
}

bool LegendBox::is_folded() const {
    constexpr int most = 5;  // no more than a fifth of the canvas
    const auto open = size_of(false), room = parentWidget()->size();
    return folded_.value_or(most * open.width() * open.height() > room.width() * room.height());
}

void LegendBox::place() {
    resize(size_of(is_folded()));
    move(12, parentWidget()->height() - height() - 12);
}

void LegendBox::paintEvent(QPaintEvent*) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    QColor back = t.panel;
    back.setAlpha(235);
    p.setPen(t.line);
    p.setBrush(back);
    p.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    const int line = line_height();
    int y = 5;
    p.setPen(t.muted);
    p.drawText(QRect{10, y, width() - 20, line}, Qt::AlignLeft | Qt::AlignVCenter,
               (is_folded() ? QStringLiteral("▸ ") : QStringLiteral("▾ ")) + tr("Legend"));
    if (is_folded()) return;
    for (const auto& e : legend()) {
        y += line;
        paint_mark(p, e.mark, QRectF{12.0, double(y), 22.0, double(line)});
        p.setPen(t.text);
        p.drawText(QRect{44, y, width() - 54, line}, Qt::AlignLeft | Qt::AlignVCenter,
                   fontMetrics().elidedText(e.meaning, Qt::ElideRight, width() - 54));
    }
}

bool LegendBox::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget() && event->type() == QEvent::Resize) place();
    return QWidget::eventFilter(watched, event);
}

void LegendBox::mousePressEvent(QMouseEvent*) {
    folded_ = !is_folded();
    place();
    update();
}

}  // namespace nines::gui
