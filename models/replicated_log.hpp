// How a broker keeps messages: appended by the node that leads a partition, flushed, copied to the others, kept once
// enough copies have them; and which of them the crash of a node takes away.
//
// Always: committed <= end; a copy that is in sync, or part of a majority, has everything that is committed unless its
// node lost it; only what is committed is given out. A transfer carries all that was appended before it began.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline bool Simulation::Engine::leads(Index partition) const {
    const Index leader = partitions_[partition].leader;
    return leader != none && replicas_[leader].serves();
}

inline const BrokerModel& Simulation::Engine::broker_of(Index partition) const {
    return m_.messages.brokers[m_.messages.channels[m_.messages.partitions[partition].channel].broker];
}

inline Index Simulation::Engine::copy_on(Index partition, Index node) const {
    Index k = m_.messages.partitions[partition].first_copy;
    while (m_.messages.copies[k] != node) ++k;
    return k;
}

// Remembers what was flushed last before the copy grows.
inline void Simulation::Engine::before_growth(CopyState& copy, const BrokerModel& broker) {
    if (broker.flush == Duration::zero()) return;
    const auto flush = now().time_since_epoch() / broker.flush;
    if (flush == copy.flush) return;
    copy.flush = flush;
    copy.flushed = copy.has;
}

// What a crash leaves of a copy.
inline std::uint64_t Simulation::Engine::surviving(const CopyState& copy, const BrokerModel& broker,
                                                   bool power_lost) const {
    if (broker.in_memory) return 0;
    if (!power_lost || broker.flush == Duration::zero()) return copy.has;
    return now().time_since_epoch() / broker.flush == copy.flush ? copy.flushed : copy.has;
}

// True when the publisher need not wait. REQUIRES: the partition is led.
inline bool Simulation::Engine::append(Index partition, Index publication, Index waiter) {
    PartitionState& s = partitions_[partition];
    const BrokerModel& broker = broker_of(partition);
    Publication& p = publications_[publication];
    ++p.references;
    ++p.copies;
    p.stored = now();
    p.stored_once = true;
    ++counters_.channels[p.channel].stored;
    const std::uint64_t offset = s.end++;
    if (broker.fsync == none) {
        CopyState& own = copies_[copy_on(partition, s.leader)];
        before_growth(own, broker);
        own.has = s.end;
        if (broker.copies == 1) {
            s.committed = s.end;
            expose(partition, publication, offset);
            return true;
        }
    }
    s.waiting.push_back({offset, publication});
    const Index first = m_.messages.partitions[partition].first_copy;
    for (Index k = first; k < first + broker.copies; ++k) transfer(k);
    const auto serial = waiter == none ? 0 : calls_[waiter].serial;
    if (broker.commit == Commit::in_sync) commit(partition);  // it may be the only copy in sync
    if (waiter == none || broker.acks != Acks::all || s.committed > offset) return true;
    Append& own = s.waiting[offset - s.waiting.front().offset];
    own.waiter = waiter;
    own.waiter_serial = serial;
    return false;
}

// Starts sending a copy what it lacks, or flushing at the leader.
inline void Simulation::Engine::transfer(Index copy) {
    CopyState& c = copies_[copy];
    const Index partition = m_.messages.partition_of_copy[copy];
    const PartitionState& s = partitions_[partition];
    const Index node = m_.messages.copies[copy];
    if (c.transfer != no_stub || c.has >= s.end || !leads(partition) || !replicas_[node].serves()) return;
    const BrokerModel& broker = broker_of(partition);
    Duration takes = broker.fsync == none ? Duration::zero() : draw(broker.fsync, broker.fsync_stream);
    c.target = s.end;
    if (node != s.leader) {
        const auto there = one_way(s.leader, node), back = one_way(node, s.leader);
        if (!there || !back) {  // asked again in a while
            c.target = c.has;
            takes = std::min<Duration>(std::chrono::milliseconds{500}, broker.replica_lag / 4);
        } else {
            takes += *there + *back;
        }
    }
    c.transfer = after(takes, Messaging::transferred, copy);
}

// What a message between two replicas takes; nothing when it does not arrive.
inline std::optional<Duration> Simulation::Engine::one_way(Index from, Index to) {
    const ReplicaModel &a = m_.replicas[from], &b = m_.replicas[to];
    const auto pair = a.zone * m_.zones + b.zone;
    const PathModel& path = m_.paths[m_.hosts_matter && a.host == b.host ? m_.same_host_path : m_.path_of[pair]];
    double arrives = 1.0 - path.loss;
    Duration added{};
    if (disturbed_[pair] != 0) {
        if (pairs_[pair].cuts > 0) return std::nullopt;
        for (const Index d : pairs_[pair].disturbances) {
            arrives *= 1.0 - m_.disturbances[d].loss;
            if (m_.disturbances[d].latency != none)
                added += draw(m_.disturbances[d].latency, m_.disturbances[d].stream);
        }
    }
    if (arrives < 1.0 && random(m_.network_stream).uniform() >= arrives) return std::nullopt;
    return draw(path.latency, m_.network_stream) + added;
}

