// Layout: where the designer draws things. Read and kept like every other parameter; the simulation ignores it.
//
// By the section of the scenario a thing stands in, then by its name: `layout: { services: { gateway: { x: 240, y: 80 }
// } }`. What is not mentioned is placed by the designer. Units are pixels at 100%; y grows downward.
#pragma once

#include <optional>

#include "models/describe.hpp"
#include "models/scalars.hpp"

namespace nines {

struct Spot {
    static constexpr const char* type_name = "Spot";
    double x = 0.0, y = 0.0;      // left upper corner
    std::optional<double> width;  // of places only; unset: as large as what they hold
    std::optional<double> height;
    bool pinned = false;      // automatic layout leaves it where it is
    bool collapsed = false;   // of places only: drawn as one box
    Dictionary<Spot> inside;  // of places only: the zones of a region, the hosts of a zone
    friend bool operator==(const Spot&, const Spot&) = default;
};
void describe(Describe& d, Spot& s);

using DrawnAt = Dictionary<Dictionary<Spot>>;

}  // namespace nines
