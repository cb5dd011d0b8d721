// Late counts: increments that wait for a few others, so that the memory they go to has come into the cache by then.
//
// For counters that together are larger than the caches: at once, each would stop the processor for a hundred cycles.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace nines {

class LateCounts {
public:
    LateCounts() { waiting_.fill(&nowhere_); }
    LateCounts(const LateCounts&) = delete;
    LateCounts& operator=(const LateCounts&) = delete;

    // REQUIRES: the counter stays where it is until settle().
    void increment(std::uint64_t& counter) noexcept {
        __builtin_prefetch(&counter, 1);
        std::uint64_t*& place = waiting_[next_++ % waiting_.size()];
        ++*place;
        place = &counter;
    }
    // From here on every increment is there to be read.
    void settle() noexcept {
        for (auto& place : waiting_) {
            ++*place;
            place = &nowhere_;
        }
    }

private:
    std::array<std::uint64_t*, 32> waiting_;
    std::size_t next_ = 0;
    std::uint64_t nowhere_ = 0;
};

}  // namespace nines
