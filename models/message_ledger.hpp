// The ledger of messages: every message by its identity, from the first attempt to publish it until nothing can happen
// to it any more, and what each group of consumers made of it.
//
// Always: a closed message is in exactly one state for each group (message_counters.hpp); open = published - closed.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline Index Simulation::Engine::new_publication(Index channel, Instant published) {
    const Index p = publications_.allocate();
    const auto widest = m_.messages.widest;
    if (receipts_.size() < std::size_t{publications_.size()} * widest)
        receipts_.resize(std::size_t{publications_.size()} * widest);
    std::fill_n(receipts_.begin() + std::ptrdiff_t{p} * widest, widest, Receipt{});
    const ChannelModel& c = m_.messages.channels[channel];
    Publication& message = publications_[p];
    message.live = true;
    message.channel = channel;
    message.published = published;
    message.sequence = sequences_[channel]++;
    if (c.keys > 0) message.key = static_cast<Index>(random(c.key_stream).below(c.keys));
    message.partition = c.first_partition;
    if (c.partitions > 1)
        message.partition += static_cast<Index>((c.keys > 0 ? message.key : message.sequence) % c.partitions);
    if (c.poison > 0.0) message.poison = random(c.poison_stream).uniform() < c.poison;
    ++counters_.channels[channel].published;
    ++counters_.channels[channel].open;
    return p;
}

inline void Simulation::Engine::let_go(Index publication) {
    assert(publications_[publication].references > 0);
    if (--publications_[publication].references == 0) close(publication);
}

[[gnu::noinline]] inline void Simulation::Engine::close(Index publication) {
    const Publication p = publications_[publication];
    ChannelCounters& channel = counters_.channels[p.channel];
    ++channel.closed;
    --channel.open;
    if (p.acknowledged) ++channel.acknowledged;
    const ChannelModel& model = m_.messages.channels[p.channel];
    for (std::uint32_t k = 0; k < model.groups; ++k) {
        const Receipt& r = receipts_[std::size_t{publication} * m_.messages.widest + k];
        GroupCounters& g = counters_.groups[model.first_group + k];
        ++g.closed;
        g.deliveries_of_closed += r.deliveries;
        g.effects_of_closed += r.effects;
        if (r.deliveries > 1) ++g.delivered_again;
        if (r.effects > 0) {
            ++g.processed;
            if (r.effects > 1) ++g.duplicated;
            if (!p.acknowledged) ++g.unacknowledged;
        } else if (r.dead_lettered) {
            ++g.dead_lettered;
        } else if (r.expired) {
            ++g.expired;
        } else if (p.acknowledged) {
            ++g.lost;
        } else {
            ++g.failed;
        }
    }
    publications_[publication].live = false;
    publications_.release(publication);
    for (Index child = p.first_child; child != none;) {
        const Index next = publications_[child].sibling;
        publications_[child].sibling = none;
        let_go(child);
        child = next;
    }
}

// ---- what calls have to do with messages

inline Errand& Simulation::Engine::errand_of(Index call) {
    if (errands_.size() <= call) errands_.resize(std::max<std::size_t>(calls_.size(), std::size_t{call} + 1));
    return errands_[call];
}

inline void Simulation::Engine::refer_for(const Errand& e) {
    if (e.publishes != none) ++publications_[e.publishes].references;
    if (e.works_for != none) ++publications_[e.works_for / m_.messages.widest].references;
}

// A call made for another works for the same message; a hedge publishes the same one, too.
inline void Simulation::Engine::inherit_errand(Index call, Index from, bool publishes) {
    Errand e = errand_of(from);
    e.credit = none;
    if (!publishes) e.publishes = none;
    refer_for(e);
    errand_of(call) = e;
}

// The caller's half of a call moves out; what its consumer holds stays where the work is.
inline void Simulation::Engine::share_errand(Index mine, Index left) {
    Errand e = errand_of(left);
    e.credit = none;
    refer_for(e);
    errand_of(mine) = e;
}

[[gnu::noinline]] inline void Simulation::Engine::forget_errand(Index call) {
    if (call >= errands_.size()) return;
    const Errand e = errands_[call];
    errands_[call] = {};
    if (e.credit != none) {
        give_credit_back(e);
        GroupState& g = groups_[e.credit];
        if (!g.due && !(g.ready.empty() && g.returned.empty())) {
            g.due = true;
            at(now(), Messaging::hand_out, e.credit);
        }
    }
    if (e.publishes != none) let_go(e.publishes);
    if (e.works_for != none) let_go(e.works_for / m_.messages.widest);
}

