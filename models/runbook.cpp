#include "models/runbook.hpp"

namespace nines {

void describe(Describe& d, RunbookStep& s) {
    d.help("A step of a procedure that people follow. A bare duration is how long it takes.");
    d.shorthand("takes");
    d("name", s.name, "What it is called");
    d("takes", s.takes, "How long");
    d("goes_wrong", s.goes_wrong, range(0.0, 0.95), "That it does not work out; then it is repaired and done again");
    d("goes_stale", s.goes_stale, above(0.0),
      "On average so long after it was last followed, in earnest or in a drill, it no longer works as written: it goes "
      "wrong once, and is mended");
    d("repair", s.repair, "How long it takes to find out and to be ready to try again");
}

}  // namespace nines
