// Layered layout of a directed graph, after Sugiyama, Tagawa and Toda (1981): nodes in layers from left to right so
// that arcs point to the right where they can, few crossings, and straight lines where there is room.
//
// Cycles are broken by turning the arcs that close them; a layer is as far right as the longest path to it; long arcs
// pass through every layer between at a point of their own; crossings are reduced by ordering each layer by the
// barycentre of its neighbours; then positions follow the neighbours as closely as the order allows. Layers that are
// too tall for the picture are folded into several columns. The same graph gives the same layout. Linear in the number
// of points, a fixed number of sweeps.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace nines {

struct Point {
    double x = 0.0, y = 0.0;
};

struct LayoutOptions {
    double node_height = 64.0;
    double node_width = 170.0;
    double gap = 22.0;      // between nodes of a layer
    double arc_gap = 12.0;  // between a passing arc and what is beside it
    double layer_gap = 90.0;
    std::uint32_t most_in_column = 40;
    std::vector<Point> sizes = {};  // width and height of every node, instead of node_width and node_height
};

struct Layout {
    std::vector<Point> nodes;                // left upper corners
    std::vector<std::vector<Point>> routes;  // of every arc: where it passes between its ends, from its `from` on
    std::vector<std::uint32_t> layers;       // of the nodes
    double width = 0.0, height = 0.0;
};

// Arcs are pairs of node indices below `nodes`; those from a node to itself have no route.
[[nodiscard]] Layout layered_layout(std::uint32_t nodes,
                                    const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs,
                                    const LayoutOptions& o = {});

}  // namespace nines
