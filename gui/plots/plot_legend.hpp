// The legend of a chart: a sample of each line, its name, and its value at the crosshair. A click on an entry is told.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "gui/theme.hpp"

namespace nines::gui {

class PlotLegend : public QWidget {
public:
    struct Entry {
        QString name, value;
        int style = 0;
        bool box = false;  // an area, not a line
        bool visible = true;
    };
    std::vector<Entry> entries;
    std::function<void(std::size_t)> clicked;

    explicit PlotLegend(QWidget* parent);
    void changed();
    [[nodiscard]] QSize sizeHint() const override { return {200, height_for(std::max(200, width()))}; }
    [[nodiscard]] int height_for(int width) const { return lay_out(width, font(), nullptr, theme()); }
    // Returns the height; paints when there is a painter.
    int lay_out(int width, const QFont& font, QPainter* p, const Theme& t, std::vector<QRect>* areas = nullptr) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
};

}  // namespace nines::gui
