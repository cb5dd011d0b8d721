// What can be broken by hand at a node of the canvas, or anywhere, as faults ready to be injected.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "gui/topology.hpp"
#include "models/scenario.hpp"

namespace nines::gui {

struct BreakChoice {
    QString group;  // "Kill", "Slow down", ...
    QString label;  // "gateway, all replicas"
    Fault fault;
};

// At a node when there is one, else what the whole design offers: zones and the network between them.
[[nodiscard]] std::vector<BreakChoice> break_choices(const Scenario& s, const std::optional<NodeId>& node,
                                                     Duration lasting);

}  // namespace nines::gui
