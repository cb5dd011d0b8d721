#include "scenarios/parameter_edit.hpp"

#include <algorithm>
#include <optional>

namespace nines {

namespace {

const Type& without_optional(const Type& t) {
    return t.shape == Type::Shape::optional ? without_optional(t.element()) : t;
}

const Field* shorthand_of(const Record& r) { return r.shorthand.empty() ? nullptr : r.field(r.shorthand); }

Node scalar_node(const std::string& text) {
    Node n;
    n.kind = Node::Kind::scalar;
    n.text = text;
    return n;
}

// A step of a walk down types and nodes at once.
struct Level {
    const Type* type = nullptr;   // without optional
    const Type* outer = nullptr;  // as the field has it
    const Field* field = nullptr;
    Path path;                       // of the node
    const Node* node = nullptr;      // null: not stated
    bool through_shorthand = false;  // its node is that of the record above
};

class Walk {
public:
    Walk(const Node& tree, const Type& root) { levels_.push_back({&root, &root, nullptr, {}, &tree, false}); }

    [[nodiscard]] const std::vector<Level>& levels() const { return levels_; }
    [[nodiscard]] const Level& last() const { return levels_.back(); }

    // Goes one part further. False when there is no such parameter.
    bool down(const PathPart& part) {
        for (;;) {
            const Level& here = levels_.back();
            switch (here.type->shape) {
                case Type::Shape::record: {
                    const Record& r = here.type->record();
                    const Field* shorthand = shorthand_of(r);
                    if (part.key.empty()) {  // an item of the list that the record may be written as
                        if (shorthand == nullptr || without_optional(*shorthand->type).shape != Type::Shape::list)
                            return false;
                        into_field(*shorthand);
                        continue;
                    }
                    if (part.key == "preset" && r.preset_offset >= 0) {
                        Level next{
                            &type_of<std::string>(), &type_of<std::string>(), nullptr, here.path, nullptr, false};
                        next.path.push_back(part);
                        if (here.node != nullptr) next.node = here.node->find("preset");
                        levels_.push_back(std::move(next));
                        return true;
                    }
                    const Field* f = r.field(part.key);
                    if (f == nullptr) return false;
                    into_field(*f);
                    return true;
                }
                case Type::Shape::dictionary: {
                    if (part.key.empty()) return false;
                    const Type& e = here.type->element();
                    Level next{&without_optional(e), &e, nullptr, here.path, nullptr, false};
                    next.path.push_back(part);
                    if (here.node != nullptr) next.node = here.node->find(part.key);
                    levels_.push_back(std::move(next));
                    return true;
                }
                case Type::Shape::list: {
                    if (!part.key.empty()) return false;
                    const Type& e = here.type->element();
                    Level next{&without_optional(e), &e, nullptr, here.path, nullptr, false};
                    next.path.push_back(part);
                    if (here.node != nullptr && part.index < here.node->items.size())
                        next.node = &here.node->items[part.index];
                    levels_.push_back(std::move(next));
                    return true;
                }
                default: return false;
            }
        }
    }

private:
    void into_field(const Field& f) {
        const Level& here = levels_.back();
        Level next{&without_optional(*f.type), f.type, &f, here.path, nullptr, false};
        const bool bare =
            here.node != nullptr && here.node->kind != Node::Kind::map && here.node->kind != Node::Kind::null;
        if (bare && shorthand_of(here.type->record()) == &f) {
            next.node = here.node;
            next.through_shorthand = true;
        } else {
            next.path.push_back({f.name, 0});
            if (here.node != nullptr && !bare) next.node = here.node->find(f.name);
        }
        levels_.push_back(std::move(next));
    }

