// Places: the regions and zones of a scenario as frames around the nodes that stand in them.
//
// A node stands in the smallest place that holds all that its fields say about where it is; one that says nothing
// stands in the only region there is, if it has replicas at all (clients stand outside).
#pragma once

#include <QRectF>
#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "gui/topology.hpp"

namespace nines::gui {

inline constexpr double frame_side = 24.0, frame_top = 46.0, frame_bottom = 24.0;

// Fills the topology's places, and the place of every node.
void find_places(const Type& root, const void* scenario, Topology& t);

// Frames around the nodes as they stand now. Places without nodes keep the frame they have.
void frame_places(Topology& t);

// Whether a place is another or lies in it; every place lies in the empty one.
[[nodiscard]] bool lies_in(const std::string& place, const std::string& other);

// The field below a node that says where it stands, "replicas.in"; empty: there is none.
[[nodiscard]] std::string place_field(const Type& node);

}  // namespace nines::gui
