#include "scenarios/source_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "models/text.hpp"

namespace nines {

namespace {

constexpr std::size_t longest_line = 110;  // braces that would be longer become lines

[[nodiscard]] Problems refused(const Path& path, std::string why) {
    Problem p;
    p.path = print_path(path);
    p.message = std::move(why);
    return {p};
}

// Characters of a text and how they are read, without its meaning.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {
        lines_.push_back(text.starts_with("\xef\xbb\xbf") ? 3 : 0);
        for (std::size_t i = 0; i < text.size(); ++i)
            if (text[i] == '\n') lines_.push_back(i + 1);
    }

    // Columns count characters, not bytes.
    [[nodiscard]] std::size_t offset(Mark m) const {
        if (m.line < 1 || static_cast<std::size_t>(m.line) > lines_.size()) return text_.size();
        std::size_t i = lines_[static_cast<std::size_t>(m.line) - 1];
        for (int column = 1; column < m.column && i < text_.size() && text_[i] != '\n'; ++column) {
            ++i;
            while (i < text_.size() && (static_cast<unsigned char>(text_[i]) & 0xc0) == 0x80) ++i;
        }
        return i;
    }
    [[nodiscard]] std::size_t line_begin(std::size_t i) const {
        return i == 0 ? 0 : text_.rfind('\n', i - 1) == std::string_view::npos ? 0 : text_.rfind('\n', i - 1) + 1;
    }
    // Before the newline.
    [[nodiscard]] std::size_t line_end(std::size_t i) const {
        auto end = std::min(text_.find('\n', i), text_.size());
        if (end > i && text_[end - 1] == '\r') --end;
        return end;
    }
    [[nodiscard]] std::size_t next_line(std::size_t i) const {
        const auto end = text_.find('\n', i);
        return end == std::string_view::npos ? text_.size() : end + 1;
    }
    [[nodiscard]] std::size_t indent_at(std::size_t i) const { return i - line_begin(i); }
    [[nodiscard]] char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

    [[nodiscard]] std::size_t skip_spaces(std::size_t i) const {
        while (at(i) == ' ' || at(i) == '\t') ++i;
        return i;
    }
    // Over spaces, line ends and comments.
    [[nodiscard]] std::size_t skip_blank(std::size_t i) const {
        for (;;) {
            while (at(i) == ' ' || at(i) == '\t' || at(i) == '\n' || at(i) == '\r') ++i;
            if (at(i) != '#') return i;
            i = line_end(i);
        }
    }
    // Over anchors and tags.
    [[nodiscard]] std::size_t skip_properties(std::size_t i) const {
        while (at(i) == '&' || at(i) == '!') {
            while (i < text_.size() && at(i) != ' ' && at(i) != '\n' && at(i) != '\r') ++i;
            i = skip_spaces(i);
        }
        return i;
    }
    // One past the quotes, the bracket or the parenthesis that closes what opens at `i`.
    [[nodiscard]] std::size_t after_quotes(std::size_t i) const {
        const char quote = at(i++);
        for (; i < text_.size(); ++i) {
            if (quote == '"' && at(i) == '\\') {
                ++i;
            } else if (at(i) == quote) {
                if (quote == '\'' && at(i + 1) == quote) {
                    ++i;
                    continue;
                }
                return i + 1;
            }
        }
        return i;
    }
    [[nodiscard]] std::size_t after_brackets(std::size_t i) const {
        int depth = 0;
        bool may_begin = true;  // a value, so that quotes are quotes
        for (; i < text_.size(); ++i) {
            const char c = at(i);
            if (may_begin && (c == '"' || c == '\'')) {
                i = after_quotes(i) - 1;
                may_begin = false;
                continue;
            }
            if (c == '#' && i > 0 && (at(i - 1) == ' ' || at(i - 1) == '\n' || at(i - 1) == '\t')) {
                i = line_end(i);
                continue;
            }
            if (c == '[' || c == '{') ++depth;
            if ((c == ']' || c == '}') && --depth == 0) return i + 1;
            const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            may_begin = (may_begin && space) || c == '[' || c == '{' || c == ',' || c == ':';
        }
        return i;
    }
    // One past a plain scalar, which ends on its line.
    [[nodiscard]] std::size_t after_plain(std::size_t i, bool in_flow) const {
        const auto begin = i;
        int depth = 0;
        for (; i < text_.size() && at(i) != '\n' && at(i) != '\r'; ++i) {
            const char c = at(i);
            if (c == '#' && i > begin && (at(i - 1) == ' ' || at(i - 1) == '\t')) break;
            if (c == '(') ++depth;
            if (c == ')') --depth;
            if (in_flow && depth <= 0 && (c == ',' || c == ']' || c == '}' || c == '[' || c == '{')) break;
        }
        while (i > begin && (at(i - 1) == ' ' || at(i - 1) == '\t')) --i;
        return i;
    }
    // One past the last line of a block scalar whose key stands in column `indent`.
    [[nodiscard]] std::size_t after_block_scalar(std::size_t i, std::size_t indent) const {
        auto end = line_end(i);
        for (auto line = next_line(i); line < text_.size(); line = next_line(line)) {
            const auto first = skip_spaces(line);
            const bool blank = at(first) == '\n' || at(first) == '\r' || first >= text_.size();
            if (!blank && first - line <= indent) break;
            if (!blank) end = line_end(line);
        }
        return end;
    }

private:
    std::string_view text_;
    std::vector<std::size_t> lines_;
};

