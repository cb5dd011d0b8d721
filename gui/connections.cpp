#include "gui/connections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gui/entries.hpp"
#include "gui/references.hpp"
#include "gui/tr.hpp"
#include "scenarios/parameter_edit.hpp"
#include "scenarios/reader.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

// What would be wrong with a scenario that is not wrong now.
QString new_problem(const Document& d, const SourceText& s) {
    Problems problems;
    std::map<std::string, Mark> marks;
    const auto value = d.type().make();
    read_value(s.tree, d.type(), value.get(), "", problems, marks);
    if (problems.empty()) problems = d.check(value.get());
    for (const auto& p : problems) {
        if (p.severity != Problem::Severity::error) continue;
        const bool old = std::ranges::any_of(d.problems(), [&](const Problem& q) { return q.message == p.message; });
        if (!old) return qt(p.message);
    }
    return {};
}

// Every place in a value where a reference of the right kind could be put.
class Places {
public:
    Places(const Kind& to, const std::string& name, const void* value, std::vector<Connection>& into)
        : to_(to), name_(name), value_(value), into_(into) {}

    void record(const Type& t, const void* value, const std::string& path, const QString& from) {
        const Record& r = t.record();
        for (const Field& f : r.fields) {
            const void* v = member(value, f);
            const auto here = path + "." + f.name;
            const Type& inner = f.type->shape == Type::Shape::optional ? f.type->element() : *f.type;
            const bool there = f.type->shape != Type::Shape::optional || f.type->size(v) > 0;
            switch (inner.shape) {
                case Type::Shape::scalar: scalar(r, f, inner, v, value, here, from); break;
                case Type::Shape::list: list(r, f, inner, value, here, from); break;
                case Type::Shape::dictionary:
                    for (std::size_t i = 0; there && i < inner.size(v); ++i)
                        if (inner.element().shape == Type::Shape::record)
                            record(inner.element(), inner.at(untyped(v), i), here + "." + inner.key(v, i),
                                   qt(inner.key(v, i)));
                    break;
                default: break;
            }
        }
    }

private:
    void scalar(const Record& r, const Field& f, const Type& inner, const void* v, const void* record,
                const std::string& path, const QString& from) {
        if (f.refers_to.empty() || inner.name != "text" || excluded(r, f, record)) return;
        const bool optional = f.type->shape == Type::Shape::optional;
        const bool empty = optional ? f.type->size(v) == 0 : inner.print(v).empty();
        if (!empty) return;
        for (const auto& name : offered(f.refers_to)) add(from, path, name, scalar_in_yaml(name), false);
    }

    // A list of records that each hold one reference, or of references themselves.
    void list(const Record& r, const Field& f, const Type& t, const void* record, const std::string& path,
              const QString& from) {
        const Type& e = t.element();
        if (e.shape == Type::Shape::scalar && !f.refers_to.empty())
            for (const auto& name : offered(f.refers_to)) add(from, path, name, scalar_in_yaml(name), true);
        if (e.shape != Type::Shape::record) return;
        for (const Field& g : e.record().fields) {
            if (g.refers_to.empty() || !identifies(e.record(), g)) continue;
            const auto old = alternative(r, f, g, record);
            const bool absent = f.type->shape == Type::Shape::optional && f.type->size(member(record, f)) == 0;
            if (old.empty() && absent && has_single(r, f, g)) continue;  // the single field does
            for (const auto& name : offered(g.refers_to)) {
                const auto item = fmt::format("{{ {}: {} }}", g.name, scalar_in_yaml(name));
                if (old.empty())
                    add(from, path, name, item, true);
                else
                    add(from, path, name, fmt::format("[{{ {}: {} }}, {}]", g.name, scalar_in_yaml(old), item), false);
            }
        }
    }

    // Whether a record is what it is by this field: it is required, or one of the alternatives.
    static bool identifies(const Record& r, const Field& g) {
        return g.required || std::ranges::any_of(r.exactly_one_of, [&](const auto& group) {
                   return std::ranges::find(group, g.name) != group.end();
               });
    }
    // Whether an alternative to the field is stated.
    static bool excluded(const Record& r, const Field& f, const void* record) {
        for (const auto& group : r.exactly_one_of) {
            if (std::ranges::find(group, f.name) == group.end()) continue;
            for (const auto& other : group) {
                const Field& o = *r.field(other);
                if (other != f.name && o.type->size != nullptr && o.type->size(member(record, o)) > 0) return true;
            }
        }
        return false;
    }
    // Whether the list is an alternative to a single field that refers to the same.
    static bool has_single(const Record& r, const Field& f, const Field& g) {
        return std::ranges::any_of(r.exactly_one_of, [&](const auto& group) {
            return std::ranges::find(group, f.name) != group.end() &&
                   std::ranges::any_of(group, [&](const auto& n) { return r.field(n)->refers_to == g.refers_to; });
        });
    }
    // What the single field says that the list is an alternative to.
    static std::string alternative(const Record& r, const Field& f, const Field& g, const void* record) {
        for (const auto& group : r.exactly_one_of) {
            if (std::ranges::find(group, f.name) == group.end()) continue;
            for (const auto& other : group) {
                const Field& o = *r.field(other);
                if (o.refers_to != g.refers_to || o.type->shape != Type::Shape::optional) continue;
                const void* v = member(record, o);
                if (o.type->size(v) > 0) return o.type->element().print(o.type->at(untyped(v), 0));
            }
        }
        return {};
    }
    [[nodiscard]] std::vector<std::string> offered(const std::string& noun) const {
        return names_offered(to_, name_, value_, noun);
    }
    void add(const QString& from, const std::string& path, const std::string& name, std::string value, bool append) {
        Connection c;
        c.label = from.isEmpty() ? qt(name) : from + QStringLiteral(" → ") + qt(name);
        c.path = path;
        c.value = std::move(value);
        c.append = append;
        into_.push_back(std::move(c));
    }

    const Kind& to_;
    const std::string& name_;
    const void* value_;
    std::vector<Connection>& into_;
};

Expected<SourceText> connected(const Document& d, const SourceText& s, const Connection& c) {
    if (!c.append) return set_parameter_in(s, d.type(), c.path, c.value);
    const Node* list = stated(s.tree, d.type(), c.path);
    return add_to_list_in(s, d.type(), c.path, list == nullptr ? 0 : list->items.size(), c.value);
}

}  // namespace

std::vector<Connection> connections(const Document& d, const NodeId& from, const NodeId& to) {
    std::vector<Connection> out;
    const auto from_kind = kind_of(d, from.kind), to_kind = kind_of(d, to.kind);
    const void* from_value = entry_of(d, from);
    const void* to_value = entry_of(d, to);
    if (!from_kind || !to_kind || from_value == nullptr || to_value == nullptr) return out;
    Places{*to_kind, to.name, to_value, out}.record(*from_kind->type, from_value, from.path(), {});
    constexpr std::size_t most_checked = 24;
    SourceText s{d.text(), d.tree()};
    for (std::size_t i = 0; i < out.size() && i < most_checked; ++i) {
        const auto made = connected(d, s, out[i]);
        out[i].why_not = made ? new_problem(d, *made) : qt(made.problems().front().message);
    }
    std::ranges::stable_partition(out, [](const Connection& c) { return c.why_not.isEmpty(); });
    return out;
}

bool connect_nodes(Document& d, const Connection& c, const NodeId& from, const NodeId& to) {
    return d.edit(tr("Connect %1 to %2").arg(qt(from.name), qt(to.name)),
                  [&](const SourceText& s) { return connected(d, s, c); });
}

}  // namespace nines::gui
