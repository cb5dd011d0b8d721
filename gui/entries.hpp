// Entries: one entry of a section of a document, by its name.
#pragma once

#include <optional>
#include <string>

#include "gui/document.hpp"
#include "gui/kinds.hpp"

namespace nines::gui {

// Its value; null: there is none.
[[nodiscard]] const void* entry_of(const Document& d, const NodeId& id);
// What the entries of a section are; nothing: they are not drawn as nodes.
[[nodiscard]] std::optional<Kind> kind_of(const Document& d, const std::string& section);

}  // namespace nines::gui
