#include "analysis/layered_layout.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nines {

namespace {

using Arcs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
using Index = std::uint32_t;

constexpr int ordering_sweeps = 12;
constexpr int position_sweeps = 16;
// Beyond this many points the arcs that span layers are drawn straight: nobody could follow them anyway.
constexpr std::size_t most_points = 20'000;

// Which arcs close a cycle, found depth first without recursion.
std::vector<bool> arcs_to_turn(Index nodes, const Arcs& arcs) {
    std::vector<std::vector<Index>> out(nodes);
    for (Index a = 0; a < arcs.size(); ++a) out[arcs[a].first].push_back(a);
    std::vector<bool> turned(arcs.size(), false);
    enum : std::uint8_t { unseen, open, done };
    std::vector<std::uint8_t> state(nodes, unseen);
    std::vector<std::pair<Index, std::size_t>> stack;  // node, next of its arcs
    for (Index root = 0; root < nodes; ++root) {
        if (state[root] != unseen) continue;
        stack.emplace_back(root, 0);
        state[root] = open;
        while (!stack.empty()) {
            auto& [node, next] = stack.back();
            if (next == out[node].size()) {
                state[node] = done;
                stack.pop_back();
                continue;
            }
            const auto arc = out[node][next++];
            const auto to = arcs[arc].second;
            if (state[to] == open)
                turned[arc] = true;
            else if (state[to] == unseen) {
                state[to] = open;
                stack.emplace_back(to, 0);
            }
        }
    }
    return turned;
}

// The longest path that ends at each node. REQUIRES: no cycle but of a node with itself.
std::vector<Index> longest_paths(Index nodes, const Arcs& arcs) {
    std::vector<std::vector<Index>> out(nodes);
    std::vector<Index> open(nodes, 0), layer(nodes, 0);
    for (const auto& [from, to] : arcs) {
        if (from == to) continue;
        out[from].push_back(to);
        ++open[to];
    }
    std::vector<Index> ready;
    for (Index n = 0; n < nodes; ++n)
        if (open[n] == 0) ready.push_back(n);
    while (!ready.empty()) {
        const auto n = ready.back();
        ready.pop_back();
        for (const auto to : out[n]) {
            layer[to] = std::max(layer[to], layer[n] + 1);
            if (--open[to] == 0) ready.push_back(to);
        }
    }
    return layer;
}

// Layers of points: the nodes, and a point for every layer that an arc passes.
struct Layers {
    std::vector<Index> layer;                       // of every point; the nodes come first
    std::vector<std::vector<Index>> order;          // points of every layer, from above
    std::vector<std::vector<Index>> before, after;  // neighbours in the layers beside
    std::vector<std::vector<Index>> passing;        // points of every arc
};

Layers make_layers(Index nodes, const Arcs& arcs, std::vector<Index> layer) {
    Layers l{.layer = std::move(layer), .order = {}, .before = {}, .after = {}, .passing = {}};
    std::size_t points = nodes;
    for (const auto& [from, to] : arcs)
        if (from != to) points += l.layer[to] - l.layer[from] - 1;
    const bool pass = points <= most_points;
    const auto join = [&](Index a, Index b) {
        l.after[a].push_back(b);
        l.before[b].push_back(a);
    };
    l.before.resize(nodes), l.after.resize(nodes), l.passing.resize(arcs.size());
    for (Index a = 0; a < arcs.size(); ++a) {
        const auto [from, to] = arcs[a];
        if (from == to) continue;
        Index last = from;
        for (Index k = l.layer[from] + 1; pass && k < l.layer[to]; ++k) {
            const auto point = static_cast<Index>(l.layer.size());
            l.layer.push_back(k);
            l.before.emplace_back(), l.after.emplace_back();
            l.passing[a].push_back(point);
            join(last, point);
            last = point;
        }
        join(last, to);
    }
    const auto deepest = l.layer.empty() ? 0 : *std::ranges::max_element(l.layer);
    l.order.resize(deepest + 1);
    for (Index p = 0; p < l.layer.size(); ++p) l.order[l.layer[p]].push_back(p);
    return l;
}

void reduce_crossings(Layers& l) {
    std::vector<double> place(l.layer.size());
    const auto number = [&](const std::vector<Index>& layer) {
        for (std::size_t i = 0; i < layer.size(); ++i)
            place[layer[i]] = (static_cast<double>(i) + 0.5) / static_cast<double>(layer.size());
    };
    for (const auto& layer : l.order) number(layer);
    std::vector<double> centre(l.layer.size());
    for (int sweep = 0; sweep < ordering_sweeps; ++sweep) {
        const bool down = sweep % 2 == 0;
        for (std::size_t k = 0; k < l.order.size(); ++k) {
            auto& layer = l.order[down ? k : l.order.size() - 1 - k];
            for (const auto p : layer) {
                const auto& beside = down ? l.before[p] : l.after[p];
                double sum = 0.0;
                for (const auto q : beside) sum += place[q];
                centre[p] = beside.empty() ? place[p] : sum / static_cast<double>(beside.size());
            }
            std::ranges::stable_sort(layer, [&](Index a, Index b) { return centre[a] < centre[b]; });
            number(layer);
        }
    }
}

// Into how many columns a layer is folded.
std::size_t columns_of(const std::vector<Index>& layer, Index nodes, const LayoutOptions& o) {
    const auto boxes = static_cast<std::size_t>(std::ranges::count_if(layer, [&](Index p) { return p < nodes; }));
    return std::max<std::size_t>(1, (boxes + o.most_in_column - 1) / o.most_in_column);
}

// Positions as near to the wanted ones as order and distances allow, in the sense of least squares: blocks of
// neighbours that want to overlap move to their mean (pool adjacent violators).
void place_apart(const std::vector<Index>& layer, const std::vector<double>& distance, std::vector<double>& y) {
    struct Block {
        double sum = 0.0;  // of what its points want, each less its offset within the block
        double count = 0.0;
        std::size_t first = 0;
        [[nodiscard]] double at() const { return sum / count; }
    };
    std::vector<double> offset(layer.size(), 0.0);
    for (std::size_t i = 1; i < layer.size(); ++i) offset[i] = offset[i - 1] + distance[i];
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        blocks.push_back({y[layer[i]] - offset[i], 1.0, i});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].at() >= blocks.back().at()) {
            const auto last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().count += last.count;
        }
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const auto end = b + 1 < blocks.size() ? blocks[b + 1].first : layer.size();
        for (std::size_t i = blocks[b].first; i < end; ++i) y[layer[i]] = blocks[b].at() + offset[i];
    }
}

