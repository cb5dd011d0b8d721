// The nodes of a database with several primaries during a run: their clocks, and the channels between them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/ring.hpp"
#include "models/version_store.hpp"
#include "sim/event.hpp"
#include "sim/time.hpp"

namespace nines {

struct MultiPrimaryState {
    // From one node to another.
    struct Channel {
        Ring<std::uint32_t> rows;          // of which the other lacks a write, each once
        std::vector<std::uint8_t> queued;  // by row: it is among them
        Instant free{};                    // until then it carries the row before
        Instant last_arrival{};
        Stub due = no_stub;
    };
    struct Node {
        Duration clock_error{};
        Instant last_stamp{};
        Instant applies_until{};
        bool cut_off = false;  // it cannot talk to most of the nodes
    };

    VersionStore store;
    std::vector<Channel> channels;  // from * nodes + to
    std::vector<Node> nodes;
    std::vector<std::uint32_t> known;  // by session and node: what its request knows of its row
    bool whole = true;                 // every node can talk to every other
    bool catching_up = false;          // since then
    Instant healed_at{};
};

// What a node has of a row, on its way to another.
struct RowUpdate {
    std::uint32_t database = 0;  // or the next free slot
    std::uint32_t channel = 0;
    std::uint32_t slot = 0;  // of the version store
    bool applying = false;   // it has arrived
};
inline constexpr std::uint32_t most_channels = MultiPrimary::most_nodes * MultiPrimary::most_nodes;

}  // namespace nines
