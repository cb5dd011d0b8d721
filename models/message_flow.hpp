// The way of a message through a broker: stored when it is published, given to every group of the channel, handed to
// consumers, settled by their acknowledgement or given again, and in the end dead-lettered or expired. For queues; what
// is particular to logs is in consumer_group.hpp.
//
// Always: a record of a queue is in exactly one list, or delivered, or delayed; it is given to one consumer at a time;
// a consumer holds no more deliveries than its prefetch.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_messages() {
    const MessageModel& model = m_.messages;
    if (!messaging_) return;
    partitions_.resize(model.partitions.size());
    copies_.resize(model.copies.size());
    sequences_.resize(model.channels.size(), 0);
    blocked_publishers_.resize(model.channels.size());
    for (Index p = 0; p < partitions_.size(); ++p) partitions_[p].leader = model.copies[model.partitions[p].first_copy];
    groups_.resize(model.groups.size());
    readers_.resize(model.readers);
    for (Index g = 0; g < groups_.size(); ++g) {
        const GroupModel& group = model.groups[g];
        const ChannelModel& channel = model.channels[group.channel];
        const auto members = m_.services[group.service].replicas;
        const std::size_t keys = std::max<std::uint32_t>(1, channel.keys);
        GroupState& s = groups_[g];
        s.position.assign(members, none);
        s.held.assign(members, 0);
        s.epoch.assign(members, 0);
        s.latest.assign(channel.keys > 0 ? keys : channel.partitions, 0);
        if (channel.ordering != Ordering::none) {
            s.blocked.resize(keys);
            s.key_busy.assign(keys, false);
        }
        for (Index k = 0; k < members; ++k) make_available(s, k);
        if (model.brokers[channel.broker].log) deal_partitions(g);
    }
}

[[gnu::noinline]] inline void Simulation::Engine::on_messaging(const Event& e) {
    const Index i = e.index() / 16;
    switch (static_cast<Messaging>(e.index() % 16)) {
        case Messaging::transferred: return on_transferred(i, e.stub());
        case Messaging::election: return on_election(i);
        case Messaging::expiry: return on_expiry(i, e.stub());
        case Messaging::log_expiry: return expire_in_log(i, e.stub());
        case Messaging::fetched: return on_fetched(i, e.stub());
        case Messaging::remembered: return on_remembered(i, e.stub());
        case Messaging::hand_out: return on_hand_out(i);
        case Messaging::expulsion: return on_expulsion(i);
        case Messaging::rebalance: return on_rebalance(i);
    }
}

// ---- publishing

inline Index Simulation::Engine::leader_for(const Call& c) {
    const auto call = static_cast<Index>(&c - &calls_[0]);
    const Index partition = publications_[errand_of(call).publishes].partition;
    const Index leader = partitions_[partition].leader;
    return leader != none ? leader : m_.messages.copies[m_.messages.partitions[partition].first_copy];
}

// A publisher that waits for no answer takes it that all is well.
inline void Simulation::Engine::publish_blindly(Index i, const Way& way) {
    calls_[i].timer = no_stub;
    const Index mine = split(i);
    publications_[errand_of(mine).publishes].acknowledged = true;
    send_attempt(i, calls_[i], way);
    Call& c = calls_[mine];
    count_attempt(c, way, Outcome::success);
    if (c.hedge) return hedge_ended(mine, Outcome::success);
    conclude(mine, c, way, Outcome::success);
}

