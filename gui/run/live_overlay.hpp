// Live overlay: what the canvas shows of a running replication, from its live state. Plain values; no painting.
//
// A node of the topology is the service or client of its name; an edge stands for all calls between its two ends.
#pragma once

#include <QCoreApplication>
#include <cstdint>
#include <vector>

#include "gui/topology.hpp"
#include "models/live_state.hpp"

namespace nines::gui {

struct Overlay {
    std::vector<NodeState> nodes;  // as in the topology
    std::vector<EdgeState> edges;
};

class LiveOverlay {
    Q_DECLARE_TR_FUNCTIONS(nines::gui::LiveOverlay)
public:
    LiveOverlay() = default;
    LiveOverlay(const Topology& topology, const LiveNames& names);

    [[nodiscard]] Overlay show(const LiveState& state, const LiveRates& lately) const;

private:
    struct NodeSource {
        std::uint32_t service = none;
        std::uint32_t client = none;
    };
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    std::vector<NodeSource> nodes_;
    std::vector<std::vector<std::uint32_t>> edges_;  // of the model, by edge of the topology
};

// From when on what is a warning. Shares of requests.
inline constexpr double few_failures = 0.001;
inline constexpr double many_failures = 0.05;
inline constexpr double nearly_full = 0.8;

// What each mark on the canvas means, for the legend.
struct LegendEntry {
    QString mark;  // a name for the painter: "good", "degraded", "bad", "down", "load", "queue", "breaker", "traffic",
                   // "marks"
    QString meaning;
};
[[nodiscard]] std::vector<LegendEntry> legend();

}  // namespace nines::gui
