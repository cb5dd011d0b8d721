// TrafficLayer: paints the traffic over the canvas. What is below is painted once into a picture and kept until the
// drawing, its states or the view change; a frame of moving marks copies the picture and paints the marks.
//
// Always: without traffic the view paints itself as it would without this.
#pragma once

#include <QElapsedTimer>
#include <QPixmap>
#include <QTimer>
#include <QTransform>

namespace nines::gui {

class CanvasScene;
class CanvasView;

class TrafficLayer : public QObject {
    Q_OBJECT
public:
    TrafficLayer(CanvasScene& scene, CanvasView& view);

    // Marks are there while `shown`, and go on while `moving`.
    void show_traffic(bool shown, bool moving);
    [[nodiscard]] bool is_shown() const { return shown_; }
    [[nodiscard]] bool is_moving() const { return timer_.isActive(); }
    // How far the marks have come, in units of the drawing.
    [[nodiscard]] double travelled() const { return travelled_; }
    void advance(double seconds);

    // Paints the canvas with its traffic into the viewport.
    void paint();
    // How often what is below was painted; for tests and benchmarks.
    [[nodiscard]] int backgrounds_painted() const { return backgrounds_; }

private:
    void paint_background();

    CanvasScene& scene_;
    CanvasView& view_;
    QTimer timer_;
    QMetaObject::Connection changes_;
    QElapsedTimer clock_;
    QPixmap background_;
    QTransform seen_from_;
    bool stale_ = true, shown_ = false;
    double travelled_ = 0.0;
    int backgrounds_ = 0;
};

}  // namespace nines::gui
