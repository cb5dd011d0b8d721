#include "gui/places.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "gui/kinds.hpp"
#include "gui/references.hpp"
#include "models/layout.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

const Field* places_of(const Type& root) {
    for (const Field& f : root.record().fields)
        if (f.figure == Figure::place && f.type->shape == Type::Shape::dictionary) return &f;
    return nullptr;
}

// The field that names the places in a place: its list of plain names.
const Field* inner_field(const Type& t) {
    for (const Field& f : t.record().fields)
        if (f.type->shape == Type::Shape::list && f.type->element().name == "text" && f.refers_to.empty()) return &f;
    return nullptr;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
    std::uint32_t n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional{n} : std::nullopt;
}

// What stands in every one of them by number: "hosts_per_zone" says how many hosts, beside a list of "zones".
struct Numbered {
    QString one, several;
    std::uint32_t count = 0;
};
Numbered numbered_in(const Type& t, const void* value, const std::string& inner) {
    const auto ending = "_per_" + singular(inner);
    for (const Field& f : t.record().fields) {
        if (!f.name.ends_with(ending) || f.type->shape != Type::Shape::scalar) continue;
        const auto things = f.name.substr(0, f.name.size() - ending.size());
        return {spoken(singular(things)), spoken(things), whole_number(f.type->print(member(value, f))).value_or(0)};
    }
    return {};
}

struct Inner {
    QString noun;
    std::vector<std::string> names;
    Numbered numbered;
};
Inner inner_places(const Type& t, const void* value) {
    Inner out;
    const Field* f = inner_field(t);
    if (f == nullptr) return out;
    out.noun = spoken(singular(f->name));
    const void* list = member(value, *f);
    for (std::size_t i = 0; i < f->type->size(list); ++i)
        out.names.push_back(f->type->element().print(f->type->at(untyped(list), i)));
    out.numbered = numbered_in(t, value, f->name);
    return out;
}

// The smallest place that holds both.
std::string common(const std::string& a, const std::string& b) {
    std::string out;
    std::size_t i = 0;
    while (i <= a.size() && i <= b.size()) {
        const auto ea = std::min(a.find('/', i), a.size()), eb = std::min(b.find('/', i), b.size());
        if (a.substr(i, ea - i) != b.substr(i, eb - i)) break;
        out = a.substr(0, ea);
        if (ea == a.size() || eb == b.size()) break;
        i = ea + 1;
    }
    return out;
}

// How a place is drawn, by its path; null: the scenario does not say.
const Spot* spot_of(const Type& root, const void* scenario, const PlaceView& place) {
    const Field* f = root.record().field("layout");
    if (f == nullptr || f->type != &type_of<DrawnAt>()) return nullptr;
    const auto* spots = find(*static_cast<const DrawnAt*>(member(scenario, *f)), place.section);
    const Spot* spot = nullptr;
    for (auto rest = std::string_view{place.path}; spots != nullptr;) {
        const auto slash = std::min(rest.find('/'), rest.size());
        spot = find(*spots, rest.substr(0, slash));
        if (spot == nullptr || slash == rest.size()) return spot;
        spots = &spot->inside;
        rest.remove_prefix(slash + 1);
    }
    return nullptr;
}

// The places that a node's fields name.
std::vector<std::string> named_places(const Type& root, const void* scenario, const NodeId& id) {
    const Field* f = root.record().field(id.kind);
    const void* entries = member(scenario, *f);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < f->type->size(entries); ++i) {
        if (f->type->key(entries, i) != id.name) continue;
        for (const auto& r : references_in(f->type->element(), f->type->at(untyped(entries), i)))
            if (r.field->refers_to == "place" && !r.text.empty()) out.push_back(r.text);
    }
    return out;
}

std::string find_place_field(const Type& t, const std::string& path, int depth) {
    for (const Field& f : t.record().fields) {
        const auto here = path.empty() ? f.name : path + "." + f.name;
        if (f.refers_to == "place") return here;
        if (f.type->shape == Type::Shape::record && depth < 3)
            if (auto found = find_place_field(*f.type, here, depth + 1); !found.empty()) return found;
    }
    return {};
}

}  // namespace

bool lies_in(const std::string& place, const std::string& other) {
    return other.empty() || place == other || place.starts_with(other + "/");
}

std::string place_field(const Type& node) { return find_place_field(node, {}, 0); }

std::string layout_path(const PlaceView& place) {
    std::string out = "layout." + place.section + ".";
    for (const char c : place.path) c == '/' ? out += ".inside." : out += c;
    return out;
}

QStringList place_names(const Type& root, const void* scenario, std::uint32_t most) {
    QStringList out;
    const Field* section = places_of(root);
    if (section == nullptr) return out;
    const void* all = member(scenario, *section);
    for (std::size_t i = 0; i < section->type->size(all); ++i) {
        const auto region = qt(section->type->key(all, i));
        out << region;
        const auto inner = inner_places(section->type->element(), section->type->at(untyped(all), i));
        for (const auto& name : inner.names) {
            const auto zone = region + QLatin1Char('/') + qt(name);
            out << zone;
            for (std::uint32_t n = 0; n < std::min(inner.numbered.count, most) && inner.numbered.count > 1; ++n)
                out << zone + QLatin1Char('/') + QString::number(n);
        }
    }
    return out;
}

