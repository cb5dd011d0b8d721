// Cache: answers that are kept, so that what lies behind is not asked for them again.
//
// Either its hit ratio is given, or it is simulated key by key: which keys are asked for follows Zipf's law,
// independently (the independent reference model), and what is kept is least recently used out, up to `size` entries,
// for at most `ttl` since it was loaded.
//
// Always: a load that fails keeps nothing; with `coalesce` at most one load of a key is under way in a replica, and
// whoever else wants the key waits for it and shares its end, good or bad (single flight).
#pragma once

#include <optional>

#include "models/scalars.hpp"

namespace nines {

enum class CacheScope : std::uint8_t { replica, shared };
template <>
struct Choices<CacheScope> {
    static constexpr std::array<std::string_view, 2> names = {"replica", "shared"};
};

struct Cache {
    static constexpr const char* type_name = "Cache";
    CacheScope scope = CacheScope::replica;
    std::optional<Probability> hit_ratio;
    Duration refill = std::chrono::minutes{1};
    std::optional<std::uint32_t> keys;
    double skew = 0.8;
    std::optional<std::uint32_t> size;
    std::optional<Duration> ttl;
    Duration stale_while_revalidate{};
    bool coalesce = false;
    friend bool operator==(const Cache&, const Cache&) = default;
};
void describe(Describe& d, Cache& c);

}  // namespace nines
