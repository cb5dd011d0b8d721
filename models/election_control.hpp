// Elections: the nodes of a database choose their leader by votes, message by message, as Raft does.
//
// Always: a node votes once a term; a candidate with the votes of most nodes of the database takes over at once. While
// the leader is well its heartbeats keep everybody quiet: they are not simulated, but known.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

// Whether it can talk to most nodes, itself included.
inline bool Simulation::Engine::has_majority(Index r) const {
    const DatabaseModel& model = m_.databases[node(r).database];
    Index near = 0;
    for (Index k = model.first_node; k < model.first_node + model.nodes; ++k)
        if (k == r || can_follow(k, r)) ++near;
    return 2 * near > model.nodes;
}

// The leader has fallen silent: its followers' timeouts run from the last heartbeat that each has had.
inline void Simulation::Engine::begin_election(Index database) {
    const DatabaseModel& model = m_.databases[database];
    DatabaseState& d = databases_[database];
    d.electing = true;
    d.first_timeout = false;
    d.first_term = d.term + 1;
    const Instant sent = d.elected_at + (now() - d.elected_at) / model.heartbeat * model.heartbeat;
    d.last_heard = sent;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        if (r == d.leader || !replicas_[r].serves()) continue;
        const Instant heard = nines::after(sent, latency_between(d.leader, r, model.failover_stream));
        d.last_heard = std::max(d.last_heard, heard);
        arm_election(r, heard);
    }
    if (replicas_[d.leader].serves() && node(d.leader).primary) return;  // cut off; it does not know yet
    if (replicas_[d.leader].serves()) arm_election(d.leader, now());
}

inline void Simulation::Engine::arm_election(Index r, Instant heard) {
    const DatabaseModel& model = m_.databases[node(r).database];
    const Instant due = nines::after(heard, draw(model.election_timeout, model.failover_stream));
    node(r).election = data_event(std::max(now(), due), DataEvent::election_timeout, r);
}

inline void Simulation::Engine::election_timeout(Index r) {
    DatabaseNode& n = node(r);
    DatabaseState& d = databases_[n.database];
    const DatabaseModel& model = m_.databases[n.database];
    if (!d.electing || !replicas_[r].serves()) return;
    if (!d.first_timeout) {
        d.first_timeout = true;
        counters_.databases[n.database].first_timeout_sum.add(std::max(Duration::zero(), now() - d.last_heard));
        ++counters_.databases[n.database].elections;
    }
    n.term = std::max(n.term, d.term) + 1;
    n.voted_for = r;
    n.votes = 1;
    arm_election(r, now());
    for (Index k = model.first_node; k < model.first_node + model.nodes; ++k)
        if (k != r) send_vote({r, k, n.term, false, false});
}

inline void Simulation::Engine::send_vote(const Vote& vote) {
    if (!zones_talk(m_.replicas[vote.from].zone, m_.replicas[vote.to].zone)) return;
    const Index slot = votes_.allocate();
    votes_[slot] = vote;
    const DatabaseModel& model = m_.databases[node(vote.from).database];
    data_event_after(latency_between(vote.from, vote.to, model.failover_stream), DataEvent::vote, slot);
}

inline void Simulation::Engine::vote_arrived(Index slot) {
    const Vote vote = votes_[slot];
    votes_.release(slot);
    if (!replicas_[vote.to].serves() || !databases_[node(vote.to).database].electing) return;
    vote.answer ? vote_given(vote) : vote_asked(vote);
}

// Who has less of the log than the voter gets no vote.
inline void Simulation::Engine::vote_asked(const Vote& vote) {
    DatabaseNode& n = node(vote.to);
    if (n.primary) return;  // a leader that was cut off: it is told by being rewound
    if (vote.term > n.term) {
        n.term = vote.term;
        n.voted_for = none;
        n.votes = 0;
    }
    const DatabaseNode& candidate = node(vote.from);
    const bool has_enough = std::min(candidate.flushed, candidate.limit) >= std::min(n.flushed, n.limit);
    const bool granted =
        vote.term == n.term && (n.voted_for == none || n.voted_for == vote.from) && n.votes == 0 && has_enough;
    if (granted) {
        n.voted_for = vote.from;
        arm_election(vote.to, now());
    }
    send_vote({vote.to, vote.from, n.term, true, granted});
}

inline void Simulation::Engine::vote_given(const Vote& vote) {
    DatabaseNode& n = node(vote.to);
    if (vote.term > n.term) {
        n.term = vote.term;
        n.voted_for = none;
        n.votes = 0;
    }
    if (!vote.granted || n.votes == 0 || vote.term != n.term) return;
    if (2 * ++n.votes <= m_.databases[n.database].nodes) return;
    end_election(n.database);
    databases_[n.database].term = n.term;
    if (n.term > databases_[n.database].first_term) ++counters_.databases[n.database].long_elections;
    take_over(vote.to);
}

inline void Simulation::Engine::end_election(Index database) {
    const DatabaseModel& model = m_.databases[database];
    databases_[database].electing = false;
    for (Index r = model.first_node; r < model.first_node + model.nodes; ++r) {
        node(r).election = no_stub;
        node(r).votes = 0;
    }
}

}  // namespace nines
