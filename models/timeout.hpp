// Timeouts: how long a caller waits, for a connection, for one attempt, and for the whole call with its retries.
#pragma once

#include <optional>

#include "models/scalars.hpp"

namespace nines {

struct Timeout {
    static constexpr const char* type_name = "Timeout";
    std::optional<Duration> connect;  // until the callee is reached; decides only when it stays silent
    std::optional<Duration> write;    // until the request is handed over; decides only when it has a size
    std::optional<Duration> read;     // from when the request is sent until its answer
    std::optional<Duration> per_try;  // each attempt, waiting for a bulkhead or a rate limit included
    std::optional<Duration> overall;  // all attempts and the waits between them
    bool propagate = true;            // calls made on behalf of this one share its overall deadline
    bool cancel = false;              // giving up reaches the callee, which stops; otherwise it works on for nobody
    friend bool operator==(const Timeout&, const Timeout&) = default;
};
void describe(Describe& d, Timeout& t);

}  // namespace nines
