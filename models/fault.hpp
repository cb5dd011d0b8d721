// Faults: failures that come when the scenario says, for as long as it says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/backup.hpp"
#include "models/failure.hpp"

namespace nines {

// A cut between two sets of places.
struct Partition {
    static constexpr const char* type_name = "Partition";
    std::vector<std::string> from;  // places; "clients" for clients outside every place
    std::vector<std::string> to;
    bool one_way = false;  // only messages from `from` to `to` vanish
    friend bool operator==(const Partition&, const Partition&) = default;
};
void describe(Describe& d, Partition& p);

struct Slowness {
    static constexpr const char* type_name = "Slowness";
    Factor factor{10.0};
    Duration lasting = std::chrono::minutes{10};
    friend bool operator==(const Slowness&, const Slowness&) = default;
};
void describe(Describe& d, Slowness& s);

struct Erroneous {
    static constexpr const char* type_name = "Erroneous";
    Probability share{1.0};
    Duration lasting = std::chrono::minutes{10};
    friend bool operator==(const Erroneous&, const Erroneous&) = default;
};
void describe(Describe& d, Erroneous& e);

struct AddedLatency {
    static constexpr const char* type_name = "AddedLatency";
    Distribution add;
    Duration lasting = std::chrono::minutes{10};
    friend bool operator==(const AddedLatency&, const AddedLatency&) = default;
};
void describe(Describe& d, AddedLatency& a);

struct AddedLoss {
    static constexpr const char* type_name = "AddedLoss";
    Probability share{0.1};
    Duration lasting = std::chrono::minutes{10};
    friend bool operator==(const AddedLoss&, const AddedLoss&) = default;
};
void describe(Describe& d, AddedLoss& a);

// Maintenance: replicas are evicted and started elsewhere, and none starts here.
struct Drain {
    static constexpr const char* type_name = "Drain";
    Duration lasting = std::chrono::minutes{30};
    friend bool operator==(const Drain&, const Drain&) = default;
};
void describe(Describe& d, Drain& x);

// Exactly one target and exactly one effect.
struct Fault {
    static constexpr const char* type_name = "Fault";
    Duration at{};
    std::optional<std::string> service;  // all its replicas
    std::optional<std::string> replica;  // "service/2": the third one
    std::optional<std::string> primary;  // of a database: the node that is it when the fault begins
    std::optional<std::string> host;     // "region/zone/1"
    std::optional<std::string> zone;     // "region/zone"
    std::optional<std::string> region;
    std::optional<Partition> between;  // the network between places
    std::optional<std::string> cache;  // "service.cache"
    std::optional<Duration> outage;    // how long the target is down
    std::optional<Slowness> slow;
    std::optional<std::string> database;  // of damage
    std::optional<Damage> damage;         // to the data of a database
    std::optional<Erroneous> errors;
    std::optional<AddedLatency> latency;  // of the network between places
    std::optional<AddedLoss> loss;        // likewise
    std::optional<bool> flush;            // of a cache: it is empty at once
    std::optional<Drain> drain;           // of a place
    std::optional<FailureMode> mode;      // of an outage: refuse, silent or pause
    friend bool operator==(const Fault&, const Fault&) = default;
};
void describe(Describe& d, Fault& f);

}  // namespace nines
