// EdgeItem: paints the calls from one node to another as one arrow with a label.
#pragma once

#include <QGraphicsItem>
#include <QPainterPath>

#include "gui/canvas/label_places.hpp"
#include "gui/canvas/traffic.hpp"
#include "gui/topology.hpp"

namespace nines::gui {

class NodeItem;

class EdgeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 2 };
    EdgeItem(const EdgeView& view, NodeItem& from, NodeItem& to);

    [[nodiscard]] const EdgeView& view() const { return view_; }
    [[nodiscard]] NodeItem& from() const { return from_; }
    [[nodiscard]] NodeItem& to() const { return to_; }
    void show_state(const EdgeState& state);
    // Another edge goes the opposite way: the two are drawn apart.
    void set_curved(bool curved);
    // Takes its way anew: one of its nodes has moved.
    void follow();
    // The way of the arrow from its beginning to its tip, in scene coordinates.
    [[nodiscard]] const QPainterPath& way() const { return way_; }
    [[nodiscard]] const Track& track() const;

    // Where its label could stand, while it shows a label: `room` is how wide that becomes at least.
    [[nodiscard]] LabelWish label_wish(double room = 0.0) const;
    // Where it stands; nothing: only while the edge is pointed at or selected.
    void put_label(std::optional<QRectF> place);
    [[nodiscard]] std::optional<QRectF> label_place() const { return label_; }

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return bounds_; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;

private:
    [[nodiscard]] QString label() const;
    void paint_label(QPainter& p, bool noticed) const;

    EdgeView view_;
    NodeItem& from_;
    NodeItem& to_;
    QPainterPath way_;
    mutable Track track_;  // made when it is asked for
    std::optional<QRectF> label_;
    QPointF tip_, direction_;
    QRectF bounds_;
    bool curved_ = false, hovered_ = false;
};

}  // namespace nines::gui
