// NodeItem: paints one node from its view; never edits the document.
#pragma once

#include <QGraphicsItem>

#include "gui/topology.hpp"

namespace nines::gui {

class EdgeItem;

class NodeItem : public QGraphicsItem {
public:
    enum { Type = UserType + 1 };
    explicit NodeItem(const NodeView& view);

    [[nodiscard]] const NodeView& view() const { return view_; }
    void show(const NodeView& view);
    void show_state(const NodeState& state);

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

    // The outline of the node's figure, in its own coordinates.
    [[nodiscard]] static QRectF face() { return {0.0, 0.0, node_width, node_height}; }
    // From here an edge is drawn, while the cursor is over the node.
    [[nodiscard]] static QPointF handle() { return {node_width, node_height / 2.0}; }
    [[nodiscard]] bool is_on_handle(QPointF scene) const;
    // A place that is drawn as one box stands for the node; null: it is drawn itself.
    void set_stand_in(const QRectF* box);
    [[nodiscard]] QRectF outline_in_scene() const { return stand_in_.isNull() ? face().translated(pos()) : stand_in_; }
    void set_target(bool target);
    void set_faded(bool faded);

    // Where an edge to or from the direction of `towards` (scene) meets the outline.
    [[nodiscard]] QPointF port(QPointF towards) const;

    std::vector<EdgeItem*> edges;  // that begin or end here

protected:
    void hoverEnterEvent(QGraphicsSceneHoverEvent* event) override;
    void hoverLeaveEvent(QGraphicsSceneHoverEvent* event) override;
    QVariant itemChange(GraphicsItemChange change, const QVariant& value) override;

private:
    NodeView view_;
    QRectF stand_in_;
    bool hovered_ = false, target_ = false;
};

}  // namespace nines::gui