// Where a node and what is in it are written.
struct Written {
    Extent whole;           // with anchor and tag
    std::size_t begin = 0;  // of the value itself
    bool flow = false;      // a collection in braces
    bool own = false;       // written here, and not known from elsewhere
};

class Places {
public:
    explicit Places(const SourceText& s) : source_(s), scan_(s.text) {}

    [[nodiscard]] const Scanner& scan() const { return scan_; }

    // `at`: where its key's colon or its dash has ended; `indent`: the column of its key.
    // The end of a collection on lines is only looked for when it is `ended`: it takes a look at all that is in it.
    [[nodiscard]] Written of(const Node& n, std::size_t after, std::size_t indent, bool in_flow, bool ended) const {
        Written w;
        auto i = scan_.skip_blank(after);
        const auto marked = scan_.offset(n.mark);
        const bool empty = n.kind == Node::Kind::null && !says_null(i);
        if (empty) return {{after, after}, after, false, true};
        if (marked != i) return w;
        w.whole.begin = i;
        w.own = true;
        if (scan_.at(i) == '*') {
            while (is_anchor(scan_.at(i))) ++i;
            w.begin = w.whole.begin;
            w.whole.end = i;
            w.own = n.kind != Node::Kind::list && n.kind != Node::Kind::map;
            return w;
        }
        i = scan_.skip_properties(i);
        if (scan_.at(i) == '\n' || scan_.at(i) == '\r' || scan_.at(i) == '#') i = scan_.skip_blank(i);
        w.begin = i;
        const char c = scan_.at(i);
        const bool collection = n.kind == Node::Kind::list || n.kind == Node::Kind::map;
        if (collection && (c == '[' || c == '{')) {
            w.flow = true;
            w.whole.end = scan_.after_brackets(i);
        } else if (collection) {
            w.whole.end = ended ? end_of_block(n, i) : i;
        } else if (c == '"' || c == '\'') {
            w.whole.end = scan_.after_quotes(i);
        } else if ((c == '|' || c == '>') && !in_flow) {
            w.whole.end = scan_.after_block_scalar(i, indent);
        } else {
            w.whole.end = scan_.after_plain(i, in_flow);
        }
        return w;
    }

    [[nodiscard]] Written root(bool ended) const { return of(source_.tree, start_of_document(), 0, false, ended); }
    [[nodiscard]] std::size_t start_of_document() const {
        std::size_t i = source_.text.starts_with("\xef\xbb\xbf") ? 3 : 0;
        const auto first = scan_.skip_blank(i);
        if (source_.text.compare(first, 3, "---") == 0) i = first + 3;
        return i;
    }

    // Of an entry's key: its first character and the place after its colon. Nothing when it is not written below
    // `map`.
    struct Key {
        std::size_t begin = 0, end = 0, after_colon = 0;
    };
    [[nodiscard]] std::optional<Key> key(const Node& key, const Written& map) const {
        Key k;
        k.begin = scan_.offset(key.mark);
        if (k.begin < map.begin || !map.own) return std::nullopt;
        const char c = scan_.at(k.begin);
        k.end = k.begin;
        if (c == '"' || c == '\'')
            k.end = scan_.after_quotes(k.begin);
        else
            while (k.end < source_.text.size() && scan_.at(k.end) != ':' && scan_.at(k.end) != '\n') ++k.end;
        k.after_colon = scan_.skip_spaces(k.end);
        if (scan_.at(k.after_colon) != ':') return std::nullopt;
        ++k.after_colon;
        return k;
    }
    // The dash of an item of a list on lines.
    [[nodiscard]] std::optional<std::size_t> dash(const Node& item, const Written& list) const {
        auto i = scan_.offset(item.mark);
        if (i < list.begin) return std::nullopt;
        while (i > list.begin && (scan_.at(i - 1) == ' ' || scan_.at(i - 1) == '\t')) --i;
        if (i == list.begin || scan_.at(i - 1) != '-') return std::nullopt;
        return i - 1;
    }

