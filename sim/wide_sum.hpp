// Wide sum: a signed 128-bit integer of nanoseconds, which no run overflows.
//
// Two words and not the compiler's own type, because an addition is then two instructions in memory.
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace nines {

__extension__ typedef __int128 WideInteger;

class WideSum {
public:
    WideSum() = default;
    explicit WideSum(WideInteger v) noexcept
        : low_(static_cast<std::uint64_t>(v)), high_(static_cast<std::uint64_t>(v >> 64)) {}

    void add(std::uint64_t ns) noexcept {
        low_ += ns;
        high_ += low_ < ns ? 1 : 0;
    }
    void subtract(std::uint64_t ns) noexcept {
        high_ -= low_ < ns ? 1 : 0;
        low_ -= ns;
    }
    void add(Duration d) noexcept { add(static_cast<std::uint64_t>(d.count())); }  // REQUIRES: d >= 0
    void add(const WideSum& other) noexcept {
        add(other.low_);
        high_ += other.high_;
    }

    [[nodiscard]] WideInteger nanoseconds() const noexcept {
        return static_cast<WideInteger>(static_cast<unsigned __int128>(high_) << 64 | low_);
    }
    [[nodiscard]] double seconds() const noexcept { return static_cast<double>(nanoseconds()) * 1e-9; }

private:
    std::uint64_t low_ = 0, high_ = 0;
};

}  // namespace nines
