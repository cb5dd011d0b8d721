#include "models/shards.hpp"

#include <charconv>
#include <limits>

namespace nines {

ShardName shard_named(std::string_view text) {
    const auto slash = text.find('/');
    ShardName out{std::string{text.substr(0, slash)}, std::nullopt};
    if (slash == std::string_view::npos) return out;
    const auto digits = text.substr(slash + 1);
    std::uint32_t n = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    const bool whole = error == std::errc{} && end == digits.data() + digits.size();
    out.shard = whole ? n : std::numeric_limits<std::uint32_t>::max();
    return out;
}

}  // namespace nines
