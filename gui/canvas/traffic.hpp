// Traffic: marks that move along the edges while a run is watched. A mark stands for many attempts: the more attempts a
// second, the closer the marks; those that fail are hollow squares, the others filled discs, so that colour alone says
// nothing.
//
// Values only: where the marks are follows from the edge's way, its state and the phase.
#pragma once

#include <QPointF>
#include <vector>

#include "gui/topology.hpp"

class QPainter;

namespace nines::gui {

struct TrafficMark {
    QPointF at;
    bool failed = false;
    friend bool operator==(const TrafficMark&, const TrafficMark&) = default;
};

// Points along a way, evenly spaced, and how long it is.
struct Track {
    std::vector<QPointF> points;
    double length = 0.0;
    [[nodiscard]] QPointF at(double distance) const;
};

// The distance between marks for so many attempts a second, in units of the drawing; 0: no marks.
[[nodiscard]] double mark_spacing(double per_second);

// `travelled`: how far marks have moved since they began, in units of the drawing.
[[nodiscard]] std::vector<TrafficMark> marks_on(const Track& track, const EdgeState& state, double travelled);

void paint_traffic_mark(QPainter& p, const TrafficMark& mark);

}  // namespace nines::gui
