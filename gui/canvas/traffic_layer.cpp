#include "gui/canvas/traffic_layer.hpp"

#include <QPainter>
#include <algorithm>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/traffic.hpp"

namespace nines::gui {

namespace {

constexpr int frame = 33;              // milliseconds
constexpr double speed = 70.0;         // units of the drawing a second
constexpr double smallest_zoom = 0.2;  // below it marks would be dust

}  // namespace

TrafficLayer::TrafficLayer(CanvasScene& scene, CanvasView& view) : QObject(&view), scene_(scene), view_(view) {
    timer_.setInterval(frame);
    connect(&timer_, &QTimer::timeout, this, [this] {
        // After a pause of the program marks go on where they were.
        advance(std::min(0.2, static_cast<double>(clock_.restart()) / 1000.0));
    });
}

void TrafficLayer::show_traffic(bool shown, bool moving) {
    if (shown && moving && !timer_.isActive()) {
        clock_.start();
        timer_.start();
    } else if (!shown || !moving) {
        timer_.stop();
    }
    if (shown_ == shown) return;
    shown_ = shown;
    stale_ = true;
    background_ = {};
    // Only now: a scene that tells of its changes is slower to move things in.
    if (shown)
        changes_ = connect(&scene_, &QGraphicsScene::changed, this, [this] {
            stale_ = true;
            view_.viewport()->update();
        });
    else
        disconnect(changes_);
    view_.viewport()->update();
}

void TrafficLayer::advance(double seconds) {
    travelled_ += seconds * speed;
    view_.viewport()->update();
}

void TrafficLayer::paint_background() {
    const auto* viewport = view_.viewport();
    const double sharpness = viewport->devicePixelRatioF();
    const auto size = viewport->size() * sharpness;
    const auto seen_from = view_.viewportTransform();
    if (!stale_ && background_.size() == size && seen_from == seen_from_) return;
    if (background_.size() != size) background_ = QPixmap{size};
    background_.setDevicePixelRatio(sharpness);
    QPainter p{&background_};
    p.setRenderHints(view_.renderHints());
    view_.render(&p, QRectF{viewport->rect()}, viewport->rect());
    seen_from_ = seen_from;
    stale_ = false;
    ++backgrounds_;
}

void TrafficLayer::paint() {
    paint_background();
    QPainter p{view_.viewport()};
    p.drawPixmap(0, 0, background_);
    if (view_.zoom() < smallest_zoom) return;
    p.setRenderHint(QPainter::Antialiasing);
    p.setTransform(view_.viewportTransform(), true);
    const auto visible = view_.mapToScene(view_.viewport()->rect()).boundingRect();
    for (const auto* edge : scene_.edges()) {
        if (!edge->isVisible() || !edge->boundingRect().intersects(visible)) continue;
        p.setOpacity(edge->opacity());
        const auto label = edge->label_place();
        for (const auto& mark : marks_on(edge->track(), edge->view().state, travelled_))
            if (!label || !label->contains(mark.at)) paint_traffic_mark(p, mark);  // words are to be read
    }
}

}  // namespace nines::gui
