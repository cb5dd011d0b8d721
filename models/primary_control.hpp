// Who is primary: loss and return of the primary of a database, the choice and promotion of another, split brain, and
// how replicas come to follow whom.
//
// Always: the leader is the node that was promoted last. A node that takes writes and is not the leader works on a
// branch of the log that will be thrown away: what it acknowledges is lost.
//
// Part of models/engine.hpp.
#pragma once

#include <fmt/format.h>

#include "models/engine.hpp"

namespace nines {

inline const std::string& Simulation::Engine::database_name(Index database) const {
    return m_.service_names[m_.databases[database].service];
}

inline bool Simulation::Engine::zones_talk(Index a, Index b) const {
    return pairs_[a * m_.zones + b].cuts == 0 && pairs_[b * m_.zones + a].cuts == 0;
}
inline bool Simulation::Engine::can_follow(Index r, Index upstream) const {
    return replicas_[r].serves() && replicas_[upstream].serves() &&
           zones_talk(m_.replicas[r].zone, m_.replicas[upstream].zone);
}
// The arbiter stands in every zone: who cannot talk to most of them is alone.
inline bool Simulation::Engine::isolated(Index r) const {
    const Index zones = m_.zones - 1;  // the last one is outside every place
    Index near = 0;
    for (Index z = 0; z < zones; ++z)
        if (z == m_.replicas[r].zone || zones_talk(m_.replicas[r].zone, z)) ++near;
    return 2 * near <= zones;
}

// ---- what happens to nodes and links

// The process is gone: what it had not flushed, and what it had not sent yet.
inline void Simulation::Engine::node_crashed(Index r) {
    DatabaseNode& n = node(r);
    DatabaseState& d = databases_[n.database];
    const DatabaseModel& model = m_.databases[n.database];
    n.waiting.clear();
    n.waiters = 0;
    n.flushing = false;
    n.flush_done = n.apply_done = no_stub;
    n.received = n.flushed;
    n.applied = std::min(n.applied, n.flushed);
    if (model.leaderless) return;
    n.joining = no_stub;
    n.votes = 0;
    if (!model.transactions.empty()) forget_transactions(r);
    if (model.elects && n.primary) set_role(r, false);  // it comes back as one of many
    if (r == d.leader) d.ledger.truncate(std::max(n.flushed, d.ledger.settled()));
    disconnect(r);
    n.inbox.clear();
    n.arrival = no_stub;
    for (Index f = model.first_node; f < model.first_node + model.nodes; ++f) {
        if (f == r || node(f).upstream != r) continue;
        if (node(f).connected) disconnect(f);
        node(f).answers.clear();
        node(f).answer = no_stub;
    }
    count_behind(n.database);
}

// What has not left the sender never arrives.
inline void Simulation::Engine::disconnect(Index r) {
    DatabaseNode& f = node(r);
    f.connected = false;
    while (!f.inbox.empty() && f.inbox.back().departs > now()) f.inbox.pop_back();
    if (f.inbox.empty()) f.arrival = no_stub;
    ++f.generation;
}

inline void Simulation::Engine::node_changed(Index r) {
    DatabaseNode& n = node(r);
    if (m_.databases[n.database].multi_primary) {
        look_at_primaries(n.database);
        if (replicas_[r].serves()) make_flushed_writes(r);
        return;
    }
    if (m_.databases[n.database].leaderless) return quorum_node_changed(r);
    DatabaseState& d = databases_[n.database];
    if (replicas_[r].serves() && n.primary && r != d.leader && m_.databases[n.database].fencing &&
        m_.databases[n.database].fails_over)
        demote(r);
    look_at(n.database);
    if (d.electing && replicas_[r].serves() && n.election == no_stub) arm_election(r, now());
    if (replicas_[r].serves() && n.primary) release_committed(r);
}

inline void Simulation::Engine::links_changed() {
    for (Index d = 0; d < databases_.size(); ++d)
        if (m_.databases[d].multi_primary)
            look_at_primaries(d);
        else if (!m_.databases[d].leaderless)
            look_at(d);
}

// Takes stock of a database after something has changed: who can follow whom, and whether it has a primary.
inline void Simulation::Engine::look_at(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    if (d.stopped) return;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (r != d.leader) find_upstream(r, d.leader);
    bool split = false;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        split = split || (r != d.leader && node(r).primary && replicas_[r].serves());
    if (split != d.split) {
        d.split = split;
        counters_.databases[database].split.add(now(), split ? 1 : -1);
        note(Subject::database, database_name(database), split ? "split brain begins" : "split brain ends");
    }
    if (d.handing_over && !node(model.first_node).connected && replicas_[d.leader].serves()) {
        d.handing_over = false;
        set_role(d.leader, true);
        recovered(database);
    }
    if (d.electing && !d.first_timeout && node(d.leader).primary && has_majority(d.leader)) end_election(database);
    const bool cut_off = model.elects ? !has_majority(d.leader) : model.fails_over && isolated(d.leader);
    const bool gone = !replicas_[d.leader].serves() || cut_off || d.electing;
    if (gone && !d.lost) lose_primary(database);
    if (!gone && d.lost) primary_is_back(database);
    const bool outdated = std::ranges::any_of(d.known, [&](Index k) { return k != d.leader; });
    if (!d.lost && outdated && d.redirection == no_stub)
        d.redirection = data_event_after(draw(model.reconnect, model.failover_stream), DataEvent::redirected, database);
}

// With cascading, the replica that one copies from, of those that copy from the leader themselves; none: it copies from
// the leader, or its relay is away.
inline Index Simulation::Engine::relay_of(Index r, Index leader) const {
    const DatabaseModel& model = m_.databases[node(r).database];
    if (model.relays == 0) return none;
    const auto place = [&](Index k) { return k - model.first_node - (k > leader ? 1 : 0); };  // among the replicas
    if (place(r) < model.relays) return none;
    const Index at = model.first_node + place(r) % model.relays, relay = at < leader ? at : at + 1;
    const DatabaseNode& n = node(relay);
    return n.connected && n.upstream == leader && can_follow(r, relay) ? relay : none;
}

// Whether what it has is of the leader's log, from it or from a relay.
inline bool Simulation::Engine::follows_leader(const DatabaseNode& n, Index leader) const {
    return n.upstream == leader ||
           (m_.databases[n.database].relays > 0 && !node(n.upstream).primary && node(n.upstream).upstream == leader);
}

inline void Simulation::Engine::find_upstream(Index r, Index leader) {
    DatabaseNode& n = node(r);
    const Index relay = relay_of(r, leader);
    Index wanted = none;
    if (relay != none)
        wanted = relay;
    else if (can_follow(r, leader))
        wanted = leader;
    else if (!n.primary && n.upstream != leader && node(n.upstream).primary && can_follow(r, n.upstream))
        wanted = n.upstream;
    // Who copied from it already when it was promoted, or copies from a relay, knows a log that has ended since.
    const bool parted = wanted != none && (wanted == relay || wanted == leader) && n.limit != DatabaseNode::everything;
    if (n.upstream == wanted && (n.joining != no_stub || (n.connected && !parted))) return;
    if (n.connected) disconnect(r);
    n.joining = no_stub;
    if (wanted == none) return;
    const DatabaseModel& model = m_.databases[n.database];
    n.upstream = wanted;
    const bool rewinds = n.primary || n.received > n.limit;
    if (rewinds && model.rejoin != DatabaseModel::absent)
        n.joining = data_event_after(draw(model.rejoin, model.failover_stream), DataEvent::joined, r);
    else
        joined(r);
}

// It follows its upstream from where their logs part.
inline void Simulation::Engine::joined(Index r) {
    DatabaseNode& n = node(r);
    const bool was_primary = n.primary;
    if (was_primary) demote(r);
    n.received = std::min(n.received, n.limit);
    // A relay may be behind those that copy from it.
    if (m_.databases[n.database].relays == 0 || n.upstream == databases_[n.database].leader)
        n.received = std::min(n.received, node(n.upstream).received);
    n.flushed = std::min(n.flushed, n.received);
    n.received = n.flushed;
    n.applied = std::min(n.applied, n.flushed);
    n.limit = node(n.upstream).limit;
    n.flushing = false;
    n.flush_done = n.apply_done = n.arrival = no_stub;
    n.answer = no_stub;
    n.answers.clear();
    n.inbox.clear();
    n.sent = n.acknowledged = n.received;
    n.channel_free = n.last_arrival = now();
    n.connected = true;
    count_behind(n.database);
    ship(r);
    if (was_primary || m_.databases[n.database].relays > 0) look_at(n.database);
}

inline void Simulation::Engine::demote(Index r) {
    set_role(r, false);
    node(r).demotion = no_stub;
    fail_waiting(r);
}

inline void Simulation::Engine::demote_isolated(Index r) {
    if (!isolated(r) || !node(r).primary) return;
    demote(r);
    note(Subject::database, database_name(node(r).database), "cut off: the primary stops");
}

// ---- loss and promotion

inline void Simulation::Engine::lose_primary(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    DatabaseCounters& counters = counters_.databases[database];
    d.lost = true;
    d.handing_over = false;
    ++counters.losses;
    if (!d.recovering) {
        d.recovering = true;
        d.lost_since = now();
        counters.down.add(now(), 1);
    }
    d.redirection = no_stub;
    d.log_at_loss = node(d.leader).flushed;
    note(Subject::database, database_name(database), "primary lost");
    if (model.elects) return begin_election(database);
    if (!model.fails_over) return;
    d.detection = data_event_after(draw(model.detection, model.failover_stream), DataEvent::detected, database);
    if (model.fencing && replicas_[d.leader].serves())
        node(d.leader).demotion = data_event_after(model.demote_after, DataEvent::demoted, d.leader);
}

// It has come back before anybody took its place.
inline void Simulation::Engine::primary_is_back(Index database) {
    DatabaseState& d = databases_[database];
    d.lost = false;
    d.detection = d.promotion = no_stub;
    d.candidate = none;
    node(d.leader).demotion = no_stub;
    if (!node(d.leader).primary) set_role(d.leader, true);
    note(Subject::database, database_name(database), "primary back");
    const bool known = std::ranges::none_of(d.known, [&](Index k) { return k != d.leader; });
    if (known) recovered(database);
}

// Of the nodes that can be asked, the one that has most of the log, unless it lacks too much of it.
inline void Simulation::Engine::choose_candidate(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    Index best = none;
    Position most = 0;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        const DatabaseNode& n = node(r);
        if (r == d.leader || n.primary || !replicas_[r].serves() || isolated(r)) continue;
        const Position has = std::min(n.flushed, n.limit);
        if (d.log_at_loss > has && d.log_at_loss - has > model.max_lag) continue;
        if (best != none && has <= most) continue;
        best = r;
        most = has;
    }
    if (best == none) {
        d.detection = data_event_after(model.retry, DataEvent::detected, database);
        return;
    }
    d.candidate = best;
    Duration takes = draw(model.promotion, model.failover_stream);
    takes += follow(model.runbook, model.failover_stream, d.runbook_tried, database);
    d.promotion = data_event_after(takes, DataEvent::promoted, database);
}

