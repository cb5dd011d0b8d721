// Painting nodes: figure, name, detail, badges and state, from a value. Shared by the canvas, the palette's pictures
// and exports.
#pragma once

#include <QPointF>
#include <QString>

#include "gui/topology.hpp"

class QPainter;
class QPainterPath;
class QRectF;

namespace nines::gui {

struct NodeLook {
    bool selected = false;
    bool target = false;  // an edge that is being drawn would end here
    bool faded = false;   // outside the focus
    double scale = 1.0;   // pixels per unit: small nodes are painted without writing
};

// In the coordinates of the node: its face is (0, 0, node_width, node_height).
void paint_node(QPainter& p, const NodeView& view, const NodeLook& look);

// The mark of a state, 16 across.
void paint_health(QPainter& p, Health h, QPointF centre);

// The outline of a figure within a rectangle.
[[nodiscard]] QPainterPath outline(Figure figure, const QRectF& r);

// Name, problems, state and parts in words.
[[nodiscard]] QString node_tool_tip(const NodeView& view);

// The state in words: "degraded, load 80%, breaker open"; empty when nothing is known.
[[nodiscard]] QString in_words(const NodeState& state);

}  // namespace nines::gui
