// Edits of a YAML text: the smallest change that brings one node to a value. Everything else of the text stays as it
// was written: comments, order, quotes, and whether a collection stands in braces or on lines.
//
// Always: a result, parsed, differs from the parsed original in exactly what was asked for; where that cannot be done
// (the value comes from an alias that others use, the text is written in a way that is not understood) there is a
// problem instead of a text.
//
// A path is keys and indices: "services.gateway.endpoints.browse[1].call". Values are YAML: a scalar, `{ a: 1 }`, or
// lines whose indentation begins at 0.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/problem.hpp"
#include "scenarios/document.hpp"

namespace nines {

struct PathPart {
    std::string key;  // of a map; empty for an item of a list
    std::size_t index = 0;
    friend bool operator==(const PathPart&, const PathPart&) = default;
};
using Path = std::vector<PathPart>;

[[nodiscard]] Path parse_path(std::string_view path);
[[nodiscard]] std::string print_path(const Path& path);

// A text with the tree that was read from it.
struct SourceText {
    std::string text;
    Node tree;

    [[nodiscard]] static Expected<SourceText> read(std::string text);
    [[nodiscard]] const Node* find(const Path& path) const;
};

// Bytes of a text.
struct Extent {
    std::size_t begin = 0, end = 0;
    friend bool operator==(const Extent&, const Extent&) = default;
};

// Where the value at a path is written: from its first character to its last. Nothing when it comes from elsewhere (an
// alias, a merge key) or is not there.
[[nodiscard]] std::optional<Extent> extent_of(const SourceText& s, const Path& path);

// The value as it is written, with its comments: lines whose indentation begins at 0, or one line. REQUIRES: it is
// there.
[[nodiscard]] std::string as_written(const SourceText& s, const Path& path);

// Puts a value in the place of one that is there.
[[nodiscard]] Expected<SourceText> replace_value(const SourceText& s, const Path& path, std::string_view value);
// The same for many scalars at once, each by its text.
[[nodiscard]] Expected<SourceText> replace_scalars(const SourceText& s,
                                               const std::vector<std::pair<Path, std::string>>& values);
// Adds an entry to a map. `before`: keys that it is to stand after when they are there (the last of them counts);
// otherwise it becomes the first when `before` is given, or the last.
[[nodiscard]] Expected<SourceText> insert_entry(const SourceText& s, const Path& map, const std::string& key,
                                            std::string_view value, const std::vector<std::string>* before = nullptr);
// Adds an item to a list, at an index up to its size.
[[nodiscard]] Expected<SourceText> insert_item(const SourceText& s, const Path& list, std::size_t index,
                                           std::string_view value);
// Takes out an entry or an item. A collection that loses its last one becomes {} or [].
[[nodiscard]] Expected<SourceText> remove_value(const SourceText& s, const Path& path);
[[nodiscard]] Expected<SourceText> rename_key(const SourceText& s, const Path& path, const std::string& key);
// Makes a map { key: value } of a value: `browse: [a]` becomes `browse: { steps: [a] }`, on lines where it stands on
// lines.
[[nodiscard]] Expected<SourceText> wrap_value(const SourceText& s, const Path& path, const std::string& key);

// A scalar as it has to be written, in quotes when it must be.
[[nodiscard]] std::string scalar_in_yaml(std::string_view text);
// A node on one line.
[[nodiscard]] std::string in_braces(const Node& n);
// A node on lines, each after `indent` spaces but the first, without a newline at the end; as it stands after
// "- " or, on a line of its own, after the spaces.
[[nodiscard]] std::string on_lines(const Node& n, std::size_t indent);
// Whether two trees mean the same.
[[nodiscard]] bool same_meaning(const Node& a, const Node& b);

}  // namespace nines
