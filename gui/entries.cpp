#include "gui/entries.hpp"

#include "gui/references.hpp"

namespace nines::gui {

const void* entry_of(const Document& d, const NodeId& id) {
    const Field* f = d.type().record().field(id.kind);
    if (f == nullptr) return nullptr;
    const void* all = member(d.value(), *f);
    for (std::size_t i = 0; i < f->type->size(all); ++i)
        if (f->type->key(all, i) == id.name) return f->type->at(untyped(all), i);
    return nullptr;
}

std::optional<Kind> kind_of(const Document& d, const std::string& section) {
    for (auto& k : kinds_of(d.type()))
        if (k.section == section) return k;
    return std::nullopt;
}

}  // namespace nines::gui
