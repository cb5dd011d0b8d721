// Minimap: the whole drawing in a corner, with what is visible; a click or a drag goes there.
#pragma once

#include <QWidget>

namespace nines::gui {

class CanvasScene;
class CanvasView;

class Minimap : public QWidget {
    Q_OBJECT
public:
    Minimap(CanvasScene& scene, CanvasView& view);

    // In the view's lower right corner; hidden where the whole is visible anyway.
    void settle();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QTransform to_map() const;
    void go(QPointF at);

    CanvasScene& scene_;
    CanvasView& view_;
};

}  // namespace nines::gui
