// The compiled half of brokers: channels, partitions, groups of consumers. Part of the Model.
//
// Always: immutable; an index names an element of the array of its kind. A channel's endpoint belongs to the service
// that stands for its broker, whose replicas are the broker's nodes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/broker.hpp"
#include "models/consumption.hpp"
#include "sim/time.hpp"

namespace nines {

struct BrokerModel {
    std::uint32_t service = 0;
    bool log = false;
    Acks acks = Acks::all;
    bool idempotent_producer = false;
    Duration deduplication{};  // 0: none
    std::uint32_t copies = 1;
    Commit commit = Commit::majority;
    std::uint32_t min_in_sync = 1;
    bool in_memory = false;
    Duration flush{};
    std::uint32_t fsync = ~0U, fsync_stream = ~0U;  // sampler; none: it takes no time
    Duration replica_lag{};
    std::uint32_t failover = 0, failover_stream = 0;
    bool unclean = false;
    LateAcks late_acks = LateAcks::any;
    Return on_failure = Return::at_once, on_disconnect = Return::at_once;
    Duration redelivery_delay{};
    Duration session_timeout = Duration::max();
    Duration rebalance{};
    bool cooperative = false;
};

struct ChannelModel {
    std::uint32_t broker = 0;
    std::uint32_t endpoint = 0;
    std::uint32_t first_partition = 0, partitions = 1;
    std::uint32_t first_group = 0, groups = 0;
    std::uint32_t keys = 0, key_stream = 0;
    double poison = 0.0;
    std::uint32_t poison_stream = 0;
    Duration retention = Duration::max();
    std::uint64_t max_length = Limit::none;
    Overflow overflow = Overflow::drop_oldest;
    Duration visibility_timeout = Duration::max();
    std::uint64_t delivery_limit = Limit::none;
    std::uint32_t dead_letter = ~0U;  // channel
    Ordering ordering = Ordering::none;
};

struct PartitionModel {
    std::uint32_t channel = 0;
    std::uint32_t first_copy = 0;  // of the copies' nodes
};

struct GroupModel {
    std::uint32_t channel = 0;
    std::uint32_t edge = 0;  // to the consumer's endpoint
    std::uint32_t service = 0;
    std::uint32_t index = 0;  // among the groups of its channel
    std::uint64_t prefetch = Limit::none;
    bool acknowledge_before = false;
    bool effect_once = false;
    bool effect_stated = false;  // by a step of the endpoint, or of one that it calls
    bool transactional = false;
    Duration commit_interval{};
    std::uint32_t first_reader = 0;  // of a log: one for each partition
};

struct MessageModel {
    std::vector<BrokerModel> brokers;
    std::vector<ChannelModel> channels;
    std::vector<PartitionModel> partitions;
    std::vector<std::uint32_t> copies;  // replicas, of each partition in turn; the first leads when all are well
    std::vector<GroupModel> groups;
    std::uint32_t readers = 0;
    std::uint32_t widest = 1;                             // most groups of a channel
    std::vector<std::uint32_t> broker_of;                 // by service; none: it is none
    std::vector<std::vector<std::uint32_t>> consumes;     // by service: groups
    std::vector<std::vector<std::uint32_t>> kept_by;      // by replica: copies
    std::vector<std::uint32_t> partition_of_copy;         // by copy
    std::vector<std::string> channel_names, group_names;  // "orders.payments", "orders.payments -> charger"
    [[nodiscard]] bool empty() const noexcept { return channels.empty(); }
};

}  // namespace nines
