#include "sim/histogram.hpp"

#include <cassert>
#include <cmath>
#include <numeric>

namespace nines {

namespace {

[[nodiscard]] std::uint64_t sum_of(std::span<const std::uint64_t> counts) noexcept {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

}  // namespace

Duration Histogram::lower_edge(std::uint32_t bucket) noexcept {
    const auto edge = std::bit_cast<double>(std::uint64_t{bucket + one} << (52 - sub_bits));
    return Duration{edge < 9.2e18 ? static_cast<std::int64_t>(std::ceil(edge)) - 1 : Duration::max().count()};
}

Histogram Histogram::from_counts(std::uint32_t first_bucket, std::vector<std::uint64_t> counts) {
    Histogram h;
    h.first_ = first_bucket;
    h.counts_ = std::move(counts);
    h.size_ = static_cast<std::uint32_t>(h.counts_.size());
    return h;
}

void Histogram::cover(std::uint32_t first, std::uint32_t last) {
    first = first / octave * octave;
    const std::uint32_t end = (last / octave + 1) * octave;
    if (counts_.empty()) first_ = first;
    if (first < first_) {
        counts_.insert(counts_.begin(), first_ - first, 0);
        first_ = first;
    }
    if (end > first_ + counts_.size()) counts_.resize(end - first_, 0);
    size_ = static_cast<std::uint32_t>(counts_.size());
}

void Histogram::record_outside(Duration d) {
    assert(d >= Duration::zero());
    const auto i = index_of(d);
    cover(i, i);
    ++counts_[i - first_];
}

void Histogram::record(Duration d, std::uint64_t n) {
    if (n == 0) return;
    record(d);
    counts_[index_of(d) - first_] += n - 1;
}

void Histogram::merge(const Histogram& other) {
    if (other.counts_.empty()) return;
    const auto last = other.first_ + static_cast<std::uint32_t>(other.counts_.size()) - 1;
    cover(other.first_, last);
    for (std::size_t i = 0; i < other.counts_.size(); ++i) counts_[other.first_ - first_ + i] += other.counts_[i];
}

std::uint64_t Histogram::total() const noexcept { return sum_of(counts_); }

Duration Histogram::quantile(double p) const {
    const Histogram nothing;
    return RecordedSince{*this, nothing}.quantile(p);
}

RecordedSince::RecordedSince(const Histogram& now, const Histogram& earlier) noexcept : now_(now), earlier_(earlier) {
    constexpr std::size_t octave = Histogram::octave;
    for (std::size_t begin = 0; begin < now.counts_.size(); begin += octave) {
        const auto before = earlier.octave_at(now.first_ + static_cast<std::uint32_t>(begin));
        octaves_[begin / octave] = sum_of(now.counts().subspan(begin, octave)) - sum_of(before);
        total_ += octaves_[begin / octave];
    }
}

// Octave by octave, then bucket by bucket within the one it lies in.
Duration RecordedSince::quantile(double p) const {
    constexpr std::uint32_t octave = Histogram::octave;
    assert(total_ > 0);
    const auto wanted = static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(total_)));
    std::uint64_t left = std::max<std::uint64_t>(1, wanted);
    std::size_t o = 0;
    while (octaves_[o] < left) left -= octaves_[o++];
    const auto first = now_.first_ + static_cast<std::uint32_t>(o) * octave;
    const auto present = now_.octave_at(first);
    const auto before = earlier_.octave_at(first);
    for (std::uint32_t i = 0;; ++i) {
        const auto count = present[i] - (before.empty() ? 0 : before[i]);
        if (count >= left) return Histogram::within_bucket(first + i, left, count);
        left -= count;
    }
}

// Values are taken as evenly spread over their bucket, so that quantiles move smoothly with the data.
Duration Histogram::within_bucket(std::uint32_t bucket, std::uint64_t rank, std::uint64_t count) noexcept {
    const auto low = lower_edge(bucket);
    const double width = static_cast<double>((lower_edge(bucket + 1) - low).count());
    const double part = (static_cast<double>(rank) - 0.5) / static_cast<double>(count);
    return low + Duration{static_cast<std::int64_t>(width * part)};
}

std::span<const std::uint64_t> Histogram::octave_at(std::uint32_t first_bucket) const noexcept {
    if (first_bucket < first_ || first_bucket >= first_ + counts_.size()) return {};
    return counts().subspan(first_bucket - first_, octave);
}

double Histogram::count_below(Duration d) const {
    double below = 0.0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const auto bucket = first_ + static_cast<std::uint32_t>(i);
        const auto low = lower_edge(bucket);
        if (low >= d) break;
        const auto high = lower_edge(bucket + 1);
        const double part = high <= d ? 1.0 : to_seconds(d - low) / to_seconds(high - low);
        below += part * static_cast<double>(counts_[i]);
    }
    return below;
}

}  // namespace nines
