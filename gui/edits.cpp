#include "gui/edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gui/entries.hpp"
#include "gui/places.hpp"
#include "gui/references.hpp"
#include "gui/tr.hpp"
#include "models/layout.hpp"
#include "scenarios/parameter_edit.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

std::string coordinate(double x) { return fmt::format("{}", std::lround(x)); }
std::string spot_text(QPointF at) { return fmt::format("{{ x: {}, y: {} }}", coordinate(at.x()), coordinate(at.y())); }

// Writes positions down: those that stand in the text are changed in place, the others are added.
Expected<SourceText> with_positions(const SourceText& s, const Type& root, const std::map<NodeId, QPointF>& spots) {
    std::vector<std::pair<Path, std::string>> changed;
    std::map<std::string, std::vector<std::pair<std::string, QPointF>>> added;
    for (const auto& [id, at] : spots) {
        const auto base = "layout." + id.path();
        const auto x = written_path(s.tree, root, base + ".x"), y = written_path(s.tree, root, base + ".y");
        if (x && y) {
            changed.emplace_back(*x, coordinate(at.x()));
            changed.emplace_back(*y, coordinate(at.y()));
        } else {
            added[id.kind].emplace_back(id.name, at);
        }
    }
    auto now = changed.empty() ? Expected<SourceText>{s} : replace_scalars(s, changed);
    for (const auto& [kind, entries] : added) {
        if (!now) return now;
        const auto path = "layout." + kind;
        const Node* section = stated(now->tree, root, path);
        if (section == nullptr || section->entries.empty()) {
            std::string lines;
            for (const auto& [name, at] : entries) lines += fmt::format("{}: {}\n", name, spot_text(at));
            if (stated(now->tree, root, "layout") == nullptr) {
                std::string indented;
                for (const auto& [name, at] : entries) indented += fmt::format("  {}: {}\n", name, spot_text(at));
                now = set_parameter_in(*now, root, "layout", kind + ":\n" + indented);
            } else {
                now = set_parameter_in(*now, root, path, lines);
            }
            continue;
        }
        for (const auto& [name, at] : entries) {
            if (!now) return now;
            const auto spot = path + "." + name;
            if (stated(now->tree, root, spot) == nullptr) {
                now = set_parameter_in(*now, root, spot, spot_text(at));
            } else {
                now = set_parameter_in(*now, root, spot + ".x", coordinate(at.x()));
                if (now) now = set_parameter_in(*now, root, spot + ".y", coordinate(at.y()));
            }
        }
    }
    return now;
}

// A spot with a position, when the place has none yet. Places in places stand where what they hold stands.
Expected<SourceText> with_spot(const SourceText& s, const Type& root, const PlaceView& place) {
    const auto path = layout_path(place);
    return !place.above.empty() || stated(s.tree, root, path) != nullptr
               ? Expected<SourceText>{s}
               : set_parameter_in(s, root, path, spot_text(place.frame.topLeft()));
}

// Whether the field at a path below a record is a list.
bool is_list(const Type& record, const std::string& path) {
    const Type* t = &record;
    for (const auto& part : parse_path(path)) {
        const Field* f = t->record().field(part.key);
        if (f == nullptr) return false;
        t = f->type->shape == Type::Shape::optional ? &f->type->element() : f->type;
    }
    return t->shape == Type::Shape::list;
}

bool has_layout(const Document& d) { return d.type().record().field("layout") != nullptr; }

// Where everything is, for what has no position in the text yet.
std::map<NodeId, QPointF> unplaced(const Document& d) {
    std::map<NodeId, QPointF> out;
    for (const auto& n : d.topology().nodes)
        if (!n.placed) out.emplace(n.id, n.at);
    return out;
}

// Descending, so that taking one out does not move the others.
bool later(const Path& a, const Path& b) {
    return std::ranges::lexicographical_compare(b, a, [](const PathPart& x, const PathPart& y) {
        return std::pair{x.key, x.index} < std::pair{y.key, y.index};
    });
}

// What has to go when a name that refers to something goes: the item of the list it stands in, or the field.
std::string what_goes_with(const std::string& reference, const std::string& record) {
    if (record.ends_with(']')) return record;
    return reference;
}

// References to a node from anywhere in the scenario.
std::vector<Reference> references_to(const Document& d, const NodeId& id) {
    const auto kind = kind_of(d, id.kind);
    const void* value = entry_of(d, id);
    std::vector<Reference> out;
    if (!kind || value == nullptr) return out;
    const auto homonyms =
        std::ranges::count_if(d.topology().nodes, [&](const auto& n) { return n.id.name == id.name; });
    for (auto& r : references_in(d.type(), d.value())) {
        if (node_part(r.text) != id.name || r.field->refers_to == "place" || r.field->refers_to == "policy" ||
            r.field->refers_to == "crew")
            continue;
        const bool meant = homonyms == 1 || r.field->refers_to == kind->noun ||
                           !names_offered(*kind, id.name, value, r.field->refers_to).empty();
        if (meant) out.push_back(std::move(r));
    }
    return out;
}

