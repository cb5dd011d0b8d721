// The time line of a run as plain values: lanes with bars for as long as something lasted, and marks for what happened
// at once. Pairs are known by their words ("... begins" and "... ends", "... down" and "... up"), so that an event of a
// new kind appears without being named here.
#pragma once

#include <QString>
#include <vector>

#include "models/measures.hpp"

namespace nines::gui {

struct TimeLineBar {
    double from = 0.0, to = 0.0;  // seconds; to = from for what happened at once
    QString label;
    bool open = false;  // lasts still
};

struct TimeLineLane {
    enum class Kind { faults, bad, services, breakers, replicas, rotation, other };
    Kind kind = Kind::other;
    QString title;
    std::vector<TimeLineBar> bars;
};

struct TimeLineView {
    double end_seconds = 0.0;                        // of the whole run
    double now_seconds = 0.0;                        // simulated so far
    std::vector<TimeLineLane> lanes;                 // those in which something happened
    [[nodiscard]] QString at(double seconds) const;  // everything that lasts then, in words
};

// A stretch in which a client got less than it was promised, or failed more often than it should.
struct BadStretch {
    double from = 0.0, to = 0.0;
    QString label;
};

[[nodiscard]] TimeLineView time_line_of(const std::vector<TimelineEvent>& events, const std::vector<BadStretch>& bad,
                                        double now_seconds, double end_seconds);

}  // namespace nines::gui