// The broker's half: true when the answer can go out at once.
[[gnu::noinline]] inline bool Simulation::Engine::store(Index i, Index channel) {
    Call& c = calls_[i];
    const Errand e = errand_of(i);
    const ChannelModel& model = m_.messages.channels[channel];
    const BrokerModel& broker = m_.messages.brokers[model.broker];
    ChannelCounters& counters = counters_.channels[channel];
    Publication& p = publications_[e.publishes];
    const Index partition = p.partition;
    if (partitions_[partition].leader != c.replica) {
        finish(i, Outcome::refused);
        return false;
    }
    const bool same_session = broker.idempotent_producer && p.stored_session == e.session;
    const bool remembered =
        broker.deduplication > Duration::zero() && p.stored_once && now() - p.stored < broker.deduplication;
    if (p.copies > 0 && (same_session || remembered)) {
        ++counters.deduplicated;
        if (broker.acks != Acks::all || !wait_with_the_first(partition, e.publishes, i)) return true;
        return wait_at_broker(i);
    }
    if (broker.acks == Acks::all && broker.commit == Commit::in_sync && in_sync(partition) < broker.min_in_sync) {
        ++counters.turned_away;
        finish(i, Outcome::rejected);
        return false;
    }
    if (is_full(channel) && !make_room(i, channel)) return false;
    if (e.works_for != none && m_.messages.groups[group_of_receipt(e.works_for)].transactional) return stage(i, e);
    p.stored_session = e.session;
    const auto serial = c.serial;
    const bool answered = append(partition, e.publishes, i);
    if (c.serial != serial) return false;  // what followed from it has withdrawn this very call
    return answered || wait_at_broker(i);
}

// Always false. Brokers do not keep a worker busy with waiting.
inline bool Simulation::Engine::wait_at_broker(Index i) {
    Call& c = calls_[i];
    c.state = State::waiting;
    if (c.holds_worker) release_worker(c);
    return false;
}

// A duplicate is answered when the first is kept: true when it is not yet.
inline bool Simulation::Engine::wait_with_the_first(Index partition, Index publication, Index i) {
    PartitionState& s = partitions_[partition];
    for (std::size_t k = s.waiting.size(); k-- > 0;)
        if (s.waiting[k].publication == publication) {
            s.duplicates.push_back({s.waiting[k].offset, none, i, calls_[i].serial});
            return true;
        }
    return false;
}

// ---- room

inline bool Simulation::Engine::is_full(Index channel) const {
    const ChannelModel& c = m_.messages.channels[channel];
    if (c.max_length == Limit::none) return false;
    for (Index g = c.first_group; g < c.first_group + c.groups; ++g)
        if (groups_[g].ready.size + groups_[g].returned.size >= c.max_length) return true;
    return false;
}

// True when the newcomer can be stored now.
inline bool Simulation::Engine::make_room(Index i, Index channel) {
    const ChannelModel& c = m_.messages.channels[channel];
    switch (c.overflow) {
        case Overflow::reject:
            ++counters_.channels[channel].turned_away;
            finish(i, Outcome::rejected);
            return false;
        case Overflow::block:
            blocked_publishers_[channel].waiting.push_back({i, calls_[i].serial});
            return wait_at_broker(i);
        case Overflow::drop_oldest:
            for (Index g = c.first_group; g < c.first_group + c.groups; ++g) {
                GroupState& s = groups_[g];
                if (s.ready.size + s.returned.size < c.max_length) continue;
                const Index oldest = s.returned.empty() ? s.ready.head : s.returned.head;
                receipt_of(oldest).expired = true;
                remove_record(oldest);
            }
            return true;
    }
    return true;
}

inline void Simulation::Engine::let_publishers_in(Index channel) {
    BlockedPublishers& blocked = blocked_publishers_[channel];
    if (blocked.entering) return;
    blocked.entering = true;
    while (!blocked.waiting.empty() && !is_full(channel)) {
        const BlockedPublisher b = blocked.waiting.front();
        blocked.waiting.pop_front();
        if (calls_[b.call].serial == b.serial) run_program(b.call);
    }
    blocked.entering = false;
}

// ---- what is kept is there for every group

[[gnu::always_inline]] inline Receipt& Simulation::Engine::receipt_of(Index record) {
    const MessageRecord& r = records_[record];
    return receipts_[std::size_t{r.publication} * m_.messages.widest + m_.messages.groups[r.group].index];
}

