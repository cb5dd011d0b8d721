#include "gui/canvas/node_painter.hpp"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <cmath>

#include "gui/theme.hpp"
#include "gui/tr.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

constexpr double writing_from = 0.35;  // scale below which nobody could read it
constexpr double smallest_name = 0.16;
constexpr double badges_from = 0.6;

QFont node_font(double size, bool bold) {
    QFont f;
    f.setPixelSize(static_cast<int>(size));
    f.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return f;
}

QColor colour_of(Health h) {
    const auto& t = theme();
    switch (h) {
        case Health::good: return t.good;
        case Health::degraded: return t.degraded;
        case Health::bad: return t.bad;
        case Health::down: return t.down;
        case Health::unknown: break;
    }
    return t.node_line;
}

void paint_bar(QPainter& p, QRectF r, double share, const QColor& colour) {
    p.setPen(Qt::NoPen);
    p.setBrush(theme().line);
    p.drawRoundedRect(r, r.height() / 2.0, r.height() / 2.0);
    r.setWidth(r.width() * std::clamp(share, 0.0, 1.0));
    if (r.width() < r.height()) return;
    p.setBrush(colour);
    p.drawRoundedRect(r, r.height() / 2.0, r.height() / 2.0);
}

// A triangle with an exclamation mark, or a disc with a cross.
void paint_problem(QPainter& p, bool error, QPointF centre) {
    const auto& t = theme();
    p.setPen(QPen{t.canvas, 2.0});
    p.setBrush(error ? t.down : t.degraded);
    if (error) {
        p.drawEllipse(centre, 9.0, 9.0);
        p.setPen(QPen{t.node, 2.0, Qt::SolidLine, Qt::RoundCap});
        p.drawLine(centre + QPointF{-3.0, -3.0}, centre + QPointF{3.0, 3.0});
        p.drawLine(centre + QPointF{-3.0, 3.0}, centre + QPointF{3.0, -3.0});
    } else {
        p.drawPolygon(QPolygonF{{centre + QPointF{0, -10}, centre + QPointF{10, 8}, centre + QPointF{-10, 8}}});
        p.setPen(QPen{t.node, 2.0, Qt::SolidLine, Qt::RoundCap});
        p.drawLine(centre + QPointF{0, -3}, centre + QPointF{0, 2});
        p.drawPoint(centre + QPointF{0, 5.5});
    }
}

double room_for_figure(Figure f) { return f == Figure::person || f == Figure::gear ? 22.0 : 0.0; }

// What stands beside the name of some figures.
void paint_sign(QPainter& p, Figure f, QPointF at) {
    const auto& t = theme();
    p.setPen(QPen{t.muted, 1.6});
    p.setBrush(Qt::NoBrush);
    if (f == Figure::person) {
        p.drawEllipse(at + QPointF{8.0, 4.0}, 4.0, 4.0);
        QPainterPath shoulders;
        shoulders.moveTo(at + QPointF{0.5, 17.0});
        shoulders.cubicTo(at + QPointF{1.0, 8.5}, at + QPointF{15.0, 8.5}, at + QPointF{15.5, 17.0});
        p.drawPath(shoulders);
    } else if (f == Figure::gear) {
        p.drawEllipse(at + QPointF{8.0, 9.0}, 3.0, 3.0);
        p.drawEllipse(at + QPointF{8.0, 9.0}, 6.0, 6.0);
        for (int i = 0; i < 8; ++i) {
            const double a = i * 3.14159265 / 4.0;
            const QPointF d{std::cos(a), std::sin(a)};
            p.drawLine(at + QPointF{8.0, 9.0} + d * 6.0, at + QPointF{8.0, 9.0} + d * 8.5);
        }
    }
}

void paint_badges(QPainter& p, const NodeView& v, double left, double top, double right) {
    const auto& t = theme();
    const QFont font = node_font(9.0, false);
    const QFontMetricsF m{font};
    p.setFont(font);
    double x = left;
    for (std::size_t i = 0; i < v.badges.size(); ++i) {
        const auto rest = v.badges.size() - i;
        const QString more = QStringLiteral("+%1").arg(rest);
        QString text = v.badges[i].text;
        double width = m.horizontalAdvance(text) + 10.0;
        const bool last = rest == 1;
        if (x + width + (last ? 0.0 : m.horizontalAdvance(more) + 14.0) > right) {
            text = more;
            width = m.horizontalAdvance(text) + 10.0;
            i = v.badges.size();
        }
        const QRectF pill{x, top, width, 15.0};
        p.setPen(Qt::NoPen);
        p.setBrush(t.grid);
        p.drawRoundedRect(pill, 7.5, 7.5);
        p.setPen(t.muted);
        p.drawText(pill, Qt::AlignCenter, text);
        x += width + 4.0;
    }
}