    std::vector<Level> levels_;
};

Problems no_such(std::string_view path) {
    Problem p;
    p.path = path;
    p.message = "there is no such parameter";
    return {p};
}

// The value as it stands in what has to be made above it: { a: { b: value } }.
Node nested(const std::vector<Level>& levels, std::size_t from, Node value) {
    for (std::size_t i = levels.size(); i-- > from;) {
        const auto& part = levels[i].path.back();
        Node above;
        if (part.key.empty()) {
            above.kind = Node::Kind::list;
            above.items.push_back(std::move(value));
        } else {
            above.kind = Node::Kind::map;
            above.entries.emplace_back(scalar_node(part.key), std::move(value));
        }
        value = std::move(above);
    }
    return value;
}

// The fields that a new one stands after.
std::vector<std::string> fields_before(const Type& record, const std::string& name) {
    std::vector<std::string> out = {"preset"};
    for (const Field& f : record.record().fields) {
        if (f.name == name) return out;
        out.push_back(f.name);
    }
    return name == "preset" ? std::vector<std::string>{} : out;
}

// Alternatives to a field that are stated beside it.
std::vector<std::string> excluded_by(const Level& record, const std::string& name) {
    std::vector<std::string> out;
    if (record.node == nullptr || record.type->shape != Type::Shape::record) return out;
    const Record& r = record.type->record();
    for (const auto* groups : {&r.exactly_one_of, &r.at_most_one_of})
        for (const auto& group : *groups) {
            if (std::ranges::find(group, name) == group.end()) continue;
            for (const auto& other : group)
                if (other != name && record.node->find(other) != nullptr) out.push_back(other);
        }
    return out;
}

Expected<SourceText> set_in(const SourceText& s, const Type& root, const Path& path, std::string_view value,
                        std::string_view shown) {
    Walk walk{s.tree, root};
    for (const auto& part : path)
        if (!walk.down(part)) return no_such(shown);
    const auto& levels = walk.levels();
    // A bare value above that has to become a map first.
    for (std::size_t i = 1; i < levels.size(); ++i) {
        const auto& above = levels[i - 1];
        if (above.node == nullptr || levels[i].through_shorthand || above.type->shape != Type::Shape::record) continue;
        if (above.node->kind == Node::Kind::map || above.node->kind == Node::Kind::null) continue;
        auto wrapped = wrap_value(s, above.path, above.type->record().shorthand);
        return wrapped ? set_in(*wrapped, root, path, value, shown) : std::move(wrapped);
    }
    std::size_t missing = 1;
    while (missing < levels.size() && levels[missing].node != nullptr) ++missing;
    if (missing == levels.size()) return replace_value(s, levels.back().path, value);

    // Alternatives go, the last of them by giving way to the new one, so that the collection never stands empty.
    const auto& level = levels[missing];
    const auto& above = levels[missing - 1];
    const auto& part = level.path.back();
    auto now = s;
    for (const auto& other : part.key.empty() ? std::vector<std::string>{} : excluded_by(above, part.key)) {
        Path gone = above.path;
        gone.push_back({other, 0});
        auto without = remove_value(now, gone);
        if (!without) return without;
        now = std::move(*without);
    }
    std::string text{value};
    if (missing + 1 < levels.size()) {
        auto documents = parse_yaml(value, "");
        if (!documents || documents->size() > 1) return no_such(shown);
        text = in_braces(nested(levels, missing + 1, documents->empty() ? Node{} : documents->front()));
    }
    if (part.key.empty()) {
        const auto size = above.node == nullptr ? 0 : above.node->items.size();
        return part.index == size ? insert_item(now, above.path, size, text) : Expected<SourceText>{no_such(shown)};
    }
    if (above.type->shape != Type::Shape::record) return insert_entry(now, above.path, part.key, text);
    const auto before = fields_before(*above.type, part.key);
    return insert_entry(now, above.path, part.key, text, &before);
}

}  // namespace

Expected<SourceText> set_parameter_in(const SourceText& s, const Type& root, std::string_view path, std::string_view value) {
    return set_in(s, root, parse_path(path), value, path);
}

Expected<SourceText> reset_parameter_in(const SourceText& s, const Type& root, std::string_view path) {
    Walk walk{s.tree, root};
    for (const auto& part : parse_path(path))
        if (!walk.down(part)) return no_such(path);
    const auto& levels = walk.levels();
    auto i = levels.size() - 1;
    if (i == 0 || levels[i].node == nullptr) return s;
    // Up to the highest part that states nothing else and that would be there without being stated.
    while (i > 1) {
        const auto& above = levels[i - 1];
        const bool only =
            levels[i].through_shorthand || (above.node->kind == Node::Kind::map && above.node->entries.size() == 1);
        const bool implied = above.field != nullptr && !above.field->required &&
                             above.outer->shape == Type::Shape::record && above.type->shape == Type::Shape::record;
        if (!only || !implied) break;
        --i;
    }
    if (levels[i].through_shorthand) return replace_value(s, levels[i].path, "{}");
    return remove_value(s, levels[i].path);
}

Expected<SourceText> add_to_list_in(const SourceText& s, const Type& root, std::string_view list, std::size_t index,
                                std::string_view value) {
    const auto path = written_path(s.tree, root, list);
    if (path) return insert_item(s, *path, index, value);
    auto item = parse_path(list);
    item.push_back({{}, 0});
    return set_in(s, root, item, value, list);
}

const Node* stated(const Node& tree, const Type& root, std::string_view path) {
    Walk walk{tree, root};
    for (const auto& part : parse_path(path))
        if (!walk.down(part)) return nullptr;
    return walk.last().node;
}

std::optional<Path> written_path(const Node& tree, const Type& root, std::string_view path) {
    Walk walk{tree, root};
    for (const auto& part : parse_path(path))
        if (!walk.down(part)) return std::nullopt;
    if (walk.last().node == nullptr) return std::nullopt;
    return walk.last().path;
}

}  // namespace nines
