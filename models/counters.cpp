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
        auto kept = std::array{s.in_flight, s.busy, s.queue, s.up, s.down};
        for (auto& gauge : kept) gauge.reset(now);
        s = {};
        s.in_flight = kept[0];
        s.busy = kept[1];
        s.queue = kept[2];
        s.up = kept[3];
        s.down = kept[4];
    }
    for (auto& s : slos) s = {};
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
