#include "gui/style.hpp"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include "gui/theme.hpp"

namespace nines::gui {

namespace {

QColor outline_of(const QStyleOption& o) {
    if (!o.state.testFlag(QStyle::State_Enabled)) return theme().line;
    return o.state.testFlag(QStyle::State_HasFocus) ? theme().accent : theme().control;
}

void paint_box(QPainter& p, const QStyleOption& o) {
    const auto& t = theme();
    p.setRenderHint(QPainter::Antialiasing);
    const bool on = o.state.testFlag(QStyle::State_On), partly = o.state.testFlag(QStyle::State_NoChange);
    const bool enabled = o.state.testFlag(QStyle::State_Enabled);
    const QRectF box = QRectF{o.rect}.adjusted(0.5, 0.5, -0.5, -0.5);
    const bool filled = (on || partly) && enabled;
    p.setPen(QPen{filled ? t.accent : outline_of(o), 1.0});
    p.setBrush(filled ? t.accent : t.field);
    p.drawRoundedRect(box, 2.5, 2.5);
    p.setPen(QPen{enabled ? t.accent_text : t.faint, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    const auto at = [&](double x, double y) { return box.topLeft() + QPointF{x * box.width(), y * box.height()}; };
    if (partly) p.drawLine(at(0.25, 0.5), at(0.75, 0.5));
    if (on) p.drawPolyline(QPolygonF{{at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.28)}});
}

}  // namespace

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                          const QWidget* widget) const {
    const bool box = element == PE_IndicatorCheckBox || element == PE_IndicatorItemViewItemCheck;
    if (!box && element != PE_FrameLineEdit) return QProxyStyle::drawPrimitive(element, option, painter, widget);
    painter->save();
    if (box) {
        paint_box(*painter, *option);
    } else {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen{outline_of(*option), 1.0});
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF{option->rect}.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0);
    }
    painter->restore();
}

}  // namespace nines::gui