namespace {

void add_place(const Type& root, const void* scenario, PlaceView p, Topology& t) {
    if (const auto* spot = spot_of(root, scenario, p)) {
        p.frame.moveTopLeft({spot->x, spot->y});
        p.least = {spot->width.value_or(0.0), spot->height.value_or(0.0)};
        p.collapsed = spot->collapsed;
        p.placed = true;
    }
    t.places.push_back(std::move(p));
}

// The hosts of a zone that some node names, in their order.
void add_numbered(const Type& root, const void* scenario, const PlaceView& zone, const Numbered& numbered,
                  const std::set<std::string>& named, Topology& t) {
    const auto before = zone.path + "/";
    std::set<std::uint32_t> numbers;
    for (auto it = named.lower_bound(before); it != named.end() && it->starts_with(before); ++it)
        if (const auto n = whole_number(std::string_view{*it}.substr(before.size())); n && *n < numbered.count)
            numbers.insert(*n);
    for (const auto n : numbers) {
        PlaceView host;
        host.section = zone.section;
        host.path = before + std::to_string(n);
        host.title = numbered.one + QLatin1Char(' ') + QString::number(n);
        host.above = zone.path;
        add_place(root, scenario, std::move(host), t);
    }
}

}  // namespace

void find_places(const Type& root, const void* scenario, Topology& t) {
    const Field* section = places_of(root);
    if (section == nullptr) return;
    const void* all = member(scenario, *section);
    const Type& e = section->type->element();
    const auto count = section->type->size(all);
    std::vector<std::vector<std::string>> by_node;
    std::set<std::string> named;
    for (const auto& n : t.nodes) {
        by_node.push_back(named_places(root, scenario, n.id));
        named.insert(by_node.back().begin(), by_node.back().end());
    }
    for (std::size_t i = 0; i < count; ++i) {
        PlaceView p;
        p.section = section->name;
        p.path = section->type->key(all, i);
        p.title = qt(p.path);
        const auto region = p.path;
        add_place(root, scenario, std::move(p), t);
        const auto inner = inner_places(e, section->type->at(untyped(all), i));
        for (const auto& name : inner.names) {
            PlaceView zone;
            zone.section = section->name;
            zone.path = region + "/" + name;
            zone.title = inner.noun + QLatin1Char(' ') + qt(name);
            zone.above = region;
            if (inner.numbered.count > 1)
                zone.more = QString::number(inner.numbered.count) + QLatin1Char(' ') + inner.numbered.several;
            add_place(root, scenario, zone, t);
            add_numbered(root, scenario, zone, inner.numbered, named, t);
        }
    }
    for (std::size_t i = 0; i < t.nodes.size(); ++i) {
        auto& n = t.nodes[i];
        std::optional<std::string> place;
        for (const auto& one : by_node[i]) place = place ? common(*place, one) : one;
        if (!place) place = count == 1 && n.figure != Figure::person ? section->type->key(all, 0) : std::string{};
        // In the smallest place that is drawn: where a zone has one host, that host is the zone.
        while (!place->empty() && std::ranges::find(t.places, *place, &PlaceView::path) == t.places.end()) {
            const auto slash = place->rfind('/');
            place = slash == std::string::npos ? std::string{} : place->substr(0, slash);
        }
        n.place = *place;
    }
}

void frame_places(Topology& t) {
    double below = 0.0;
    for (const auto& n : t.nodes) below = std::max(below, n.at.y() + node_height + 2.0 * frame_bottom + frame_top);
    for (std::size_t i = t.places.size(); i-- > 0;) {
        auto& p = t.places[i];
        QRectF r;
        p.nodes = 0;
        for (const auto& n : t.nodes) {
            if (!lies_in(n.place, p.path) || n.place.empty()) continue;
            ++p.nodes;
            if (n.place == p.path) r = r.united({n.at, QSizeF{node_width, node_height}});
        }
        for (const auto& inner : t.places)
            if (inner.above == p.path && inner.nodes > 0) r = r.united(inner.frame);
        if (p.nodes > 0) {
            p.frame = r.adjusted(-frame_side, -frame_top, frame_side, frame_bottom);
        } else {
            const QPointF at = p.placed ? p.frame.topLeft() : QPointF{0.0, below};
            p.frame = {at, QSizeF{node_width + 2.0 * frame_side, node_height + frame_top + frame_bottom}};
        }
        p.frame.setSize(p.frame.size().expandedTo(p.least));
        if (p.collapsed) p.frame.setSize({node_width, node_height});
    }
    // Zones that hold nothing of their own are named in the head of their region.
    for (auto& p : t.places) {
        p.chips.clear();
        if (!p.more.isEmpty()) p.chips << p.more;
        for (const auto& inner : t.places)
            if (inner.above == p.path && inner.nodes == 0) p.chips << qt(inner.path.substr(p.path.size() + 1));
        p.hidden = std::ranges::any_of(t.places, [&](const PlaceView& around) {
            return around.collapsed && around.path != p.path && lies_in(p.path, around.path);
        });
    }
}

}  // namespace nines::gui