// The message that a call is to publish: a new one, or, when it works for a message and has been here before, the same
// one again.
[[gnu::noinline]] inline void Simulation::Engine::begin_publication(Index call, const Call& c, const Way& way) {
    Errand& e = errand_of(call);
    e.session = ++sessions_;
    const Index parent = e.works_for == none ? none : e.works_for / m_.messages.widest;
    const std::uint32_t loop = c.parent == none ? 0 : calls_[c.parent].loops;
    if (parent != none) {
        for (Index p = publications_[parent].first_child; p != none; p = publications_[p].sibling)
            if (publications_[p].edge == c.edge && publications_[p].loop == loop) {
                ++publications_[p].references;
                errand_of(call).publishes = p;
                return;
            }
    }
    const Index p = new_publication(way.edge->channel, now());
    Publication& message = publications_[p];
    message.references = 1;
    message.edge = c.edge;
    message.loop = loop;
    errand_of(call).publishes = p;
    if (parent == none) return;
    ++message.references;
    message.sibling = publications_[parent].first_child;
    publications_[parent].first_child = p;
}

// ---- effects

inline Index Simulation::Engine::group_of_receipt(Index receipt) const {
    const Publication& p = publications_[receipt / m_.messages.widest];
    return m_.messages.channels[p.channel].first_group + receipt % m_.messages.widest;
}

[[gnu::noinline]] inline void Simulation::Engine::apply_effect(Index call, bool once) {
    const Index receipt = errand_of(call).works_for;
    if (receipt == none) return;
    const Publication& p = publications_[receipt / m_.messages.widest];
    if (p.poison) return;
    const Index group = group_of_receipt(receipt);
    GroupCounters& counters = counters_.groups[group];
    Receipt& r = receipts_[receipt];
    if (once && r.effects > 0) {
        ++counters.suppressed;
        return;
    }
    ++counters.effects;
    if (++r.effects > 1) return;
    const Duration latency = now() - p.published;
    counters.latency_sum.add(latency);
    record(counters.latency, latency);
    const ChannelModel& channel = m_.messages.channels[p.channel];
    std::uint64_t& latest = groups_[group].latest[channel.keys > 0 ? p.key : p.partition - channel.first_partition];
    if (p.sequence + 1 < latest)
        ++counters.reordered;
    else
        latest = p.sequence + 1;
}

// What a consumer answers, and with it the effect that its endpoint does not state.
[[gnu::noinline]] inline Outcome Simulation::Engine::process(Index call, const Way& way, Outcome o) {
    const Index receipt = errand_of(call).works_for;
    if (!is_good(o) || receipt == none) return o;
    if (publications_[receipt / m_.messages.widest].poison) return Outcome::error;
    const GroupModel& g = m_.messages.groups[way.edge->group];
    if (!g.effect_stated) apply_effect(call, g.effect_once);
    return o;
}

// Every reference counted anew. Part of check_invariants().
template <class Must>
void Simulation::Engine::check_messages(const Must& must) const {
    if (!messaging_) return;
    std::vector<std::uint32_t> references(publications_.size(), 0);
    for (const Errand& e : errands_) {
        if (e.publishes != none) ++references[e.publishes];
        if (e.works_for != none) ++references[e.works_for / m_.messages.widest];
    }
    std::vector<std::int64_t> kept(groups_.size(), 0);
    for (Index r = 0; r < records_.size(); ++r) {
        if (records_[r].state == MessageRecord::State::free) continue;
        ++references[records_[r].publication];
        if (records_[r].group != none) ++kept[records_[r].group];
    }
    for (const auto& p : partitions_) {
        for (std::size_t i = 0; i < p.waiting.size(); ++i) ++references[p.waiting[i].publication];
        for (std::size_t i = 0; i < p.deferred.size(); ++i) ++references[p.deferred[i]];
    }
    std::vector<std::uint64_t> open(counters_.channels.size(), 0);
    for (Index p = 0; p < publications_.size(); ++p) {
        if (!publications_[p].live) continue;
        ++open[publications_[p].channel];
        for (Index child = publications_[p].first_child; child != none; child = publications_[child].sibling)
            ++references[child];
    }
    for (Index p = 0; p < publications_.size(); ++p)
        must(!publications_[p].live || references[p] == publications_[p].references,
             "a message is known while it is somewhere", "messages");
    for (Index c = 0; c < open.size(); ++c)
        must(open[c] == counters_.channels[c].open, "published = closed + open", m_.messages.channel_names[c]);
    for (Index g = 0; g < groups_.size(); ++g) {
        const ChannelModel& channel = m_.messages.channels[m_.messages.groups[g].channel];
        std::int64_t backlog = kept[g];
        if (m_.messages.brokers[channel.broker].log)
            for (std::uint32_t p = 0; p < channel.partitions; ++p)
                backlog += static_cast<std::int64_t>(partitions_[channel.first_partition + p].committed -
                                                     readers_[m_.messages.groups[g].first_reader + p].committed);
        must(backlog == counters_.groups[g].backlog.value(), "the backlog is what is kept and not done",
             m_.messages.group_names[g]);
    }
}

}  // namespace nines