// Takes over the reference of the append.
inline void Simulation::Engine::expose(Index partition, Index publication, std::uint64_t offset) {
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    if (m_.messages.brokers[channel.broker].log) return expose_in_log(partition, publication, offset);
    publications_[publication].references += channel.groups;
    let_go(publication);
    for (Index g = channel.first_group; g < channel.first_group + channel.groups; ++g) {
        const Index i = records_.allocate();
        MessageRecord& r = records_[i];
        r.stored = now();
        r.offset = offset;
        r.publication = publication;
        r.group = g;
        r.state = MessageRecord::State::ready;
        groups_[g].ready.push_back(records_, i);
        counters_.groups[g].backlog.increment(now());
        watch_expiry(g, channel);
        hand_out(g);
    }
}

// ---- handing out

inline void Simulation::Engine::make_available(GroupState& s, Index member) {
    if (s.position[member] != none) return;
    s.position[member] = static_cast<Index>(s.available.size());
    s.available.push_back(member);
}

inline void Simulation::Engine::make_unavailable(GroupState& s, Index member) {
    const Index at = s.position[member];
    if (at == none) return;
    s.available[at] = s.available.back();
    s.position[s.available[at]] = at;
    s.available.pop_back();
    s.position[member] = none;
}

// A consumer with room, in turn; none when nobody has.
inline Index Simulation::Engine::next_member(Index group) {
    GroupState& s = groups_[group];
    const Index first = m_.services[m_.messages.groups[group].service].first_replica;
    while (!s.available.empty()) {
        if (s.cursor >= s.available.size()) s.cursor = 0;
        const Index member = s.available[s.cursor];
        if (replicas_[first + member].serves()) {
            ++s.cursor;
            return member;
        }
        make_unavailable(s, member);
    }
    return none;
}

// The next message that may be given out; it leaves its list.
inline Index Simulation::Engine::take_next(Index group) {
    GroupState& s = groups_[group];
    for (;;) {
        RecordList& list = s.returned.empty() ? s.ready : s.returned;
        const Index i = list.head;
        if (i == none) return none;
        list.remove(records_, i);
        if (s.blocked.empty()) return i;
        const Index key = ordering_key(group, i);
        if (!s.key_busy[key]) {
            s.key_busy[key] = true;
            return i;
        }
        records_[i].state = MessageRecord::State::blocked;
        insert_by_offset(s.blocked[key], i);
    }
}

inline Index Simulation::Engine::ordering_key(Index group, Index record) const {
    const ChannelModel& c = m_.messages.channels[m_.messages.groups[group].channel];
    return c.ordering == Ordering::key ? publications_[records_[record].publication].key : 0;
}

[[gnu::noinline]] inline void Simulation::Engine::hand_out(Index group) {
    GroupState& s = groups_[group];
    if (s.dispatching || (s.ready.empty() && s.returned.empty())) return;
    const Index partition = m_.messages.channels[m_.messages.groups[group].channel].first_partition;
    s.dispatching = true;
    while (leads(partition)) {
        if (s.ready.empty() && s.returned.empty()) break;
        const Index member = next_member(group);
        if (member == none) break;
        const Index record = take_next(group);
        if (record == none) break;
        deliver(group, record, member, partitions_[partition].leader);
    }
    s.dispatching = false;
    const Index channel = m_.messages.groups[group].channel;
    if (!blocked_publishers_[channel].waiting.empty()) let_publishers_in(channel);
}

