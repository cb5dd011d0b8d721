// CoDel: sheds requests that have waited too long in a queue that does not drain, as Folly's Codel does.
//
// When the least wait of all that left the queue within an interval was above the target, the queue is overloaded for
// the next interval: requests that have waited more than twice the target are rejected when their turn comes. With
// `newest_first` an overloaded queue is taken from its end (adaptive LIFO).
#pragma once

#include <string>

#include "models/scalars.hpp"

namespace nines {

struct Codel {
    static constexpr const char* type_name = "Codel";
    Duration target = std::chrono::milliseconds{5};
    Duration interval = std::chrono::milliseconds{100};
    bool newest_first = false;
    friend bool operator==(const Codel&, const Codel&) = default;
};
void describe(Describe& d, Codel& c);

class CodelState {
public:
    // One that has waited so long has reached the head of the queue. True: it is shed.
    [[nodiscard]] bool sheds(const Codel& p, Duration wait, Instant now);
    [[nodiscard]] bool overloaded() const noexcept { return overloaded_; }

private:
    bool overloaded_ = false;
    bool fresh_ = true;  // nothing has been seen in this interval
    Duration least_{};
    Instant end_ = start_of_run;
};

}  // namespace nines
