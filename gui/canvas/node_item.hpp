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
    bool hovered_ = false, target_ = false;
};

}  // namespace nines::gui
