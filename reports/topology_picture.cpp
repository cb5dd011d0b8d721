#include "reports/topology_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "models/broker_expansion.hpp"
#include "reports/call_graph.hpp"
#include "analysis/layered_layout.hpp"
#include "reports/markup.hpp"
#include "reports/number.hpp"
#include "reports/text_layout.hpp"

namespace nines {

namespace {

constexpr std::size_t detailed_up_to = 60;  // nodes
constexpr double margin = 16.0;
constexpr double page_width = 1040.0;

// What is worth a warning on an arc.
constexpr double failing_from = 0.001;
constexpr double label_room = 38.0;

// What the attempts of an arc's edges did together.
struct Traffic {
    double attempts = 0.0;  // a replication
    double failed = 0.0;
    [[nodiscard]] double share() const { return attempts > 0.0 ? failed / attempts : 0.0; }
};

class Picture {
public:
    explicit Picture(const ReportIndex& index)
        : index_(index),
          s_(with_brokers_as_services(index.report().scenario, Deliveries::to_consumers)),
          graph_(call_graph(s_)),
          detailed_(graph_.nodes.size() <= detailed_up_to) {
        if (!detailed_) o_ = {.node_height = 20, .node_width = 124, .gap = 6, .arc_gap = 3, .layer_gap = 70};
        std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
        for (const auto& a : graph_.arcs) arcs.emplace_back(a.from, a.to);
        const auto lay_out = [&] {
            layout_ = layered_layout(static_cast<std::uint32_t>(graph_.nodes.size()), arcs, o_);
        };
        lay_out();
        const auto layers = layout_.layers.empty() ? 1 : *std::ranges::max_element(layout_.layers) + 1;
        if (layers > 1 && layout_.width < page_width) {  // few layers: use the room, arcs and their labels need it
            o_.layer_gap = std::min(2.0 * o_.layer_gap, o_.layer_gap + (page_width - layout_.width) / (layers - 1));
            lay_out();
        }
        count_ends(arcs);
        measure_traffic();
    }

    std::string draw() {
        std::string arcs, nodes;
        for (std::size_t a = 0; a < graph_.arcs.size(); ++a) arcs += arc(a);
        for (std::size_t n = 0; n < graph_.nodes.size(); ++n) nodes += node(n);
        const double width = layout_.width + 2.0 * margin, height = layout_.height + 2.0 * margin + self_loops_;
        const auto words =
            fmt::format("{} and {} with {} between them; arrows point from caller to callee.",
                        show_number_of(s_.clients.size(), "client"), show_number_of(s_.services.size(), "service"),
                        show_number_of(graph_.arcs.size(), "connection"));
        return fmt::format(
            R"(<div class="topology{}" tabindex="0" role="group" aria-label="Topology, scrollable"><svg viewBox="0 0 {:.0f} {:.0f}" )"
            R"(style="width:{:.0f}px;min-width:{:.0f}px" role="img"><title>Topology</title><desc>{}</desc><defs>{}{}</defs>{}{}{}</svg></div>)",
            detailed_ ? "" : " large", width, height, width, detailed_ ? std::min(width, width * 0.72) : width,
            escape(words), arrow("arrow", "head"), arrow("arrow-failing", "head failing"), arcs, nodes, labels_);
    }

private:
    static std::string arrow(const char* id, const char* kind) {
        return fmt::format(
            R"(<marker id="{}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" )"
            R"(markerUnits="userSpaceOnUse" orient="auto"><path class="{}" d="M0 1L10 5L0 9Z"/></marker>)",
            id, kind);
    }

    void count_ends(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& arcs) {
        out_of_.assign(graph_.nodes.size(), 0);
        into_.assign(graph_.nodes.size(), 0);
        for (const auto& [from, to] : arcs) ++out_of_[from], ++into_[to];
    }

    void measure_traffic() {
        for (const auto& a : graph_.arcs) {
            Traffic t;
            for (const auto& edge : a.edges) {
                double attempts = index_.figure(Subject::edge, edge, "attempts").estimate;
                if (std::isnan(attempts)) attempts = index_.figure(Subject::edge, edge, "calls").estimate;
                if (std::isnan(attempts)) continue;
                t.attempts += attempts;
                for (const auto& c : index_.causes(Subject::edge, edge, "attempt_outcome."))
                    t.failed += attempts * c.share.estimate;
            }
            traffic_.push_back(t);
            most_ = std::max(most_, t.attempts);
        }
    }

