// Places: regions hold zones, zones hold hosts. A place is named "eu-west", "eu-west/a" or "eu-west/a/2".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/failure.hpp"

namespace nines {

struct Region {
    static constexpr const char* type_name = "Region";
    std::vector<std::string> zones = {"a"};
    std::uint32_t hosts_per_zone = 1;
    std::optional<Failure> region_failure;
    std::optional<Failure> zone_failure;  // of each zone by itself
    std::optional<Failure> host_failure;  // of each host by itself
    friend bool operator==(const Region&, const Region&) = default;
};
void describe(Describe& d, Region& r);

}  // namespace nines
