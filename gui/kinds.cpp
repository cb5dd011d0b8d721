#include "gui/kinds.hpp"

#include <algorithm>
#include <map>

#include "gui/references.hpp"
#include "scenarios/source_edit.hpp"

namespace nines::gui {

Node least_of(const Type& record, const std::string& alternative) {
    Node map;
    map.kind = Node::Kind::map;
    const Record& r = record.record();
    const auto needed = [&](const Field& f) {
        if (f.required || f.name == alternative) return true;
        return std::ranges::any_of(r.exactly_one_of, [&](const auto& group) {
            return group.front() == f.name && std::ranges::find(group, alternative) == group.end();
        });
    };
    for (const Field& f : r.fields) {
        if (!needed(f)) continue;
        const Type& type = f.type->shape == Type::Shape::optional ? f.type->element() : *f.type;
        Node key, value;
        key.kind = Node::Kind::scalar;
        key.text = f.name;
        value.kind = Node::Kind::scalar;
        const auto inner = type.make();
        switch (type.shape) {
            case Type::Shape::scalar: value.text = type.print(inner.get()); break;
            case Type::Shape::choice: value.text = type.choices[type.chosen(inner.get())]; break;
            case Type::Shape::list: value.kind = Node::Kind::list; break;
            case Type::Shape::record: value = least_of(type); break;
            default: value.kind = Node::Kind::map;
        }
        map.entries.emplace_back(std::move(key), std::move(value));
    }
    return map;
}

std::string singular(const std::string& plural) {
    if (plural.ends_with("ies")) return plural.substr(0, plural.size() - 3) + "y";
    if (plural.ends_with("sses") || plural.ends_with("xes")) return plural.substr(0, plural.size() - 2);
    if (plural.ends_with("s")) return plural.substr(0, plural.size() - 1);
    return plural;
}

QString spoken(std::string name) {
    // As the field writes them; everything else is a word.
    static const std::map<std::string, QString, std::less<>> abbreviations = {
        {"cpu", QStringLiteral("CPU")},   {"slo", QStringLiteral("SLO")},   {"slos", QStringLiteral("SLOs")},
        {"mtbf", QStringLiteral("MTBF")}, {"mttr", QStringLiteral("MTTR")}, {"rto", QStringLiteral("RTO")},
        {"rpo", QStringLiteral("RPO")},   {"ttl", QStringLiteral("TTL")}};
    if (const auto it = abbreviations.find(name); it != abbreviations.end()) return it->second;
    std::ranges::replace(name, '_', ' ');
    return QString::fromStdString(name);
}

bool is_drawn_as_node(const Field& f) {
    return f.type->shape == Type::Shape::dictionary && f.type->element().shape == Type::Shape::record &&
           f.figure != Figure::aside && f.figure != Figure::place;
}

std::string noun_of(const Field& f) { return f.noun.empty() ? spoken(singular(f.name)).toStdString() : f.noun; }

namespace {

Kind kind_of(const Field& f) {
    Kind k{f.name, noun_of(f), f.figure, {}, &f.type->element(), f.starter};
    k.help = QString::fromStdString(k.type->record().help.empty() ? f.help : k.type->record().help);
    if (k.starter.empty()) k.starter = on_lines(least_of(*k.type), 0);
    return k;
}

}  // namespace

std::vector<Kind> kinds_of(const Type& root) {
    std::vector<Kind> out;
    for (const Field& f : root.record().fields)
        if (is_drawn_as_node(f)) out.push_back(kind_of(f));
    return out;
}

std::vector<Kind> kinds_and_places_of(const Type& root) {
    auto out = kinds_of(root);
    for (const Field& f : root.record().fields)
        if (f.figure == Figure::place && f.type->shape == Type::Shape::dictionary) out.push_back(kind_of(f));
    return out;
}

std::vector<std::string> names_offered(const Kind& kind, const std::string& name, const void* value,
                                       const std::string& noun) {
    if (noun == kind.noun || noun == "component") return {name};
    std::vector<std::string> out;
    for (const Field& f : kind.type->record().fields) {
        if (f.type->shape != Type::Shape::dictionary || noun_of(f) != noun) continue;
        const void* entries = member(value, f);
        for (std::size_t i = 0; i < f.type->size(entries); ++i) out.push_back(name + "." + f.type->key(entries, i));
    }
    return out;
}

}  // namespace nines::gui