    [[nodiscard]] Point at(std::uint32_t node) const {
        return {layout_.nodes[node].x + margin, layout_.nodes[node].y + margin};
    }

    // From one point to the next, level at both.
    [[nodiscard]] static std::string curve(Point from, Point to) {
        const double bend = std::max(24.0, std::abs(to.x - from.x) * 0.45) * (to.x >= from.x ? 1.0 : -1.0);
        return fmt::format("C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", from.x + bend, from.y, to.x - bend, to.y, to.x,
                           to.y);
    }

    std::string arc(std::size_t i) {
        const auto& a = graph_.arcs[i];
        const auto& t = traffic_[i];
        const bool failing = t.share() >= failing_from;
        const double middle = o_.node_height / 2.0;
        // An arc that closes a circle leaves to the left.
        const bool back = at(a.to).x < at(a.from).x;
        const Point from{at(a.from).x + (back ? 0.0 : o_.node_width), at(a.from).y + middle};
        const Point to{at(a.to).x + (back ? o_.node_width + 1.0 : -1.0), at(a.to).y + middle};
        std::string d = fmt::format("M{:.1f} {:.1f}", from.x, from.y);
        Point last = from;
        Point label{(from.x + to.x) / 2.0, (from.y + to.y) / 2.0};
        if (a.from == a.to) {
            const double below = at(a.from).y + o_.node_height + 14.0;
            d = fmt::format("M{0:.1f} {1:.1f}C{2:.1f} {3:.1f} {4:.1f} {3:.1f} {5:.1f} {6:.1f}", from.x - 20.0,
                            below - 14.0, from.x - 20.0, below + 8.0, to.x + 20.0, to.x + 24.0, below - 13.0);
            label = {at(a.from).x + o_.node_width / 2.0, below + 4.0};
            self_loops_ = 24.0;
        } else {
            const auto& route = layout_.routes[i];
            for (std::size_t p = 0; p < route.size(); ++p) {
                // Straight between the boxes that it passes, so that it does not run behind them.
                const Point middle_of_layer{route[p].x + margin, route[p].y + margin};
                const double half = (middle_of_layer.x < last.x ? -0.5 : 0.5) * o_.node_width;
                d += curve(last, {middle_of_layer.x - half, middle_of_layer.y});
                last = {middle_of_layer.x + half, middle_of_layer.y};
                d += fmt::format("H{:.1f}", last.x);
            }
            d += curve(last, to);
            // Beside the end that fewer arcs share, where they are apart.
            if (into_[a.to] > 1 && out_of_[a.from] == 1)
                label = {from.x + label_room, from.y};
            else if (out_of_[a.from] > 1)
                label = {to.x - label_room, to.y};
        }
        const double width =
            most_ > 0.0 && t.attempts > 0.0 ? std::max(1.0, 3.5 + std::log10(t.attempts / most_)) : 1.0;
        if (failing && detailed_)
            labels_ += fmt::format(R"(<text class="arc-label" x="{:.1f}" y="{:.1f}">{} fail</text>)", label.x,
                                   label.y - 4.0, show_short(t.share()));
        return fmt::format(R"svg(<path class="arc{}" style="stroke-width:{:.1f}" marker-end="url(#arrow{})" d="{}">)svg"
                           "<title>{}</title></path>",
                           failing ? " failing" : "", detailed_ ? width : 1.0, failing ? "-failing" : "", d,
                           escape(tooltip(i)));
    }

    [[nodiscard]] static std::string show_short(double share) {
        return share < 0.01 ? fmt::format("{:.1f}%", share * 100.0) : fmt::format("{:.0f}%", share * 100.0);
    }

    [[nodiscard]] std::string tooltip(std::size_t i) const {
        const auto& a = graph_.arcs[i];
        return fmt::format("{} to {}: {} attempts a replication, {} of them failed", graph_.nodes[a.from].name,
                           graph_.nodes[a.to].name, show_count(traffic_[i].attempts),
                           show(traffic_[i].share(), "share"));
    }

    std::string node(std::size_t n) const {
        const auto& node = graph_.nodes[n];
        const auto p = at(static_cast<std::uint32_t>(n));
        const auto box = fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.0f}" height="{:.0f}" rx="{}"/>)", p.x,
                                     p.y, o_.node_width, o_.node_height, node.client ? o_.node_height / 2.0 : 6.0);
        const double x = p.x + (node.client ? o_.node_width / 2.0 : 12.0);
        std::string inside;
        if (!detailed_) {
            const double left = node.client ? x : p.x + 6.0;
            inside = fmt::format(R"(<text class="name" x="{:.1f}" y="{:.1f}">{}</text>)", left, p.y + 14.0,
                                 escape_short(node.name, 18));
        } else {
            const bool is_long = text_width(node.name) > 16;  // in the larger letters
            inside = fmt::format(
                R"(<text class="name{}" x="{:.1f}" y="{:.1f}">{}</text><text class="detail" x="{:.1f}" y="{:.1f}">{}</text>)",
                is_long ? " long" : "", x, p.y + (node.client ? 27.0 : 21.0),
                escape_short(node.name, is_long ? 21 : 16), x, p.y + (node.client ? 45.0 : 38.0),
                escape_short(detail(node), 26));
            if (!node.client) inside += load(node.name, p);
        }
        return fmt::format(R"(<g class="node{}{}"><title>{}</title>{}{}</g>)", node.client ? " client" : "",
                           busy(node) ? " busy" : "", escape(node.name + ": " + detail(node)), box, inside);
    }

