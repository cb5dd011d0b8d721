#include "gui/icons.hpp"

#include <QIconEngine>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>
#include <map>

#include "gui/theme.hpp"

namespace nines::gui {

namespace {

// Strokes on a field of 24 by 24.
const std::map<QString, const char*>& strokes() {
    static const std::map<QString, const char*> all = {
        {QStringLiteral("new"), "<path d='M6 3h8l4 4v14H6z M14 3v4h4 M12 11v6 M9 14h6'/>"},
        {QStringLiteral("open"), "<path d='M3 19V6h6l2 2h8v3 M3 19l3-8h16l-3 8z'/>"},
        {QStringLiteral("save"), "<path d='M4 4h13l3 3v13H4z M8 4v5h7V4 M7 20v-7h10v7'/>"},
        {QStringLiteral("undo"), "<path d='M9 14L4 9l5-5 M4 9h10a6 6 0 0 1 0 12h-3'/>"},
        {QStringLiteral("redo"), "<path d='M15 14l5-5-5-5 M20 9H10a6 6 0 0 0 0 12h3'/>"},
        {QStringLiteral("fit"), "<path d='M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5'/>"},
        {QStringLiteral("layout"), "<path d='M3 9h6v6H3z M15 3h6v6h-6z M15 15h6v6h-6z M9 12h3 M15 6h-3v12h3'/>"},
        {QStringLiteral("draw"), "<path d='M3 9h7v6H3z M15 4h6v6h-6z M15 14h6v6h-6z M10 12l5-5 M10 12l5 5'/>"},
        {QStringLiteral("find"), "<path d='M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13z M15.5 15.5L21 21'/>"},
        {QStringLiteral("connect"), "<path d='M3 12h13 M12 7l5 5-5 5 M21 5v14'/>"},
        {QStringLiteral("delete"), "<path d='M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13 M10 11v6 M14 11v6'/>"},
        {QStringLiteral("plus"), "<path d='M12 5v14 M5 12h14'/>"},
        {QStringLiteral("minus"), "<path d='M5 12h14'/>"},
        {QStringLiteral("dark"), "<path d='M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z'/>"},
        {QStringLiteral("text"), "<path d='M4 6h16 M8 11h12 M8 16h8'/>"},
        {QStringLiteral("table"), "<path d='M3 5h18v14H3z M3 10h18 M9 5v14'/>"},
        {QStringLiteral("problems"), "<path d='M12 4l9 16H3z M12 10v4 M12 17v.5'/>"},
        {QStringLiteral("palette"), "<path d='M4 4h6v6H4z M14 4h6v6h-6z M4 14h6v6H4z M14 14h6v6h-6z'/>"},
        {QStringLiteral("inspector"),
         "<path d='M4 7h10 M18 7h2 M4 12h3 M11 12h9 M4 17h8 M16 17h4 M16 5v4 M9 10v4 M14 15v4'/>"},
        {QStringLiteral("run"), "<path d='M7 4l13 8-13 8z'/>"},
        {QStringLiteral("pause"), "<path d='M8 5v14 M16 5v14'/>"},
        {QStringLiteral("stop"), "<path d='M6 6h12v12H6z'/>"},
        {QStringLiteral("step"), "<path d='M5 5l9 7-9 7z M18 5v14'/>"},
        {QStringLiteral("step-far"), "<path d='M3 5l7 7-7 7z M11 5l7 7-7 7z M21 5v14'/>"},
        {QStringLiteral("watch"), "<path d='M2 12c4-7 16-7 20 0c-4 7-16 7-20 0z M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6z'/>"},
        {QStringLiteral("read"), "<path d='M4 4v16h16 M7 15l4-5 3 3 5-7'/>"},
        {QStringLiteral("report"), "<path d='M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6'/>"},
    };
    return all;
}

// Draws itself anew for every size, state and theme.
class StrokeIcon : public QIconEngine {
public:
    explicit StrokeIcon(const char* strokes) : strokes_(strokes) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const auto& t = theme();
        const auto colour = mode == QIcon::Disabled ? t.faint : mode == QIcon::Selected ? t.accent_text : t.text;
        const auto svg = QStringLiteral(
                             "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><g fill='none' "
                             "stroke='%1' stroke-width='1.6' stroke-linecap='round' "
                             "stroke-linejoin='round'>%2</g></svg>")
                             .arg(colour.name(), QLatin1String(strokes_));
        QSvgRenderer{svg.toUtf8()}.render(painter, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap p{size};
        p.fill(Qt::transparent);
        QPainter painter{&p};
        paint(&painter, QRect{QPoint{}, size}, mode, state);
        return p;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new StrokeIcon{strokes_}; }

private:
    const char* strokes_;
};

}  // namespace

QIcon icon(const QString& name) {
    const auto it = strokes().find(name);
    return it == strokes().end() ? QIcon{} : QIcon{new StrokeIcon{it->second}};
}

}  // namespace nines::gui
