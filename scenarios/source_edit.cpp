#include "scenarios/source_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "models/text.hpp"
#include "scenarios/written_places.hpp"

namespace nines {

namespace {

constexpr std::size_t longest_line = 110;  // braces that would be longer become lines

[[nodiscard]] Problems refused(const Path& path, std::string why) {
    Problem p;
    p.path = print_path(path);
    p.message = std::move(why);
    return {p};
}

[[nodiscard]] std::string indented(std::string_view lines, std::size_t indent, bool first) {
    std::string out;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        const auto line = lines.substr(0, end);
        if ((first || !out.empty()) && !line.empty()) out.append(indent, ' ');
        out.append(line);
        lines.remove_prefix(std::min(lines.size(), end + 1));
        if (!lines.empty()) out += '\n';
    }
    return out;
}

// A value as given: on one line, or on several.
struct Value {
    std::string text;  // without a newline at the end
    Node node;
    [[nodiscard]] bool lines() const { return text.find('\n') != std::string::npos || is_block_line(); }
    // `a: 1` or `- a` on a single line.
    [[nodiscard]] bool is_block_line() const {
        return (node.kind == Node::Kind::map && !text.starts_with('{')) ||
               (node.kind == Node::Kind::list && !text.starts_with('['));
    }
};

[[nodiscard]] std::optional<Value> read(std::string_view text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
    auto documents = parse_yaml(text, "");
    if (!documents || documents->size() > 1) return std::nullopt;
    return Value{std::string{text}, documents->empty() ? Node{} : documents->front()};
}

// After "key:" or "-" of the column `indent`: with the space or the line end before it.
[[nodiscard]] std::string after_colon(const Value& v, std::size_t indent) {
    if (!v.lines()) return " " + v.text;
    if (v.text.starts_with('|') || v.text.starts_with('>')) return " " + v.text;
    return "\n" + indented(v.text, indent + 2, true);
}
[[nodiscard]] std::string after_dash(const Value& v, std::size_t indent) {
    return " " + (v.lines() ? indented(v.text, indent + 2, false) : v.text);
}
[[nodiscard]] std::string in_flow(const Value& v) { return v.lines() ? in_braces(v.node) : v.text; }

Node* find_in(Node& root, const Path& path) {
    Node* n = &root;
    for (const auto& part : path) {
        if (part.key.empty()) {
            if (n->kind != Node::Kind::list || part.index >= n->items.size()) return nullptr;
            n = &n->items[part.index];
        } else {
            n = const_cast<Node*>(n->find(part.key));
            if (n == nullptr) return nullptr;
        }
    }
    return n;
}

// A text that must mean `expected`.
[[nodiscard]] std::optional<SourceText> verified(std::string text, const Node& expected) {
    auto s = SourceText::read(std::move(text));
    if (!s || !same_meaning(s->tree, expected)) return std::nullopt;
    return std::move(*s);
}

[[nodiscard]] std::string spliced(const std::string& text, Extent e, std::string_view with) {
    const bool crlf = text.find("\r\n") != std::string::npos;
    std::string in{with};
    if (crlf)
        for (std::size_t i = in.find('\n'); i != std::string::npos; i = in.find('\n', i + 2)) in.replace(i, 1, "\r\n");
    std::string out = text;
    return out.replace(e.begin, e.end - e.begin, in);
}

// The way out where the small edit is not understood: the nearest value above that is written here and holds no
// comment is written anew. `expected` is what the whole is to mean.
[[nodiscard]] Expected<SourceText> rewritten(const SourceText& s, Path path, Node expected, const Path& asked) {
    const WrittenPlaces places{s};
    for (;; path.pop_back()) {
        const auto steps = places.walk(path);
        Node* wanted = find_in(expected, path);
        if (steps && wanted != nullptr) {
            const auto& w = steps->back().written;
            const auto old = s.text.substr(w.whole.begin, w.whole.end - w.whole.begin);
            const bool remark = old.find('#') != std::string::npos;
            const bool alias = old.starts_with('*');
            if (!remark && (w.own || alias)) {
                const auto text = in_braces(*wanted);
                const bool gap = w.whole.begin > 0 && s.text[w.whole.begin - 1] == ':';
                if (auto done = verified(spliced(s.text, w.whole, (gap ? " " : "") + text), expected))
                    return std::move(*done);
            }
        }
        if (path.size() <= 1) break;
    }
    return refused(asked, "the text is written here in a way that cannot be changed in place; change it in the text");
}

}  // namespace

