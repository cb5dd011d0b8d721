// Log-bucketed histogram of durations: a relative error of at most 1/128 (0.8%) in fixed memory.
//
// Every power of two (of the value plus 1 ns) has 128 buckets of equal width; quantiles interpolate within a bucket. At
// most 64 * 128 buckets exist; only the range between the smallest and the largest recorded octave is held. Histograms
// of other threads and replications merge exactly, in any order.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/late_counts.hpp"
#include "sim/time.hpp"

namespace nines {

class Histogram {
public:
    static constexpr std::uint32_t octave = 128;                // buckets of a power of two
    static constexpr std::uint32_t bucket_limit = 64 * octave;  // no index reaches it

    // REQUIRES: d >= 0.
    [[gnu::always_inline]] void record(Duration d) {
        const auto i = index_of(d) - first_;
        if (i >= size_) [[unlikely]]
            return record_outside(d);
        ++counts_[i];
    }

    // The same, to be seen only when `late` is settled.
    void record(Duration d, LateCounts& late) {
        const auto i = index_of(d) - first_;
        if (i < size_) [[likely]]
            return late.increment(counts_[i]);
        late.settle();
        record_outside(d);
    }

    // The same value n times.
    void record(Duration d, std::uint64_t n);

    void merge(const Histogram& other);
    void clear() noexcept { std::ranges::fill(counts_, 0); }

    [[nodiscard]] std::uint64_t total() const noexcept;
    // The value at or below which a share p (0 < p <= 1) of the recorded ones lies. REQUIRES: total() > 0.
    [[nodiscard]] Duration quantile(double p) const;
    // How many recorded values are below d, a bucket that straddles d counted in proportion.
    [[nodiscard]] double count_below(Duration d) const;

    // For storing and drawing: bucket k holds the values in [lower_edge(k), lower_edge(k + 1)).
    [[nodiscard]] std::uint32_t first_bucket() const noexcept { return first_; }
    [[nodiscard]] std::span<const std::uint64_t> counts() const noexcept { return counts_; }
    [[nodiscard]] static Duration lower_edge(std::uint32_t bucket) noexcept;
    [[nodiscard]] static Histogram from_counts(std::uint32_t first_bucket, std::vector<std::uint64_t> counts);

    friend bool operator==(const Histogram&, const Histogram&) = default;

private:
    static constexpr unsigned sub_bits = 7;
    static_assert(octave == 1U << sub_bits);
    static constexpr std::uint32_t one = 1023U << sub_bits;  // what these bits are of 1.0

    // The exponent and the first bits of the mantissa of d + 1 ns as a double.
    [[nodiscard]] static std::uint32_t index_of(Duration d) noexcept {
        const auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(d.count()) + 1.0);
        return static_cast<std::uint32_t>(bits >> (52 - sub_bits)) - one;
    }
    void record_outside(Duration d);
    [[nodiscard]] static Duration within_bucket(std::uint32_t bucket, std::uint64_t rank, std::uint64_t count) noexcept;
    // The counts of the octave that begins there; empty when it is not held.
    [[nodiscard]] std::span<const std::uint64_t> octave_at(std::uint32_t first_bucket) const noexcept;
    friend class RecordedSince;

    void cover(std::uint32_t first, std::uint32_t last);

    std::uint32_t first_ = 0;  // bucket of counts_[0]; a multiple of 128
    std::uint32_t size_ = 0;   // of counts_, at hand
    std::vector<std::uint64_t> counts_;
};

// What one histogram has recorded since an older copy of it. REQUIRES: both outlive this, unchanged.
class RecordedSince {
public:
    RecordedSince(const Histogram& now, const Histogram& earlier) noexcept;
    [[nodiscard]] std::uint64_t total() const noexcept { return total_; }
    [[nodiscard]] Duration quantile(double p) const;  // as above. REQUIRES: total() > 0

private:
    const Histogram& now_;
    const Histogram& earlier_;
    std::array<std::uint64_t, Histogram::bucket_limit / Histogram::octave> octaves_;  // of now_
    std::uint64_t total_ = 0;
};

}  // namespace nines
