// Name cache: which replicas callers that resolve a name every `dns_ttl` still believe to be there.
//
// A caller that resolved the name at some time uses the replicas that were in rotation then. Clients are many, and each
// resolved it at a time of its own, so that the age of what a request's sender knows is uniform on [0, ttl); a replica
// that calls resolves the name at a phase of its own.
#pragma once

#include <algorithm>
#include <deque>
#include <vector>

#include "models/model.hpp"
#include "sim/random.hpp"

namespace nines {

class NameCache {
public:
    // Those in rotation until now.
    void changed(Instant now, std::vector<Index> members) {
        if (!views_.empty() && views_.back().until == now) return;
        views_.push_back({now, std::move(members)});
    }
    // Those in rotation at `then`, null: those of today; views older than `ttl` are forgotten.
    [[nodiscard]] const std::vector<Index>* as_of(Instant then, Instant now, Duration ttl) {
        while (!views_.empty() && now - views_.front().until >= ttl) views_.pop_front();
        const auto view = std::ranges::upper_bound(views_, then, {}, &View::until);
        return view == views_.end() ? nullptr : &view->members;
    }
    [[nodiscard]] bool empty() const { return views_.empty(); }

    [[nodiscard]] static Duration age_at_client(Duration ttl, Random& random) {
        return from_seconds(to_seconds(ttl) * random.uniform());
    }
    // Of a caller's replica, by its number.
    [[nodiscard]] static Duration age_at_replica(Duration ttl, Instant now, Index replica) {
        constexpr double golden = 0.61803398874989485;  // spreads the phases evenly
        const double phase = golden * static_cast<double>(replica + 1);
        const auto offset = from_seconds(to_seconds(ttl) * (phase - static_cast<double>(static_cast<Index>(phase))));
        return (now.time_since_epoch() + offset) % ttl;
    }

private:
    struct View {
        Instant until;
        std::vector<Index> members;
    };
    std::deque<View> views_;
};

}  // namespace nines