Path parse_path(std::string_view path) {
    Path out;
    while (!path.empty()) {
        if (path.front() == '.') {
            path.remove_prefix(1);
        } else if (path.front() == '[') {
            const auto close = std::min(path.find(']'), path.size());
            std::size_t index = 0;
            std::from_chars(path.data() + 1, path.data() + close, index);
            out.push_back({{}, index});
            path.remove_prefix(std::min(path.size(), close + 1));
        } else {
            const auto end = std::min(path.find_first_of(".["), path.size());
            out.push_back({std::string{path.substr(0, end)}, 0});
            path.remove_prefix(end);
        }
    }
    return out;
}

std::string print_path(const Path& path) {
    std::string out;
    for (const auto& part : path) {
        if (part.key.empty())
            out += fmt::format("[{}]", part.index);
        else
            out += (out.empty() ? "" : ".") + part.key;
    }
    return out;
}

Expected<SourceText> SourceText::read(std::string text) {
    auto documents = parse_yaml(text, "");
    if (!documents) return documents.problems();
    if (documents->size() > 1) return refused({}, "one document is expected here, not several");
    SourceText s{std::move(text), documents->empty() ? Node{} : std::move(documents->front())};
    return s;
}

const Node* SourceText::find(const Path& path) const { return find_in(const_cast<Node&>(tree), path); }

std::optional<Extent> extent_of(const SourceText& s, const Path& path) {
    const auto steps = WrittenPlaces{s}.walk(path);
    if (!steps || !steps->back().written.own) return std::nullopt;
    return Extent{steps->back().written.begin, steps->back().written.whole.end};
}

std::string as_written(const SourceText& s, const Path& path) {
    const auto extent = extent_of(s, path);
    if (!extent) return in_braces(*s.find(path));
    const SourceScanner scan{s.text};
    const auto line = scan.line_begin(extent->begin);
    if (scan.skip_spaces(line) != extent->begin) return s.text.substr(extent->begin, extent->end - extent->begin);
    const auto indent = extent->begin - line;
    std::string out;
    auto rest = std::string_view{s.text}.substr(line, extent->end - line);
    while (!rest.empty()) {
        const auto end = std::min(rest.find('\n'), rest.size());
        auto one = rest.substr(0, end);
        one.remove_prefix(std::min({one.find_first_not_of(' '), indent, one.size()}));
        out += std::string{one} + "\n";
        rest.remove_prefix(std::min(rest.size(), end + 1));
    }
    return out;
}

Expected<SourceText> replace_value(const SourceText& s, const Path& path, std::string_view value) {
    const auto v = read(value);
    if (!v) return refused(path, fmt::format("{} is not a value", in_quotes(value)));
    Node expected = s.tree;
    Node* wanted = find_in(expected, path);
    if (wanted == nullptr) return refused(path, "there is no such value");
    *wanted = v->node;
    const WrittenPlaces places{s};
    const auto steps = places.walk(path);
    if (!steps) return rewritten(s, path, std::move(expected), path);
    const auto& step = steps->back();
    const bool flow = steps->size() > 1 && (*steps)[steps->size() - 2].written.flow;
    const auto& w = step.written;
    if (steps->size() == 1) {
        if (auto done = verified(v->text + "\n", expected)) return std::move(*done);
        return rewritten(s, path, std::move(expected), path);
    }
    const auto column =
        step.key != nullptr ? places.scan().indent_at(step.key_place.begin) : places.scan().indent_at(step.dash_at);
    const auto from = step.key != nullptr ? step.key_place.after_colon : flow ? w.whole.begin : step.dash_at + 1;
    // What stands between the colon and the value stays when it is a comment.
    const bool remark = s.text.substr(from, w.whole.begin - from).find('#') != std::string::npos;
    if (!remark) {
        std::string text = flow                  ? std::string(step.key != nullptr ? " " : "") + in_flow(*v)
                           : step.key != nullptr ? after_colon(*v, column)
                                                 : after_dash(*v, column);
        if (auto done = verified(spliced(s.text, {from, w.whole.end}, text), expected)) return std::move(*done);
    }
    if (auto done = verified(spliced(s.text, {w.begin, w.whole.end}, in_flow(*v)), expected)) return std::move(*done);
    return rewritten(s, path, std::move(expected), path);
}

