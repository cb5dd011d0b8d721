#include "models/layout.hpp"

namespace nines {

void describe(Describe& d, Spot& s) {
    d.help("Where the designer draws a thing: pixels at 100%, from the left and from above.");
    d("x", s.x, range(-1e6, 1e6), "Of its left side");
    d("y", s.y, range(-1e6, 1e6), "Of its upper side");
    d("width", s.width, range(1.0, 1e6), "Of a place; unset: as wide as what it holds");
    d("height", s.height, range(1.0, 1e6), "Of a place; unset: as high as what it holds");
    d("pinned", s.pinned, "Automatic layout leaves it where it is");
    d("collapsed", s.collapsed, "Of a place: drawn as one box");
    d("inside", s.inside, "Of a place: how the places in it are drawn");
}

}  // namespace nines
