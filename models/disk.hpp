// Disk of a replica: it fills with what requests write, and a cleaner makes room.
//
// Always: used is at most size; a request whose write does not fit either fails, or stops the replica until the cleaner
// has been.
#pragma once

#include <optional>

#include "models/scalars.hpp"
#include "models/size.hpp"

namespace nines {

enum class DiskFull : std::uint8_t { fail, stop };
template <>
struct Choices<DiskFull> {
    static constexpr std::array<std::string_view, 2> names = {"fail", "stop"};
};

struct DiskCleaner {
    static constexpr const char* type_name = "DiskCleaner";
    Duration interval = std::chrono::minutes{5};
    Probability above{0.85};
    Probability down_to{0.8};
    friend bool operator==(const DiskCleaner&, const DiskCleaner&) = default;
};
void describe(Describe& d, DiskCleaner& c);

struct Disk {
    static constexpr const char* type_name = "Disk";
    Size size{10.0 * 1024 * 1024 * 1024};
    Size used;
    DiskFull when_full = DiskFull::fail;
    std::optional<DiskCleaner> cleaner;
    friend bool operator==(const Disk&, const Disk&) = default;
};
void describe(Describe& d, Disk& x);

}  // namespace nines