Expected<SourceText> replace_scalars(const SourceText& s, const std::vector<std::pair<Path, std::string>>& values) {
    const WrittenPlaces places{s};
    Node expected = s.tree;
    std::vector<std::pair<Extent, std::string_view>> changes;
    for (const auto& [path, text] : values) {
        const auto steps = places.walk(path);
        Node* wanted = find_in(expected, path);
        if (!steps || !steps->back().written.own || wanted == nullptr || wanted->kind != Node::Kind::scalar)
            return refused(path, "there is no such value that could be changed in place");
        wanted->text = text;
        changes.push_back({{steps->back().written.begin, steps->back().written.whole.end}, text});
    }
    std::ranges::sort(changes, {}, [](const auto& c) { return c.first.begin; });
    std::string out;
    std::size_t done = 0;
    for (const auto& [extent, text] : changes) {
        out.append(s.text, done, extent.begin - done);
        out += scalar_in_yaml(text);
        done = extent.end;
    }
    out.append(s.text, done);
    if (auto result = verified(std::move(out), expected)) return std::move(*result);
    return refused({}, "the text is written in a way that cannot be changed in place; change it in the text");
}

Expected<SourceText> insert_entry(const SourceText& s, const Path& map, const std::string& key, std::string_view value,
                                  const std::vector<std::string>* before) {
    Path asked = map;
    asked.push_back({key, 0});
    const auto v = read(value);
    if (!v) return refused(asked, fmt::format("{} is not a value", in_quotes(value)));
    Node expected = s.tree;
    Node* into = find_in(expected, map);
    if (into == nullptr || (into->kind != Node::Kind::map && into->kind != Node::Kind::null))
        return refused(asked, "nothing can be added there");
    if (into->find(key) != nullptr) return refused(asked, "is there already");
    // After which entry.
    std::size_t position = into->entries.size();
    if (before != nullptr) {
        position = 0;
        for (std::size_t i = 0; i < into->entries.size(); ++i)
            if (std::ranges::find(*before, into->entries[i].first.text) != before->end()) position = i + 1;
    }
    into->kind = Node::Kind::map;
    Node key_node;
    key_node.kind = Node::Kind::scalar;
    key_node.text = key;
    into->entries.insert(into->entries.begin() + static_cast<std::ptrdiff_t>(position), {key_node, v->node});

    const WrittenPlaces places{s};
    const auto steps = places.walk(map);
    if (!steps || !steps->back().written.own) return rewritten(s, map, std::move(expected), asked);
    const auto& scan = places.scan();
    const auto& step = steps->back();
    const auto& w = step.written;
    const auto attempt = [&](Extent e, const std::string& text) {
        return verified(spliced(s.text, e, text), expected);
    };
    const auto entry = [&](std::size_t indent) { return key + ":" + after_colon(*v, indent); };
    if (w.flow && !step.node->entries.empty()) {
        const auto text = key + ": " + in_flow(*v);
        const auto before_it = position > 0 ? places.child(step, position - 1) : std::nullopt;
        const auto after_it = position == 0 ? places.child(step, std::size_t{0}) : std::nullopt;
        std::optional<SourceText> done;
        if (before_it) done = attempt({before_it->written.whole.end, before_it->written.whole.end}, ", " + text);
        if (after_it) done = attempt({after_it->key_place.begin, after_it->key_place.begin}, text + ", ");
        // Braces that have grown too long for a line become lines, where they can.
        const auto length = scan.line_end(w.begin) - scan.line_begin(w.begin) + text.size();
        const bool in_block = steps->size() > 1 && !(*steps)[steps->size() - 2].written.flow && step.key != nullptr;
        const bool remark = s.text.substr(w.begin, w.whole.end - w.begin).find('#') != std::string::npos;
        if (length > longest_line && in_block && !remark && step.key != nullptr) {
            const auto indent = scan.indent_at(step.key_place.begin) + 2;
            const Node* wanted = find_in(expected, map);
            const auto lines = "\n" + std::string(indent, ' ') + on_lines(*wanted, indent);
            if (auto better = attempt({step.key_place.after_colon, w.whole.end}, lines)) return std::move(*better);
        }
        if (done) return std::move(*done);
    } else if (step.node->entries.empty()) {  // {} or nothing
        const bool nested_in_flow = steps->size() > 1 && (*steps)[steps->size() - 2].written.flow;
        if (steps->size() == 1) {
            const auto text = entry(0) + "\n";
            const bool written = w.whole.end > w.whole.begin;
            const auto end = s.text.size();
            const bool line_open = !s.text.empty() && s.text.back() != '\n';
            if (auto done = attempt(written ? w.whole : Extent{end, end}, (line_open && !written ? "\n" : "") + text))
                return std::move(*done);
        } else if (!nested_in_flow && step.key != nullptr) {
            const auto indent = scan.indent_at(step.key_place.begin) + 2;
            const auto line = "\n" + std::string(indent, ' ') + entry(indent);
            // A comment after the braces stays on the line of the key.
            const auto end = scan.line_end(w.whole.end);
            const auto rest = s.text.substr(w.whole.end, end - w.whole.end);
            if (auto done = attempt({step.key_place.after_colon, end}, rest + line)) return std::move(*done);
        }
        if (auto done = attempt(w.whole, (w.whole.begin == w.whole.end ? " " : "") + std::string("{ ") + key + ": " +
                                             in_flow(*v) + " }"))
            return std::move(*done);
    } else {
        const auto first = places.child(step, std::size_t{0});
        if (first) {
            const auto indent = scan.indent_at(first->key_place.begin);
            const auto before_it = position > 0 ? places.child(step, position - 1) : std::nullopt;
            if (position == 0) {
                const auto at = first->key_place.begin;
                if (auto done = attempt({at, at}, entry(indent) + "\n" + std::string(indent, ' ')))
                    return std::move(*done);
            } else if (before_it) {
                const auto at = scan.line_end(std::max(before_it->written.whole.end, before_it->key_place.after_colon));
                if (auto done = attempt({at, at}, "\n" + std::string(indent, ' ') + entry(indent)))
                    return std::move(*done);
            }
        }
    }
    return rewritten(s, map, std::move(expected), asked);
}

