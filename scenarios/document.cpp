#include "scenarios/document.hpp"

#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "models/text.hpp"
#include "scenarios/call_quoting.hpp"

namespace nines {

const Node* Node::find(std::string_view key) const {
    for (const auto& [k, value] : entries)
        if (k.text == key) return &value;
    return nullptr;
}

namespace {

// Thrown through yaml-cpp when a limit is hit or a construct is refused; caught in parse_yaml.
struct Refused {
    Mark mark;
    std::string message;
};

[[nodiscard]] std::size_t nodes_in(const Node& n) {
    std::size_t count = 1;
    for (const auto& item : n.items) count += nodes_in(item);
    for (const auto& [key, value] : n.entries) count += 1 + nodes_in(value);
    return count;
}

// Builds trees from yaml-cpp's events.
class Builder : public YAML::EventHandler {
public:
    Builder(const DocumentLimits& limits, const QuotedCalls& source) : limits_(limits), source_(source) {}

    [[nodiscard]] std::vector<Node>& documents() { return documents_; }
    [[nodiscard]] std::vector<Refused>& problems() { return problems_; }

    void OnDocumentStart(const YAML::Mark&) override {
        anchors_.clear();
        documents_.emplace_back();
        started_ = false;
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Node n;
        n.mark = place(mark);
        add(std::move(n), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto it = anchors_.find(anchor);
        if (it == anchors_.end()) throw Refused{place(mark), "an alias may not stand within what it names"};
        Node copy = it->second;
        count(nodes_in(copy), mark);
        copy.mark = place(mark);
        add(std::move(copy), 0);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check_tag(mark, tag);
        Node n;
        n.kind = Node::Kind::scalar;
        n.text = value;
        n.quoted = tag == "!";
        n.mark = place(mark);
        if (!n.quoted && (value == "~" || value == "null")) n.kind = Node::Kind::null;
        add(std::move(n), anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Node::Kind::list);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, Node::Kind::map);
    }
    void OnMapEnd() override {
        resolve_merges(stack_.back().node);
        close();
    }

private:
    struct Frame {
        Node node;
        YAML::anchor_t anchor;
        Node key;
        bool has_key = false;
    };

    [[nodiscard]] Mark place(const YAML::Mark& m) const { return source_.original({m.line + 1, m.column + 1}); }

    void count(std::size_t n, const YAML::Mark& mark) {
        nodes_ += n;
        if (nodes_ > limits_.nodes)
            throw Refused{place(mark), fmt::format("more than {} values, aliases expanded", limits_.nodes)};
    }
    void check_tag(const YAML::Mark& mark, const std::string& tag) {
        if (tag.empty() || tag == "?" || tag == "!" || tag.starts_with("tag:yaml.org,2002:")) return;
        problems_.push_back(
            {place(mark), fmt::format("the tag {} is not understood here; leave it out", in_quotes(tag))});
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
        check_tag(mark, tag);
        if (stack_.size() >= limits_.depth)
            throw Refused{place(mark), fmt::format("nested more than {} levels deep", limits_.depth)};
        if (!stack_.empty() && stack_.back().node.kind == Node::Kind::map && !stack_.back().has_key)
            throw Refused{place(mark), "a key must be a plain text, not a list or a mapping"};
        Frame f;
        f.node.kind = kind;
        f.node.mark = place(mark);
        f.anchor = anchor;
        count(1, mark);
        stack_.push_back(std::move(f));
    }
    void close() {
        Frame f = std::move(stack_.back());
        stack_.pop_back();
        add(std::move(f.node), f.anchor, false);
    }

    void add(Node n, YAML::anchor_t anchor, bool fresh = true) {
        if (fresh && ++nodes_ > limits_.nodes)
            throw Refused{n.mark, fmt::format("more than {} values, aliases expanded", limits_.nodes)};
        if (anchor != 0) anchors_[anchor] = n;
        if (stack_.empty()) {
            if (!started_ && !documents_.empty()) documents_.back() = std::move(n);
            started_ = true;
            return;
        }
        Frame& f = stack_.back();
        if (f.node.kind == Node::Kind::list) {
            f.node.items.push_back(std::move(n));
        } else if (!f.has_key) {
            if (n.kind == Node::Kind::list || n.kind == Node::Kind::map)
                throw Refused{n.mark, "a key must be a plain text, not a list or a mapping"};
            f.key = std::move(n);
            f.has_key = true;
        } else {
            f.node.entries.emplace_back(std::move(f.key), std::move(n));
            f.has_key = false;
        }
    }

