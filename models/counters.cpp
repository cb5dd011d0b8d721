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
    for (auto& c : clients) c = {};
    for (auto& s : slos) s = {};
}

}  // namespace nines
