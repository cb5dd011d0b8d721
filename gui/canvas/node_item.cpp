#include "gui/canvas/node_item.hpp"

#include <QGraphicsScene>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <cmath>

#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/node_painter.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

NodeItem::NodeItem(const NodeView& view) : view_(view) {
    setFlags(ItemIsSelectable | ItemSendsGeometryChanges);
    setAcceptHoverEvents(true);
    setPos(view.at);
    setZValue(10.0);
    show(view);
}

void NodeItem::show(const NodeView& view) {
    view_ = view;
    setPos(view.at);
    setToolTip(node_tool_tip(view));
    update();
}

void NodeItem::show_state(const NodeState& state) {
    if (view_.state == state) return;
    view_.state = state;
    update();
}

QRectF NodeItem::boundingRect() const { return face().adjusted(-6.0, -10.0, 10.0, 8.0); }

QPainterPath NodeItem::shape() const {
    QPainterPath p;
    p.addRect(hovered_ ? face().adjusted(0.0, 0.0, 9.0, 0.0) : face());
    return p;
}

void NodeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const auto detail = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    paint_node(*painter, view_,
               {.selected = (option->state & QStyle::State_Selected) != 0, .target = target_, .scale = detail});
    if (hovered_ && detail > 0.3) {
        painter->setPen(QPen{theme().canvas, 2.0});
        painter->setBrush(theme().accent);
        painter->drawEllipse(handle(), 7.0, 7.0);
        painter->setPen(QPen{theme().accent_text, 1.6});
        painter->drawLine(handle() - QPointF{3.0, 0.0}, handle() + QPointF{3.0, 0.0});
        painter->drawLine(handle() - QPointF{0.0, 3.0}, handle() + QPointF{0.0, 3.0});
    }
}

bool NodeItem::is_on_handle(QPointF scene) const {
    const QPointF d = scene - pos() - handle();
    return hovered_ && d.x() * d.x() + d.y() * d.y() < 100.0;
}

void NodeItem::set_stand_in(const QRectF* box) {
    stand_in_ = box == nullptr ? QRectF{} : *box;
    setVisible(box == nullptr);
}

void NodeItem::set_target(bool target) {
    target_ = target;
    update();
}

void NodeItem::set_faded(bool faded) { setOpacity(faded ? 0.25 : 1.0); }

void NodeItem::hoverEnterEvent(QGraphicsSceneHoverEvent*) {
    prepareGeometryChange();
    hovered_ = true;
}

void NodeItem::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    prepareGeometryChange();
    hovered_ = false;
}

QPointF NodeItem::port(QPointF towards) const {
    const QRectF r = outline_in_scene();
    const QPointF c = r.center();
    const QPointF d = towards - c;
    if (std::abs(d.x()) < 1e-6 && std::abs(d.y()) < 1e-6) return c;
    const double sx = std::abs(d.x()) < 1e-6 ? 1e9 : r.width() / 2.0 / std::abs(d.x());
    const double sy = std::abs(d.y()) < 1e-6 ? 1e9 : r.height() / 2.0 / std::abs(d.y());
    return c + d * std::min(sx, sy);
}

QVariant NodeItem::itemChange(GraphicsItemChange change, const QVariant& value) {
    if (change == ItemPositionHasChanged)
        for (auto* e : edges) e->follow();
    return QGraphicsItem::itemChange(change, value);
}

}  // namespace nines::gui
