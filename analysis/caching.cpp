#include "analysis/caching.hpp"

#include <cmath>

namespace nines {

double lru_hit_ratio(const std::vector<double>& shares, std::uint32_t size) {
    if (size >= shares.size()) return 1.0;
    // Different keys asked for during t requests, of which there are as many as entries in the characteristic time.
    const auto different = [&shares](double t) {
        double n = 0.0;
        for (const double p : shares) n -= std::expm1(-p * t);
        return n;
    };
    double low = 0.0, high = 1.0;
    while (different(high) < size && high < 1e300) high *= 2.0;
    for (int i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
        const double middle = (low + high) / 2.0;
        (different(middle) < size ? low : high) = middle;
    }
    double hits = 0.0;
    for (const double p : shares) hits -= p * std::expm1(-p * high);
    return hits;
}

double ttl_hit_ratio(const std::vector<double>& shares, double rate, double ttl) {
    double hits = 0.0;
    for (const double p : shares) hits += p * (p * rate * ttl) / (1.0 + p * rate * ttl);
    return hits;
}

}  // namespace nines
