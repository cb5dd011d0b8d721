// Brownouts at work: which optional steps are left out, and the controllers that say how many.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_brownouts() {
    if (std::ranges::none_of(m_.services, [](const ServiceModel& s) { return s.brownout.has_value(); })) return;
    dimmings_.resize(m_.replicas.size());
    for (Index s = 0; s < m_.services.size(); ++s) {
        if (!m_.services[s].brownout) continue;
        counters_.services[s].dimmer.add(now(), std::int64_t{m_.services[s].replicas} * 1'000'000);
        after(m_.services[s].brownout->interval, EventKind::dim, s);
    }
}

inline bool Simulation::Engine::leaves_out(Call& c, const Op& op) {
    ServiceCounters& counters = service_counters(c.replica);
    ++counters.optional;
    const double theta = dimmings_[c.replica].dimmer.theta();
    if (theta >= 1.0 || random(op.stream).uniform() < theta) return false;
    ++counters.left_out;
    c.degraded = true;
    return true;
}

inline void Simulation::Engine::on_dim(Index service) {
    const ServiceModel& s = m_.services[service];
    const auto millionths = [](const Dimmer& d) { return std::llround(d.theta() * 1e6); };
    for (Index r = s.first_replica; r < s.first_replica + s.replicas; ++r) {
        Dimming& d = dimmings_[r];
        if (d.ended == 0) continue;
        const auto before = millionths(d.dimmer);
        d.dimmer.adjust(*s.brownout, d.sojourn / static_cast<std::int64_t>(d.ended));
        counters_.services[service].dimmer.add(now(), millionths(d.dimmer) - before);
        d.sojourn = {};
        d.ended = 0;
    }
    after(s.brownout->interval, EventKind::dim, service);
}

}  // namespace nines
