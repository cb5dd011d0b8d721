// Exit statuses of the nines command. Part of its interface: documented in docs/guide.md, and they do not change.
#pragma once

namespace nines {

enum ExitStatus : int {
    exit_done = 0,          // every objective met, or none stated
    exit_missed = 1,        // an objective was missed
    exit_input = 2,         // the command line or a file is wrong
    exit_impossible = 3,    // could not be done: disk full, store in use, ...
    exit_inconclusive = 4,  // an interval straddles its objective
    exit_interrupted = 130,
};

// Which of two says more about what needs attention, for a command that did several things.
[[nodiscard]] constexpr ExitStatus worse(ExitStatus a, ExitStatus b) {
    constexpr auto rank = [](ExitStatus s) {
        switch (s) {
            case exit_done: return 0;
            case exit_inconclusive: return 1;
            case exit_missed: return 2;
            case exit_input: return 3;
            case exit_impossible: return 4;
            case exit_interrupted: return 5;
        }
        return 6;
    };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace nines
