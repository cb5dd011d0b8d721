#include "gui/inspector/fields.hpp"

#include <QKeyEvent>
#include <QPainter>

#include "gui/theme.hpp"

namespace nines::gui {

bool FieldLine::event(QEvent* event) {
    // When nothing has been typed, undo and redo are the document's.
    if (event->type() == QEvent::ShortcutOverride && text() == original) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return false;
        }
    }
    return QLineEdit::event(event);
}

void FieldLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && text() != original) {
        setText(original);
        selectAll();
        event->accept();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

FieldCombo::FieldCombo() {
    setMinimumWidth(60);
    setSizeAdjustPolicy(AdjustToMinimumContentsLengthWithIcon);
}

GroupHead::GroupHead(const QString& title, const QString& summary, bool open) : summary_(summary) {
    setText(title);
    setCheckable(true);
    setChecked(open);
    setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setAutoRaise(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(26);
    setMinimumWidth(40);
    QFont f = font();
    f.setWeight(QFont::DemiBold);
    setFont(f);
}

void GroupHead::paintEvent(QPaintEvent*) {
    QPainter p{this};
    p.setRenderHint(QPainter::Antialiasing);
    const auto& t = theme();
    if (underMouse() || hasFocus()) {
        QColor ground = t.accent;
        ground.setAlphaF(0.10F);
        p.fillRect(rect(), ground);
    }
    const QPointF c{11.0, height() / 2.0};
    p.setPen(Qt::NoPen);
    p.setBrush(t.muted);
    if (isChecked())
        p.drawPolygon(QPolygonF{{c + QPointF{-4, -2}, c + QPointF{4, -2}, c + QPointF{0, 3}}});
    else
        p.drawPolygon(QPolygonF{{c + QPointF{-2, -4}, c + QPointF{-2, 4}, c + QPointF{3, 0}}});
    p.setPen(isEnabled() ? t.text : t.faint);
    p.setFont(font());
    const int title = fontMetrics().horizontalAdvance(text());
    p.drawText(QRect{22, 0, width() - 24, height()}, Qt::AlignVCenter, text());
    QFont small = font();
    small.setWeight(QFont::Normal);
    p.setFont(small);
    p.setPen(t.muted);
    const int left = 22 + title + 10;
    if (!isChecked() && width() > left + 20)
        p.drawText(QRect{left, 0, width() - left - 4, height()}, Qt::AlignVCenter | Qt::AlignLeft,
                   QFontMetrics{small}.elidedText(summary_, Qt::ElideRight, width() - left - 4));
}

QToolButton* small_button(const QString& text, const QString& name) {
    auto* b = new QToolButton;
    b->setText(text);
    b->setAutoRaise(true);
    b->setToolTip(name);
    b->setAccessibleName(name);
    b->setFixedSize(24, 24);
    return b;
}

}  // namespace nines::gui