Expected<SourceText> insert_item(const SourceText& s, const Path& list, std::size_t index, std::string_view value) {
    Path asked = list;
    asked.push_back({{}, index});
    const auto v = read(value);
    if (!v) return refused(asked, fmt::format("{} is not a value", in_quotes(value)));
    Node expected = s.tree;
    Node* into = find_in(expected, list);
    if (into == nullptr || (into->kind != Node::Kind::list && into->kind != Node::Kind::null) ||
        index > into->items.size())
        return refused(asked, "nothing can be added there");
    into->kind = Node::Kind::list;
    into->items.insert(into->items.begin() + static_cast<std::ptrdiff_t>(index), v->node);

    const WrittenPlaces places{s};
    const auto steps = places.walk(list);
    if (!steps || !steps->back().written.own) return rewritten(s, list, std::move(expected), asked);
    const auto& scan = places.scan();
    const auto& step = steps->back();
    const auto& w = step.written;
    const auto attempt = [&](Extent e, const std::string& text) {
        return verified(spliced(s.text, e, text), expected);
    };
    if (step.node->items.empty()) {
        const bool in_block = steps->size() > 1 && !(*steps)[steps->size() - 2].written.flow && step.key != nullptr;
        if (in_block && v->node.kind != Node::Kind::scalar) {
            const auto indent = scan.indent_at(step.key_place.begin) + 2;
            const auto end = scan.line_end(w.whole.end);
            const auto rest = s.text.substr(w.whole.end, end - w.whole.end);
            const auto text = rest + "\n" + std::string(indent, ' ') + "-" + after_dash(*v, indent);
            if (auto done = attempt({step.key_place.after_colon, end}, text)) return std::move(*done);
        }
        const std::string gap = w.whole.begin == w.whole.end ? " " : "";
        if (auto done = attempt(w.whole, gap + "[" + in_flow(*v) + "]")) return std::move(*done);
    } else if (w.flow) {
        if (index > 0) {
            if (const auto c = places.child(step, index - 1))
                if (auto done = attempt({c->written.whole.end, c->written.whole.end}, ", " + in_flow(*v)))
                    return std::move(*done);
        } else if (const auto c = places.child(step, std::size_t{0})) {
            if (auto done = attempt({c->written.whole.begin, c->written.whole.begin}, in_flow(*v) + ", "))
                return std::move(*done);
        }
    } else if (const auto neighbour = places.child(step, index > 0 ? index - 1 : std::size_t{0})) {
        const auto indent = scan.indent_at(neighbour->dash_at);
        const auto text = "-" + after_dash(*v, indent);
        if (index > 0) {
            const auto at = scan.line_end(neighbour->written.whole.end);
            if (auto done = attempt({at, at}, "\n" + std::string(indent, ' ') + text)) return std::move(*done);
        } else {
            const auto at = neighbour->dash_at;
            if (auto done = attempt({at, at}, text + "\n" + std::string(indent, ' '))) return std::move(*done);
        }
    }
    return rewritten(s, list, std::move(expected), asked);
}

