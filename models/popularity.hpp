// Popularity of keys: Zipf's law, drawn in constant time.
//
// Walker's alias method as built by Vose (1991): key k of n is drawn with probability proportional to (k + 1)^-skew.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/random.hpp"

namespace nines {

// Shares of n keys, the most popular first; they add up to 1.
[[nodiscard]] std::vector<double> zipf_shares(std::uint32_t n, double skew);

class Popularity {
public:
    explicit Popularity(const std::vector<double>& shares);

    [[nodiscard]] std::uint32_t draw(Random& r) const noexcept {
        const auto column = static_cast<std::uint32_t>(r.below(columns_.size()));
        return r.uniform() < columns_[column].share ? column : columns_[column].other;
    }

private:
    struct Column {
        double share = 1.0;  // of the column that is its own key's
        std::uint32_t other = 0;
    };
    std::vector<Column> columns_;
};

}  // namespace nines
