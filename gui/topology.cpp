#include "gui/topology.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/compound_layout.hpp"
#include "gui/kinds.hpp"
#include "gui/places.hpp"
#include "gui/references.hpp"
#include "models/layout.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

// The text of a scalar, a choice, or a record that a bare value stands for; nothing for everything else.
std::optional<std::string> short_text(const Type& t, const void* value) {
    switch (t.shape) {
        case Type::Shape::scalar: return t.print(value);
        case Type::Shape::choice: return t.choices[t.chosen(value)];
        case Type::Shape::optional:
            return t.size(value) == 0 ? std::nullopt : short_text(t.element(), t.at(untyped(value), 0));
        case Type::Shape::record: {
            const Record& r = t.record();
            if (r.shorthand.empty()) return std::nullopt;
            const Field* f = r.field(r.shorthand);
            return short_text(*f->type, member(value, *f));
        }
        default: return std::nullopt;
    }
}

// The headlines of a record and of the records in it.
void collect_headlines(const Type& t, const void* value, QStringList& into, int depth = 0) {
    if (t.shape == Type::Shape::optional) {
        if (t.size(value) > 0) collect_headlines(t.element(), t.at(untyped(value), 0), into, depth);
        return;
    }
    if (t.shape != Type::Shape::record || depth > 3) return;
    for (const Field& f : t.record().fields) {
        const void* v = member(value, f);
        if (f.headline.empty()) {
            collect_headlines(*f.type, v, into, depth + 1);
        } else if (const auto text = short_text(*f.type, v); text && !text->empty()) {
            into << qt(f.headline).replace(QStringLiteral("{}"), qt(*text));
        }
    }
}

// What a record states that is not the default, for records without headlines.
QStringList stated_scalars(const Type& t, const void* value, const std::string& except, int most) {
    QStringList out;
    const auto base = t.make();
    for (const Field& f : t.record().fields) {
        if (f.name == except || out.size() == most) continue;
        const void* v = member(value, f);
        if (f.type->equal(v, member(base.get(), f))) continue;
        const auto text = short_text(*f.type, v);
        if (!text || text->empty()) continue;
        out << (f.type->shape == Type::Shape::record || (f.type->name == "text" && !f.refers_to.empty())
                    ? qt(*text)
                    : spoken(f.name) + QLatin1Char(' ') + qt(*text));
    }
    return out;
}

// The optional parts of a record that are there.
std::vector<Badge> parts_of(const Type& t, const void* value) {
    std::vector<Badge> out;
    for (const Field& f : t.record().fields) {
        if (f.type->shape != Type::Shape::optional || f.type->size(member(value, f)) == 0) continue;
        if (f.type->element().shape != Type::Shape::record) continue;
        out.push_back({spoken(f.name), qt(f.help)});
    }
    return out;
}

class Builder {
public:
    Builder(const Type& root, const void* scenario) : root_(root), scenario_(scenario) {}

    Topology build() {
        for (const Field& f : root_.record().fields)
            if (is_drawn_as_node(f)) add_nodes(f);
        std::uint32_t node = 0;
        for (const Field& f : root_.record().fields) {
            if (!is_drawn_as_node(f)) continue;
            const Type& t = *f.type;
            const void* all = member(scenario_, f);
            for (std::size_t i = 0; i < t.size(all); ++i, ++node)
                for (const auto& r : references_in(t.element(), t.at(untyped(all), i), out_.nodes[node].id.path()))
                    refer(node, r);
        }
        for (auto& e : out_.edges) finish(e);
        return std::move(out_);
    }

private:
    void add_nodes(const Field& f) {
        const Type& t = *f.type;
        const void* all = member(scenario_, f);
        for (std::size_t i = 0; i < t.size(all); ++i) {
            const void* value = t.at(untyped(all), i);
            NodeView n;
            n.id = {f.name, t.key(all, i)};
            n.noun = qt(noun_of(f));
            n.figure = f.figure;
            QStringList headlines;
            collect_headlines(t.element(), value, headlines);
            if (headlines.isEmpty()) headlines = stated_scalars(t.element(), value, {}, 2);
            n.detail = headlines.join(QStringLiteral(" · ")).replace(QStringLiteral("× · "), QStringLiteral("× "));
            n.badges = parts_of(t.element(), value);
            const auto number = static_cast<std::uint32_t>(out_.nodes.size());
            names_.emplace(n.id.name, number);
            out_.index.emplace(n.id, number);
            out_.nodes.push_back(std::move(n));
        }
    }

