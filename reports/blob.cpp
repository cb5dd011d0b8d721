#include "reports/blob.hpp"

#include <bit>
#include <cstdint>

namespace nines {

namespace {

constexpr char format_series = 2;
constexpr char format_histograms = 4;  // older ones had other buckets
constexpr std::size_t interval_limit = 100'000;

void put(std::string& out, std::uint64_t n) {
    for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
    out.push_back(static_cast<char>(n));
}

void put(std::string& out, float x) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    for (unsigned shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(bits >> shift));
}

// Reads on from the front; `bad` once anything was missing.
class Cursor {
public:
    explicit Cursor(std::string_view bytes) : rest_(bytes) {}

    std::uint64_t number() {
        std::uint64_t n = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (rest_.empty()) break;
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            n |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) return n;
        }
        bad = true;
        return 0;
    }

    float real() {
        if (rest_.size() < 4) {
            bad = true;
            return 0.0F;
        }
        std::uint32_t bits = 0;
        for (unsigned i = 0; i < 4; ++i)
            bits |= static_cast<std::uint32_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
        rest_.remove_prefix(4);
        return std::bit_cast<float>(bits);
    }

    // A number of things that take at least a byte each.
    std::size_t count() {
        const auto n = number();
        if (n > rest_.size()) bad = true;
        return bad ? 0 : static_cast<std::size_t>(n);
    }

    [[nodiscard]] bool whole() const { return !bad && rest_.empty(); }

    bool bad = false;

private:
    std::string_view rest_;
};

[[nodiscard]] bool same_bits(float a, float b) {
    return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

Histogram decode_histogram(Cursor& in) {
    const auto first = in.number();
    const auto size = in.number();
    constexpr std::uint64_t limit = Histogram::bucket_limit;
    if (first % Histogram::octave != 0 || first > limit || size > limit || first + size > limit) in.bad = true;
    if (in.bad || size == 0) return {};
    std::vector<std::uint64_t> counts;
    counts.reserve(static_cast<std::size_t>(size));
    while (!in.bad && counts.size() < size) {
        const auto n = in.number();
        const auto zeros = n == 0 ? in.number() : 0;
        if (n == 0 && (zeros == 0 || zeros > size - counts.size()))
            in.bad = true;
        else if (n == 0)
            counts.resize(counts.size() + static_cast<std::size_t>(zeros), 0);
        else
            counts.push_back(n);
    }
    return in.bad ? Histogram{} : Histogram::from_counts(static_cast<std::uint32_t>(first), std::move(counts));
}

}  // namespace

std::string encode_histograms(const std::vector<Histogram>& histograms) {
    std::string out{format_histograms};
    put(out, histograms.size());
    for (const auto& h : histograms) {
        const auto counts = h.counts();
        put(out, std::uint64_t{h.first_bucket()});
        put(out, counts.size());
        for (std::size_t i = 0; i < counts.size();) {
            put(out, counts[i]);
            if (counts[i++] != 0) continue;
            std::uint64_t zeros = 1;
            while (i < counts.size() && counts[i] == 0) ++i, ++zeros;
            put(out, zeros);
        }
    }
    return out;
}

std::optional<std::vector<Histogram>> decode_histograms(std::string_view blob) {
    if (blob.empty() || blob.front() != format_histograms) return std::nullopt;
    Cursor in{blob.substr(1)};
    std::vector<Histogram> out(in.count());
    for (auto& h : out) {
        h = decode_histogram(in);
        if (in.bad) return std::nullopt;
    }
    return in.whole() ? std::optional{std::move(out)} : std::nullopt;
}

std::string encode_series(const Series& series) {
    std::string out{format_series};
    put(out, series.size());
    for (const auto& s : series) {
        put(out, s.size());
        for (std::size_t i = 0; i < s.size();) {
            const auto begin = i;
            while (i < s.size() && same_bits(s[i], s[begin])) ++i;
            put(out, i - begin);
            put(out, s[begin]);
        }
    }
    return out;
}

std::optional<Series> decode_series(std::string_view blob) {
    if (blob.empty() || blob.front() != format_series) return std::nullopt;
    Cursor in{blob.substr(1)};
    Series out(in.count());
    for (auto& s : out) {
        const auto size = in.number();
        if (size > interval_limit) in.bad = true;
        while (!in.bad && s.size() < size) {
            const auto run = in.number();
            const auto value = in.real();
            if (run == 0 || run > size - s.size()) in.bad = true;
            if (!in.bad) s.insert(s.end(), static_cast<std::size_t>(run), value);
        }
        if (in.bad) return std::nullopt;
    }
    return in.whole() ? std::optional{std::move(out)} : std::nullopt;
}

}  // namespace nines
