// CanvasView: the window onto the drawing: pan (middle button, or Space and the left one), zoom to the cursor (Ctrl and
// the wheel), fit; what is dropped; and the keys: arrows go from node to node, with Alt they move what is selected.
#pragma once

#include <QGraphicsView>

#include "gui/topology.hpp"

namespace nines::gui {

class CanvasScene;
class TrafficLayer;

class CanvasView : public QGraphicsView {
    Q_OBJECT
public:
    explicit CanvasView(CanvasScene& scene, QWidget* parent = nullptr);

    [[nodiscard]] double zoom() const { return transform().m11(); }

    // The middle of what is visible.
    [[nodiscard]] QPointF middle() const { return mapToScene(viewport()->rect().center()); }
    void bring_into_view(const NodeId& id);
    [[nodiscard]] TrafficLayer& traffic() { return *traffic_; }

public slots:
    void zoom_in() { zoom_by(1.25); }
    void zoom_out() { zoom_by(0.8); }
    void zoom_to_100() { zoom_by(1.0 / zoom()); }
    void fit();

signals:
    void zoomed(double zoom);
    void moved_view();
    void part_dropped(const QString& part, QPointF at);
    void files_dropped(const QStringList& files);
    void nudged(QPointF by);
    void resize_wanted(QSizeF by);  // of the frame around what is selected
    void menu_wanted(const QPoint& global);
    void typing_wanted();  // Enter: into the fields of what is selected

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void zoom_by(double factor);
    void go(QPointF direction);

    CanvasScene& canvas_;
    TrafficLayer* traffic_;
    QPoint panned_from_;
    bool panning_ = false;
    bool space_ = false;
};

}  // namespace nines::gui
