// Compound layout: a graph whose nodes stand in boxes that stand in boxes, laid out from the inside outward: every box
// by the layered layout of what is in it, then as one node of the box around it.
//
// Always: boxes hold what is theirs, with a margin; boxes side by side do not overlap; a pinned node keeps its place,
// and what would lie under it moves down. The same graph gives the same layout.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/layered_layout.hpp"

namespace nines {

inline constexpr std::uint32_t no_box = 0xffffffff;

struct CompoundGraph {
    std::uint32_t nodes = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
    std::vector<std::uint32_t> box_of_node;    // no_box: in none
    std::vector<std::uint32_t> box_of_box;     // a box stands before those in it
    std::vector<std::optional<Point>> pinned;  // of the nodes; empty: none
};

struct CompoundLayout {
    std::vector<Point> nodes;  // left upper corners
};

struct BoxMargins {
    double side = 24.0, top = 44.0, bottom = 24.0;
};

[[nodiscard]] CompoundLayout compound_layout(const CompoundGraph& g, const LayoutOptions& o, const BoxMargins& m = {});

}  // namespace nines
