#include "models/cache_store.hpp"

#include <algorithm>

namespace nines {

CacheStore::CacheStore(const Cache& p)
    : by_key_(p.keys.value_or(0)),
      size_(std::min(p.size.value_or(nobody), p.keys.value_or(0))),
      fresh_for_(p.ttl.value_or(Duration::max())),
      usable_for_(p.ttl ? after(start_of_run + *p.ttl, p.stale_while_revalidate).time_since_epoch() : Duration::max()) {
}

CacheStore::Found CacheStore::look_up(std::uint32_t key, Instant now) noexcept {
    const Entry& e = by_key_[key];
    if (e.loaded == never) return Found::absent;
    const Duration age = now - e.loaded;
    if (age >= usable_for_) return Found::expired;
    unlink(key);
    link_newest(key);
    return age < fresh_for_ ? Found::fresh : Found::stale;
}

bool CacheStore::store(std::uint32_t key, Instant now) noexcept {
    bool full = false;
    if (by_key_[key].loaded != never) {
        unlink(key);
    } else if (entries_ == size_) {
        full = true;
        const auto goes = oldest_;
        unlink(goes);
        by_key_[goes].loaded = never;
    } else {
        ++entries_;
    }
    by_key_[key].loaded = now;
    link_newest(key);
    return full;
}

void CacheStore::clear() noexcept {
    std::ranges::fill(by_key_, Entry{});
    newest_ = oldest_ = nobody;
    entries_ = 0;
}

void CacheStore::unlink(std::uint32_t key) noexcept {
    const Entry& e = by_key_[key];
    (e.newer == nobody ? newest_ : by_key_[e.newer].older) = e.older;
    (e.older == nobody ? oldest_ : by_key_[e.older].newer) = e.newer;
}

void CacheStore::link_newest(std::uint32_t key) noexcept {
    Entry& e = by_key_[key];
    e.newer = nobody;
    e.older = newest_;
    (newest_ == nobody ? oldest_ : by_key_[newest_].newer) = key;
    newest_ = key;
}

}  // namespace nines
