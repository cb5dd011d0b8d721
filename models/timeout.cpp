#include "models/timeout.hpp"

namespace nines {

void describe(Describe& d, Timeout& t) {
    d.help("How long a caller waits. A bare duration is the overall timeout.");
    d.shorthand("overall");
    d("connect", t.connect, above(0.0), "Until the callee is reached; decides only when it stays silent",
      source("Envoy: 5 s; nginx: 60 s; unset here"));
    d("write", t.write, above(0.0),
      "From when an attempt's request is sent until all but a send buffer of it has left: decides for requests with a "
      "request_size, where bandwidth is short or the callee silent",
      source("OkHttp: 10 s; Envoy and gRPC have none"));
    d("read", t.read, above(0.0), "From when an attempt's request is sent until its answer is there",
      source("AWS SDK for Python: 60 s; OkHttp: 10 s; unset here"));
    d("per_try", t.per_try, above(0.0), "Of each attempt, with its wait for a bulkhead or a rate limit",
      source("Envoy, gRPC: unset"));
    d("overall", t.overall, above(0.0), "Of all attempts and the waits between them");
    d("propagate", t.propagate, "Calls made on behalf of this one share its overall deadline",
      source("gRPC in Java and Go hands deadlines down"));
    d("cancel", t.cancel, "Giving up reaches the callee, which stops; otherwise it works on for nobody",
      source("HTTP/1.1 servers do not notice; gRPC and HTTP/2 resets do"));
}

}  // namespace nines