Expected<SourceText> remove_value(const SourceText& s, const Path& path) {
    if (path.empty()) return refused(path, "the whole cannot be removed");
    Path above = path;
    above.pop_back();
    Node expected = s.tree;
    Node* from = find_in(expected, above);
    if (from == nullptr || find_in(expected, path) == nullptr) return refused(path, "there is no such value");
    if (path.back().key.empty())
        from->items.erase(from->items.begin() + static_cast<std::ptrdiff_t>(path.back().index));
    else
        std::erase_if(from->entries, [&](const auto& e) { return e.first.text == path.back().key; });

    const WrittenPlaces places{s};
    const auto steps = places.walk(path);
    if (!steps) return rewritten(s, above, std::move(expected), path);
    const auto& scan = places.scan();
    const auto& step = steps->back();
    const auto& parent = (*steps)[steps->size() - 2];
    const auto attempt = [&](Extent e, const std::string& text) {
        return verified(spliced(s.text, e, text), expected);
    };
    const auto count = parent.node->kind == Node::Kind::list ? parent.node->items.size() : parent.node->entries.size();
    const auto begin = step.key != nullptr   ? step.key_place.begin
                       : parent.written.flow ? step.written.whole.begin
                                             : step.dash_at;
    const auto end = std::max(step.written.whole.end, step.key != nullptr ? step.key_place.after_colon : begin);
    const auto begin_of = [&](const WrittenPlaces::Step& c) {
        return c.key != nullptr ? c.key_place.begin : parent.written.flow ? c.written.whole.begin : c.dash_at;
    };
    const std::string nothing = parent.node->kind == Node::Kind::list ? "[]" : "{}";
    if (count == 1) {
        if (parent.written.flow) {
            if (auto done = attempt({parent.written.begin, parent.written.whole.end}, nothing)) return std::move(*done);
        } else if (parent.key != nullptr) {
            // The lines go; a comment behind the key stays.
            const auto colon = parent.key_place.after_colon;
            const auto rest = s.text.substr(colon, scan.line_end(colon) - colon);
            if (scan.line_end(colon) < begin)
                if (auto done = attempt({colon, scan.line_end(end)}, " " + nothing + rest)) return std::move(*done);
        } else if (steps->size() == 2) {
            if (auto done = attempt({scan.line_begin(begin), scan.next_line(end)}, nothing + "\n"))
                return std::move(*done);
        } else {
            if (auto done = attempt({begin, end}, nothing)) return std::move(*done);
        }
    } else if (parent.written.flow) {
        if (step.position + 1 < count) {
            if (const auto next = places.child(parent, step.position + 1))
                if (auto done = attempt({begin, begin_of(*next)}, "")) return std::move(*done);
        } else if (const auto last = places.child(parent, step.position - 1)) {
            if (auto done = attempt({last->written.whole.end, end}, "")) return std::move(*done);
        }
    } else {
        const bool alone_on_its_line = scan.skip_spaces(scan.line_begin(begin)) == begin;
        if (alone_on_its_line) {
            if (auto done = attempt({scan.line_begin(begin), scan.next_line(end)}, "")) return std::move(*done);
            const auto before = scan.line_begin(begin);  // the last line of a text without a newline at its end
            if (before > 0)
                if (auto done = attempt({before - 1, scan.line_end(end)}, "")) return std::move(*done);
        } else if (const auto next =
                       step.position + 1 < count ? places.child(parent, step.position + 1) : std::nullopt) {
            if (auto done = attempt({begin, begin_of(*next)}, "")) return std::move(*done);
        }
    }
    return rewritten(s, above, std::move(expected), path);
}