// A runbook that was last followed at `tried`, in earnest; drills come at their own times, from the start of the run.
inline Duration Simulation::Engine::follow(const RunbookModel& runbook, Index stream, Instant& tried, Index database) {
    if (runbook.drills)
        tried = std::max(tried, start_of_run + (now() - start_of_run) / *runbook.drills * *runbook.drills);
    const double since = to_seconds(now() - tried);
    Duration all{};
    for (const RunbookStepModel& step : runbook.steps) {
        const double stale = step.goes_stale ? -std::expm1(-since / to_seconds(*step.goes_stale)) : 0.0;
        if (stale > 0.0 && random(stream).uniform() < stale) {
            ++counters_.databases[database].stale_steps;
            all += draw(step.takes, stream) + draw(step.repair, stream);
        }
        all += follow(step, stream);
    }
    tried = now();
    return all;
}

// A step of it, with all that goes wrong.
inline Duration Simulation::Engine::follow(const RunbookStepModel& step, Index stream) {
    Duration all = draw(step.takes, stream);
    while (step.goes_wrong > 0.0 && random(stream).uniform() < step.goes_wrong)
        all += draw(step.repair, stream) + draw(step.takes, stream);
    return all;
}

inline void Simulation::Engine::promotion_ready(Index database) {
    DatabaseState& d = databases_[database];
    const Index chosen = d.candidate;
    d.candidate = none;
    if (!replicas_[chosen].serves() || isolated(chosen)) return choose_candidate(database);
    take_over(chosen);
}

