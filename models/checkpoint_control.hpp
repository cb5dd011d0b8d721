// Checkpoints at work: a node is slow for a while, again and again; the nodes of a database one after the other.
//
// Part of models/engine.hpp.
#pragma once

#include "models/engine.hpp"

namespace nines {

inline void Simulation::Engine::start_checkpoints(Index database) {
    const DatabaseModel& model = m_.databases[database];
    for (Index i = 0; i < model.nodes; ++i)
        data_event_after(model.checkpoint->every * (i + 1) / model.nodes, DataEvent::checkpoint, model.first_node + i);
}

inline void Simulation::Engine::checkpoint(Index r, bool begins) {
    const Checkpoint& c = *m_.databases[node(r).database].checkpoint;
    impair(r, {FailureMode::slow, c.slows.value, 1.0}, begins ? 1 : -1);
    data_event_after(begins ? c.lasting : std::max(Duration{1}, c.every - c.lasting),
                     begins ? DataEvent::checkpoint_done : DataEvent::checkpoint, r);
}

}  // namespace nines
