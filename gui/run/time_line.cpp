#include "gui/run/time_line.hpp"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "gui/theme.hpp"
#include "reports/axis.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr double present = std::numeric_limits<double>::quiet_NaN();
constexpr int lane_height = 16;
constexpr int head_height = 22;

[[nodiscard]] QColor colour_of(const Theme& t, TimeLineLane::Kind kind) {
    switch (kind) {
        case TimeLineLane::Kind::faults: return t.degraded;
        case TimeLineLane::Kind::bad:
        case TimeLineLane::Kind::services: return t.down;
        case TimeLineLane::Kind::breakers: return t.bad;
        case TimeLineLane::Kind::replicas: return t.series[0];
        case TimeLineLane::Kind::rotation: return t.unused;
        case TimeLineLane::Kind::other: return t.series[6];
    }
    return t.text;
}

}  // namespace

TimeLine::TimeLine(QWidget* parent) : QWidget(parent), playhead_(present) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Time line"));
    setToolTip(tr("Drag to see the canvas as it was; double click for the present"));
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, qOverload<>(&QWidget::update));
}

void TimeLine::show_view(const TimeLineView& view) {
    const bool grown = view.lanes.size() != view_.lanes.size();
    view_ = view;
    QStringList words;
    for (const auto& lane : view_.lanes) words << tr("%1: %2").arg(lane.title).arg(lane.bars.size());
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    if (grown) updateGeometry();
    update();
}

void TimeLine::set_playhead(double seconds) {
    playhead_ = seconds;
    update();
}

QSize TimeLine::sizeHint() const {
    return {600, head_height + lane_height * static_cast<int>(std::max<std::size_t>(3, view_.lanes.size())) + 6};
}

int TimeLine::left() const { return fontMetrics().horizontalAdvance(tr("Out of rotation")) + 18; }

double TimeLine::x_of(double seconds) const {
    const double room = std::max(1, width() - left() - 14);
    return left() + room * (view_.end_seconds > 0.0 ? seconds / view_.end_seconds : 0.0);
}

double TimeLine::time_of(double x) const {
    const double room = std::max(1, width() - left() - 14);
    return std::clamp((x - left()) / room * view_.end_seconds, 0.0, view_.now_seconds);
}

void TimeLine::paintEvent(QPaintEvent*) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    const Theme& t = theme();
    p.fillRect(rect(), t.field);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.88);
    p.setFont(small);
    if (view_.end_seconds > 0.0) {
        const Axis axis = time_axis(view_.end_seconds);
        double free_from = 0.0;
        for (const auto& tick : axis.ticks) {
            const double x = x_of(tick.at * view_.end_seconds);
            p.setPen(t.grid);
            p.drawLine(QPointF{x, head_height}, QPointF{x, height() - 3.0});
            const auto label = QString::fromStdString(tick.label);
            const int w = p.fontMetrics().horizontalAdvance(label);
            const double at = std::clamp(x - w / 2.0, left() - 4.0, width() - w - 4.0);
            if (at < free_from) continue;
            free_from = at + w + 12.0;
            p.setPen(t.muted);
            p.drawText(QRectF{at, 2, w + 2.0, head_height - 4.0}, Qt::AlignLeft | Qt::AlignVCenter, label);
        }
        // What has not come yet.
        p.fillRect(QRectF{x_of(view_.now_seconds), double{head_height},
                          x_of(view_.end_seconds) - x_of(view_.now_seconds), height() - head_height - 3.0},
                   QBrush{t.line, Qt::BDiagPattern});
    }
    int y = head_height;
    for (const auto& lane : view_.lanes) {
        p.setPen(t.muted);
        p.drawText(QRect{8, y, left() - 14, lane_height}, Qt::AlignLeft | Qt::AlignVCenter, lane.title);
        const QColor colour = colour_of(t, lane.kind);
        for (const auto& bar : lane.bars) {
            const double from = x_of(bar.from), to = std::max(x_of(bar.to), from + 2.0);
            QRectF r{from, y + 3.0, to - from, lane_height - 6.0};
            if (bar.to > bar.from) {
                p.fillRect(r, colour);
                if (bar.open) p.fillRect(QRectF{to - 2.0, y + 1.0, 2.0, lane_height - 2.0}, colour);
            } else {  // at once: a diamond
                const QPointF c{from, y + lane_height / 2.0};
                p.setPen(Qt::NoPen);
                p.setBrush(colour);
                p.drawPolygon(
                    QPolygonF{{c + QPointF{0, -5}, c + QPointF{4, 0}, c + QPointF{0, 5}, c + QPointF{-4, 0}}});
                p.setBrush(Qt::NoBrush);
            }
        }
        y += lane_height;
    }
    if (view_.lanes.empty()) {
        p.setPen(t.faint);
        p.drawText(
            rect().adjusted(left(), head_height, 0, 0), Qt::AlignLeft | Qt::AlignTop,
            view_.end_seconds > 0.0 ? tr("Nothing has happened so far.") : tr("Watch a run to see what happens when."));
    }
    const double at = std::isnan(playhead_) ? view_.now_seconds : playhead_;
    if (view_.end_seconds > 0.0) {
        const double x = x_of(at);
        p.setPen(QPen{t.accent, std::isnan(playhead_) ? 1.0 : 2.0});
        p.drawLine(QPointF{x, head_height - 4.0}, QPointF{x, height() - 2.0});
        p.setPen(Qt::NoPen);
        p.setBrush(t.accent);
        p.drawPolygon(
            QPolygonF{{{x - 5.0, head_height - 10.0}, {x + 5.0, head_height - 10.0}, {x, head_height - 2.0}}});
    }
    if (hasFocus()) {
        p.setBrush(Qt::NoBrush);
        p.setPen(t.accent);
        p.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void TimeLine::want(double seconds) {
    if (view_.end_seconds <= 0.0) return;
    set_playhead(seconds);
    emit time_wanted(seconds);
}

void TimeLine::mousePressEvent(QMouseEvent* e) {
    if (e->button() == Qt::LeftButton) want(time_of(e->position().x()));
}

void TimeLine::mouseMoveEvent(QMouseEvent* e) {
    if (e->buttons().testFlag(Qt::LeftButton)) want(time_of(e->position().x()));
}

void TimeLine::mouseDoubleClickEvent(QMouseEvent*) { want(present); }

void TimeLine::keyPressEvent(QKeyEvent* e) {
    const double at = std::isnan(playhead_) ? view_.now_seconds : playhead_;
    const double step = view_.end_seconds / (e->modifiers().testFlag(Qt::ShiftModifier) ? 20.0 : 240.0);
    switch (e->key()) {
        case Qt::Key_Left: return want(std::max(0.0, at - step));
        case Qt::Key_Right:
            if (at + step >= view_.now_seconds) return want(present);
            return want(at + step);
        case Qt::Key_Home: return want(0.0);
        case Qt::Key_End:
        case Qt::Key_Escape: return want(present);
        default: QWidget::keyPressEvent(e);
    }
}

bool TimeLine::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const double t = time_of(help->pos().x());
        const auto words = view_.at(t);
        QToolTip::showText(help->globalPos(),
                           QString::fromStdString(nines::show(t, "seconds")) +
                               (words.isEmpty() ? QString{} : QLatin1Char('\n') + words),
                           this);
        return true;
    }
    return QWidget::event(event);
}

}  // namespace nines::gui