// The ledger says what that costs.
inline void Simulation::Engine::take_over(Index chosen) {
    const Index database = node(chosen).database;
    DatabaseState& d = databases_[database];
    DatabaseCounters& counters = counters_.databases[database];
    const Position has = std::min(node(chosen).flushed, node(chosen).limit);
    const auto lost = d.ledger.acknowledged_after(has);
    const Duration took = now() - d.lost_since;
    ++counters.failovers;
    counters.lost += lost;
    d.ever_acknowledged -= std::min(d.ever_acknowledged, lost);
    counters.failover_sum.add(took);
    counters.failover.record(took);
    Duration exposed{};
    if (lost == 0) {
        ++counters.clean_failovers;
    } else {
        const Instant first = d.ledger.time_of(d.ledger.first_acknowledged_after(has));
        exposed = std::max(Duration::zero(), d.lost_since - first);
    }
    meets_rpo(database, exposed);
    counters.exposure_sum.add(exposed);
    counters.exposure.record(exposed);
    note(Subject::database, database_name(database), "promoted",
         fmt::format("{}; {} acknowledged writes lost", m_.components[chosen].name, lost));
    promote(chosen, has);
}

inline void Simulation::Engine::promote(Index chosen, Position has) {
    const Index database = node(chosen).database;
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    const Index old = d.leader;
    d.leader = chosen;
    d.ledger.truncate(std::max(has, d.ledger.settled()));
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r)
        if (r != chosen) node(r).limit = std::min(node(r).limit, has);
    DatabaseNode& n = node(chosen);
    n.received = n.flushed = n.applied = n.log_from = has;
    n.limit = DatabaseNode::everything;
    disconnect(chosen);
    n.inbox.clear();
    n.answers.clear();
    n.flushing = false;
    n.arrival = n.answer = n.flush_done = n.apply_done = n.joining = no_stub;
    n.upstream = chosen;
    set_role(chosen, true);
    if (model.fencing && old != chosen && node(old).primary) demote(old);
    d.lost = d.handing_over = false;
    d.detection = no_stub;
    d.elected_at = now();
    set_alone(database, false);
    if (d.redirection == no_stub)
        d.redirection = data_event_after(draw(model.reconnect, model.failover_stream), DataEvent::redirected, database);
    count_behind(database);
    look_at(database);
}