double height_of(Index node, const LayoutOptions& o) { return o.sizes.empty() ? o.node_height : o.sizes[node].y; }
double width_of(Index node, const LayoutOptions& o) { return o.sizes.empty() ? o.node_width : o.sizes[node].x; }

// Middles of all points.
std::vector<double> vertical_positions(const Layers& l, Index nodes, const LayoutOptions& o) {
    std::vector<std::vector<double>> distance(l.order.size());
    std::vector<double> y(l.layer.size(), 0.0);
    const auto half = [&](Index p) { return p < nodes ? height_of(p, o) / 2.0 : 0.0; };
    for (std::size_t k = 0; k < l.order.size(); ++k) {
        const auto& layer = l.order[k];
        distance[k].assign(layer.size(), 0.0);
        for (std::size_t i = 1; i < layer.size(); ++i) {
            const bool both = layer[i] < nodes && layer[i - 1] < nodes;
            distance[k][i] = half(layer[i]) + half(layer[i - 1]) + (both ? o.gap : o.arc_gap);
            y[layer[i]] = y[layer[i - 1]] + distance[k][i];
        }
        // A folded layer takes its parts' room only; its nodes go beside each other in the same order.
        const auto fold = static_cast<double>(columns_of(layer, nodes, o));
        for (std::size_t i = 1; i < layer.size() && fold > 1.0; ++i) {
            distance[k][i] /= fold;
            y[layer[i]] = y[layer[i - 1]] + distance[k][i];
        }
        if (layer.empty()) continue;
        const double middle = (y[layer.front()] + y[layer.back()]) / 2.0;
        for (const auto p : layer) y[p] -= middle;
    }
    for (int sweep = 0; sweep < position_sweeps; ++sweep) {
        for (std::size_t i = 0; i < l.order.size(); ++i) {
            const auto k = sweep % 2 == 0 ? i : l.order.size() - 1 - i;
            for (const auto p : l.order[k]) {
                double sum = 0.0, weight = 0.0;
                const auto pull = [&](const std::vector<Index>& beside) {
                    for (const auto q : beside) {
                        const double w = p >= nodes && q >= nodes ? 8.0 : 1.0;  // long arcs are to be straight
                        sum += w * y[q];
                        weight += w;
                    }
                };
                pull(l.before[p]);
                pull(l.after[p]);
                if (weight > 0.0) y[p] = sum / weight;
            }
            place_apart(l.order[k], distance[k], y);
        }
    }
    return y;
}

