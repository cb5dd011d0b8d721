// References: every name in a scenario that names something else, found by the descriptions of the fields.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/describe.hpp"

namespace nines::gui {

struct Reference {
    std::string path;              // of the name
    std::string text;              // "catalogue.page"
    const Field* field = nullptr;  // what it refers to stands there
    const void* owner = nullptr;   // the record in which the name stands
    const Type* owner_type = nullptr;
    std::string owner_path;
};

// In the order of the description, then of the scenario. What is returned points into `value`.
[[nodiscard]] std::vector<Reference> references_in(const Type& type, const void* value, const std::string& path = {});

// The part of a name that is the node's: "cart" of "cart.get" and "cart/0".
[[nodiscard]] inline std::string_view node_part(std::string_view name) {
    return name.substr(0, name.find_first_of("./"));
}

// Functions of a Type take a void* although they do not change the value.
[[nodiscard]] inline void* untyped(const void* value) { return const_cast<void*>(value); }

}  // namespace nines::gui
