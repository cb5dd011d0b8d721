// Keys: which rows the reads and writes of a database are about, and how unevenly.
#pragma once

#include <cstdint>

#include "models/scalars.hpp"
#include "sim/random.hpp"

namespace nines {

struct Keys {
    static constexpr const char* type_name = "Keys";
    std::uint64_t count = 1;
    double skew = 0.0;  // the k-th most popular key is asked for in proportion to k^-skew
    friend bool operator==(const Keys&, const Keys&) = default;
};
void describe(Describe& d, Keys& k);

// Draws a key from 0, the most popular, to count - 1: Zipf's law by rejection inversion (Hoermann and Derflinger 1996),
// a constant number of operations whatever the count.
class KeyPicker {
public:
    KeyPicker() = default;
    explicit KeyPicker(const Keys& k);
    [[nodiscard]] std::uint64_t operator()(Random& r) const noexcept;

private:
    [[nodiscard]] double integral(double x) const noexcept;
    [[nodiscard]] double inverse(double x) const noexcept;

    std::uint64_t count_ = 1;
    double skew_ = 0.0;
    double first_ = 0.0, last_ = 0.0, shortcut_ = 0.0;
};

}  // namespace nines