// Takes parameters out, the last first.
Expected<SourceText> without(const SourceText& s, const Type& root, const std::vector<std::string>& paths) {
    std::vector<Path> gone;
    std::vector<std::string> fields;
    for (const auto& p : paths) {
        const auto written = written_path(s.tree, root, p);
        if (!written) continue;
        if (written->back().key.empty() || written->size() <= 2)
            gone.push_back(*written);
        else
            fields.push_back(p);
    }
    Expected<SourceText> now{s};
    for (const auto& p : fields) {
        if (!now) return now;
        now = reset_parameter_in(*now, root, p);
    }
    std::ranges::sort(gone, later);
    for (std::size_t i = 0; i < gone.size(); ++i) {
        if (!now) return now;
        if (now->find(gone[i]) != nullptr && (i == 0 || gone[i] != gone[i - 1])) now = remove_value(*now, gone[i]);
    }
    return now;
}

}  // namespace

bool is_name(const std::string& text) {
    return !text.empty() && text.size() <= 100 && std::ranges::all_of(text, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
    });
}

std::string free_name(const Document& d, const std::string& section, const std::string& wanted) {
    std::string base = wanted;
    std::ranges::replace(base, ' ', '_');
    auto name = base;
    for (int i = 2; entry_of(d, {section, name}) != nullptr; ++i) name = fmt::format("{}{}", base, i);
    return name;
}

bool move_nodes(Document& d, const Moves& moves, const QString& step) {
    if (moves.empty() || !has_layout(d)) return false;
    auto spots = unplaced(d);
    for (const auto& [id, at] : moves) spots[id] = at;
    const auto name = !step.isEmpty()     ? step
                      : moves.size() == 1 ? tr("Move %1").arg(qt(moves.front().first.name))
                                          : tr("Move %1 things").arg(moves.size());
    return d.edit(name, [&](const SourceText& s) { return with_positions(s, d.type(), spots); });
}

bool pin_nodes(Document& d, const std::vector<NodeId>& nodes, bool pinned) {
    if (nodes.empty() || !has_layout(d)) return false;
    auto spots = unplaced(d);
    const auto name = (pinned ? tr("Pin %1") : tr("Unpin %1"))
                          .arg(nodes.size() == 1 ? qt(nodes.front().name) : tr("%1 things").arg(nodes.size()));
    return d.edit(name, [&](const SourceText& s) {
        auto now = with_positions(s, d.type(), spots);
        for (const auto& id : nodes) {
            if (!now) return now;
            const auto path = "layout." + id.path() + ".pinned";
            now = pinned ? set_parameter_in(*now, d.type(), path, "true") : reset_parameter_in(*now, d.type(), path);
        }
        return now;
    });
}

bool lay_out(Document& d) {
    const auto& t = d.topology();
    std::vector<bool> pinned;
    for (const auto& n : t.nodes) pinned.push_back(n.pinned);
    const auto layout = laid_out(t, pinned);
    Moves moves;
    for (std::size_t i = 0; i < t.nodes.size(); ++i)
        if (!t.nodes[i].pinned) moves.emplace_back(t.nodes[i].id, layout[i]);
    return move_nodes(d, moves, tr("Lay out"));
}

bool put_in_place(Document& d, const std::vector<NodeId>& nodes, const std::string& place) {
    const auto name =
        (place.empty() ? tr("Take %1 out of its place") : tr("Put %1 in %2"))
            .arg(nodes.size() == 1 ? qt(nodes.front().name) : tr("%1 things").arg(nodes.size()), qt(place));
    return d.edit(name, [&](const SourceText& s) {
        Expected<SourceText> now{s};
        for (const auto& id : nodes) {
            const auto kind = kind_of(d, id.kind);
            const auto field = kind ? place_field(*kind->type) : std::string{};
            if (field.empty() || !now) continue;
            const auto path = id.path() + "." + field;
            if (place.empty()) {
                now = reset_parameter_in(*now, d.type(), path);
                continue;
            }
            const bool list = is_list(*kind->type, field);
            now = set_parameter_in(*now, d.type(), path,
                                   list ? "[" + scalar_in_yaml(place) + "]" : scalar_in_yaml(place));
        }
        return now;
    });
}

