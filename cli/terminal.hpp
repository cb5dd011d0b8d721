// The terminal: whether there is one, how wide it is, and whether it can be drawn on.
#pragma once

namespace nines {

struct Terminal {
    bool interactive = false;  // a terminal that lines can be redrawn on
    bool colour = false;       // NO_COLOR, FORCE_COLOR and TERM=dumb are honoured
    bool unicode = false;      // by the locale
    int columns = 80;
};

// Of a file descriptor: 1 for results, 2 for progress and problems.
[[nodiscard]] Terminal terminal_of(int descriptor);

}  // namespace nines
