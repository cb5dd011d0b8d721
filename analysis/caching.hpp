// Hit ratios of caches whose keys are asked for independently of each other (the independent reference model).
//
// `shares`: how much of the requests each key has; they add up to 1.
#pragma once

#include <cstdint>
#include <vector>

namespace nines {

// Least recently used, `size` entries that never expire: the approximation of Che, Tung and Wang 2002. A key is a hit
// when it was asked for within the time in which `size` different keys are; off by less than a hundredth for all but
// the smallest caches (Fricker, Robert and Roberts 2012).
[[nodiscard]] double lru_hit_ratio(const std::vector<double>& shares, std::uint32_t size);

// Room for all keys, each fresh for `ttl` seconds from its load, `rate` requests a second in all, Poisson: exact. Each
// load of a key with rate l is followed by l x ttl hits on average, so that l x ttl / (1 + l x ttl) are.
[[nodiscard]] double ttl_hit_ratio(const std::vector<double>& shares, double rate, double ttl);

}  // namespace nines
