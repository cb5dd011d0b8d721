// Load balancer: which replica in rotation a call goes to.
#pragma once

#include <optional>
#include <string>

#include "models/outlier_detection.hpp"
#include "models/scalars.hpp"

namespace nines {

enum class BalancingPolicy : std::uint8_t {
    round_robin,     // in turn, each caller by itself
    random,          // uniformly
    least_requests,  // the fewest in flight, ties at random
    power_of_two,    // the fewest in flight of `choices` distinct ones drawn at random
    weighted,        // at random in proportion to the replicas' weights
};
template <>
struct Choices<BalancingPolicy> {
    static constexpr std::array<std::string_view, 5> names = {"round_robin", "random", "least_requests", "power_of_two",
                                                              "weighted"};
};

struct LoadBalancer {
    static constexpr const char* type_name = "LoadBalancer";
    BalancingPolicy policy = BalancingPolicy::round_robin;
    std::uint32_t choices = 2;  // of power_of_two
    bool zone_aware = false;    // prefers the caller's zone as far as its share of replicas allows
    std::optional<OutlierDetection> outlier_detection;
    Probability panic_threshold;      // below this share in rotation, all replicas are used
    std::optional<Duration> dns_ttl;  // callers know the replicas by name, and resolve it again after so long
    friend bool operator==(const LoadBalancer&, const LoadBalancer&) = default;
};
void describe(Describe& d, LoadBalancer& l);

}  // namespace nines
