// Clients: where requests come from. Open ones arrive whatever happens; closed ones are users who wait for the answer,
// think, and ask again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/arrivals.hpp"
#include "models/policies.hpp"

namespace nines {

// One kind of request of a client.
struct MixEntry {
    static constexpr const char* type_name = "MixEntry";
    std::string call;
    double weight = 1.0;
    std::optional<int> priority;  // higher goes first; unset: the client's
    friend bool operator==(const MixEntry&, const MixEntry&) = default;
};
void describe(Describe& d, MixEntry& m);

struct Client {
    static constexpr const char* type_name = "Client";
    std::optional<Arrivals> arrivals;    // open
    std::optional<std::uint32_t> users;  // closed
    Distribution think;                  // of users, between an answer and the next request; default 0
    std::optional<std::string> call;
    std::optional<std::vector<MixEntry>> mix;
    Policies with;
    std::optional<Distribution> patience;  // a request not answered by then is given up for good: a timeout
    std::string from;                      // a place; empty: outside every place
    int priority = 0;
    friend bool operator==(const Client&, const Client&) = default;
};
void describe(Describe& d, Client& c);

}  // namespace nines