inline void Simulation::Engine::on_transferred(Index copy, Stub ticket) {
    CopyState& c = copies_[copy];
    if (c.transfer != ticket) return;
    c.transfer = no_stub;
    const Index partition = m_.messages.partition_of_copy[copy];
    const BrokerModel& broker = broker_of(partition);
    if (c.target > c.has) {
        before_growth(c, broker);
        c.has = c.target;
        c.caught_up = now();
        c.in_sync = true;
    } else if (now() - c.caught_up > broker.replica_lag) {
        c.in_sync = false;
    }
    commit(partition);
    transfer(copy);
}

[[gnu::noinline]] inline void Simulation::Engine::commit(Index partition) {
    PartitionState& s = partitions_[partition];
    if (!leads(partition)) return;
    const BrokerModel& broker = broker_of(partition);
    const Index first = m_.messages.partitions[partition].first_copy;
    std::uint64_t kept = s.end;
    if (broker.commit == Commit::in_sync) {
        for (Index k = first; k < first + broker.copies; ++k)
            if (copies_[k].in_sync) kept = std::min(kept, copies_[k].has);
    } else {
        std::array<std::uint64_t, 9> has{};
        for (Index k = 0; k < broker.copies; ++k) has[k] = copies_[first + k].has;
        std::sort(has.begin(), has.begin() + broker.copies, std::greater<>{});
        kept = has[broker.copies / 2];
    }
    if (kept <= s.committed) return;
    s.committed = kept;
    while (!partitions_[partition].waiting.empty() &&
           partitions_[partition].waiting.front().offset < partitions_[partition].committed) {
        const Append a = partitions_[partition].waiting.front();
        partitions_[partition].waiting.pop_front();
        expose(partition, a.publication, a.offset);
        answer_publisher(a);
    }
    if (!partitions_[partition].duplicates.empty()) answer_duplicates(partition);
}

inline void Simulation::Engine::answer_publisher(const Append& a) {
    if (a.waiter == none || calls_[a.waiter].serial != a.waiter_serial) return;
    ++calls_[a.waiter].pc;
    run_program(a.waiter);
}

inline void Simulation::Engine::answer_duplicates(Index partition) {
    PartitionState& s = partitions_[partition];
    for (std::size_t left = s.duplicates.size(); left > 0 && !s.duplicates.empty(); --left) {
        const Append a = s.duplicates.front();
        s.duplicates.pop_front();
        if (a.offset < s.committed)
            answer_publisher(a);
        else
            s.duplicates.push_back(a);
    }
}

inline std::uint32_t Simulation::Engine::in_sync(Index partition) const {
    const Index first = m_.messages.partitions[partition].first_copy;
    std::uint32_t n = 0;
    for (Index k = first; k < first + broker_of(partition).copies; ++k)
        n += copies_[k].in_sync && replicas_[m_.messages.copies[k]].serves() ? 1 : 0;
    return n;
}

// A node has stopped serving. `gone`: its process has ended; `power_lost`: with it what was not flushed.
inline void Simulation::Engine::node_lost(Index node, bool gone, bool power_lost) {
    for (const Index copy : m_.messages.kept_by[node]) {
        const Index partition = m_.messages.partition_of_copy[copy];
        const BrokerModel& broker = broker_of(partition);
        CopyState& c = copies_[copy];
        c.transfer = no_stub;
        if (gone) c.has = surviving(c, broker, power_lost);
        PartitionState& s = partitions_[partition];
        if (s.leader == node) {
            s.crashed = s.crashed || gone;
            set_led(partition, false);
        }
        after(draw(broker.failover, broker.failover_stream), Messaging::election, partition);
    }
}

inline void Simulation::Engine::set_led(Index partition, bool led) {
    PartitionState& s = partitions_[partition];
    if (s.unled != led) return;
    s.unled = !led;
    counters_.channels[m_.messages.partitions[partition].channel].leaderless.add(now(), led ? -1 : 1);
}

inline void Simulation::Engine::node_back(Index node) {
    for (const Index copy : m_.messages.kept_by[node]) {
        const Index partition = m_.messages.partition_of_copy[copy];
        PartitionState& s = partitions_[partition];
        if (s.leader == node) {
            set_led(partition, true);
            if (s.crashed)
                lead(partition, copy);
            else
                go_on_leading(partition);
        } else if (s.leader == none) {
            on_election(partition);
        } else {
            copies_[copy].caught_up = now();
            copies_[copy].in_sync = copies_[copy].in_sync || copies_[copy].has >= s.end;
            transfer(copy);
        }
    }
}

