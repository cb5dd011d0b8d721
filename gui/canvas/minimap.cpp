#include "gui/canvas/minimap.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QTransform>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr int map_width = 180, map_height = 120, margin = 12;

}  // namespace

Minimap::Minimap(CanvasScene& scene, CanvasView& view) : QWidget(&view), scene_(scene), view_(view) {
    setFixedSize(map_width, map_height);
    setCursor(Qt::PointingHandCursor);
    setAccessibleName(tr("Minimap"));
    connect(&view, &CanvasView::moved_view, this, &Minimap::settle);
    connect(&view, &CanvasView::zoomed, this, &Minimap::settle);
    connect(&scene, &CanvasScene::moved, this, &Minimap::settle);
    settle();
}

void Minimap::settle() {
    const auto visible = view_.mapToScene(view_.viewport()->rect()).boundingRect();
    const bool useful = !scene_.nodes().empty() && !visible.contains(scene_.content());
    setVisible(useful);
    move(view_.viewport()->width() - width() - margin, view_.viewport()->height() - height() - margin);
    update();
}

QTransform Minimap::to_map() const {
    const QRectF all = scene_.content().adjusted(-60.0, -60.0, 60.0, 60.0);
    const double scale = std::min((width() - 8.0) / all.width(), (height() - 8.0) / all.height());
    QTransform t;
    t.translate(width() / 2.0, height() / 2.0);
    t.scale(scale, scale);
    t.translate(-all.center().x(), -all.center().y());
    return t;
}

void Minimap::paintEvent(QPaintEvent*) {
    const auto& t = theme();
    QPainter p{this};
    QColor ground = t.panel;
    ground.setAlphaF(0.93F);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(t.line);
    p.setBrush(ground);
    p.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0);
    const auto map = to_map();
    p.setRenderHint(QPainter::Antialiasing, false);
    for (const auto* n : scene_.nodes()) {
        const auto r = map.mapRect(NodeItem::face().translated(n->pos()));
        const auto& v = n->view();
        const auto colour = n->isSelected()                      ? t.accent
                            : v.errors > 0                       ? t.down
                            : v.state.health == Health::down     ? t.down
                            : v.state.health == Health::bad      ? t.bad
                            : v.state.health == Health::degraded ? t.degraded
                                                                 : t.unused;
        p.fillRect(QRectF{r.topLeft(), QSizeF{std::max(2.0, r.width()), std::max(2.0, r.height())}}, colour);
    }
    const auto visible = map.mapRect(view_.mapToScene(view_.viewport()->rect()).boundingRect());
    p.setPen(QPen{t.accent, 1.5});
    p.setBrush(Qt::NoBrush);
    p.drawRect(visible.intersected(QRectF{rect()}.adjusted(2.0, 2.0, -3.0, -3.0)));
}

void Minimap::go(QPointF at) { view_.centerOn(to_map().inverted().map(at)); }
void Minimap::mousePressEvent(QMouseEvent* event) { go(event->position()); }
void Minimap::mouseMoveEvent(QMouseEvent* event) { go(event->position()); }

}  // namespace nines::gui
