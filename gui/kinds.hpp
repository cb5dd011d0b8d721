// Kinds: what can be put on the canvas, from the description of the scenario's type. One kind for each dictionary of
// records at its top that is drawn as nodes.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "models/describe.hpp"
#include "scenarios/document.hpp"

namespace nines::gui {

struct Kind {
    std::string section;  // "services"
    std::string noun;     // "service"
    Figure figure = Figure::box;
    QString help;
    const Type* type = nullptr;  // of one entry
    std::string starter;         // what a new one states, as lines of YAML
};

[[nodiscard]] std::vector<Kind> kinds_of(const Type& root);
// With the places that hold them.
[[nodiscard]] std::vector<Kind> kinds_and_places_of(const Type& root);
[[nodiscard]] bool is_drawn_as_node(const Field& field);
[[nodiscard]] std::string noun_of(const Field& field);

// The names by which an entry of a kind can be referred to as `noun`: "gateway" as a service, "gateway.browse" as an
// endpoint. Empty: it cannot.
[[nodiscard]] std::vector<std::string> names_offered(const Kind& kind, const std::string& name, const void* value,
                                                     const std::string& noun);

// What a new value of a record has to state: required fields and one of each set of alternatives (`alternative`, or the
// first), at their defaults.
[[nodiscard]] Node least_of(const Type& record, const std::string& alternative = {});

// "databases" is "database".
[[nodiscard]] std::string singular(const std::string& plural);
// "health_check" is "health check".
[[nodiscard]] QString spoken(std::string name);

}  // namespace nines::gui
