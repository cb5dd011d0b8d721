// Shards: the rows of a database are spread over several that are alike, by a hash of their key.
//
// Each shard has nodes, a log and a primary of its own; a request goes to the shard of its row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nines {

// Of a key; the popular keys fall on shards as a good hash lets them fall (the finalizer of SplitMix64, Steele, Lea and
// Flood 2014), always the same ones.
[[nodiscard]] constexpr std::uint32_t shard_of_key(std::uint64_t key, std::uint32_t shards) noexcept {
    std::uint64_t x = key + 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return static_cast<std::uint32_t>((x ^ x >> 31) % shards);
}

// "orders", or its third shard "orders/2".
struct ShardName {
    std::string database;
    std::optional<std::uint32_t> shard;  // set and far too large when what follows the slash is no number
};
[[nodiscard]] ShardName shard_named(std::string_view text);

}  // namespace nines