// One column a layer, or several where it is too tall.
struct Columns {
    std::vector<double> x;  // of every point: its node's left side, or of a passing arc the middle of the layer
    double width = 0.0;
};

Columns make_columns(const Layers& l, Index nodes, const LayoutOptions& o, std::vector<double>& y) {
    Columns c{.x = std::vector<double>(l.layer.size(), 0.0)};
    for (const auto& layer : l.order) {
        std::vector<Index> boxes;
        for (const auto p : layer)
            if (p < nodes) boxes.push_back(p);
        const auto columns = columns_of(layer, nodes, o);
        const auto rows = (boxes.size() + columns - 1) / columns;
        if (columns > 1) {
            double tallest = 0.0;
            for (const auto p : boxes) tallest = std::max(tallest, height_of(p, o));
            const double pitch = tallest + o.gap;
            double middle = 0.0;
            for (const auto p : boxes) middle += y[p] / static_cast<double>(boxes.size());
            for (std::size_t i = 0; i < boxes.size(); ++i)
                y[boxes[i]] = middle + (static_cast<double>(i / columns) - static_cast<double>(rows - 1) / 2.0) * pitch;
        }
        double widest = boxes.empty() ? o.node_width : 0.0;
        for (const auto p : boxes) widest = std::max(widest, width_of(p, o));
        const double column = widest + o.gap;
        for (std::size_t i = 0; i < boxes.size(); ++i)
            c.x[boxes[i]] = c.width + static_cast<double>(i % columns) * column;
        const double layer_width = static_cast<double>(columns) * column - o.gap;
        for (const auto p : layer)
            if (p >= nodes) c.x[p] = c.width + layer_width / 2.0;
        c.width += layer_width + o.layer_gap;
    }
    c.width -= o.layer_gap;
    return c;
}

}  // namespace

Layout layered_layout(std::uint32_t nodes, const Arcs& given, const LayoutOptions& o) {
    Layout out;
    out.routes.resize(given.size());
    if (nodes == 0) return out;
    const auto turned = arcs_to_turn(nodes, given);
    auto arcs = given;
    for (std::size_t a = 0; a < arcs.size(); ++a)
        if (turned[a]) std::swap(arcs[a].first, arcs[a].second);
    auto layers = make_layers(nodes, arcs, longest_paths(nodes, arcs));
    reduce_crossings(layers);
    auto y = vertical_positions(layers, nodes, o);
    const auto columns = make_columns(layers, nodes, o, y);

    double top = 0.0, bottom = 0.0;
    for (Index p = 0; p < y.size(); ++p) {
        const double half = p < nodes ? height_of(p, o) / 2.0 : 0.0;
        top = p == 0 ? y[p] - half : std::min(top, y[p] - half);
        bottom = p == 0 ? y[p] + half : std::max(bottom, y[p] + half);
    }
    for (Index n = 0; n < nodes; ++n) out.nodes.push_back({columns.x[n], y[n] - height_of(n, o) / 2.0 - top});
    for (std::size_t a = 0; a < arcs.size(); ++a) {
        for (const auto p : layers.passing[a]) out.routes[a].push_back({columns.x[p], y[p] - top});
        if (turned[a]) std::ranges::reverse(out.routes[a]);
    }
    out.layers.assign(layers.layer.begin(), layers.layer.begin() + nodes);
    out.width = columns.width;
    out.height = bottom - top;
    return out;
}

}  // namespace nines
