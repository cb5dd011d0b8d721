// Groups that read a log: partitions are dealt out among the living consumers, each is read in order in batches, and
// the group remembers how far it has come. What was processed after the last remembered position is processed again by
// whoever takes over.
//
// Always: committed <= offset <= the partition's; a partition has at most one consumer, which processes one of its
// messages at a time; what a consumer does after its partition was taken from it counts for nothing but its effects.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::deal_partitions(Index group) {
    const GroupModel& model = m_.messages.groups[group];
    const ChannelModel& channel = m_.messages.channels[model.channel];
    for (std::uint32_t p = 0; p < channel.partitions; ++p) {
        const Index reader = model.first_reader + p;
        readers_[reader].member = p % m_.services[model.service].replicas;
        readers_[reader].group = group;
        readers_[reader].partition = channel.first_partition + p;
    }
}

// Takes over the reference of the append.
inline void Simulation::Engine::expose_in_log(Index partition, Index publication, std::uint64_t offset) {
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    PartitionState& s = partitions_[partition];
    const Index i = records_.allocate();
    MessageRecord& r = records_[i];
    r.stored = now();
    r.offset = offset;
    r.publication = publication;
    r.state = MessageRecord::State::kept;
    s.records.push_back(records_, i);
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
        ReaderState& reader = readers_[m_.messages.groups[g].first_reader + partition - channel.first_partition];
        if (reader.position == none) reader.position = i;
        counters_.groups[g].backlog.increment(now());
    }
    if (channel.groups == 0) return trim(partition);
    watch_expiry_of_log(partition);
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g)
        read(m_.messages.groups[g].first_reader + partition - channel.first_partition);
}

// Goes on with the next message, fetching a batch first when it has none.
[[gnu::noinline]] inline void Simulation::Engine::read(Index reader) {
    ReaderState& s = readers_[reader];
    if (s.busy || s.stopped || s.member == none || s.position == none || s.fetch != no_stub) return;
    const GroupModel& group = m_.messages.groups[s.group];
    const Index consumer = m_.services[group.service].first_replica + s.member;
    if (!replicas_[consumer].serves()) return;
    const MessageRecord& r = records_[s.position];
    if (r.offset < s.fetched) return process_next(reader, consumer);
    if (!leads(s.partition)) return;
    const Index leader = partitions_[s.partition].leader;
    const auto there = one_way(consumer, leader), back = one_way(leader, consumer);
    s.fetch_arrives = there && back;
    constexpr Duration asked_again = std::chrono::milliseconds{500};
    s.fetch = after(s.fetch_arrives ? *there + *back : asked_again, Messaging::fetched, reader);
}

inline void Simulation::Engine::on_remembered(Index reader, Stub ticket) {
    ReaderState& s = readers_[reader];
    if (s.commit != ticket) return;
    s.commit = no_stub;
    remember_position(reader);
}

inline void Simulation::Engine::on_fetched(Index reader, Stub ticket) {
    ReaderState& s = readers_[reader];
    if (s.fetch != ticket) return;
    s.fetch = no_stub;
    if (!s.fetch_arrives || !leads(s.partition)) return read(reader);
    const GroupModel& group = m_.messages.groups[s.group];
    if (s.position != none && records_[s.position].offset >= s.fetched) {
        const std::uint64_t from = records_[s.position].offset, left = partitions_[s.partition].committed - from;
        s.fetched = from + std::min<std::uint64_t>(left, group.prefetch);
        if (group.acknowledge_before) remember(reader, s.fetched);
    }
    read(reader);
}

inline void Simulation::Engine::process_next(Index reader, Index consumer) {
    const Nested nested{nesting_};
    ReaderState& s = readers_[reader];
    const GroupModel& group = m_.messages.groups[s.group];
    GroupCounters& counters = counters_.groups[s.group];
    const MessageRecord& r = records_[s.position];
    const Index receipt = r.publication * m_.messages.widest + group.index;
    s.busy = true;
    s.offset = r.offset;
    ++counters.deliveries;
    if (++receipts_[receipt].deliveries > 1) ++counters.redeliveries;
    const Index i = begin_delivery(group, consumer, consumer, receipt);
    Errand& e = errands_[i];
    e.record = reader;
    e.record_serial = s.epoch;
    e.delivery = static_cast<std::uint32_t>(s.offset);
    send_request(i, calls_[i], ways_[group.edge]);
}

inline bool Simulation::Engine::is_reading(const Errand& e) const {
    if (e.record == none) return false;
    const ReaderState& s = readers_[e.record];
    return s.busy && s.epoch == e.record_serial && static_cast<std::uint32_t>(s.offset) == e.delivery;
}

