#include "models/policies.hpp"

namespace nines {

void describe(Describe& d, Policies& p) {
    d.help("What a caller does about a dependency that may fail. A bare name uses that set of `policies`.");
    d.shorthand("use");
    d("use", p.use, refers_to("policy"), "A named set; what is stated beside it replaces that part");
    d("timeout", p.timeout, "How long to wait");
    d("retry", p.retry, "Whether to ask again");
    d("circuit_breaker", p.circuit_breaker, "When to stop asking");
    d("fallback", p.fallback, "What to answer instead");
}

}  // namespace nines
