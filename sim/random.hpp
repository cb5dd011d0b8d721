// Random streams: xoshiro256++ (Blackman and Vigna 2021, "Scrambled linear pseudorandom number generators"), one
// independent stream for every (seed, replication, component, purpose).
//
// A stream's 256-bit state is a hash of its name, so streams never have to be numbered and adding a component shifts
// nobody's draws. Of 2^64 streams with 2^40 draws each, the chance that any two overlap is below 2^-80.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace nines {

// splitmix64 (Steele, Lea and Flood 2014): the finaliser that spreads seeds and names over 64 bits.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

// FNV-1a over the bytes, then mixed.
[[nodiscard]] constexpr std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t h = 0xcbf29ce484222325ULL;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mix(h);
}

struct StreamName {
    std::uint64_t seed = 0;
    std::uint64_t replication = 0;
    std::uint64_t component = 0;  // hash_of a name, or of a name and an index
    std::uint64_t purpose = 0;    // hash_of "service time", "arrivals", ...
};

class Random {
public:
    using result_type = std::uint64_t;

    explicit constexpr Random(const StreamName& name = {}) noexcept {
        std::uint64_t x = mix(name.seed + 0x9e3779b97f4a7c15ULL);
        x = mix(x ^ mix(name.replication + 0x3c6ef372fe94f82aULL));
        x = mix(x ^ mix(name.component + 0xdaa66d2c7ddf743fULL));
        x = mix(x ^ mix(name.purpose + 0x78dde6e5fd29f054ULL));
        for (auto& word : state_) word = mix(x += 0x9e3779b97f4a7c15ULL);
    }

    static constexpr result_type min() noexcept { return 0; }
    static constexpr result_type max() noexcept { return ~std::uint64_t{0}; }

    constexpr result_type operator()() noexcept {
        const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
        const std::uint64_t t = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= t;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    // Uniform in [0, 1), 53 bits.
    [[nodiscard]] double uniform() noexcept { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }
    // Uniform in (0, 1].
    [[nodiscard]] double uniform_positive() noexcept { return static_cast<double>(((*this)() >> 11) + 1) * 0x1.0p-53; }
    // Uniform in {0, ..., n - 1}, n > 0; biased by less than n / 2^64.
    [[nodiscard]] std::uint64_t below(std::uint64_t n) noexcept {
        return static_cast<std::uint64_t>((static_cast<unsigned __int128>((*this)()) * n) >> 64);
    }
    // Exponential with mean 1, and normal with mean 0 and variance 1; by ziggurat (variates.hpp).
    [[nodiscard]] double exponential() noexcept;
    [[nodiscard]] double normal() noexcept;

private:
    std::uint64_t state_[4]{};
};

}  // namespace nines

#include "sim/variates.hpp"