    // `target` is the name of a node, or begins with one: "cart.get", "cart/0".
    void refer(std::uint32_t from, const Reference& r) {
        if (r.text.empty() || r.field->refers_to == "place") return;
        const auto to = node_of(r);
        if (!to) return;
        const auto key = std::uint64_t{from} << 32 | *to;
        const auto [edge, fresh] = edges_.emplace(key, out_.edges.size());
        if (fresh) {
            auto& e = out_.edges.emplace_back();
            e.from = from;
            e.to = *to;
        }
        auto& e = out_.edges[edge->second];
        Call c{r.path, r.owner_path, r.text, {}};
        c.detail = stated_scalars(*r.owner_type, r.owner, r.field->name, 3).join(QStringLiteral(" · "));
        e.calls.push_back(std::move(c));
        for (const Field& f : r.owner_type->record().fields) {
            if (f.type->shape != Type::Shape::record) continue;
            const void* part = member(r.owner, f);
            if (const auto text = short_text(*f.type, part); text && !text->empty())
                add_badge(e, {qt(*text), spoken(f.name)});
            for (auto& badge : parts_of(*f.type, part)) add_badge(e, std::move(badge));
        }
    }
    static void add_badge(EdgeView& e, Badge badge) {
        if (std::ranges::find(e.badges, badge) == e.badges.end()) e.badges.push_back(std::move(badge));
    }

    // Names of different kinds may be equal: the one that the field speaks of is meant.
    [[nodiscard]] std::optional<std::uint32_t> node_of(const Reference& r) const {
        const auto [begin, end] = names_.equal_range(node_part(r.text));
        std::optional<std::uint32_t> found;
        for (auto it = begin; it != end; ++it) {
            const auto& n = out_.nodes[it->second];
            const bool meant = n.noun == qt(r.field->refers_to) || offers(n.id.kind, r.field->refers_to);
            if (meant) return it->second;
            if (n.figure != Figure::person && !found) found = it->second;
        }
        return found;
    }
    // Whether entries of a section hold named things of this noun: services hold endpoints.
    [[nodiscard]] bool offers(const std::string& kind, const std::string& noun) const {
        const Field* f = root_.record().field(kind);
        return std::ranges::any_of(f->type->element().record().fields, [&](const Field& part) {
            return part.type->shape == Type::Shape::dictionary && noun_of(part) == noun;
        });
    }

    static void finish(EdgeView& e) {
        QStringList names;
        for (const auto& c : e.calls) {
            const auto dot = c.target.find('.');
            const auto name = dot == std::string::npos ? QString{} : qt(c.target.substr(dot + 1));
            if (!name.isEmpty() && !names.contains(name)) names << name;
        }
        if (names.size() > 2) names = {names[0], QStringLiteral("+%1").arg(names.size() - 1)};
        e.label = names.join(QStringLiteral(", "));
    }

    const Type& root_;
    const void* scenario_;
    Topology out_;
    std::multimap<std::string, std::uint32_t, std::less<>> names_;
    std::map<std::uint64_t, std::size_t> edges_;
};

// The positions that stand in the scenario.
void read_positions(const Type& root, const void* scenario, Topology& t) {
    const Field* f = root.record().field("layout");
    if (f == nullptr || f->type != &type_of<DrawnAt>()) return;
    for (const auto& [kind, spots] : *static_cast<const DrawnAt*>(member(scenario, *f))) {
        for (const auto& [name, spot] : spots) {
            const auto node = t.index.find({kind, name});
            if (node == t.index.end()) continue;
            auto& n = t.nodes[node->second];
            n.at = {spot.x, spot.y};
            n.placed = true;
            n.pinned = spot.pinned;
        }
    }
}