    // "<<: *defaults" or a list of them: keys that are not stated beside it. Then every key once.
    void resolve_merges(Node& map) {
        std::vector<std::pair<Node, Node>> stated;
        std::vector<Node> merged;
        for (auto& [key, value] : map.entries) {
            if (key.text != "<<" || key.quoted) {
                stated.emplace_back(std::move(key), std::move(value));
            } else if (value.kind == Node::Kind::list) {
                for (auto& item : value.items) merged.push_back(std::move(item));
            } else {
                merged.push_back(std::move(value));
            }
        }
        std::map<std::string, Mark, std::less<>> seen;
        std::erase_if(stated, [&](const auto& entry) {
            const Node& key = entry.first;
            const auto [it, fresh] = seen.emplace(key.text, key.mark);
            if (!fresh)
                problems_.push_back({key.mark, fmt::format("{} is stated twice; the first time in line {}, column {}",
                                                           in_quotes(key.text), it->second.line, it->second.column)});
            return !fresh;
        });
        for (auto& source : merged) {
            if (source.kind != Node::Kind::map) {
                problems_.push_back({source.mark, "a merge key (\"<<\") takes a mapping, or a list of mappings"});
                continue;
            }
            for (auto& entry : source.entries)
                if (seen.emplace(entry.first.text, entry.first.mark).second) stated.push_back(std::move(entry));
        }
        map.entries = std::move(stated);
    }

    const DocumentLimits& limits_;
    const QuotedCalls& source_;
    std::vector<Node> documents_;
    std::vector<Frame> stack_;
    std::map<YAML::anchor_t, Node> anchors_;
    std::vector<Refused> problems_;
    std::size_t nodes_ = 0;
    bool started_ = false;
};

[[nodiscard]] Problem problem_at(const std::string& file, Mark m, std::string message) {
    Problem p;
    p.message = std::move(message);
    p.file = file;
    p.line = m.line;
    p.column = m.column;
    return p;
}

// The first byte that is no UTF-8, or a control character that YAML does not allow.
[[nodiscard]] std::optional<Mark> unreadable(std::string_view text) {
    Mark m{1, 1};
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        std::size_t n = c < 0x80                ? 1
                        : c >= 0xf0 && c < 0xf5 ? 4
                        : c >= 0xe0 && c < 0xf0 ? 3
                        : c >= 0xc2 && c < 0xe0 ? 2
                                                : 0;
        if (n == 0 || i + n > text.size()) return m;
        for (std::size_t k = 1; k < n; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return m;
        if (c < 0x20 && c != '\n' && c != '\r' && c != '\t') return m;
        if (c == '\n') {
            ++m.line;
            m.column = 0;
        }
        ++m.column;
        i += n;
    }
    return std::nullopt;
}

// Where more brackets are open than any text has that is meant to be read, strings and comments counted in: yaml-cpp
// looks for the end of each before it says anything.
[[nodiscard]] std::optional<Mark> too_many_open(std::string_view text) {
    constexpr int most = 10'000;
    Mark m{1, 1};
    int open = 0;
    for (const char c : text) {
        if (c == '[' || c == '{') ++open;
        if ((c == ']' || c == '}') && open > 0) --open;
        if (open > most) return m;
        ++m.column;
        if (c == '\n') m = {m.line + 1, 1};
    }
    return std::nullopt;
}

}  // namespace

Expected<std::vector<Node>> parse_yaml(std::string_view text, const std::string& file, const DocumentLimits& limits,
                                       Problems* beside) {
    if (text.size() > limits.bytes)
        return Problems{problem_at(file, {}, fmt::format("longer than {} bytes", limits.bytes))};
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    if (const auto bad = unreadable(text))
        return Problems{
            problem_at(file, *bad, "not readable as text: a byte that is no UTF-8, or a control character")};
    if (const auto bad = too_many_open(text))
        return Problems{problem_at(file, *bad, fmt::format("nested more than {} levels deep", limits.depth))};
    const QuotedCalls source = quote_calls(text);
    Builder builder{limits, source};
    Problems problems;
    bool whole = true;
    try {
        std::istringstream in{source.text};
        YAML::Parser parser{in};
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const Refused& r) {
        whole = false;
        builder.problems().push_back(r);
    } catch (const YAML::Exception& e) {
        whole = false;
        builder.problems().push_back(
            {source.original({e.mark.line + 1, e.mark.column + 1}), "not valid YAML: " + e.msg});
    }
    for (auto& r : builder.problems()) problems.push_back(problem_at(file, r.mark, std::move(r.message)));
    if (whole && beside != nullptr) {
        *beside = std::move(problems);
        return std::move(builder.documents());
    }
    if (!problems.empty()) return problems;
    return std::move(builder.documents());
}

Expected<std::string> read_file(const std::filesystem::path& file, std::size_t bytes) {
    std::error_code error;
    const auto name = file.string();
    if (std::filesystem::is_directory(file, error)) return Problems{problem_at(name, {}, "is a directory, not a file")};
    std::ifstream in{file, std::ios::binary};
    if (!in) return Problems{problem_at(name, {}, "cannot be opened")};
    std::string text(std::min<std::size_t>(bytes + 1, 1U << 16), '\0');
    std::size_t size = 0;
    while (in && size <= bytes) {
        if (size == text.size()) text.resize(std::min(text.size() * 2, bytes + 1));
        in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size));
        size += static_cast<std::size_t>(in.gcount());
        if (in.gcount() == 0) break;
    }
    if (size > bytes) return Problems{problem_at(name, {}, fmt::format("longer than {} bytes", bytes))};
    text.resize(size);
    return text;
}

}  // namespace nines
