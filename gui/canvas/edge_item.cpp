#include "gui/canvas/edge_item.hpp"

#include <QFontMetricsF>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <cmath>

#include "gui/canvas/node_item.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double writing_from = 0.5, drawn_from = 0.25;  // pixels for a unit of the drawing
constexpr double longest_label = 150.0, shortest_label = 70.0;
constexpr int points_of_track = 24;

QPointF unit(QPointF v) {
    const double length = std::hypot(v.x(), v.y());
    return length < 1e-9 ? QPointF{1.0, 0.0} : v / length;
}

QFont label_font() {
    QFont f;
    f.setPixelSize(10);
    return f;
}

double label_height() { return QFontMetricsF{label_font()}.height() + 4.0; }

constexpr double around_label = 8.0;  // both sides together

}  // namespace

EdgeItem::EdgeItem(const EdgeView& view, NodeItem& from, NodeItem& to) : view_(view), from_(from), to_(to) {
    setFlags(ItemIsSelectable);
    setAcceptHoverEvents(true);
    setZValue(5.0);
    follow();
}

void EdgeItem::show_state(const EdgeState& state) {
    if (view_.state == state) return;
    view_.state = state;
    update();
}

void EdgeItem::set_curved(bool curved) {
    if (curved_ == curved) return;
    curved_ = curved;
    follow();
}

void EdgeItem::follow() {
    prepareGeometryChange();
    way_ = {};
    const QRectF a = from_.outline_in_scene();
    const QRectF b = to_.outline_in_scene();
    setVisible(&from_ == &to_ ? from_.isVisible() : a != b);
    if (&from_ == &to_) {  // a loop below the node
        const QPointF start{a.center().x() + 30.0, a.bottom()}, end{a.center().x() - 30.0, a.bottom()};
        way_.moveTo(start);
        way_.cubicTo(start + QPointF{20.0, 46.0}, end + QPointF{-20.0, 46.0}, end);
    } else if (b.left() >= a.right() + 20.0) {  // to the right: the usual way
        const double shift = curved_ ? -8.0 : 0.0;
        const QPointF start{a.right(), a.center().y() + shift}, end{b.left(), b.center().y() + shift};
        const double reach = std::max(30.0, (end.x() - start.x()) * 0.5);
        way_.moveTo(start);
        way_.cubicTo(start + QPointF{reach, 0.0}, end - QPointF{reach, 0.0}, end);
    } else {
        QPointF start = from_.port(b.center()), end = to_.port(a.center());
        const QPointF d = unit(end - start);
        const QPointF side{-d.y(), d.x()};
        const double bend = curved_ ? 34.0 : 14.0;
        way_.moveTo(start);
        way_.quadTo((start + end) / 2.0 + side * bend, end);
    }
    tip_ = way_.pointAtPercent(1.0);
    direction_ = unit(tip_ - way_.pointAtPercent(0.96));
    track_ = {};
    label_ = QRectF{QPointF{}, QSizeF{longest_label, label_height()}};
    label_->moveCenter(way_.pointAtPercent(0.5));
    constexpr double half = longest_label + 12.0;  // whole when it is pointed at
    bounds_ = way_.boundingRect().adjusted(-half, -18.0, half, 18.0);
}

const Track& EdgeItem::track() const {
    if (track_.points.empty()) {
        track_.length = way_.length();
        for (int i = 0; i <= points_of_track; ++i)
            track_.points.push_back(way_.pointAtPercent(static_cast<double>(i) / points_of_track));
    }
    return track_;
}

QString EdgeItem::label() const {
    if (!view_.state.note.isEmpty()) return view_.state.note;
    QStringList parts;
    for (const auto& b : view_.badges) parts << b.text;
    return (view_.label.isEmpty() || parts.isEmpty() ? view_.label : view_.label + QStringLiteral(" · ")) +
           parts.join(QStringLiteral(", "));
}

LabelWish EdgeItem::label_wish(double room) const {
    if (!isVisible() || (label().isEmpty() && room <= 0.0)) return {};
    const double whole = std::clamp(QFontMetricsF{label_font()}.horizontalAdvance(label()), room, longest_label);
    LabelWish wish;
    for (double width = whole; width > 0.0; width = width > shortest_label ? shortest_label : 0.0)
        wish.sizes.emplace_back(width + around_label, label_height());
    for (const double at : {0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78}) wish.spots.push_back(track().at(at * track().length));
    return wish;
}

void EdgeItem::put_label(std::optional<QRectF> place) {
    if (label_ == place) return;
    label_ = place;
    update();
}

void EdgeItem::hoverEnterEvent(QGraphicsSceneHoverEvent*) {
    hovered_ = true;
    setZValue(6.0);
    update();
}

void EdgeItem::hoverLeaveEvent(QGraphicsSceneHoverEvent*) {
    hovered_ = false;
    setZValue(5.0);
    update();
}

QPainterPath EdgeItem::shape() const {
    QPainterPathStroker s;
    s.setWidth(12.0);
    return s.createStroke(way_);
}

void EdgeItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget*) {
    const auto& t = theme();
    const double scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    const bool selected = (option->state & QStyle::State_Selected) != 0;
    const auto& s = view_.state;
    QColor colour = selected ? t.accent : t.edge;
    if (!selected && view_.errors > 0) colour = t.down;
    if (!selected && s.failed > 0.01) colour = s.failed > 0.1 ? t.down : t.degraded;
    const double width = (std::isnan(s.share) ? 1.5 : 1.0 + 4.0 * s.share) + (selected ? 1.0 : 0.0);
    if (scale < drawn_from) {  // a thousand of them at once: lines as thin and as quick as they come
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(QPen{colour, 0.0});
        painter->drawPolyline(track().points.data(), static_cast<int>(track().points.size()));
        return;
    }
    painter->setPen(QPen{colour, width, s.breaker == BreakerState::open ? Qt::DotLine : Qt::SolidLine, Qt::FlatCap});
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(way_);
    const QPointF side{-direction_.y(), direction_.x()};
    const double size = 9.0;
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(QPolygonF{
        {tip_, tip_ - direction_ * size + side * size * 0.45, tip_ - direction_ * size - side * size * 0.45}});
    if (scale < writing_from) return;

    if (label_ || selected || hovered_) paint_label(*painter, selected || hovered_);
}

void EdgeItem::paint_label(QPainter& p, bool noticed) const {
    const auto& t = theme();
    const QFont font = label_font();
    const QFontMetricsF m{font};
    const auto text =
        noticed || !label_ ? label() : m.elidedText(label(), Qt::ElideRight, label_->width() - around_label);
    if (text.isEmpty()) return;
    QRectF box{0.0, 0.0, m.horizontalAdvance(text) + around_label, label_height()};
    box.moveCenter(label_ ? label_->center() : track().at(track().length / 2.0));
    QColor ground = t.canvas;
    ground.setAlphaF(noticed ? 1.0F : 0.88F);
    p.setPen(Qt::NoPen);
    p.setBrush(ground);
    p.drawRoundedRect(box, 4.0, 4.0);
    p.setFont(font);
    p.setPen(noticed ? t.accent : t.edge_label);
    p.drawText(box, Qt::AlignCenter, text);
}

}  // namespace nines::gui
