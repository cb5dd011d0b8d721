// Whether two replications measured the same, bit for bit.
#pragma once

#include <cmath>

#include "models/measures.hpp"

namespace nines {

// NaN equals NaN here, as it must when results are kept.
[[nodiscard]] inline bool same_bits(const RunResult& a, const RunResult& b) {
    const auto same = [](auto x, auto y) { return x == y || (std::isnan(x) && std::isnan(y)); };
    RunResult left = a, right = b;
    left.figures.clear(), right.figures.clear(), left.series.clear(), right.series.clear();
    if (!(left == right) || a.figures.size() != b.figures.size() || a.series.size() != b.series.size()) return false;
    for (std::size_t i = 0; i < a.figures.size(); ++i)
        if (!same(a.figures[i], b.figures[i])) return false;
    for (std::size_t s = 0; s < a.series.size(); ++s) {
        if (a.series[s].size() != b.series[s].size()) return false;
        for (std::size_t i = 0; i < a.series[s].size(); ++i)
            if (!same(a.series[s][i], b.series[s][i])) return false;
    }
    return true;
}

}  // namespace nines
