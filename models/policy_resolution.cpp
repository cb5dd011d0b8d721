#include "models/policy_resolution.hpp"

namespace nines {

Policies resolve(const Scenario& s, const Policies& stated) {
    Policies out = stated;
    out.use.clear();
    for (const Policies* p = &stated; p != nullptr && !p->use.empty();) {
        p = find(s.policies, p->use);
        if (p == nullptr) break;
        if (!out.timeout) out.timeout = p->timeout;
        if (!out.retry) out.retry = p->retry;
        if (!out.circuit_breaker) out.circuit_breaker = p->circuit_breaker;
        if (!out.throttle) out.throttle = p->throttle;
        if (!out.rate_limit) out.rate_limit = p->rate_limit;
        if (!out.bulkhead) out.bulkhead = p->bulkhead;
        if (!out.hedging) out.hedging = p->hedging;
        if (!out.fallback) out.fallback = p->fallback;
    }
    return out;
}

}  // namespace nines