// Writers learn who is primary, those that can reach it.
inline void Simulation::Engine::redirect(Index database) {
    DatabaseState& d = databases_[database];
    if (d.lost || d.stopped) return;
    for (Index z = 0; z < m_.zones; ++z)
        if (zones_talk(z, m_.replicas[d.leader].zone)) d.known[z] = d.leader;
    recovered(database);
}

inline void Simulation::Engine::recovered(Index database) {
    DatabaseState& d = databases_[database];
    if (!d.recovering) return;
    d.recovering = false;
    DatabaseCounters& counters = counters_.databases[database];
    const Duration took = now() - d.lost_since;
    ++counters.recoveries;
    meets_rto(database, took);
    counters.recovery_sum.add(took);
    counters.recovery.record(took);
    counters.down.add(now(), -1);
}

// The first node takes over again: the leader takes no more writes until the first has all of them.
inline void Simulation::Engine::consider_fail_back(Index database) {
    DatabaseState& d = databases_[database];
    const Index first = m_.databases[database].first_node;
    const DatabaseNode& n = node(first);
    if (d.leader == first || d.lost || d.recovering || !n.connected || n.upstream != d.leader) return;
    const DatabaseNode& leader = node(d.leader);
    if (!d.handing_over) {
        constexpr Duration caught_up = std::chrono::seconds{1};
        if (n.flushed < leader.received &&
            now() - d.ledger.time_of(std::max(n.flushed, d.ledger.settled()) + 1) > caught_up)
            return;
        d.handing_over = true;
        d.recovering = true;
        d.lost_since = now();
        counters_.databases[database].down.add(now(), 1);
        set_role(d.leader, false);
    }
    if (n.flushed < leader.received) return;
    node(first).acknowledged = n.flushed;
    const Index old = d.leader;
    set_role(old, true);  // to answer what waits
    release_committed(old);
    set_role(old, false);
    note(Subject::database, database_name(database), "failed back", m_.components[first].name);
    promote(first, leader.received);
}

}  // namespace nines