void paint_state(QPainter& p, const NodeView& v, const QRectF& face) {
    const auto& t = theme();
    const auto& s = v.state;
    const double bottom = face.bottom() - 9.0;
    if (!std::isnan(s.load))
        paint_bar(p, {face.left() + 12.0, bottom, 92.0, 5.0}, s.load, s.load > 0.9 ? t.bad : t.accent);
    if (!std::isnan(s.queue_fill))
        paint_bar(p, {face.left() + 112.0, bottom, face.width() - 124.0, 5.0}, s.queue_fill, t.degraded);
}

}  // namespace

// States have a mark as well as a colour: tick, bar, exclamation mark, cross.
void paint_health(QPainter& p, Health h, QPointF centre) {
    if (h == Health::unknown) return;
    p.setPen(Qt::NoPen);
    p.setBrush(colour_of(h));
    p.drawEllipse(centre, 8.0, 8.0);
    p.setPen(QPen{theme().node, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    const auto at = [&](double x, double y) { return centre + QPointF{x, y}; };
    switch (h) {
        case Health::good: p.drawPolyline(QPolygonF{{at(-3.5, 0.0), at(-1.0, 3.0), at(4.0, -3.0)}}); break;
        case Health::degraded: p.drawLine(at(-4.0, 0.0), at(4.0, 0.0)); break;
        case Health::bad:
            p.drawLine(at(0.0, -4.0), at(0.0, 1.0));
            p.drawPoint(at(0.0, 4.0));
            break;
        case Health::down:
            p.drawLine(at(-3.0, -3.0), at(3.0, 3.0));
            p.drawLine(at(-3.0, 3.0), at(3.0, -3.0));
            break;
        case Health::unknown: break;
    }
}

QPainterPath outline(Figure figure, const QRectF& r) {
    QPainterPath path;
    switch (figure) {
        case Figure::cylinder: {
            const double lid = 9.0;
            path.moveTo(r.left(), r.top() + lid);
            path.cubicTo(r.left(), r.top() - lid / 3.0, r.right(), r.top() - lid / 3.0, r.right(), r.top() + lid);
            path.lineTo(r.right(), r.bottom() - lid);
            path.cubicTo(r.right(), r.bottom() + lid / 3.0, r.left(), r.bottom() + lid / 3.0, r.left(),
                         r.bottom() - lid);
            path.closeSubpath();
            break;
        }
        case Figure::queue: path.addRoundedRect(r, 6.0, 6.0); break;
        case Figure::person:
        case Figure::cloud: path.addRoundedRect(r, r.height() / 2.0, r.height() / 2.0); break;
        case Figure::gear: {
            const double cut = 14.0;
            path.addPolygon(QPolygonF{{{r.left() + cut, r.top()},
                                       {r.right() - cut, r.top()},
                                       {r.right(), r.center().y()},
                                       {r.right() - cut, r.bottom()},
                                       {r.left() + cut, r.bottom()},
                                       {r.left(), r.center().y()}}});
            path.closeSubpath();
            break;
        }
        default: path.addRoundedRect(r, 8.0, 8.0);
    }
    return path;
}

void paint_node(QPainter& p, const NodeView& v, const NodeLook& look) {
    const auto& t = theme();
    const QRectF face{0.0, 0.0, node_width, node_height};
    const auto shape = outline(v.figure, face);
    if (look.faded) p.setOpacity(0.3);

    QPen line{v.state.health == Health::unknown ? t.node_line : colour_of(v.state.health),
              v.state.health == Health::unknown ? 1.2 : 2.0};
    if (look.selected || look.target) line = QPen{t.accent, 2.5};
    if (v.figure == Figure::cloud) line.setStyle(Qt::DashLine);
    if (look.scale < 1.0) line.setWidthF(line.widthF() / std::max(0.2, look.scale));
    if (look.scale < smallest_name) {  // no figure can be told: a thousand of these are painted at once
        p.setRenderHint(QPainter::Antialiasing, false);
        p.fillRect(face, t.node);
        const bool noticed = look.selected || v.state.health != Health::unknown;
        p.setPen(QPen{line.color(), noticed ? line.widthF() : 0.0});
        p.drawRect(face);
        return;
    }
    p.setPen(line);
    p.setBrush(t.node);
    p.drawPath(shape);
    if (v.figure == Figure::cylinder) {
        QPainterPath lid;
        lid.moveTo(face.left(), face.top() + 9.0);
        lid.cubicTo(face.left(), face.top() + 18.0, face.right(), face.top() + 18.0, face.right(), face.top() + 9.0);
        p.setBrush(Qt::NoBrush);
        p.drawPath(lid);
    } else if (v.figure == Figure::queue) {
        p.setPen(QPen{line.color(), 1.0});
        for (int i = 1; i <= 3; ++i)
            p.drawLine(QPointF{face.right() - 7.0 * i, face.top() + 1.0},
                       QPointF{face.right() - 7.0 * i, face.bottom() - 1.0});
    }
    if (look.scale < writing_from) {  // the name alone, as large as it fits
        const double size = std::min(30.0, 11.0 / look.scale);
        p.setFont(node_font(size, true));
        p.setPen(t.node_text);
        const QRectF room = face.adjusted(8.0, 2.0, -8.0, -2.0);
        p.drawText(room, Qt::AlignCenter,
                   QFontMetricsF{p.font()}.elidedText(qt(v.id.name), Qt::ElideRight, room.width()));
        if (v.errors + v.warnings > 0) paint_problem(p, v.errors > 0, {face.right() - 2.0, face.top()});
        return;
    }

    if (v.pinned && look.scale >= badges_from) {  // a pin's head
        p.setPen(Qt::NoPen);
        p.setBrush(t.muted);
        p.drawEllipse(QPointF{face.left() + 8.0, face.top() + 8.0}, 2.5, 2.5);
    }
    const bool round = v.figure == Figure::person || v.figure == Figure::cloud || v.figure == Figure::gear;
    const double side = round ? 22.0 : 12.0;
    const double end = v.figure == Figure::queue ? 30.0 : side;
    const double top = v.figure == Figure::cylinder ? 14.0 : 8.0;
    const double name_height = v.figure == Figure::cylinder ? 17.0 : 21.0;
    const double sign = room_for_figure(v.figure);
    const bool health = v.state.health != Health::unknown;
    if (sign > 0.0) paint_sign(p, v.figure, {side, top + 2.0});
    const QRectF name{face.left() + side + sign, top, face.width() - side - end - sign - (health ? 22.0 : 0.0),
                      name_height - 1.0};
    p.setFont(node_font(14.0, true));
    p.setPen(t.node_text);
    p.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
               QFontMetricsF{p.font()}.elidedText(qt(v.id.name), Qt::ElideRight, name.width()));
    const QRectF detail{face.left() + side, top + name_height, face.width() - side - end, 16.0};
    p.setFont(node_font(11.0, false));
    p.setPen(t.muted);
    const QString second = v.state.note.isEmpty() ? v.detail : v.state.note;
    p.drawText(detail, Qt::AlignLeft | Qt::AlignVCenter,
               QFontMetricsF{p.font()}.elidedText(second, Qt::ElideRight, detail.width()));
    if (!std::isnan(v.state.load) || !std::isnan(v.state.queue_fill))
        paint_state(p, v, face);
    else if (look.scale >= badges_from && !v.badges.empty())
        paint_badges(p, v, face.left() + side, face.bottom() - 22.0 - (v.figure == Figure::cylinder ? 2.0 : 0.0),
                     face.right() - end);
    if (health) paint_health(p, v.state.health, {face.right() - end - 8.0, top + 10.0});
    if (v.errors + v.warnings > 0) paint_problem(p, v.errors > 0, {face.right() - 2.0, face.top()});
}

QString in_words(const NodeState& s) {
    QStringList words;
    switch (s.health) {
        case Health::good: words << tr("good"); break;
        case Health::degraded: words << tr("degraded"); break;
        case Health::bad: words << tr("bad"); break;
        case Health::down: words << tr("down"); break;
        case Health::unknown: break;
    }
    if (s.failed > 0) words << tr("%1 of %2 replicas down").arg(s.failed).arg(s.replicas);
    if (!std::isnan(s.load)) words << tr("load %1%").arg(qRound(s.load * 100.0));
    if (!std::isnan(s.queue_fill)) words << tr("queue %1% full").arg(qRound(s.queue_fill * 100.0));
    if (s.breaker == BreakerState::open) words << tr("breaker open");
    if (s.breaker == BreakerState::half_open) words << tr("breaker half open");
    return words.join(QStringLiteral(", "));
}

QString node_tool_tip(const NodeView& v) {
    QString text = QStringLiteral("<b>%1</b> %2").arg(qt(v.id.name).toHtmlEscaped(), v.noun.toHtmlEscaped());
    if (!v.detail.isEmpty()) text += QStringLiteral("<br>") + v.detail.toHtmlEscaped();
    for (const auto& b : v.badges)
        text += QStringLiteral("<br>%1: %2").arg(b.text.toHtmlEscaped(), b.help.toHtmlEscaped());
    if (v.errors > 0)
        text += QStringLiteral("<br>") + tr("%n error(s)").replace(QStringLiteral("%n"), QString::number(v.errors));
    if (v.warnings > 0)
        text += QStringLiteral("<br>") + tr("%n warning(s)").replace(QStringLiteral("%n"), QString::number(v.warnings));
    const auto state = in_words(v.state);
    if (!state.isEmpty()) text += QStringLiteral("<br>") + state;
    return text;
}

}  // namespace nines::gui