Expected<SourceText> rename_key(const SourceText& s, const Path& path, const std::string& key) {
    if (path.empty() || path.back().key.empty()) return refused(path, "has no name");
    Path above = path;
    above.pop_back();
    Node expected = s.tree;
    Node* in = find_in(expected, above);
    if (in == nullptr || in->find(path.back().key) == nullptr) return refused(path, "there is no such value");
    if (in->find(key) != nullptr) return refused(path, fmt::format("{} is there already", in_quotes(key)));
    for (auto& [k, value] : in->entries)
        if (k.text == path.back().key) k.text = key;
    const auto steps = WrittenPlaces{s}.walk(path);
    if (steps)
        if (auto done =
                verified(spliced(s.text, {steps->back().key_place.begin, steps->back().key_place.end}, key), expected))
            return std::move(*done);
    return rewritten(s, above, std::move(expected), path);
}

Expected<SourceText> wrap_value(const SourceText& s, const Path& path, const std::string& key) {
    Node expected = s.tree;
    Node* wanted = find_in(expected, path);
    if (wanted == nullptr) return refused(path, "there is no such value");
    Node inner = std::move(*wanted);
    Node map;
    map.kind = Node::Kind::map;
    Node key_node;
    key_node.kind = Node::Kind::scalar;
    key_node.text = key;
    map.entries.emplace_back(std::move(key_node), std::move(inner));
    *wanted = std::move(map);

    const WrittenPlaces places{s};
    const auto steps = places.walk(path);
    if (!steps) return rewritten(s, path, std::move(expected), path);
    const auto& step = steps->back();
    const auto& w = step.written;
    const auto& scan = places.scan();
    const auto old = s.text.substr(w.whole.begin, w.whole.end - w.whole.begin);
    const bool collection = step.node->kind == Node::Kind::list || step.node->kind == Node::Kind::map;
    if (collection && !w.flow && step.key != nullptr) {
        const auto indent = scan.indent_at(step.key_place.begin) + 2;
        const auto line = scan.line_begin(w.whole.begin);
        const auto text =
            std::string(indent, ' ') + key + ":\n" + indented(s.text.substr(line, w.whole.end - line), 2, true);
        if (auto done = verified(spliced(s.text, {line, w.whole.end}, text), expected)) return std::move(*done);
    } else if (auto done = verified(spliced(s.text, w.whole, fmt::format("{{ {}: {} }}", key, old)), expected)) {
        return std::move(*done);
    }
    return rewritten(s, path, std::move(expected), path);
}

}  // namespace nines
