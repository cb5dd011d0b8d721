#include "gui/places.hpp"

#include <algorithm>
#include <optional>

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

// The names of the places in a place: its list of plain names.
std::vector<std::string> inner_names(const Type& t, const void* value) {
    std::vector<std::string> out;
    for (const Field& f : t.record().fields) {
        if (f.type->shape != Type::Shape::list || f.type->element().name != "text" || !f.refers_to.empty()) continue;
        const void* list = member(value, f);
        for (std::size_t i = 0; i < f.type->size(list); ++i)
            out.push_back(f.type->element().print(f.type->at(untyped(list), i)));
        break;
    }
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

const Spot* spot_of(const Type& root, const void* scenario, const std::string& kind, const std::string& name) {
    const Field* f = root.record().field("layout");
    if (f == nullptr || f->type != &type_of<DrawnAt>()) return nullptr;
    const auto* spots = find(*static_cast<const DrawnAt*>(member(scenario, *f)), kind);
    return spots == nullptr ? nullptr : find(*spots, name);
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

void find_places(const Type& root, const void* scenario, Topology& t) {
    const Field* section = places_of(root);
    if (section == nullptr) return;
    const void* all = member(scenario, *section);
    const Type& e = section->type->element();
    const auto count = section->type->size(all);
    for (std::size_t i = 0; i < count; ++i) {
        PlaceView p;
        p.section = section->name;
        p.path = section->type->key(all, i);
        p.title = qt(p.path);
        const void* value = section->type->at(untyped(all), i);
        if (const auto* spot = spot_of(root, scenario, section->name, p.path)) {
            p.frame.moveTopLeft({spot->x, spot->y});
            p.least = {spot->width.value_or(0.0), spot->height.value_or(0.0)};
            p.collapsed = spot->collapsed;
            p.placed = true;
        }
        const auto region = p.path;
        t.places.push_back(p);
        for (const auto& name : inner_names(e, value)) {
            PlaceView inner;
            inner.section = section->name;
            inner.path = region + "/" + name;
            inner.title = qt(name);
            inner.above = region;
            t.places.push_back(std::move(inner));
        }
    }
    for (auto& n : t.nodes) {
        const Field* f = root.record().field(n.id.kind);
        const void* entries = member(scenario, *f);
        std::optional<std::string> place;
        for (std::size_t i = 0; i < f->type->size(entries); ++i) {
            if (f->type->key(entries, i) != n.id.name) continue;
            for (const auto& r : references_in(f->type->element(), f->type->at(untyped(entries), i))) {
                if (r.field->refers_to != "place" || r.text.empty()) continue;
                place = place ? common(*place, r.text) : r.text;
            }
        }
        if (!place) place = count == 1 && n.figure != Figure::person ? section->type->key(all, 0) : std::string{};
        // A host's place is its zone, the smallest that is drawn.
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
        for (const auto& inner : t.places)
            if (inner.above == p.path && inner.nodes == 0) p.chips << inner.title;
    }
}

}  // namespace nines::gui
