// Network: what a message between two places takes, and how it can fail to arrive.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/failure.hpp"
#include "models/size.hpp"

namespace nines {

// A stated connection between two sets of places; overrides the general latencies, and may fail.
struct Link {
    static constexpr const char* type_name = "Link";
    std::vector<std::string> between;  // one side: places; "clients" for clients outside every place
    std::vector<std::string> and_;     // the other side
    std::optional<Distribution> latency;
    std::optional<Probability> loss;
    std::optional<Size> bandwidth;   // a second, of each message
    std::optional<Failure> failure;  // down: messages both ways vanish
    friend bool operator==(const Link&, const Link&) = default;
};
void describe(Describe& d, Link& l);

// One-way latencies, by how far apart caller and callee are.
struct Network {
    static constexpr const char* type_name = "Network";
    Distribution same_host;   // default 0
    Distribution same_zone;   // default 0
    Distribution cross_zone;  // default 0
    Distribution cross_region;
    Distribution clients;           // between a client outside every place and any service
    Probability loss;               // of each message, each way
    std::optional<Size> bandwidth;  // a second, of each message; unset: sizes take no time
    Size send_buffer{16384.0};      // what a request may leave there without waiting for the callee
    std::vector<Link> links;
    friend bool operator==(const Network&, const Network&) = default;
};
void describe(Describe& d, Network& n);

}  // namespace nines