// Nodes whose position is not in the scenario: where they were shown before; otherwise all of them by the layered
// layout, or the new ones below what is there.
void place_the_rest(Topology& t, const Positions& before) {
    std::vector<bool> known(t.nodes.size());
    for (std::size_t i = 0; i < t.nodes.size(); ++i) {
        auto& n = t.nodes[i];
        known[i] = n.placed;
        if (const auto it = before.find(n.id); !n.placed && it != before.end()) {
            n.at = it->second;
            known[i] = true;
        }
    }
    if (std::ranges::find(known, false) == known.end()) return;
    const auto layout = laid_out(t);
    double below = 0.0;
    for (std::size_t i = 0; i < t.nodes.size(); ++i)
        if (known[i]) below = std::max(below, t.nodes[i].at.y() + node_height + 36.0);
    double top = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < t.nodes.size(); ++i)
        if (!known[i]) top = std::min(top, layout[i].y());
    for (std::size_t i = 0; i < t.nodes.size(); ++i)
        if (!known[i]) t.nodes[i].at = {std::round(layout[i].x()), std::round(layout[i].y() - top + below)};
}

}  // namespace

const PlaceView* Topology::collapsed_around(const NodeView& node) const {
    if (node.place.empty()) return nullptr;
    for (const auto& p : places)
        if (p.collapsed && lies_in(node.place, p.path)) return &p;
    return nullptr;
}

std::vector<QPointF> laid_out(const Topology& t, const std::vector<bool>& fixed) {
    CompoundGraph g;
    g.nodes = static_cast<std::uint32_t>(t.nodes.size());
    for (const auto& e : t.edges) g.arcs.emplace_back(e.from, e.to);
    std::map<std::string, std::uint32_t> boxes;
    for (const auto& p : t.places) {
        const bool used = std::ranges::any_of(
            t.nodes, [&](const NodeView& n) { return !n.place.empty() && lies_in(n.place, p.path); });
        if (!used) continue;
        const auto above = boxes.find(p.above);
        g.box_of_box.push_back(above == boxes.end() ? no_box : above->second);
        boxes.emplace(p.path, static_cast<std::uint32_t>(boxes.size()));
    }
    g.pinned.resize(t.nodes.size());
    for (std::size_t i = 0; i < t.nodes.size(); ++i) {
        const auto box = boxes.find(t.nodes[i].place);
        g.box_of_node.push_back(box == boxes.end() ? no_box : box->second);
        if (i < fixed.size() && fixed[i]) g.pinned[i] = Point{t.nodes[i].at.x(), t.nodes[i].at.y()};
    }
    LayoutOptions o;
    o.node_width = node_width;
    o.node_height = node_height;
    o.gap = 36.0;
    o.layer_gap = 140.0;
    o.most_in_column = 14;
    const auto layout = compound_layout(g, o, {frame_side, frame_top, frame_bottom});
    std::vector<QPointF> out;
    for (const auto& p : layout.nodes) out.emplace_back(std::round(p.x / 10.0) * 10.0, std::round(p.y / 10.0) * 10.0);
    return out;
}

const NodeView* Topology::find(const NodeId& id) const {
    const auto it = index.find(id);
    return it == index.end() ? nullptr : &nodes[it->second];
}

void mark_problems(const Problems& problems, Topology& t) {
    const auto count = [](const Problem& p, unsigned& errors, unsigned& warnings) {
        if (p.severity == Problem::Severity::error) ++errors;
        if (p.severity == Problem::Severity::warning) ++warnings;
    };
    for (auto& n : t.nodes) n.errors = n.warnings = 0;
    for (auto& e : t.edges) e.errors = e.warnings = 0;
    std::map<std::string, std::size_t> edge_of;
    for (std::size_t e = 0; e < t.edges.size(); ++e)
        for (const auto& c : t.edges[e].calls) edge_of[c.path] = e;
    for (const auto& p : problems) {
        const auto dot = p.path.find('.');
        if (dot == std::string::npos) continue;
        const auto node = t.index.find(
            {p.path.substr(0, dot), p.path.substr(dot + 1, p.path.find_first_of(".[", dot + 1) - dot - 1)});
        if (node != t.index.end()) count(p, t.nodes[node->second].errors, t.nodes[node->second].warnings);
        if (const auto e = edge_of.find(p.path); e != edge_of.end())
            count(p, t.edges[e->second].errors, t.edges[e->second].warnings);
    }
}

Topology topology_of(const Type& root, const void* scenario, const Problems& problems, const Positions& before) {
    auto t = Builder{root, scenario}.build();
    read_positions(root, scenario, t);
    find_places(root, scenario, t);
    place_the_rest(t, before);
    frame_places(t);
    mark_problems(problems, t);
    return t;
}

}  // namespace nines::gui