    // The node at a path with the places of all above it: the last is its own.
    struct Step {
        const Node* node = nullptr;
        const Node* key = nullptr;  // of its entry
        Written written;
        Key key_place;             // of an entry
        std::size_t dash_at = 0;   // of an item on lines
        std::size_t position = 0;  // among its siblings
    };
    [[nodiscard]] std::optional<std::vector<Step>> walk(const Path& path) const {
        std::vector<Step> steps;
        steps.push_back({&source_.tree, nullptr, root(path.empty()), {}, 0, 0});
        for (const auto& part : path) {
            auto next = child(steps.back(), part, steps.size() == path.size());
            if (!next) return std::nullopt;
            steps.push_back(std::move(*next));
        }
        return steps;
    }
    [[nodiscard]] std::optional<Step> child(const Step& above, const PathPart& part, bool ended) const {
        const Node& n = *above.node;
        if (part.key.empty()) return n.kind == Node::Kind::list ? child(above, part.index, ended) : std::nullopt;
        for (std::size_t i = 0; i < n.entries.size(); ++i)
            if (n.entries[i].first.text == part.key) return child(above, i, ended);
        return std::nullopt;
    }
    [[nodiscard]] std::optional<Step> child(const Step& above, std::size_t position, bool ended = true) const {
        const Node& n = *above.node;
        const bool flow = above.written.flow;
        if (!above.written.own) return std::nullopt;
        Step s;
        s.position = position;
        if (n.kind == Node::Kind::map) {
            if (position >= n.entries.size()) return std::nullopt;
            const auto k = key(n.entries[position].first, above.written);
            if (!k) return std::nullopt;
            s.node = &n.entries[position].second;
            s.key = &n.entries[position].first;
            s.key_place = *k;
            s.written = of(*s.node, k->after_colon, scan_.indent_at(k->begin), flow, ended);
            return s;
        }
        if (position >= n.items.size()) return std::nullopt;
        s.node = &n.items[position];
        if (flow) {
            const auto at = scan_.offset(s.node->mark);
            if (at < above.written.begin) return std::nullopt;
            s.written = of(*s.node, at, 0, true, ended);
            return s;
        }
        const auto d = dash(*s.node, above.written);
        if (!d) return std::nullopt;
        s.dash_at = *d;
        s.written = of(*s.node, *d + 1, scan_.indent_at(*d), false, ended);
        return s;
    }

private:
    static bool is_anchor(char c) {
        return c != ' ' && c != '\n' && c != '\r' && c != ',' && c != ']' && c != '}' && c != '\0';
    }
    [[nodiscard]] bool says_null(std::size_t i) const {
        return scan_.at(i) == '~' || std::string_view{source_.text}.substr(i).starts_with("null");
    }
    // The end of the last of its children that is written here.
    [[nodiscard]] std::size_t end_of_block(const Node& n, std::size_t begin) const {
        Step s;
        s.node = &n;
        s.written.begin = begin;
        s.written.own = true;
        std::size_t end = begin;
        const auto count = n.kind == Node::Kind::list ? n.items.size() : n.entries.size();
        for (std::size_t i = 0; i < count; ++i)
            if (const auto c = child(s, i)) end = std::max({end, c->written.whole.end, c->key_place.after_colon});
        return end;
    }

    const SourceText& source_;
    Scanner scan_;
};

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
    const Places places{s};
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
    const auto steps = Places{s}.walk(path);
    if (!steps || !steps->back().written.own) return std::nullopt;
    return Extent{steps->back().written.begin, steps->back().written.whole.end};
}

std::string as_written(const SourceText& s, const Path& path) {
    const auto extent = extent_of(s, path);
    if (!extent) return in_braces(*s.find(path));
    const Scanner scan{s.text};
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
    const Places places{s};
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
    const Places places{s};
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

    const Places places{s};
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

    const Places places{s};
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

    const Places places{s};
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
    const auto begin_of = [&](const Places::Step& c) {
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
    const auto steps = Places{s}.walk(path);
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

    const Places places{s};
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