inline void Simulation::Engine::deliver(Index group, Index record, Index member, Index from) {
    const GroupModel& model = m_.messages.groups[group];
    const ChannelModel& channel = m_.messages.channels[model.channel];
    GroupCounters& counters = counters_.groups[group];
    GroupState& s = groups_[group];
    MessageRecord& r = records_[record];
    r.state = MessageRecord::State::delivered;
    ++r.delivery;
    ++counters.deliveries;
    if (++r.deliveries > 1) ++counters.redeliveries;
    ++receipt_of(record).deliveries;
    r.hidden_until = nines::after(now(), channel.visibility_timeout);
    const Index i = begin_delivery(model, from, m_.services[model.service].first_replica + member,
                                   r.publication * m_.messages.widest + model.index);
    Errand& e = errands_[i];
    Call& c = calls_[i];
    const Way& way = ways_[model.edge];
    if (model.acknowledge_before) {
        complete(record);
    } else {
        e.record = record;
        e.record_serial = r.serial;
        e.delivery = r.delivery;
        e.credit = group;
        e.member = member;
        e.epoch = s.epoch[member];
        if (++s.held[member] >= model.prefetch) make_unavailable(s, member);
        if (r.hidden_until != never) c.timer = timer(r.hidden_until, EventKind::timeout, i);
    }
    send_request(i, c, way);
}

// The call of a delivery, not sent yet.
inline Index Simulation::Engine::begin_delivery(const GroupModel& group, Index from, Index to, Index receipt) {
    const Index i = calls_.allocate(now());
    Call& c = calls_[i];
    c.edge = group.edge;
    c.from = from;
    c.replica = to;
    c.level = 0;
    c.since = now();
    c.state = State::transit;
    ++ways_[group.edge].counters->begun;
    Errand& e = errand_of(i);
    e.works_for = receipt;
    ++publications_[receipt / m_.messages.widest].references;
    return i;
}

inline void Simulation::Engine::give_credit_back(const Errand& e) {
    GroupState& s = groups_[e.credit];
    if (e.epoch != s.epoch[e.member]) return;
    const GroupModel& model = m_.messages.groups[e.credit];
    --s.held[e.member];
    if (replicas_[m_.services[model.service].first_replica + e.member].serves()) make_available(s, e.member);
}

inline void Simulation::Engine::on_hand_out(Index group) {
    groups_[group].due = false;
    hand_out(group);
}

// ---- how a delivery ends

// What the broker, or the consumer of a log, learns of it.
[[gnu::noinline]] inline void Simulation::Engine::delivery_ended(Index i, const Way& way, Outcome o) {
    const Index group = way.edge->group;
    const bool same_instant = now() == calls_[i].issued;
    const Replica& from = replicas_[calls_[i].from];
    const bool heard = !from.refuses && !from.silent;
    Errand& errand = errands_[i];
    const Errand e = errand;
    errand.credit = none;
    if (e.credit != none) give_credit_back(e);
    release(i);
    if (way.local) return reading_ended(group, e, o, same_instant);
    if (heard && e.record != none) settle(group, e, o, same_instant);
    hand_out(group);
}

inline void Simulation::Engine::settle(Index group, const Errand& e, Outcome o, bool same_instant) {
    if (!is_current(e)) {
        if (is_good(o)) acknowledge_late(e);
        return;
    }
    const BrokerModel& broker = m_.messages.brokers[m_.messages.channels[m_.messages.groups[group].channel].broker];
    if (is_good(o)) return complete(e.record);
    if (o == Outcome::timeout) return give_again(e.record, broker.redelivery_delay);
    const bool failed = o == Outcome::error || o == Outcome::rejected;
    if ((failed ? broker.on_failure : broker.on_disconnect) == Return::after_timeout) {
        const Instant until = records_[e.record].hidden_until;
        if (until != never) return delay_record(e.record, std::max(until, now()));
    }
    // What fails in no time must not be given again in no time.
    const bool breathes = same_instant && broker.redelivery_delay == Duration::zero();
    give_again(e.record, breathes ? shortest_round : broker.redelivery_delay);
}

// Whether the delivery is the record's latest, and under way.
inline bool Simulation::Engine::is_current(const Errand& e) const {
    const MessageRecord& r = records_[e.record];
    return r.serial == e.record_serial && r.delivery == e.delivery && r.state == MessageRecord::State::delivered;
}

