// The entries of one cache: which keys it holds, the least recently used first to go, and until when each is fresh.
//
// Always: at most `size` entries; an entry that has expired stays until it is loaded anew or makes room (as in
// memcached); a lookup that finds it fresh, or stale but usable, makes it the most recently used.
#pragma once

#include <cstdint>
#include <vector>

#include "models/cache.hpp"

namespace nines {

class CacheStore {
public:
    enum class Found : std::uint8_t { fresh, stale, expired, absent };

    explicit CacheStore(const Cache& p);

    [[nodiscard]] Found look_up(std::uint32_t key, Instant now) noexcept;
    // It was loaded: true when another entry had to make room.
    bool store(std::uint32_t key, Instant now) noexcept;
    void clear() noexcept;
    [[nodiscard]] std::uint32_t entries() const noexcept { return entries_; }

private:
    static constexpr std::uint32_t nobody = ~std::uint32_t{0};
    struct Entry {
        Instant loaded = never;  // never: it is not held
        std::uint32_t newer = nobody, older = nobody;
    };

    void unlink(std::uint32_t key) noexcept;
    void link_newest(std::uint32_t key) noexcept;

    std::vector<Entry> by_key_;
    std::uint32_t size_;
    Duration fresh_for_, usable_for_;
    std::uint32_t newest_ = nobody, oldest_ = nobody;
    std::uint32_t entries_ = 0;
};

}  // namespace nines
