// Failover: some replicas serve, the others stand by and take over.
//
// When an active replica stops serving and a standby could, the failover begins: after `detection` and `switchover`
// when it is covered, after `recovery` by hand when it is not, the standby is active and the other one stands by. Until
// then callers go on to the one that failed. With no standby that serves, the first replica that is repaired takes
// over.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

enum class Standby : std::uint8_t { hot, warm, cold };
template <>
struct Choices<Standby> {
    static constexpr std::array<std::string_view, 3> names = {"hot", "warm", "cold"};
};

struct Failover {
    static constexpr const char* type_name = "Failover";
    std::uint32_t active = 1;
    Standby standby = Standby::hot;
    std::optional<Probability> standby_failures;  // of the rate at which an active one fails
    Distribution detection;                       // default 0
    Distribution switchover;                      // default 0; the start of a cold standby included
    Probability coverage{1.0};                    // failovers that work by themselves
    std::optional<Distribution> recovery;         // by hand, of the others
    bool failback = false;  // the first replicas are active again once they are repaired, without a break
    friend bool operator==(const Failover&, const Failover&) = default;

    // The rate at which a standby fails, as a share of that of an active one.
    [[nodiscard]] double dormancy() const;
};
void describe(Describe& d, Failover& f);

}  // namespace nines
