// Edits: what a person does to a scenario on the canvas or in a table. Each is one named step of the document; each
// returns false, with the reason told by the document, when it could not be done.
//
// Positions: as soon as one thing is placed by hand, the positions of all are written down, so that nothing moves that
// was not moved.
#pragma once

#include <QPointF>
#include <QString>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gui/document.hpp"
#include "gui/kinds.hpp"

namespace nines::gui {

using Moves = std::vector<std::pair<NodeId, QPointF>>;

// A name that no entry of the section has: the noun itself, or with a number.
[[nodiscard]] std::string free_name(const Document& d, const std::string& section, const std::string& wanted);
[[nodiscard]] bool is_name(const std::string& text);

bool move_nodes(Document& d, const Moves& moves, const QString& step = {});
bool pin_nodes(Document& d, const std::vector<NodeId>& nodes, bool pinned);
// Layered, from left to right; pinned nodes stay.
bool lay_out(Document& d);
// Says where nodes stand, "eu-west/a"; empty: no longer says it.
bool put_in_place(Document& d, const std::vector<NodeId>& nodes, const std::string& place);
bool set_collapsed(Document& d, const PlaceView& place, bool collapsed);
bool resize_place(Document& d, const PlaceView& place, QSizeF size);

std::optional<NodeId> add_node(Document& d, const Kind& kind, QPointF at);
// Nodes with every call to them, and the calls of the edges.
bool remove(Document& d, const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& edges);
// With every reference to it.
bool rename_node(Document& d, const NodeId& node, const std::string& name);

// Any entry of a dictionary, such as a policy or an endpoint, with every reference to it.
bool rename_entry(Document& d, const std::string& path, const std::string& name);

// Nodes as a text that can be pasted: their entries as they are written, with their comments and positions.
[[nodiscard]] std::string copy_nodes(const Document& d, const std::vector<NodeId>& nodes);
// Entries of a text of sections (services, clients, policies, ...), renamed where their names are taken. `at`: where
// the left upper corner of what is drawn comes to stand. What was added, or nothing when it could not be done.
[[nodiscard]] std::vector<NodeId> paste_nodes(Document& d, const QString& step, const std::string& text, QPointF at);

}  // namespace nines::gui
