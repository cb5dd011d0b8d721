#include "models/popularity.hpp"

#include <cmath>

namespace nines {

std::vector<double> zipf_shares(std::uint32_t n, double skew) {
    std::vector<double> out(n);
    double sum = 0.0;
    for (std::uint32_t k = n; k-- > 0;) sum += out[k] = std::pow(k + 1.0, -skew);
    for (auto& x : out) x /= sum;
    return out;
}

Popularity::Popularity(const std::vector<double>& shares) : columns_(shares.size()) {
    std::vector<double> scaled;
    std::vector<std::uint32_t> small, large;
    for (std::uint32_t k = 0; k < shares.size(); ++k) {
        scaled.push_back(shares[k] * static_cast<double>(shares.size()));
        (scaled[k] < 1.0 ? small : large).push_back(k);
    }
    while (!small.empty() && !large.empty()) {
        const auto s = small.back(), l = large.back();
        small.pop_back();
        columns_[s] = {scaled[s], l};
        scaled[l] -= 1.0 - scaled[s];
        if (scaled[l] < 1.0) {
            large.pop_back();
            small.push_back(l);
        }
    }
}

}  // namespace nines
