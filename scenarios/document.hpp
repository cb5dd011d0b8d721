// Documents: YAML text as a tree of nodes that remember where they stood. The strict layer under everything that is
// read: yaml-cpp's events come in, and what yaml-cpp lets pass is refused here.
//
// Always: duplicate keys are problems; merge keys ("<<") are resolved (a key beside the merge wins); aliases are
// expanded within the limits; numbers are not interpreted (a scalar is its text); sizes, depth and the number of nodes
// are bounded before memory is spent. A function-call scalar may stand without quotes although plain YAML would need
// them: `work: lognormal(median: 3ms, p99: 20ms)`, also inside [ ] and { }.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/problem.hpp"

namespace nines {

struct Mark {
    int line = 0;    // from 1
    int column = 0;  // from 1
};

struct Node {
    enum class Kind : std::uint8_t { null, scalar, list, map };
    Kind kind = Kind::null;
    std::string text;     // of a scalar
    bool quoted = false;  // of a scalar
    std::vector<Node> items;
    std::vector<std::pair<Node, Node>> entries;  // of a map; keys are scalars
    Mark mark;

    // The value under a key of a map, or null when there is none (or this is not a map).
    [[nodiscard]] const Node* find(std::string_view key) const;
};

struct DocumentLimits {
    std::size_t bytes = 16U << 20;
    std::size_t nodes = 2'000'000;  // after expanding aliases
    std::size_t depth = 64;
};

// Every document of the text (separated by "---"; empty ones are null nodes). Problems that leave the tree whole (a key
// stated twice, of which the first counts; a tag) go into `beside`, if given, so that the other problems of the text
// can be found, too: whoever gives it refuses the text when there are any.
[[nodiscard]] Expected<std::vector<Node>> parse_yaml(std::string_view text, const std::string& file,
                                                     const DocumentLimits& limits = {}, Problems* beside = nullptr);

// The text of a file, refused when longer than `bytes` without reading it all.
[[nodiscard]] Expected<std::string> read_file(const std::filesystem::path& file, std::size_t bytes = 16U << 20);

}  // namespace nines
