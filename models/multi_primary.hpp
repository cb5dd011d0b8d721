// Several primaries: every node takes writes, keeps them at once and sends them to the others afterwards; writes that
// did not know of each other are reconciled.
//
// Follows the stores that replicate between active regions: last write wins by the clock of the node that took the
// write (Cassandra, DynamoDB global tables) or by a hybrid logical clock (Kulkarni et al., 2014; Couchbase); siblings
// kept by version vectors, until somebody who has read them writes again (Riak; Preguica et al., "Dotted version
// vectors", 2012); counters and add-wins sets that merge (Shapiro et al., "Conflict-free replicated data types", 2011).
// A register among those is last_write_wins.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "models/scalars.hpp"

namespace nines {

// What becomes of two writes to the same row that did not know of each other.
enum class Resolution : std::uint8_t {
    last_write_wins,  // the one with the later timestamp stays, also when it was made earlier
    siblings,         // both stay, until a write that knows them
    counter,          // both count
    set,              // a row is one element: what was added stays unless the remove knew of it
};
template <>
struct Choices<Resolution> {
    static constexpr std::array<std::string_view, 4> names = {"last_write_wins", "siblings", "counter", "set"};
};

// Where the timestamps of last_write_wins come from.
enum class WriteClock : std::uint8_t {
    physical,  // the clock of the node
    hybrid,    // the same, but never behind a timestamp that the node has seen
};
template <>
struct Choices<WriteClock> {
    static constexpr std::array<std::string_view, 2> names = {"physical", "hybrid"};
};

// What a node does that cannot talk to most of the others.
enum class WhenCutOff : std::uint8_t {
    accept,  // writes, to be reconciled later: available
    refuse,  // writes: consistent
};
template <>
struct Choices<WhenCutOff> {
    static constexpr std::array<std::string_view, 2> names = {"accept", "refuse"};
};

struct MultiPrimary {
    static constexpr const char* type_name = "MultiPrimary";
    static constexpr std::uint32_t most_nodes = 16;

    std::string preset;
    Resolution resolution = Resolution::last_write_wins;
    WriteClock clock = WriteClock::physical;
    Distribution clock_error;  // of each node for a whole run: how far its clock is from the time, either way
    Probability removes{0.0};  // of set: share of the writes
    WhenCutOff cut_off = WhenCutOff::accept;
    bool nearest = true;  // callers go to a node of their zone, else of their region, else to any
    friend bool operator==(const MultiPrimary&, const MultiPrimary&) = default;
};
void describe(Describe& d, MultiPrimary& m);

}  // namespace nines
