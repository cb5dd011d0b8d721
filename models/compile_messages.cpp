#include "models/compile_messages.hpp"

#include <algorithm>
#include <set>

#include "models/broker_expansion.hpp"
#include "models/policy_resolution.hpp"

namespace nines {

namespace {

[[nodiscard]] BrokerModel broker_model(const std::string& name, const Broker& b, const CompilerTools& tools) {
    BrokerModel out;
    out.service = tools.service_of.at(name);
    out.log = b.kind == BrokerKind::log;
    out.acks = b.acks;
    out.idempotent_producer = b.idempotent_producer;
    out.deduplication = b.deduplication.value_or(Duration::zero());
    out.copies = b.storage.copies;
    out.commit = b.storage.commit;
    out.min_in_sync = b.storage.min_in_sync;
    out.in_memory = b.storage.persistence == Persistence::memory;
    out.flush = b.storage.flush;
    const bool flushes = !out.in_memory && b.storage.flush == Duration::zero();
    if (flushes && b.storage.fsync.mean() > 0.0) {
        out.fsync = tools.sampler(b.storage.fsync);
        out.fsync_stream = tools.stream("broker:" + name, "flush");
    }
    out.replica_lag = b.storage.replica_lag;
    out.failover = tools.sampler(b.storage.failover);
    out.failover_stream = tools.stream("broker:" + name, "failover");
    out.unclean = b.storage.unclean;
    out.late_acks = b.delivery.late_acks;
    out.on_failure = b.delivery.on_failure;
    out.on_disconnect = b.delivery.on_disconnect;
    out.redelivery_delay = b.delivery.redelivery_delay;
    out.session_timeout = b.delivery.session_timeout.value_or(Duration::max());
    out.rebalance = b.delivery.rebalance;
    out.cooperative = b.delivery.cooperative;
    return out;
}

[[nodiscard]] ChannelModel channel_model(const std::string& name, const Broker& b, const Channel& c, Index broker,
                                         const CompilerTools& tools) {
    ChannelModel out;
    out.broker = broker;
    out.endpoint = tools.endpoint_of.at(name);
    out.partitions = b.kind == BrokerKind::log ? c.partitions : 1;
    out.keys = c.keys;
    out.key_stream = tools.stream("channel:" + name, "keys");
    out.poison = c.poison.value;
    out.poison_stream = tools.stream("channel:" + name, "poison");
    const auto retention = c.retention ? c.retention : b.retention;
    out.retention = retention.value_or(Duration::max());
    out.max_length = c.max_length.count;
    out.overflow = c.overflow;
    const auto visibility = c.visibility_timeout ? c.visibility_timeout : b.delivery.visibility_timeout;
    if (b.kind == BrokerKind::queue) out.visibility_timeout = visibility.value_or(Duration::max());
    out.delivery_limit = c.delivery_limit.value_or(b.delivery.limit).count;
    out.ordering = c.ordering.value_or(b.delivery.ordering);
    return out;
}

// Whether an endpoint, or one that it calls, says itself where its effect takes place.
[[nodiscard]] bool states_effect(const Scenario& s, const EndpointName& e, std::set<EndpointName>& seen) {
    if (!seen.insert(e).second) return false;
    bool stated = false;
    for_each_step(find(find(s.services, e.service)->endpoints, e.endpoint)->steps, "",
                  [&](const Step& step, const std::string&) {
                      if (step.effect) stated = true;
                      if (!step.call) return;
                      if (const auto callee = resolve_endpoint(s, *step.call))
                          stated = stated || states_effect(s, *callee, seen);
                  });
    return stated;
}

}  // namespace

void compile_channels(const Scenario& s, Model& m, const CompilerTools& tools) {
    MessageModel& out = m.messages;
    out.broker_of.assign(m.services.size(), none);
    out.consumes.resize(m.services.size());
    out.kept_by.resize(m.replicas.size());
    for (const auto& [name, broker] : s.brokers) {
        const auto index = static_cast<Index>(out.brokers.size());
        out.brokers.push_back(broker_model(name, broker, tools));
        const ServiceModel& nodes = m.services[out.brokers.back().service];
        out.broker_of[out.brokers.back().service] = index;
        for (const auto& [channel_name, channel] : broker.channels) {
            const auto full = name + "." + channel_name;
            ChannelModel c = channel_model(full, broker, channel, index, tools);
            c.first_partition = static_cast<Index>(out.partitions.size());
            for (std::uint32_t p = 0; p < c.partitions; ++p) {
                const auto partition = static_cast<Index>(out.partitions.size());
                out.partitions.push_back(
                    {static_cast<Index>(out.channels.size()), static_cast<Index>(out.copies.size())});
                for (std::uint32_t k = 0; k < broker.storage.copies; ++k) {
                    const Index node = nodes.first_replica + (partition + k) % nodes.replicas;
                    out.kept_by[node].push_back(static_cast<Index>(out.copies.size()));
                    out.copies.push_back(node);
                    out.partition_of_copy.push_back(partition);
                }
            }
            out.channels.push_back(c);
            out.channel_names.push_back(full);
        }
    }
    for (const auto& [name, broker] : s.brokers)
        for (const auto& [channel_name, channel] : broker.channels) {
            const auto index =
                std::ranges::find(out.channel_names, name + "." + channel_name) - out.channel_names.begin();
            if (const auto dead = resolve_channel(s, dead_letter_of(broker, channel)))
                out.channels[static_cast<std::size_t>(index)].dead_letter =
                    static_cast<Index>(std::ranges::find(out.channel_names, dead->broker + "." + dead->channel) -
                                       out.channel_names.begin());
        }
}

void compile_groups(const Scenario& s, Model& m, const CompilerTools& tools) {
    MessageModel& out = m.messages;
    for (Index c = 0; c < out.channels.size(); ++c) {
        ChannelModel& channel = out.channels[c];
        const BrokerModel& broker = out.brokers[channel.broker];
        channel.first_group = static_cast<Index>(out.groups.size());
        for (const auto& [service_name, service] : s.services)
            for (const auto& consumption : service.consumes) {
                const auto from = resolve_channel(s, consumption.from);
                if (from->broker + "." + from->channel != out.channel_names[c]) continue;
                const auto endpoint = *consumer_endpoint(s, service_name, consumption);
                GroupModel g;
                g.channel = c;
                g.index = channel.groups++;
                g.service = tools.service_of.at(service_name);
                g.edge = tools.edge(out.channel_names[c], broker.service, endpoint.service + "." + endpoint.endpoint);
                g.prefetch = consumption.prefetch.value_or(find(s.brokers, from->broker)->delivery.prefetch).count;
                g.acknowledge_before = consumption.acknowledge == Acknowledge::before;
                g.effect_once = consumption.effect == Effect::once;
                std::set<EndpointName> seen;
                g.effect_stated = states_effect(s, endpoint, seen);
                g.transactional = consumption.transactional;
                g.commit_interval = consumption.commit_interval;
                if (broker.log) {
                    g.first_reader = out.readers;
                    out.readers += channel.partitions;
                }
                m.edges[g.edge].group = static_cast<Index>(out.groups.size());
                out.consumes[g.service].push_back(static_cast<Index>(out.groups.size()));
                out.groups.push_back(g);
                out.group_names.push_back(out.channel_names[c] + " -> " +
                                          (consumption.group.empty() ? service_name : consumption.group));
            }
        out.widest = std::max(out.widest, channel.groups);
    }
}

}  // namespace nines
