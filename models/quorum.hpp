// Quorum replication: no primary; a write counts once W of N nodes have it, a read asks R of them and takes the newest.
//
// Follows Dynamo and Cassandra: a write goes to every node, W only says how many answers are awaited; R + W > N makes
// every read meet the newest acknowledged write. Probabilistically bounded staleness (Bailis et al., PVLDB 5(8), 2012)
// has its four delays as `messages`.
#pragma once

#include <optional>

#include "models/scalars.hpp"

namespace nines {

// The four delays of a quorum (W, A, R, S), instead of the network's latencies.
struct QuorumMessages {
    static constexpr const char* type_name = "QuorumMessages";
    Distribution write, acknowledge, read, reply;
    friend bool operator==(const QuorumMessages&, const QuorumMessages&) = default;
};
void describe(Describe& d, QuorumMessages& m);

struct Quorum {
    static constexpr const char* type_name = "Quorum";
    std::uint32_t read = 2;
    std::uint32_t write = 2;
    bool ask_all = true;  // and take the first answers; otherwise only as many as are needed, chosen at random
    bool sloppy = false;  // a hint for a node that is down counts as its answer
    bool hinted_handoff = true;
    Duration hint_window = std::chrono::hours{3};
    Duration hint_delay = std::chrono::seconds{10};  // from the return of a node until it has its hints
    bool read_repair = true;
    std::optional<Duration> anti_entropy;  // every node is made the same this often
    Duration timeout = std::chrono::seconds{2};
    std::optional<QuorumMessages> messages;
    friend bool operator==(const Quorum&, const Quorum&) = default;
};
void describe(Describe& d, Quorum& q);

}  // namespace nines
