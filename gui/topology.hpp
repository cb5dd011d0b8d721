// Topology: what the canvas and the table show, as plain values: nodes, the edges between them, and the places that
// hold them.
//
// Made from the description of the scenario's type alone: every dictionary of records at its top is a kind of node
// (unless its description says otherwise), and every name that refers to a node is an edge from the node in which it
// stands. A kind of model that is added to the scenario appears here without a change.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <QStringList>
#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "models/describe.hpp"
#include "models/problem.hpp"

namespace nines::gui {

// A node by the section of the scenario it stands in and its name: {"services", "gateway"}.
struct NodeId {
    std::string kind;
    std::string name;
    friend auto operator<=>(const NodeId&, const NodeId&) = default;
    [[nodiscard]] std::string path() const { return kind + "." + name; }
};

// States while a run is shown. The defaults mean that nothing is known, and nothing is drawn.
enum class Health : std::uint8_t { unknown, good, degraded, bad, down };
enum class BreakerState : std::uint8_t { none, closed, half_open, open };
inline constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

struct NodeState {
    Health health = Health::unknown;
    double load = not_known;        // share of the workers that are busy, 0 to 1
    double queue_fill = not_known;  // share of the queue's capacity, 0 to 1
    double queued = not_known;      // requests that wait, where the queue has no end
    BreakerState breaker = BreakerState::none;
    std::uint32_t replicas = 0;
    std::uint32_t failed = 0;  // of the replicas
    QString note;              // one short line below the name: "2 of 6 down"
    friend bool operator==(const NodeState&, const NodeState&) = default;
};

struct EdgeState {
    double traffic = not_known;  // attempts a second
    double failed = not_known;   // share of them, 0 to 1
    double share = not_known;    // of the busiest edge's traffic, 0 to 1: how thick it is drawn
    BreakerState breaker = BreakerState::none;
    QString note;
    friend bool operator==(const EdgeState&, const EdgeState&) = default;
};

// A part that is stated in a node or call and that changes how it behaves: "health check", "retry".
struct Badge {
    QString text;
    QString help;
    friend bool operator==(const Badge&, const Badge&) = default;
};

struct NodeView {
    NodeId id;
    QString noun;  // "service"
    Figure figure = Figure::box;
    QString detail;  // "6 × · 64 workers"
    std::vector<Badge> badges;
    QPointF at;
    bool placed = false;  // its position stands in the scenario
    bool pinned = false;
    std::string place;  // path of the place that holds all of it, "eu-west/a"; empty: none
    unsigned errors = 0, warnings = 0;
    NodeState state;
};

// One place in the scenario where a node refers to another.
struct Call {
    std::string path;    // of the name: "services.gateway.endpoints.browse.steps[1].call"
    std::string record;  // of what it stands in: "services.gateway.endpoints.browse.steps[1]"
    std::string target;  // "catalogue.page"
    QString detail;      // "careful · weight 9"
};

// All calls from one node to another.
struct EdgeView {
    std::uint32_t from = 0, to = 0;  // nodes
    std::vector<Call> calls;
    QString label;
    std::vector<Badge> badges;
    unsigned errors = 0, warnings = 0;
    EdgeState state;
};

// A place that holds nodes: a region, a zone in it, or a host in that.
struct PlaceView {
    std::string section;  // "places"
    std::string path;     // "eu-west", "eu-west/a", "eu-west/a/0"
    QString title;        // "eu-west", "zone a", "host 0"
    std::string above;    // the place around it; empty: none
    QRectF frame;         // around what it holds
    QSizeF least;         // as large as the scenario wants it; empty: as what it holds
    QString more;         // what else is in it and never drawn by itself: "4 hosts"
    QStringList chips;    // that, and the places in it that hold nothing of their own
    unsigned nodes = 0;
    bool placed = false;
    bool collapsed = false;  // drawn as one box
    bool hidden = false;     // in one that is

    [[nodiscard]] int depth() const { return static_cast<int>(std::ranges::count(path, '/')); }
};

struct Topology {
    std::vector<NodeView> nodes;    // in the order of the description, then of the scenario
    std::vector<EdgeView> edges;    // by order of first appearance; at most one from one node to another
    std::vector<PlaceView> places;  // an outer one before those in it
    std::map<NodeId, std::uint32_t> index;

    [[nodiscard]] const NodeView* find(const NodeId& id) const;
    // Whether it is within a place that is drawn as one box.
    [[nodiscard]] const PlaceView* collapsed_around(const NodeView& node) const;
};

inline constexpr double node_width = 184.0;
inline constexpr double node_height = 72.0;

// Where everything would stand by the layout of the graph: layers from left to right, places as boxes. Nodes of
// `fixed` keep their place.
[[nodiscard]] std::vector<QPointF> laid_out(const Topology& t, const std::vector<bool>& fixed = {});

using Positions = std::map<NodeId, QPointF>;

// `root` describes the scenario. Nodes without a position in it stay where they were shown `before`; new ones are
// placed by the layered layout.
[[nodiscard]] Topology topology_of(const Type& root, const void* scenario, const Problems& problems,
                                   const Positions& before = {});

// Counts the problems at the nodes and edges to which their paths lead.
void mark_problems(const Problems& problems, Topology& t);

}  // namespace nines::gui