bool set_collapsed(Document& d, const PlaceView& place, bool collapsed) {
    const auto base = layout_path(place);
    return d.edit((collapsed ? tr("Collapse %1") : tr("Expand %1")).arg(place.title), [&](const SourceText& s) {
        auto now = with_spot(s, d.type(), place);
        if (!now) return now;
        return collapsed ? set_parameter_in(*now, d.type(), base + ".collapsed", "true")
                         : reset_parameter_in(*now, d.type(), base + ".collapsed");
    });
}

bool resize_place(Document& d, const PlaceView& place, QSizeF size) {
    const auto base = layout_path(place);
    return d.edit(tr("Resize %1").arg(place.title), [&](const SourceText& s) {
        auto now = with_spot(s, d.type(), place);
        if (now) now = set_parameter_in(*now, d.type(), base + ".width", coordinate(size.width()));
        if (now) now = set_parameter_in(*now, d.type(), base + ".height", coordinate(size.height()));
        return now;
    });
}

std::optional<NodeId> add_node(Document& d, const Kind& kind, QPointF at) {
    const NodeId id{kind.section, free_name(d, kind.section, kind.noun)};
    auto spots = unplaced(d);
    spots[id] = at;
    const bool done = d.edit(tr("Add %1").arg(qt(id.name)), [&](const SourceText& s) {
        auto now = set_parameter_in(s, d.type(), id.path(), kind.starter);
        return now && has_layout(d) ? with_positions(*now, d.type(), spots) : now;
    });
    return done ? std::optional{id} : std::nullopt;
}

bool remove(Document& d, const std::vector<NodeId>& nodes, const std::vector<std::pair<NodeId, NodeId>>& edges) {
    if (nodes.empty() && edges.empty()) return false;
    std::vector<std::string> paths;
    const std::set<NodeId> gone(nodes.begin(), nodes.end());
    for (const auto& e : d.topology().edges) {
        const auto& from = d.topology().nodes[e.from].id;
        const auto& to = d.topology().nodes[e.to].id;
        if (gone.contains(from) || std::ranges::find(edges, std::pair{from, to}) == edges.end()) continue;
        for (const auto& c : e.calls) paths.push_back(what_goes_with(c.path, c.record));
    }
    for (const auto& id : nodes) {
        for (const auto& r : references_to(d, id)) {
            const auto owner = parse_path(r.path);
            if (owner.size() >= 2 && gone.contains({owner[0].key, owner[1].key})) continue;
            paths.push_back(what_goes_with(r.path, r.owner_path));
        }
        paths.push_back(id.path());
        if (has_layout(d)) paths.push_back("layout." + id.path());
    }
    const auto name = nodes.size() == 1  ? tr("Delete %1").arg(qt(nodes.front().name))
                      : nodes.size() > 1 ? tr("Delete %1 things").arg(nodes.size())
                      : edges.size() == 1
                          ? tr("Delete the call %1 → %2").arg(qt(edges[0].first.name), qt(edges[0].second.name))
                          : tr("Delete %1 calls").arg(edges.size());
    return d.edit(name, [&](const SourceText& s) { return without(s, d.type(), paths); });
}

bool rename_node(Document& d, const NodeId& node, const std::string& name) {
    if (name == node.name) return true;
    if (!is_name(name)) {
        emit d.refused(tr("\"%1\" is no name; names have 1 to 100 letters, digits, \"_\" and \"-\"").arg(qt(name)));
        return false;
    }
    const auto references = references_to(d, node);
    return d.edit(tr("Rename %1 to %2").arg(qt(node.name), qt(name)), [&](const SourceText& s) {
        std::vector<std::pair<Path, std::string>> names;
        for (const auto& r : references)
            if (const auto p = written_path(s.tree, d.type(), r.path))
                names.emplace_back(*p, name + r.text.substr(node.name.size()));
        auto now = names.empty() ? Expected<SourceText>{s} : replace_scalars(s, names);
        if (now) now = rename_key(*now, parse_path(node.path()), name);
        const auto spot = parse_path("layout." + node.path());
        if (now && now->find(spot) != nullptr) now = rename_key(*now, spot, name);
        return now;
    });
}