inline void Simulation::Engine::reading_ended(Index group, const Errand& e, Outcome o, bool same_instant) {
    if (!is_reading(e)) return;
    const Index reader = e.record;
    ReaderState& s = readers_[reader];
    const GroupModel& model = m_.messages.groups[group];
    const ChannelModel& channel = m_.messages.channels[model.channel];
    const BrokerModel& broker = m_.messages.brokers[channel.broker];
    s.busy = false;
    const Index publication = records_[s.position].publication;
    if (model.transactional) publish_staged(publication, is_good(o));
    if (is_good(o)) return move_on(reader);
    if (o == Outcome::lost) return;  // the consumer itself is gone
    if (++s.failures >= channel.delivery_limit && bury(group)) {
        receipts_[std::size_t{publication} * m_.messages.widest + model.index].dead_lettered = true;
        return move_on(reader);
    }
    const bool breathes = same_instant && broker.redelivery_delay == Duration::zero();
    const Duration delay = breathes ? shortest_round : broker.redelivery_delay;
    if (delay == Duration::zero()) return read(reader);
    s.fetch_arrives = true;
    s.fetch = after(delay, Messaging::fetched, reader);
}

inline void Simulation::Engine::move_on(Index reader) {
    ReaderState& s = readers_[reader];
    const GroupModel& group = m_.messages.groups[s.group];
    s.failures = 0;
    s.offset = records_[s.position].offset + 1;
    s.position = records_[s.position].next;
    const bool batch_ends = s.offset >= s.fetched || s.position == none;
    if (group.transactional || (batch_ends && !group.acknowledge_before)) {
        const Instant due = nines::after(s.last_commit, group.commit_interval);
        if (group.transactional || group.commit_interval == Duration::zero() || now() >= due)
            remember_position(reader);
        else if (s.commit == no_stub)
            s.commit = timer(due, Messaging::remembered, reader);
    }
    read(reader);
}

inline void Simulation::Engine::remember_position(Index reader) {
    readers_[reader].last_commit = now();
    remember(reader, readers_[reader].offset);
}

// The group will not ask for what lies before `offset` again.
inline void Simulation::Engine::remember(Index reader, std::uint64_t offset) {
    ReaderState& s = readers_[reader];
    if (offset <= s.committed) return;
    counters_.groups[s.group].backlog.add(now(), -static_cast<std::int64_t>(offset - s.committed));
    s.committed = offset;
    trim(s.partition);
}

// What every group is done with is known to the broker alone.
inline void Simulation::Engine::trim(Index partition) {
    PartitionState& s = partitions_[partition];
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    std::uint64_t needed = s.end;
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
        const ReaderState& reader = readers_[m_.messages.groups[g].first_reader + partition - channel.first_partition];
        needed = std::min(needed, reader.committed);
        if (reader.position != none) needed = std::min(needed, records_[reader.position].offset);
    }
    while (!s.records.empty() && records_[s.records.head].offset < needed) remove_from_log(s, s.records.head);
}

inline void Simulation::Engine::remove_from_log(PartitionState& s, Index record) {
    s.records.remove(records_, record);
    const Index p = records_[record].publication;
    records_[record].state = MessageRecord::State::free;
    records_.release(record);
    let_go(p);
}

// Starts again where the group remembers to have been.
inline void Simulation::Engine::rewind(Index reader) {
    ReaderState& s = readers_[reader];
    if (m_.messages.groups[s.group].transactional && s.busy) {
        const Index p = records_[s.position].publication;
        publish_staged(p, false);
    }
    ++s.epoch;
    s.busy = false;
    s.failures = 0;
    s.fetch = s.commit = no_stub;
    s.offset = s.fetched = s.committed;
    s.position = partitions_[s.partition].records.head;
    while (s.position != none && records_[s.position].offset < s.committed) s.position = records_[s.position].next;
    trim(s.partition);
}

// ---- who reads what

inline void Simulation::Engine::expect_rebalance(Index group, Duration delay) {
    at(nines::after(now(), delay), Messaging::rebalance, group);
}

// A consumer that was gone starts anew, with its old partitions while nobody else has them.
inline void Simulation::Engine::reader_back(Index group, Index member, bool was_gone) {
    const GroupModel& model = m_.messages.groups[group];
    const ChannelModel& channel = m_.messages.channels[model.channel];
    bool has_any = false;
    for (std::uint32_t p = 0; p < channel.partitions; ++p) {
        const Index reader = model.first_reader + p;
        if (readers_[reader].member != member) continue;
        has_any = true;
        if (was_gone) rewind(reader);
        read(reader);
    }
    if (!has_any) expect_rebalance(group, Duration::zero());
}

