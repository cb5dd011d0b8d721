#include "gui/canvas/edge_item.hpp"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <cmath>

#include "gui/canvas/node_item.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double writing_from = 0.5;

QPointF unit(QPointF v) {
    const double length = std::hypot(v.x(), v.y());
    return length < 1e-9 ? QPointF{1.0, 0.0} : v / length;
}

QFont label_font() {
    QFont f;
    f.setPixelSize(10);
    return f;
}

}  // namespace

EdgeItem::EdgeItem(const EdgeView& view, NodeItem& from, NodeItem& to) : view_(view), from_(from), to_(to) {
    setFlags(ItemIsSelectable);
    setZValue(5.0);
    follow();
}

void EdgeItem::show_state(const EdgeState& state) {
    if (view_.state == state) return;
    view_.state = state;
    update();
}

void EdgeItem::set_curved(bool curved) {
    if (curved_ == curved) return;
    curved_ = curved;
    follow();
}

void EdgeItem::follow() {
    prepareGeometryChange();
    way_ = {};
    const QRectF a = from_.outline_in_scene();
    const QRectF b = to_.outline_in_scene();
    setVisible(&from_ == &to_ ? from_.isVisible() : a != b);
    if (&from_ == &to_) {  // a loop below the node
        const QPointF start{a.center().x() + 30.0, a.bottom()}, end{a.center().x() - 30.0, a.bottom()};
        way_.moveTo(start);
        way_.cubicTo(start + QPointF{20.0, 46.0}, end + QPointF{-20.0, 46.0}, end);
    } else if (b.left() >= a.right() + 20.0) {  // to the right: the usual way
        const double shift = curved_ ? -8.0 : 0.0;
        const QPointF start{a.right(), a.center().y() + shift}, end{b.left(), b.center().y() + shift};
        const double reach = std::max(30.0, (end.x() - start.x()) * 0.5);
        way_.moveTo(start);
        way_.cubicTo(start + QPointF{reach, 0.0}, end - QPointF{reach, 0.0}, end);
    } else {
        QPointF start = from_.port(b.center()), end = to_.port(a.center());
        const QPointF d = unit(end - start);
        const QPointF side{-d.y(), d.x()};
        const double bend = curved_ ? 34.0 : 14.0;
        way_.moveTo(start);
        way_.quadTo((start + end) / 2.0 + side * bend, end);
    }
    tip_ = way_.pointAtPercent(1.0);
    direction_ = unit(tip_ - way_.pointAtPercent(0.96));
    bounds_ = way_.boundingRect().adjusted(-12.0, -12.0, 12.0, 12.0);
    if (!view_.label.isEmpty() || !view_.badges.empty()) {
        const QPointF middle = way_.pointAtPercent(0.5);
        bounds_ = bounds_.united(QRectF{middle.x() - 90.0, middle.y() - 18.0, 180.0, 36.0});
    }
}

QPainterPath EdgeItem::shape() const {
    QPainterPathStroker s;
    s.setWidth(12.0);
    return s.createStroke(way_);
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const auto& t = theme();
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const bool selected = (option->state & QStyle::State_Selected) != 0;
    const auto& s = view_.state;
    QColor colour = selected ? t.accent : t.edge;
    if (!selected && view_.errors > 0) colour = t.down;
    if (!selected && s.failed > 0.01) colour = s.failed > 0.1 ? t.down : t.degraded;
    const double width = (std::isnan(s.share) ? 1.5 : 1.0 + 4.0 * s.share) + (selected ? 1.0 : 0.0);
    painter->setPen(QPen{colour, width, s.breaker == BreakerState::open ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap});
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(way_);
    const QPointF side{-direction_.y(), direction_.x()};
    const double size = 9.0;
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(QPolygonF{
        {tip_, tip_ - direction_ * size + side * size * 0.45, tip_ - direction_ * size - side * size * 0.45}});
    if (scale < writing_from) return;

    QString label = s.note.isEmpty() ? view_.label : s.note;
    if (!view_.badges.empty() && s.note.isEmpty()) {
        QStringList parts;
        for (const auto& b : view_.badges) parts << b.text;
        label += (label.isEmpty() ? QString{} : QStringLiteral(" · ")) + parts.join(QStringLiteral(", "));
    }
    if (label.isEmpty()) return;
    const QFont font = label_font();
    const QFontMetricsF m{font};
    label = m.elidedText(label, Qt::ElideRight, 150.0);
    const QPointF middle = way_.pointAtPercent(0.5);
    QRectF box = m.boundingRect(label).adjusted(-4.0, -2.0, 4.0, 2.0);
    box.moveCenter(middle);
    QColor ground = t.canvas;
    ground.setAlphaF(0.88F);
    painter->setBrush(ground);
    painter->drawRoundedRect(box, 4.0, 4.0);
    painter->setFont(font);
    painter->setPen(selected ? t.accent : t.edge_label);
    painter->drawText(box, Qt::AlignCenter, label);
}

}  // namespace nines::gui
