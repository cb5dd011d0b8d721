// Who calls whom: the clients and services of a scenario, and the calls between them, as a graph.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/scenario.hpp"

namespace nines {

struct CallGraph {
    struct Node {
        std::string name;
        bool client = false;
    };
    struct Arc {
        std::uint32_t from = 0, to = 0;  // nodes
        std::vector<std::string> edges;  // as in the catalogue: "gateway.checkout -> cart.get"
    };
    std::vector<Node> nodes;  // clients first, in the order of the scenario
    std::vector<Arc> arcs;    // at most one from one node to another; by order of first appearance
};

[[nodiscard]] CallGraph call_graph(const Scenario& s);

}  // namespace nines
