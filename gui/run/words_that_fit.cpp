#include "gui/run/words_that_fit.hpp"

#include <QFontMetrics>
#include <QResizeEvent>

namespace nines::gui {

namespace {

const auto between = QStringLiteral(" · ");

}  // namespace

WordsThatFit::WordsThatFit(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // what it shows follows its width, not the reverse
}

void WordsThatFit::show_words(const QStringList& words) {
    if (words.value(0).size() != words_.value(0).size()) updateGeometry();
    words_ = words;
    setToolTip(words.join(between));
    setAccessibleDescription(toolTip());
    setText(fitting());
}

QSize WordsThatFit::minimumSizeHint() const {
    return {fontMetrics().horizontalAdvance(words_.value(0)), QLabel::minimumSizeHint().height()};
}

void WordsThatFit::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    setText(fitting());
}

QString WordsThatFit::fitting() const {
    auto shown = words_.value(0);
    for (qsizetype i = 1; i < words_.size(); ++i) {
        const auto longer = shown + between + words_[i];
        if (fontMetrics().horizontalAdvance(longer) > contentsRect().width()) break;
        shown = longer;
    }
    return shown;
}

}  // namespace nines::gui
