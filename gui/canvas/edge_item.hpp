// EdgeItem: paints the calls from one node to another as one arrow with a label.
#pragma once

#include <QGraphicsItem>
#include <QPainterPath>

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

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return bounds_; }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    EdgeView view_;
    NodeItem& from_;
    NodeItem& to_;
    QPainterPath way_;
    QPointF tip_, direction_;
    QRectF bounds_;
    bool curved_ = false;
};

}  // namespace nines::gui
