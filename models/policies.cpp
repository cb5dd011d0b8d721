#include "models/policies.hpp"

namespace nines {

void describe(Describe& d, Policies& p) {
    d.help("What a caller does about a dependency that may fail. A bare name uses that set of `policies`.");
    d.shorthand("use");
    d("use", p.use, refers_to("policy"), "A named set; what is stated beside it replaces that part");
    d("timeout", p.timeout, "How long to wait");
    d("retry", p.retry, "Whether to ask again");
    d("circuit_breaker", p.circuit_breaker, "When to stop asking");
    d("throttle", p.throttle, "When to send less of one's own accord");
    d("rate_limit", p.rate_limit, "How many calls in a time");
    d("bulkhead", p.bulkhead, "How many calls at once");
    d("hedging", p.hedging, "When to ask a second time beside the first");
    d("fallback", p.fallback, "What to answer instead");
}

}  // namespace nines