// An acknowledgement of a delivery that the broker has given up.
inline void Simulation::Engine::acknowledge_late(const Errand& e) {
    if (e.record == none || records_[e.record].serial != e.record_serial) return;
    const Index group = records_[e.record].group;
    const BrokerModel& broker = m_.messages.brokers[m_.messages.channels[m_.messages.groups[group].channel].broker];
    if (broker.late_acks == LateAcks::latest) return;
    complete(e.record);
}

inline void Simulation::Engine::late_answer(Index i) {
    const Errand e = errand_of(i);
    const Call& c = calls_[i];
    if (ways_[c.edge].local || e.record == none || !replicas_[c.from].serves()) return;
    const Index group = m_.edges[c.edge].group;
    acknowledge_late(e);
    if (!groups_[group].due) {
        groups_[group].due = true;
        at(now(), Messaging::hand_out, group);
    }
}

// The message is done with, for this group.
inline void Simulation::Engine::complete(Index record) {
    end_transaction(record, true);
    remove_record(record);
}

inline void Simulation::Engine::give_again(Index record, Duration delay) {
    MessageRecord& r = records_[record];
    const GroupModel& group = m_.messages.groups[r.group];
    end_transaction(record, false);
    if (r.deliveries >= m_.messages.channels[group.channel].delivery_limit && bury(r.group)) {
        receipt_of(record).dead_lettered = true;
        return remove_record(record);
    }
    if (delay > Duration::zero()) return delay_record(record, nines::after(now(), delay));
    return_record(record);
}

inline void Simulation::Engine::delay_record(Index record, Instant until) {
    MessageRecord& r = records_[record];
    end_transaction(record, false);
    r.state = MessageRecord::State::delayed;
    r.timer = timer(until, EventKind::redelivery, record);
}

inline void Simulation::Engine::on_redelivery(Index record, Stub ticket) {
    if (records_[record].timer != ticket) return;
    records_[record].timer = no_stub;
    const Index group = records_[record].group;
    give_again(record, Duration::zero());
    hand_out(group);
}

// Among those that came back it keeps the place that it had in the queue.
inline void Simulation::Engine::return_record(Index record) {
    MessageRecord& r = records_[record];
    GroupState& s = groups_[r.group];
    r.state = MessageRecord::State::returned;
    ++r.delivery;
    insert_by_offset(s.returned, record);
    if (!s.blocked.empty()) s.key_busy[ordering_key(r.group, record)] = false;
    watch_expiry(r.group, m_.messages.channels[m_.messages.groups[r.group].channel]);
}

// The next message of its key may go.
inline void Simulation::Engine::free_key(Index group, Index record) {
    GroupState& s = groups_[group];
    if (s.blocked.empty()) return;
    const Index key = ordering_key(group, record);
    s.key_busy[key] = false;
    if (s.blocked[key].empty()) return;
    const Index next = s.blocked[key].head;
    s.blocked[key].remove(records_, next);
    records_[next].state = MessageRecord::State::returned;
    insert_by_offset(s.returned, next);
}

inline void Simulation::Engine::insert_by_offset(RecordList& list, Index record) {
    Index before = list.tail;
    while (before != none && records_[before].offset > records_[record].offset) before = records_[before].prev;
    list.insert_after(records_, before, record);
}

// A record of a queue leaves its broker, whatever it was doing.
inline void Simulation::Engine::remove_record(Index record) {
    MessageRecord& r = records_[record];
    const Index group = r.group;
    GroupState& s = groups_[group];
    counters_.groups[group].backlog.decrement(now());
    switch (r.state) {
        case MessageRecord::State::ready: s.ready.remove(records_, record); break;
        case MessageRecord::State::returned:
            s.returned.remove(records_, record);
            if (!s.blocked.empty() && !s.key_busy[ordering_key(group, record)]) free_key(group, record);
            break;
        case MessageRecord::State::blocked: s.blocked[ordering_key(group, record)].remove(records_, record); break;
        case MessageRecord::State::delayed:
        case MessageRecord::State::delivered: free_key(group, record); break;
        case MessageRecord::State::kept:
        case MessageRecord::State::free: break;
    }
    const Index p = r.publication;
    r.state = MessageRecord::State::free;
    r.timer = no_stub;
    records_.release(record);
    let_go(p);
}

