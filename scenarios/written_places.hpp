// Where the values of a text are written: from which character to which, on lines or in braces.
//
// Always: what is said to be written here is found by reading forward from its key, and stands where the reader's mark
// says; anything else (an alias, a merged key) is not said to be written here.
#pragma once

#include "scenarios/source_edit.hpp"
#include "scenarios/source_scanner.hpp"

namespace nines {

// Where a node and what is in it are written.
struct Written {
    Extent whole;           // with anchor and tag
    std::size_t begin = 0;  // of the value itself
    bool flow = false;      // a collection in braces
    bool own = false;       // written here, and not known from elsewhere
};

class WrittenPlaces {
public:
    explicit WrittenPlaces(const SourceText& s) : source_(s), scan_(s.text) {}

    [[nodiscard]] const SourceScanner& scan() const { return scan_; }

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
    SourceScanner scan_;
};

}  // namespace nines
