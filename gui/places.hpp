// Places: the regions, zones and hosts of a scenario as frames around the nodes that stand in them.
//
// A zone may have thousands of hosts that nobody names: those are told by their number. A host that a node names is a
// frame.
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

// Every place that a node can be told to stand in: "eu-west", "eu-west/a", "eu-west/a/0", … An outer one before those
// in it; of hosts at most `most` a zone.
[[nodiscard]] QStringList place_names(const Type& root, const void* scenario, std::uint32_t most = 100);

// Where the scenario says how a place is drawn, "layout.places.eu-west.inside.a".
[[nodiscard]] std::string layout_path(const PlaceView& place);

// Whether a place is another or lies in it; every place lies in the empty one.
[[nodiscard]] bool lies_in(const std::string& place, const std::string& other);

// The field below a node that says where it stands, "replicas.in"; empty: there is none.
[[nodiscard]] std::string place_field(const Type& node);

}  // namespace nines::gui