// The deal begins, when there is a reason for one, or is done.
inline void Simulation::Engine::on_rebalance(Index group) {
    const GroupModel& model = m_.messages.groups[group];
    const ChannelModel& channel = m_.messages.channels[model.channel];
    const BrokerModel& broker = m_.messages.brokers[channel.broker];
    GroupState& s = groups_[group];
    const ServiceModel& service = m_.services[model.service];
    if (s.rebalancing && now() < s.deal) return;
    std::vector<Index> living;
    for (Index k = 0; k < service.replicas; ++k)
        if (replicas_[service.first_replica + k].serves()) living.push_back(k);
    const auto wanted = [&](std::uint32_t p) { return living.empty() ? none : living[p % living.size()]; };
    if (!s.rebalancing) {
        bool moves = false;
        for (std::uint32_t p = 0; p < channel.partitions; ++p)
            moves = moves || readers_[model.first_reader + p].member != wanted(p);
        if (!moves || living.empty()) return;
        s.rebalancing = true;
        s.deal = nines::after(now(), broker.rebalance);
        ++counters_.groups[group].rebalances;
        note(Subject::consumer, m_.messages.group_names[group], "rebalance");
        for (std::uint32_t p = 0; p < channel.partitions; ++p) {
            ReaderState& reader = readers_[model.first_reader + p];
            if (reader.stopped || (broker.cooperative && reader.member == wanted(p))) continue;
            reader.stopped = true;
            counters_.groups[group].stopped.increment(now());
        }
        at(s.deal, Messaging::rebalance, group);
        return;
    }
    s.rebalancing = false;
    for (std::uint32_t p = 0; p < channel.partitions; ++p) {
        const Index index = model.first_reader + p;
        ReaderState& reader = readers_[index];
        const Index before = reader.member, after = wanted(p);
        if (before != after) {
            const bool hands_over = before != none && replicas_[service.first_replica + before].serves();
            if (hands_over && !model.acknowledge_before) remember_position(index);
            rewind(index);
            reader.member = after;
        }
        if (reader.stopped) {
            reader.stopped = false;
            counters_.groups[group].stopped.decrement(now());
        }
        read(index);
    }
}

// ---- age and loss

inline void Simulation::Engine::watch_expiry_of_log(Index partition) {
    PartitionState& s = partitions_[partition];
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    if (channel.retention == Duration::max() || s.expiry != no_stub || s.records.empty()) return;
    const Instant due = nines::after(records_[s.records.head].stored, channel.retention);
    s.expiry = timer(std::max(now(), due), Messaging::log_expiry, partition);
}

inline void Simulation::Engine::expire_in_log(Index partition, Stub ticket) {
    PartitionState& s = partitions_[partition];
    if (s.expiry != ticket) return;
    s.expiry = no_stub;
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    while (!s.records.empty() && nines::after(records_[s.records.head].stored, channel.retention) <= now()) {
        const Index head = s.records.head;
        const std::uint64_t offset = records_[head].offset;
        bool in_use = false;
        for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
            const GroupModel& group = m_.messages.groups[g];
            ReaderState& reader = readers_[group.first_reader + partition - channel.first_partition];
            if (reader.position == head && reader.busy) {
                in_use = true;
                continue;
            }
            if (reader.position == head) {
                receipts_[std::size_t{records_[head].publication} * m_.messages.widest + group.index].expired = true;
                reader.position = records_[head].next;
                reader.offset = offset + 1;
            }
            if (reader.committed > offset) continue;
            counters_.groups[g].backlog.add(now(), -static_cast<std::int64_t>(offset + 1 - reader.committed));
            reader.committed = offset + 1;
        }
        if (in_use) {  // it is being processed: later
            s.expiry = timer(nines::after(now(), std::chrono::seconds{1}), Messaging::log_expiry, partition);
            return;
        }
        remove_from_log(s, head);
    }
    watch_expiry_of_log(partition);
}

inline std::uint64_t Simulation::Engine::drop_from_log(Index partition, std::uint64_t end) {
    PartitionState& s = partitions_[partition];
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
        ReaderState& reader = readers_[m_.messages.groups[g].first_reader + partition - channel.first_partition];
        const std::uint64_t lag = s.committed - reader.committed;
        const bool beyond = reader.position != none && records_[reader.position].offset >= end;
        reader.committed = std::min(reader.committed, end);
        if (beyond || (reader.busy && reader.offset >= end)) {
            ++reader.epoch;
            reader.busy = false;
            reader.position = none;
        }
        reader.offset = std::min(reader.offset, end);
        reader.fetched = std::min(reader.fetched, end);
        counters_.groups[g].backlog.add(
            now(), static_cast<std::int64_t>(end - reader.committed) - static_cast<std::int64_t>(lag));
    }
    std::uint64_t gone = 0;
    while (!s.records.empty() && records_[s.records.tail].offset >= end) {
        publications_[records_[s.records.tail].publication].copies = 0;
        remove_from_log(s, s.records.tail);
        ++gone;
    }
    return gone;
}

}  // namespace nines
