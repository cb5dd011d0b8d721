#include "models/measures.hpp"

namespace nines {

std::size_t index_of(const std::vector<MeasureKey>& keys, Subject s, std::string_view name, std::string_view metric) {
    std::size_t i = 0;
    while (i < keys.size() && !(keys[i].subject == s && keys[i].name == name && keys[i].metric == metric)) ++i;
    return i;
}

}  // namespace nines
