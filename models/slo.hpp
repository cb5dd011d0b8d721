// Service level objectives: what counts as good, and which share of it is promised.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

// "success", "success or degraded", "success and latency < 500ms", "latency < 500ms" (of any good answer).
struct GoodEvent {
    bool degraded_counts = false;
    std::optional<Duration> latency_below;
    friend bool operator==(const GoodEvent&, const GoodEvent&) = default;
};
NINES_SCALAR(GoodEvent, "good event");

struct Slo {
    static constexpr const char* type_name = "Slo";
    std::string name;
    std::string of;  // a client; empty: all clients together
    GoodEvent good;
    Probability objective{0.999};
    Duration window = std::chrono::hours{24 * 30};  // over which the error budget is stated
    friend bool operator==(const Slo&, const Slo&) = default;
};
void describe(Describe& d, Slo& s);

}  // namespace nines