// A copy for the dead-letter channel. False: that cannot take it now.
inline bool Simulation::Engine::bury(Index group) {
    const Index channel = m_.messages.channels[m_.messages.groups[group].channel].dead_letter;
    if (channel == none) return true;
    const Index dead = new_publication(channel, now());
    const Index partition = publications_[dead].partition;
    publications_[dead].acknowledged = true;
    publications_[dead].references = 1;
    if (leads(partition))
        static_cast<void>(append(partition, dead, none));
    else {
        ++publications_[dead].references;
        partitions_[partition].deferred.push_back(dead);
    }
    let_go(dead);
    return true;
}

// ---- transactions: what is published for a message waits for its acknowledgement

// True when the answer can go out.
inline bool Simulation::Engine::stage(Index i, const Errand& e) {
    const GroupModel& group = m_.messages.groups[group_of_receipt(e.works_for)];
    const bool log = m_.messages.brokers[m_.messages.channels[group.channel].broker].log;
    const bool current = log ? is_reading(e) : e.record != none && is_current(e);
    if (!current) {  // fenced off: another has taken over
        finish(i, Outcome::error);
        return false;
    }
    publications_[e.publishes].staged = true;
    return true;
}

inline void Simulation::Engine::end_transaction(Index record, bool commits) {
    const MessageRecord& r = records_[record];
    if (r.group == none || !m_.messages.groups[r.group].transactional) return;
    publish_staged(r.publication, commits);
}

inline void Simulation::Engine::publish_staged(Index publication, bool commits) {
    for (Index p = publications_[publication].first_child; p != none; p = publications_[p].sibling) {
        if (!publications_[p].staged) continue;
        publications_[p].staged = false;
        const Index partition = publications_[p].partition;
        if (!commits) {
            ++counters_.channels[publications_[p].channel].aborted;
        } else if (leads(partition)) {
            static_cast<void>(append(partition, p, none));
        } else {
            ++publications_[p].references;
            partitions_[partition].deferred.push_back(p);
        }
    }
}

// ---- age

inline void Simulation::Engine::watch_expiry(Index group, const ChannelModel& channel) {
    GroupState& s = groups_[group];
    if (channel.retention == Duration::max() || s.expiry != no_stub) return;
    Instant oldest = never;
    for (const Index head : {s.ready.head, s.returned.head})
        if (head != none) oldest = std::min(oldest, records_[head].stored);
    if (oldest == never) return;
    s.expiry = timer(std::max(now(), nines::after(oldest, channel.retention)), Messaging::expiry, group);
}

inline void Simulation::Engine::on_expiry(Index group, Stub ticket) {
    GroupState& s = groups_[group];
    if (s.expiry != ticket) return;
    s.expiry = no_stub;
    const ChannelModel& channel = m_.messages.channels[m_.messages.groups[group].channel];
    for (RecordList* list : {&s.ready, &s.returned})
        while (!list->empty() && nines::after(records_[list->head].stored, channel.retention) <= now()) {
            receipt_of(list->head).expired = true;
            remove_record(list->head);
        }
    watch_expiry(group, channel);
    if (!blocked_publishers_[m_.messages.groups[group].channel].waiting.empty())
        let_publishers_in(m_.messages.groups[group].channel);
}

// ---- crashes

// What was given out by the node that led before is given out again.
inline void Simulation::Engine::take_back_deliveries(Index partition) {
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    if (m_.messages.brokers[channel.broker].log) return;
    for (Index r = 0; r < records_.size(); ++r) {
        const MessageRecord& record = records_[r];
        if (record.state != MessageRecord::State::delivered || record.group < channel.first_group ||
            record.group >= channel.first_group + channel.groups)
            continue;
        end_transaction(r, false);
        return_record(r);
    }
}

