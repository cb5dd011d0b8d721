// CanvasScene: the drawing of a topology. Shows values and sends intents; never edits the document.
//
// Dragging nodes snaps to the grid and to the edges and middles of other nodes (Ctrl: it does not); dragging from the
// handle at a node's right side draws an edge.
//
// A place is dragged by its head, with everything in it; a node that is dropped on another place goes there.
//
// Always: there is one item a node and one an edge of the topology shown last; what was selected stays selected when
// a topology with the same nodes comes.
#pragma once

#include <QGraphicsScene>
#include <QPointF>
#include <map>
#include <utility>
#include <vector>

#include "gui/topology.hpp"

namespace nines::gui {

class EdgeItem;
class NodeItem;
class PlaceItem;

class CanvasScene : public QGraphicsScene {
    Q_OBJECT
public:
    explicit CanvasScene(QObject* parent = nullptr);

    void show(const Topology& topology);
    // The state of nodes and edges, by their index in the topology shown; what is missing is unknown.
    void show_states(const std::vector<NodeState>& nodes, const std::vector<EdgeState>& edges);
    void clear_states() { show_states({}, {}); }

    [[nodiscard]] NodeItem* node(const NodeId& id) const;
    [[nodiscard]] const std::vector<NodeItem*>& nodes() const { return nodes_; }
    [[nodiscard]] const std::vector<EdgeItem*>& edges() const { return edges_; }
    [[nodiscard]] std::vector<NodeId> selected_nodes() const;
    [[nodiscard]] std::vector<EdgeItem*> selected_edges() const;
    void select(const NodeId& id);
    void select(const NodeId& from, const NodeId& to);  // an edge
    void select_all();
    // Everything but a node and its neighbours steps back; nothing does without a node.
    void focus_on(const NodeId* id);
    // The whole drawing, without what is around it.
    [[nodiscard]] QRectF content() const;

signals:
    void moved(const std::vector<std::pair<nines::gui::NodeId, QPointF>>& nodes);  // by the mouse, where to
    void opened(const nines::gui::NodeId& id);                                     // double click
    void moved_into(const std::vector<std::pair<nines::gui::NodeId, QPointF>>& nodes, const std::string& place);
    void place_clicked(const nines::gui::PlaceView& place);
    void place_resized(const nines::gui::PlaceView& place, QSizeF size);
    void place_opened(const nines::gui::PlaceView& place);  // double click on its head
    void connection_drawn(const nines::gui::NodeId& from, const nines::gui::NodeId& to);
    void connection_dropped(const nines::gui::NodeId& from, QPointF at);  // on nothing

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseMoveEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseReleaseEvent(QGraphicsSceneMouseEvent* event) override;
    void mouseDoubleClickEvent(QGraphicsSceneMouseEvent* event) override;

private:
    enum class Gesture : std::uint8_t { none, pressed, dragging, connecting, resizing };

    void fit_scene_rect();
    [[nodiscard]] NodeItem* node_at(QPointF scene) const;
    // Where the node that is dragged comes to stand, and the lines along which it stands with others.
    [[nodiscard]] QPointF snapped(QPointF wanted);
    void end_connecting();
    [[nodiscard]] PlaceItem* place_at(QPointF scene) const;
    void frame_anew();
    void label_edges();

    std::vector<NodeItem*> nodes_;  // as in the topology
    std::vector<EdgeItem*> edges_;
    std::vector<PlaceItem*> places_;
    Topology shown_;
    std::map<NodeId, NodeItem*> by_id_;

    Gesture gesture_ = Gesture::none;
    std::vector<std::pair<NodeItem*, QPointF>> dragged_;  // and where they were
    NodeItem* held_ = nullptr;                            // under the cursor when it was pressed
    NodeItem* target_ = nullptr;
    QPointF cursor_;
    std::vector<QLineF> guides_;
    std::vector<PlaceView> frames_;  // as they were when the drag began
    PlaceItem* resized_ = nullptr;
    PlaceItem* headed_ = nullptr;  // pressed on its head
    bool has_states_ = false;
};

}  // namespace nines::gui
