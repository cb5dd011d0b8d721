// Style: Fusion with fields and boxes whose outlines can be seen in light and dark.
#pragma once

#include <QProxyStyle>

namespace nines::gui {

class Style : public QProxyStyle {
    Q_OBJECT
public:
    Style();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

}  // namespace nines::gui
