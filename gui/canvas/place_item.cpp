#include "gui/canvas/place_item.hpp"

#include <QPainter>
#include <QStyleOptionGraphicsItem>

#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double head = 30.0, corner = 16.0;
constexpr double writing_from = 0.25;

}  // namespace

PlaceItem::PlaceItem(const PlaceView& view) {
    setZValue(view.depth());
    show(view);
}

void PlaceItem::show(const PlaceView& view) {
    if (!view_.path.empty() && view.frame == view_.frame && view.chips == view_.chips && view.hidden == view_.hidden)
        return;
    prepareGeometryChange();
    view_ = view;
    setToolTip(tr("%1: drag its head to move what is in it, double click to collapse it").arg(view.title));
    setVisible(!view.hidden && (view.above.empty() || view.nodes > 0));
    update();
}

void PlaceItem::set_target(bool target) {
    if (target_ == target) return;
    target_ = target;
    update();
}

bool PlaceItem::is_on_head(QPointF p) const {
    return isVisible() &&
           QRectF{view_.frame.topLeft(), QSizeF{view_.frame.width(), view_.collapsed ? node_height : head}}.contains(p);
}

bool PlaceItem::is_on_corner(QPointF p) const {
    return isVisible() && !view_.collapsed &&
           QRectF{view_.frame.bottomRight() - QPointF{corner, corner}, QSizeF{corner, corner}}.contains(p);
}

QPainterPath PlaceItem::shape() const {
    QPainterPath p;
    p.addRect(QRectF{view_.frame.topLeft(), QSizeF{view_.frame.width(), head}});
    p.addRect(QRectF{view_.frame.bottomRight() - QPointF{corner, corner}, QSizeF{corner, corner}});
    return p;
}

void PlaceItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const auto& t = theme();
    const auto& f = view_.frame;
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    painter->setPen(QPen{target_ ? t.accent : t.place_line, target_ ? 2.0 : 1.2,
                         view_.above.empty() ? Qt::SolidLine : Qt::DashLine});
    painter->setBrush(view_.depth() % 2 == 0 ? t.place : t.canvas);
    painter->drawRoundedRect(f, 10.0, 10.0);
    if (scale < writing_from) return;
    QFont font;
    font.setPixelSize(view_.above.empty() ? 13 : 12);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(t.place_text);
    const QRectF line{f.left() + 14.0, f.top() + 6.0, f.width() - 28.0, 22.0};
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, view_.title);
    double x = line.left() + QFontMetricsF{font}.horizontalAdvance(view_.title) + 12.0;
    QFont small;
    small.setPixelSize(11);
    painter->setFont(small);
    const QFontMetricsF m{small};
    if (view_.collapsed) {
        painter->drawText(QRectF{f.left() + 14.0, f.top() + 32.0, f.width() - 28.0, 18.0},
                          Qt::AlignLeft | Qt::AlignVCenter,
                          view_.nodes == 1 ? tr("1 node") : tr("%1 nodes").arg(view_.nodes));
        return;
    }
    for (const auto& chip : view_.chips) {
        const double width = m.horizontalAdvance(chip) + 14.0;
        if (x + width > f.right() - 10.0) break;
        const QRectF pill{x, line.top() + 2.0, width, 17.0};
        painter->setPen(QPen{t.place_line, 1.0});
        painter->setBrush(t.canvas);
        painter->drawRoundedRect(pill, 8.5, 8.5);
        painter->setPen(t.place_text);
        painter->drawText(pill, Qt::AlignCenter, chip);
        x += width + 5.0;
    }
    if (scale > 0.5) {
        painter->setPen(QPen{t.place_line, 1.4});
        for (const double d : {5.0, 9.0})
            painter->drawLine(f.bottomRight() - QPointF{d, 3.0}, f.bottomRight() - QPointF{3.0, d});
    }
}

}  // namespace nines::gui
