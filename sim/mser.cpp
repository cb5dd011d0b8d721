#include "sim/mser.hpp"

#include <limits>
#include <vector>

namespace nines {

Truncation mser5(std::span<const double> series) {
    constexpr std::size_t group = 5;
    const std::size_t k = series.size() / group;
    std::vector<double> z(k, 0.0);
    for (std::size_t i = 0; i < k * group; ++i) z[i / group] += series[i] / group;
    // From the end, so that the sums over j > d are running ones (Welford's, backwards).
    Truncation best;
    best.statistic = std::numeric_limits<double>::infinity();
    double mean = 0.0, squares = 0.0;
    std::size_t n = 0;
    for (std::size_t d = k; d-- > 0;) {
        ++n;
        const double delta = z[d] - mean;
        mean += delta / static_cast<double>(n);
        squares += delta * (z[d] - mean);
        if (d > k / 2) continue;
        const double statistic = squares / (static_cast<double>(n) * static_cast<double>(n));
        if (statistic <= best.statistic) best = {d, d * group, statistic, mean, false};
    }
    best.at_limit = best.groups == k / 2 && best.groups > 0;
    return best;
}

}  // namespace nines