    [[nodiscard]] bool busy(const CallGraph::Node& n) const {
        return !n.client && index_.figure(Subject::service, n.name, "utilization").estimate > 0.8;
    }

    [[nodiscard]] std::string load(const std::string& service, Point p) const {
        const double share = index_.figure(Subject::service, service, "utilization").estimate;
        if (std::isnan(share)) return {};
        const double left = p.x + 12.0, top = p.y + o_.node_height - 16.0, width = o_.node_width - 62.0;
        return fmt::format(
            R"(<rect class="track" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="6"/><rect class="load" x="{:.1f}" )"
            R"(y="{:.1f}" width="{:.1f}" height="6"/><text class="detail end" x="{:.1f}" y="{:.1f}">{}</text>)",
            left, top, width, left, top, width * std::clamp(share, 0.0, 1.0), p.x + o_.node_width - 10.0, top + 7.0,
            show_short(share));
    }

    [[nodiscard]] std::string detail(const CallGraph::Node& n) const {
        if (n.client) {
            const auto& rate = index_.figure(Subject::client, n.name, "arrival_rate");
            return fmt::format("{} · {} good", show(rate.estimate, "per_second"),
                               show(index_.figure(Subject::client, n.name, "availability").estimate, "share"));
        }
        const auto* service = find(s_.services, n.name);
        const auto* database = find(s_.databases, n.name);
        if (service == nullptr && database == nullptr) return {};
        const auto& r = service != nullptr ? service->replicas : database->replicas;
        const auto workers =
            r.concurrency.unlimited() ? std::string{"unlimited"} : show_number_of(r.concurrency.count, "worker");
        return fmt::format("{} × {}{}", r.count, workers, zones(r));
    }

    // " · a b c": the zones that the replicas are spread over.
    [[nodiscard]] std::string zones(const Replicas& r) const {
        std::vector<std::string> all;
        const auto chosen = [&](const std::string& place) {
            return r.in.empty() || std::ranges::any_of(r.in, [&](const std::string& in) {
                       return in == place || place.starts_with(in + "/") || in.starts_with(place + "/");
                   });
        };
        for (const auto& [region, content] : s_.places)
            for (const auto& zone : content.zones)
                if (chosen(region + "/" + zone)) all.push_back(zone);
        if (all.empty()) return {};
        if (r.spread == Spread::none) all.resize(1);
        const auto used = std::min<std::size_t>(all.size(), r.count);
        if (used > 4) return fmt::format(" · {} zones", used);
        std::string out = " ·";
        for (std::size_t i = 0; i < used; ++i) out += " " + all[i];
        return out;
    }

    const ReportIndex& index_;
    const Scenario s_;  // brokers as services
    CallGraph graph_;
    bool detailed_;
    LayoutOptions o_;
    Layout layout_;
    std::vector<std::uint32_t> out_of_, into_;  // arcs of every node
    std::vector<Traffic> traffic_;              // of every arc
    double most_ = 0.0;                         // attempts of one arc
    double self_loops_ = 0.0;                   // room for them below
    std::string labels_;
};

}  // namespace

std::string draw_topology(const ReportIndex& index) {
    return index.report().scenario.services.empty() ? std::string{} : Picture{index}.draw();
}

}  // namespace nines