inline std::uint64_t Simulation::Engine::drop_records(Index partition, std::uint64_t end) {
    const ChannelModel& channel = m_.messages.channels[m_.messages.partitions[partition].channel];
    if (m_.messages.brokers[channel.broker].log) return drop_from_log(partition, end);
    std::uint64_t gone = 0;
    for (Index r = 0; r < records_.size(); ++r) {
        const MessageRecord& record = records_[r];
        if (record.state == MessageRecord::State::free || record.group < channel.first_group ||
            record.group >= channel.first_group + channel.groups || record.offset < end)
            continue;
        if (record.group == channel.first_group) {
            ++gone;
            publications_[record.publication].copies = 0;
        }
        end_transaction(r, false);
        remove_record(r);
    }
    return gone;
}

// A replica has begun or ceased to serve: a node, a consumer, or neither.
[[gnu::noinline]] inline void Simulation::Engine::messaging_changed(Index replica, const Replica& before) {
    const Replica& r = replicas_[replica];
    const Index service = m_.replicas[replica].service;
    const bool gone = (r.refuses || r.silent) && !before.refuses && !before.silent;
    const bool back = r.serves() && !before.serves();
    if (m_.messages.broker_of[service] != none) {
        if (gone || (before.serves() && !r.serves())) {
            bool power_lost = false;
            for (const Index c : {host_component_[replica], zone_component_[replica], region_component_[replica]})
                for (const Impairment& i : impairments_[c])
                    power_lost = power_lost || i.mode == FailureMode::refuse || i.mode == FailureMode::silent;
            node_lost(replica, gone, power_lost);
        } else if (back) {
            node_back(replica);
        }
    }
    for (const Index g : m_.messages.consumes[service]) {
        const bool was_gone = before.refuses || before.silent;
        if (back)
            consumer_back(g, replica, was_gone);
        else if (before.serves() && !r.serves())
            consumer_lost(g, replica);
    }
}

inline void Simulation::Engine::consumer_lost(Index group, Index replica) {
    const GroupModel& model = m_.messages.groups[group];
    const BrokerModel& broker = m_.messages.brokers[m_.messages.channels[model.channel].broker];
    make_unavailable(groups_[group], local(replica));
    if (broker.session_timeout == Duration::max()) return;
    if (broker.log)
        expect_rebalance(group, broker.session_timeout);
    else
        at(nines::after(now(), broker.session_timeout), Messaging::expulsion, replica);
}

inline void Simulation::Engine::consumer_back(Index group, Index replica, bool was_gone) {
    const GroupModel& model = m_.messages.groups[group];
    const BrokerModel& broker = m_.messages.brokers[m_.messages.channels[model.channel].broker];
    GroupState& s = groups_[group];
    const Index member = local(replica);
    if (broker.log) return reader_back(group, member, was_gone);
    if (was_gone) {  // it connects anew: what it held comes back where connections are watched
        if (broker.session_timeout != Duration::max()) take_from(replica);
        ++s.epoch[member];
        s.held[member] = 0;
    }
    if (s.held[member] < model.prefetch) make_available(s, member);
    hand_out(group);
}

inline void Simulation::Engine::on_expulsion(Index replica) {
    if (!replicas_[replica].serves()) take_from(replica);
}

// The connection to a consumer counts as broken.
inline void Simulation::Engine::take_from(Index replica) {
    for (Index i = 0; i < calls_.size(); ++i) {
        const Call& c = calls_[i];
        if (c.state == State::free || c.abandoned || c.replica != replica || c.edge == none) continue;
        const Way& way = ways_[c.edge];
        if (!way.delivers || way.local || errand_of(i).record == none) continue;
        if (m_.messages.brokers[m_.messages.channels[m_.messages.groups[way.edge->group].channel].broker]
                .session_timeout == Duration::max())
            continue;
        abandon(i, Outcome::lost, false);
    }
}

}  // namespace nines
