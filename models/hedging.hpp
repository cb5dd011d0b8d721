// Hedging: when the answer takes long, the same call is made again beside the first, and the first good answer wins.
//
// Follows gRPC's hedgingPolicy (proposal A6): a further attempt is sent after each `delay` without an answer, and at
// once when an attempt fails; the first good answer ends the call. With retries, a round of hedged attempts that all
// failed is one failed attempt. With a `budget` every call saves that share of an attempt, for at most 100 of them, and
// each further attempt takes a whole one.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

struct Hedging {
    static constexpr const char* type_name = "Hedging";
    std::string preset;
    std::uint32_t max_attempts = 2;         // beside each other, the first included
    std::optional<Duration> delay;          // before each further one
    std::optional<Probability> percentile;  // or: this quantile of the latency of the calls so far
    bool cancel = true;                     // the losers are told; otherwise they work on for nobody
    std::optional<Probability> budget;      // further attempts as a share of the calls
    friend bool operator==(const Hedging&, const Hedging&) = default;
};
void describe(Describe& d, Hedging& h);

}  // namespace nines