// The loss of a node has been noticed: another leads in its place, if it may, and it counts as out of sync.
inline void Simulation::Engine::on_election(Index partition) {
    PartitionState& s = partitions_[partition];
    const BrokerModel& broker = broker_of(partition);
    const Index first = m_.messages.partitions[partition].first_copy, last = first + broker.copies;
    const auto up = [&](Index k) { return replicas_[m_.messages.copies[k]].serves(); };
    if (in_sync(partition) > 0)
        for (Index k = first; k < last; ++k) copies_[k].in_sync = copies_[k].in_sync && up(k);
    if (leads(partition)) return commit(partition);
    std::uint32_t alive = 0;
    Index chosen = none;
    for (Index k = first; k < last; ++k) {
        if (!up(k)) continue;
        ++alive;
        const bool may = broker.commit == Commit::majority || copies_[k].in_sync || broker.unclean;
        if (!may) continue;
        const bool better = chosen == none || copies_[k].has > copies_[chosen].has;
        if (broker.commit == Commit::majority || (broker.unclean && in_sync(partition) == 0) ? better : chosen == none)
            chosen = k;
    }
    if (broker.commit == Commit::majority && alive <= broker.copies / 2) chosen = none;
    if (chosen == none) {
        s.leader = none;
        return;
    }
    lead(partition, chosen);
}

// A copy leads with what it has: the others drop what it has not.
[[gnu::noinline]] inline void Simulation::Engine::lead(Index partition, Index copy) {
    PartitionState& s = partitions_[partition];
    const BrokerModel& broker = broker_of(partition);
    const Index channel = m_.messages.partitions[partition].channel;
    const Index node = m_.messages.copies[copy];
    if (s.leader != node) {
        ++counters_.channels[channel].elections;
        note(Subject::channel, m_.messages.channel_names[channel], "new leader", m_.components[node].name);
    }
    s.leader = node;
    s.crashed = false;
    set_led(partition, true);
    CopyState& own = copies_[copy];
    own.in_sync = true;
    truncate(partition, own.has);
    const Index first = m_.messages.partitions[partition].first_copy;
    for (Index k = first; k < first + broker.copies; ++k) {
        copies_[k].in_sync = copies_[k].in_sync && replicas_[m_.messages.copies[k]].serves();
        copies_[k].has = std::min(copies_[k].has, own.has);
        copies_[k].flushed = std::min(copies_[k].flushed, own.has);
        copies_[k].transfer = no_stub;
        copies_[k].caught_up = now();
    }
    take_back_deliveries(partition);
    go_on_leading(partition);
}

inline void Simulation::Engine::go_on_leading(Index partition) {
    const Index first = m_.messages.partitions[partition].first_copy;
    const BrokerModel& broker = broker_of(partition);
    for (Index k = first; k < first + broker.copies; ++k) transfer(k);
    commit(partition);
    while (leads(partition) && !partitions_[partition].deferred.empty()) {
        const Index p = partitions_[partition].deferred.front();
        partitions_[partition].deferred.pop_front();
        static_cast<void>(append(partition, p, none));
        let_go(p);
    }
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
        if (broker.log)
            read(m_.messages.groups[g].first_reader + partition - channel.first_partition);
        else
            hand_out(g);
    }
}

// Everything from `end` on is gone.
inline void Simulation::Engine::truncate(Index partition, std::uint64_t end) {
    PartitionState& s = partitions_[partition];
    const Index channel = m_.messages.partitions[partition].channel;
    std::uint64_t gone = 0;
    std::vector<Append> unanswered;
    while (!s.waiting.empty() && s.waiting.back().offset >= end) {
        const Append a = s.waiting.back();
        s.waiting.pop_back();
        ++gone;
        --publications_[a.publication].copies;
        unanswered.push_back(a);
        let_go(a.publication);
    }
    for (std::size_t left = s.duplicates.size(); left > 0; --left) {
        const Append a = s.duplicates.front();
        s.duplicates.pop_front();
        if (a.offset < end)
            s.duplicates.push_back(a);
        else
            unanswered.push_back(a);
    }
    if (s.committed > end) gone += drop_records(partition, end);
    s.end = end;
    s.committed = std::min(s.committed, end);
    counters_.channels[channel].vanished += gone;
    if (gone > 0)
        note(Subject::channel, m_.messages.channel_names[channel], "messages vanished", fmt::format("{}", gone));
    for (const Append& a : unanswered)  // where the node that they came to is still there
        if (a.waiter != none && calls_[a.waiter].serial == a.waiter_serial) finish(a.waiter, Outcome::lost);
}

}  // namespace nines
