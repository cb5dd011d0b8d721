#include "models/counters.hpp"

namespace nines {

void Counters::reset(Instant now) {
    since = now;
    for (auto& e : edges) {
        auto open = e.open_breakers;
        open.reset(now);
        e = {};
        e.open_breakers = open;
    }
    for (auto& e : endpoints) e = {};
    for (auto& s : services) {
        auto kept =
            std::array{s.in_flight, s.busy, s.queue, s.up, s.down, s.limit, s.ejected, s.switching, s.recovering};
        for (auto& gauge : kept) gauge.reset(now);
        const auto levels = s.shed.size();
        auto lives = s.lives;
        lives.reset(now);
        auto used = std::array{s.cores, s.memory, s.disk, s.full, s.dimmer};
        for (auto& gauge : used) gauge.reset(now);
        s = {};
        s.lives = lives;
        s.cores = used[0];
        s.memory = used[1];
        s.disk = used[2];
        s.full = used[3];
        s.dimmer = used[4];
        s.shed.assign(levels, 0);
        s.arrived.assign(levels, 0);
        s.in_flight = kept[0];
        s.busy = kept[1];
        s.queue = kept[2];
        s.up = kept[3];
        s.down = kept[4];
        s.limit = kept[5];
        s.ejected = kept[6];
        s.switching = kept[7];
        s.recovering = kept[8];
    }
    for (auto& p : pools) {
        auto kept = std::array{p.in_use, p.waiting};
        for (auto& gauge : kept) gauge.reset(now);
        p = {};
        p.in_use = kept[0];
        p.waiting = kept[1];
    }
    for (auto& c : caches) {
        auto entries = c.entries;
        entries.reset(now);
        c = {};
        c.entries = entries;
    }
    for (auto& channel : channels) channel.reset(now);
    for (auto& group : groups) group.reset(now);
    for (auto& d : databases) d.reset(now);
    for (auto& s : slos) s = {};
    for (auto& h : client_latency) h.clear();
}

const Histogram& latency_of(const Model& m, Index client, const Counters& c) {
    const auto& mix = m.clients[client].mix;
    return mix.size() == 1 ? c.edges[mix.front().edge].latency : c.client_latency[client];
}

ClientCounts counts_of(const ClientModel& client, const Counters& c) {
    ClientCounts all;
    for (const auto& entry : client.mix) {
        const auto& edge = c.edges[entry.edge];
        all.issued += edge.begun;
        for (std::size_t o = 0; o < outcome_count; ++o) all.outcomes[o] += edge.calls[o];
        all.latency_sum.add(edge.latency_sum);
    }
    return all;
}

}  // namespace nines