bool rename_entry(Document& d, const std::string& path, const std::string& name) {
    const auto parts = parse_path(path);
    if (parts.size() == 2 && kind_of(d, parts[0].key)) return rename_node(d, {parts[0].key, parts[1].key}, name);
    if (!is_name(name)) {
        emit d.refused(tr("\"%1\" is no name; names have 1 to 100 letters, digits, \"_\" and \"-\"").arg(qt(name)));
        return false;
    }
    // What it is called by: a policy by its name, an endpoint after its service's.
    const auto old = parts.back().key;
    const bool nested = parts.size() >= 4 && kind_of(d, parts[0].key).has_value();
    const auto from = nested ? parts[1].key + "." + old : old;
    const auto to = nested ? parts[1].key + "." + name : name;
    const Field* f = d.type().record().field(parts[0].key);
    const auto noun = f == nullptr ? std::string{} : noun_of(*f);
    return d.edit(tr("Rename %1 to %2").arg(qt(old), qt(name)), [&](const SourceText& s) {
        std::vector<std::pair<Path, std::string>> names;
        for (const auto& r : references_in(d.type(), d.value())) {
            const bool meant =
                nested ? r.text == from
                       : (r.field->refers_to == noun && r.text == from) ||
                             (r.field->refers_to == "place" && noun == "region" && node_part(r.text) == from);
            if (!meant) continue;
            if (const auto p = written_path(s.tree, d.type(), r.path))
                names.emplace_back(*p, to + r.text.substr(from.size()));
        }
        auto now = names.empty() ? Expected<SourceText>{s} : replace_scalars(s, names);
        const auto written = written_path(s.tree, d.type(), path);
        return now && written ? rename_key(*now, *written, name) : now;
    });
}

std::string copy_nodes(const Document& d, const std::vector<NodeId>& nodes) {
    std::map<std::string, std::vector<std::string>> sections;
    for (const auto& id : nodes) sections[id.kind].push_back(id.name);
    std::string out, layout;
    const SourceText s{d.text(), d.tree()};
    for (const Field& f : d.type().record().fields) {
        const auto section = sections.find(f.name);
        if (section == sections.end()) continue;
        out += f.name + ":\n";
        layout += "  " + f.name + ":\n";
        for (const auto& name : section->second) {
            const auto path = parse_path(f.name + "." + name);
            const auto* view = d.topology().find({f.name, name});
            if (s.find(path) == nullptr || view == nullptr) continue;
            layout += fmt::format("    {}: {}\n", name, spot_text(view->at));
            const auto text = as_written(s, path);
            if (text.find('\n') == std::string::npos) {
                out += fmt::format("  {}: {}\n", name, text);
                continue;
            }
            out += fmt::format("  {}:\n", name);
            for (auto rest = std::string_view{text}; !rest.empty();) {
                const auto end = std::min(rest.find('\n'), rest.size());
                out += (end == 0 ? "" : "    ") + std::string{rest.substr(0, end)} + "\n";
                rest.remove_prefix(std::min(rest.size(), end + 1));
            }
        }
    }
    return out + "layout:\n" + layout;
}

std::vector<NodeId> paste_nodes(Document& d, const QString& step, const std::string& text, QPointF at) {
    Document pasted{d.type(), [](const void*) { return Problems{}; }};
    pasted.start(text);
    std::vector<std::pair<std::string, std::string>> entries;  // section, name
    std::vector<NodeId> made;
    const auto take = [&] {
        entries.clear();
        for (const auto& [key, section] : pasted.tree().entries) {
            const Field* f = d.type().record().field(key.text);
            if (f == nullptr || f->type->shape != Type::Shape::dictionary || key.text == "layout") continue;
            for (const auto& [name, value] : section.entries) entries.emplace_back(key.text, name.text);
        }
    };
    take();
    for (const auto& [section, name] : entries) {
        const auto free = free_name(d, section, name);
        if (free == name) continue;
        if (pasted.topology().find({section, name}) == nullptr) continue;  // a policy of the same name is there already
        auto other = free;
        for (int i = 2; pasted.topology().find({section, other}) != nullptr; ++i) other = fmt::format("{}{}", free, i);
        rename_node(pasted, {section, name}, other);
    }
    take();
    double left = 1e9, top = 1e9;
    for (const auto& n : pasted.topology().nodes) {
        left = std::min(left, n.at.x());
        top = std::min(top, n.at.y());
    }
    auto spots = unplaced(d);
    for (const auto& n : pasted.topology().nodes) spots[n.id] = at + n.at - QPointF{left, top};
    const SourceText from{pasted.text(), pasted.tree()};
    const bool done = d.edit(step, [&](const SourceText& s) {
        Expected<SourceText> now{s};
        for (const auto& [section, name] : entries) {
            if (!now) return now;
            if (entry_of(d, {section, name}) != nullptr) continue;
            const auto path = section + "." + name;
            now = set_parameter_in(*now, d.type(), path, as_written(from, parse_path(path)));
        }
        return now && has_layout(d) ? with_positions(*now, d.type(), spots) : now;
    });
    if (done)
        for (const auto& n : pasted.topology().nodes) made.push_back(n.id);
    return made;
}

}  // namespace nines::gui
