// CPU of a replica: work slows down when more requests run than there are cores, and when they are in each other's way.
//
// With n requests at work each has the speed min(1, cores / n) / (1 + contention (n - 1) + coherence n (n - 1)): the
// cores are shared evenly, and Gunther's universal scalability law says what waiting for the same locks (contention)
// and keeping each other up to date (coherence) cost. Thrashing slows down further, once too many requests are inside
// at all.
//
// Always: only work uses the CPU; a worker that waits for a call does not.
#pragma once

#include <optional>

#include "models/scalars.hpp"

namespace nines {

struct Thrashing {
    static constexpr const char* type_name = "Thrashing";
    std::uint32_t above = 100;
    Factor factor{2.0};
    friend bool operator==(const Thrashing&, const Thrashing&) = default;
};
void describe(Describe& d, Thrashing& t);

struct Cpu {
    static constexpr const char* type_name = "Cpu";
    std::uint32_t cores = 1;
    Probability contention;
    Probability coherence;
    std::optional<Thrashing> thrashing;
    friend bool operator==(const Cpu&, const Cpu&) = default;

    // Of each of n requests at work while `inside` are inside. REQUIRES: n > 0.
    [[nodiscard]] double speed(std::uint32_t n, std::uint32_t inside) const noexcept {
        const double k = n;
        double speed = n <= cores ? 1.0 : cores / k;
        speed /= 1.0 + contention.value * (k - 1.0) + coherence.value * k * (k - 1.0);
        if (thrashing && inside > thrashing->above) speed /= thrashing->factor.value;
        return speed;
    }
};
void describe(Describe& d, Cpu& c);

}  // namespace nines
