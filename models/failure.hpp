// Failure and repair: what breaks by itself, how long until it does and until it works again, and what a broken
// thing looks like to those who call it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

// What callers see of a thing that is down.
enum class FailureMode : std::uint8_t {
    refuse,  // connections are refused at once, and those that were open are reset
    silent,  // nothing comes back: only a timeout tells
    slow,    // works, but every work step takes `factor` times as long (gray failure)
    errors,  // works, but `share` of the calls fail
    pause,   // stands still and goes on afterwards: nothing is lost
};
template <>
struct Choices<FailureMode> {
    static constexpr std::array<std::string_view, 5> names = {"refuse", "silent", "slow", "errors", "pause"};
};

// An alternating renewal process.
struct Failure {
    static constexpr const char* type_name = "Failure";
    Lifetime mtbf{Distribution::exponential(30.0 * 86400.0)};  // up time until the next failure
    Lifetime mttr{Distribution::exponential(3600.0)};
    std::optional<FailureMode> mode;  // unset: replicas refuse, hosts, zones, regions and links are silent
    Factor factor{10.0};              // of `slow`
    Probability share{1.0};           // of `errors`
    std::string crew;                 // the repair crew; empty: each has its own
    friend bool operator==(const Failure&, const Failure&) = default;
};
void describe(Describe& d, Failure& f);

// Repair crews: at most `size` repairs at a time, first failed, first repaired.
struct Crew {
    static constexpr const char* type_name = "Crew";
    std::uint32_t size = 1;
    friend bool operator==(const Crew&, const Crew&) = default;
};
void describe(Describe& d, Crew& c);

// Common cause: a shock that takes down every member that is up; each is then repaired by itself.
struct CommonCause {
    static constexpr const char* type_name = "CommonCause";
    std::vector<std::string> members;  // services (all replicas), replicas "service/2", or places
    Failure failure;                   // mtbf: time between shocks; mttr: of each member
    friend bool operator==(const CommonCause&, const CommonCause&) = default;
};
void describe(Describe& d, CommonCause& c);

}  // namespace nines
