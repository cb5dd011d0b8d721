// Connections: what an edge from one node to another could mean, by the descriptions alone, and which of it is legal
// now.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "gui/document.hpp"

namespace nines::gui {

// A reference that a node could make to another.
struct Connection {
    QString label;      // "browse → cart.get"
    std::string path;   // of what is set, or of the list that is added to
    std::string value;  // YAML
    bool append = false;
    QString why_not;  // what would be wrong; empty: it is legal
};
// With the legal ones first.
[[nodiscard]] std::vector<Connection> connections(const Document& d, const NodeId& from, const NodeId& to);
bool connect_nodes(Document& d, const Connection& c, const NodeId& from, const NodeId& to);

}  // namespace nines::gui
