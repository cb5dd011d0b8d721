// Edits of a scenario's text by parameter: what the inspector of the designer does. On top of source_edit.hpp, with
// the descriptions of the parameters: shorthands are opened where a second field is stated beside the one they stand
// for, missing parts above are made, an alternative that excludes another takes its place, new fields stand in the
// order of the description.
//
// Paths are those of messages, "services.gateway.replicas.count"; the field that a shorthand stands for may be named
// or left out. "preset" below a record with presets is its preset.
#pragma once

#include <string>
#include <string_view>

#include "models/scalars.hpp"
#include "scenarios/source_edit.hpp"

namespace nines {

// `value` is YAML: a scalar in quotes when it must be, braces, or lines.
[[nodiscard]] Expected<SourceText> set_parameter_in(const SourceText& s, const Type& root, std::string_view path,
                                                std::string_view value);
// Takes a parameter out, so that its default (or its preset's) holds; parts above that state nothing more go with it.
// What is not stated is no problem.
[[nodiscard]] Expected<SourceText> reset_parameter_in(const SourceText& s, const Type& root, std::string_view path);
[[nodiscard]] Expected<SourceText> add_to_list_in(const SourceText& s, const Type& root, std::string_view list,
                                              std::size_t index, std::string_view value);

// The node of a parameter, or null when the text does not state it.
[[nodiscard]] const Node* stated(const Node& tree, const Type& root, std::string_view path);
// The path of its node: shorthands that are not written out are left out. Nothing when it is not stated.
[[nodiscard]] std::optional<Path> written_path(const Node& tree, const Type& root, std::string_view path);

}  // namespace nines
