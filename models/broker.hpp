// Brokers: who keeps messages between those who publish and those who consume, what survives which crash, and when a
// message is given out again.
//
// A broker's nodes are replicas like those of a service: placement, workers, failures, faults and network paths apply
// to them unchanged. Publishing is a call to the node that leads the channel; a delivery is a call to a consumer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/service.hpp"

namespace nines {

enum class BrokerKind : std::uint8_t {
    queue,  // every consumer group has a queue of its own; each message is acknowledged by itself
    log,    // partitions are read in order; a group remembers how far it has come
};
template <>
struct Choices<BrokerKind> {
    static constexpr std::array<std::string_view, 2> names = {"queue", "log"};
};

// What the publisher waits for.
enum class Acks : std::uint8_t { none, leader, all };
template <>
struct Choices<Acks> {
    static constexpr std::array<std::string_view, 3> names = {"none", "leader", "all"};
};

// When all copies that count have a message.
enum class Commit : std::uint8_t { majority, in_sync };
template <>
struct Choices<Commit> {
    static constexpr std::array<std::string_view, 2> names = {"majority", "in_sync"};
};

enum class Persistence : std::uint8_t { memory, disk };
template <>
struct Choices<Persistence> {
    static constexpr std::array<std::string_view, 2> names = {"memory", "disk"};
};

// Which acknowledgements complete a message that has been given out more than once.
enum class LateAcks : std::uint8_t { any, latest };
template <>
struct Choices<LateAcks> {
    static constexpr std::array<std::string_view, 2> names = {"any", "latest"};
};

// When a message comes back whose consumer failed.
enum class Return : std::uint8_t { at_once, after_timeout };
template <>
struct Choices<Return> {
    static constexpr std::array<std::string_view, 2> names = {"at_once", "after_timeout"};
};

// Whose messages are processed one after the other.
enum class Ordering : std::uint8_t { none, key, queue };
template <>
struct Choices<Ordering> {
    static constexpr std::array<std::string_view, 3> names = {"none", "key", "queue"};
};

// What gives way when a channel is full.
enum class Overflow : std::uint8_t { drop_oldest, reject, block };
template <>
struct Choices<Overflow> {
    static constexpr std::array<std::string_view, 3> names = {"drop_oldest", "reject", "block"};
};

// How messages are kept.
struct Storage {
    static constexpr const char* type_name = "Storage";
    std::uint32_t copies = 1;  // each on a node of its own
    Commit commit = Commit::majority;
    std::uint32_t min_in_sync = 1;
    Persistence persistence = Persistence::disk;
    Duration flush{};    // time between two; 0: before every acknowledgement
    Distribution fsync;  // of one flush, when it is before the acknowledgement
    Duration replica_lag = std::chrono::seconds{30};
    Distribution failover;  // from the loss of a node to its replacement as leader
    bool unclean = false;
    friend bool operator==(const Storage&, const Storage&) = default;
};
void describe(Describe& d, Storage& s);

// How messages are given out.
struct Delivery {
    static constexpr const char* type_name = "Delivery";
    std::optional<Duration> visibility_timeout;
    LateAcks late_acks = LateAcks::any;
    Return on_failure = Return::at_once;
    Return on_disconnect = Return::at_once;
    Duration redelivery_delay{};
    Limit limit;
    std::string dead_letter;  // a channel of the same broker; empty: dropped
    Ordering ordering = Ordering::none;
    Limit prefetch;
    std::optional<Duration> session_timeout;
    Duration rebalance{};
    bool cooperative = false;
    friend bool operator==(const Delivery&, const Delivery&) = default;
};
void describe(Describe& d, Delivery& v);

// A queue or a topic. What it leaves open is the broker's.
struct Channel {
    static constexpr const char* type_name = "Channel";
    std::uint32_t partitions = 1;
    std::uint32_t keys = 0;  // how many different ones its messages have; 0: none
    Probability poison{0.0};
    std::optional<Duration> retention;
    Limit max_length;
    Overflow overflow = Overflow::drop_oldest;
    std::optional<Duration> visibility_timeout;
    std::optional<Limit> delivery_limit;
    std::string dead_letter;
    std::optional<Ordering> ordering;
    friend bool operator==(const Channel&, const Channel&) = default;
};
void describe(Describe& d, Channel& c);

struct Broker {
    static constexpr const char* type_name = "Broker";
    std::string preset;
    BrokerKind kind = BrokerKind::queue;
    Replicas nodes;
    std::optional<Failure> node_failure;  // of each by itself
    Distribution work;                    // of a node, for a message published
    Acks acks = Acks::all;
    bool idempotent_producer = false;
    std::optional<Duration> deduplication;
    std::optional<Duration> retention;
    Storage storage;
    Delivery delivery;
    Dictionary<Channel> channels;
    friend bool operator==(const Broker&, const Broker&) = default;
};
void describe(Describe& d, Broker& b);

}  // namespace nines
