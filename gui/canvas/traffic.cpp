#include "gui/canvas/traffic.hpp"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double widest = 120.0, narrowest = 14.0;  // distance between marks
constexpr double mark = 3.0;                        // half its size

// Spreads a share over the numbers 0, 1, 2, … evenly, without a pattern that the eye could follow.
bool is_of_share(std::int64_t number, double share) {
    constexpr double golden = 0.61803398874989484820;
    const double x = static_cast<double>(number) * golden;
    return x - std::floor(x) < share;
}

}  // namespace

QPointF Track::at(double distance) const {
    if (points.size() < 2 || length <= 0.0) return points.empty() ? QPointF{} : points.front();
    const double at = std::clamp(distance / length, 0.0, 1.0) * static_cast<double>(points.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(at), points.size() - 2);
    const double rest = at - static_cast<double>(i);
    return points[i] * (1.0 - rest) + points[i + 1] * rest;
}

// By the logarithm: rates differ by orders of magnitude.
double mark_spacing(double per_second) {
    if (!(per_second > 0.0)) return 0.0;
    constexpr double slow = 0.1, fast = 10'000.0;
    const double share = std::log(std::clamp(per_second, slow, fast) / slow) / std::log(fast / slow);
    return widest * std::pow(narrowest / widest, share);
}

std::vector<TrafficMark> marks_on(const Track& track, const EdgeState& state, double travelled) {
    std::vector<TrafficMark> out;
    const double spacing = mark_spacing(state.traffic);
    if (spacing <= 0.0 || track.length <= 0.0) return out;
    const double failed = std::isnan(state.failed) ? 0.0 : state.failed;
    // Mark n began n spacings after the first one; those on the way are within one length of the beginning.
    const auto last = static_cast<std::int64_t>(std::floor(travelled / spacing));
    for (auto n = last; travelled - static_cast<double>(n) * spacing <= track.length; --n)
        out.push_back({track.at(travelled - static_cast<double>(n) * spacing), is_of_share(n, failed)});
    return out;
}

void paint_traffic_mark(QPainter& p, const TrafficMark& m) {
    const auto& t = theme();
    if (m.failed) {
        p.setPen(QPen{t.down, 1.8});
        p.setBrush(t.canvas);
        p.drawRect(QRectF{m.at.x() - mark, m.at.y() - mark, 2.0 * mark, 2.0 * mark});
    } else {
        p.setPen(Qt::NoPen);
        p.setBrush(t.accent);
        p.drawEllipse(m.at, mark, mark);
    }
}

}  // namespace nines::gui
