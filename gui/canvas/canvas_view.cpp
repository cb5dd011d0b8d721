#include "gui/canvas/canvas_view.hpp"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <QUrl>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/canvas/traffic_layer.hpp"
#include "gui/palette.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double smallest = 0.05, largest = 4.0;

}  // namespace

CanvasView::CanvasView(CanvasScene& scene, QWidget* parent)
    : QGraphicsView(&scene, parent), canvas_(scene), traffic_(new TrafficLayer{scene, *this}) {
    setRenderHint(QPainter::Antialiasing);
    setDragMode(RubberBandDrag);
    setTransformationAnchor(AnchorUnderMouse);
    setFrameShape(NoFrame);
    setAcceptDrops(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Canvas"));
    setAccessibleDescription(tr("The drawing of the scenario; the table of nodes and edges shows the same"));
}

void CanvasView::paintEvent(QPaintEvent* event) {
    const bool plain = !traffic_->is_shown() || !rubberBandRect().isNull();
    plain ? QGraphicsView::paintEvent(event) : traffic_->paint();
}

// What to do with an empty canvas. Here and not in the scene: no picture of a drawing has it.
void CanvasView::drawForeground(QPainter* painter, const QRectF& rect) {
    QGraphicsView::drawForeground(painter, rect);
    if (!canvas_.content().isEmpty()) return;
    painter->save();
    painter->resetTransform();
    painter->setPen(theme().muted);
    painter->drawText(viewport()->rect().adjusted(40, 40, -40, -40), Qt::AlignCenter | Qt::TextWordWrap,
                      tr("Drag parts and patterns from the palette to here,\n"
                         "or select one there and press Enter.\n\n"
                         "Drop a scenario file here to open it."));
    painter->restore();
}

void CanvasView::fit() {
    QRectF r = canvas_.content();
    if (r.isEmpty()) r = {0.0, 0.0, 400.0, 300.0};
    fitInView(r.adjusted(-40.0, -40.0, 40.0, 40.0), Qt::KeepAspectRatio);
    if (zoom() > 1.0) {
        resetTransform();
        centerOn(r.center());
    }
    emit zoomed(zoom());
}

void CanvasView::zoom_by(double factor) {
    const double to = std::clamp(zoom() * factor, smallest, largest);
    scale(to / zoom(), to / zoom());
    emit zoomed(zoom());
}

void CanvasView::wheelEvent(QWheelEvent* event) {
    if ((event->modifiers() & Qt::ControlModifier) == 0) return QGraphicsView::wheelEvent(event);
    zoom_by(std::pow(1.0015, event->angleDelta().y()));
    event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::MiddleButton || (space_ && event->button() == Qt::LeftButton)) {
        panning_ = true;
        panned_from_ = event->pos();
        setCursor(Qt::ClosedHandCursor);
        event->accept();
        return;
    }
    QGraphicsView::mousePressEvent(event);
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
    if (!panning_) return QGraphicsView::mouseMoveEvent(event);
    const QPoint d = event->pos() - panned_from_;
    panned_from_ = event->pos();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - d.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - d.y());
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
    if (panning_ && event->buttons() == Qt::NoButton) {
        panning_ = false;
        unsetCursor();
        return;
    }
    QGraphicsView::mouseReleaseEvent(event);
}

void CanvasView::bring_into_view(const NodeId& id) {
    auto* n = canvas_.node(id);
    if (n == nullptr) return;
    const auto r = n->outline_in_scene();
    if (!mapToScene(viewport()->rect()).boundingRect().contains(r)) ensureVisible(r, 40, 40);
}

void CanvasView::scrollContentsBy(int dx, int dy) {
    QGraphicsView::scrollContentsBy(dx, dy);
    emit moved_view();
}

void CanvasView::resizeEvent(QResizeEvent* event) {
    QGraphicsView::resizeEvent(event);
    emit moved_view();
}

void CanvasView::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasFormat(palette_mime) || event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void CanvasView::dragMoveEvent(QDragMoveEvent* event) { event->acceptProposedAction(); }

void CanvasView::dropEvent(QDropEvent* event) {
    const auto* data = event->mimeData();
    if (data->hasFormat(palette_mime)) {
        emit part_dropped(QString::fromUtf8(data->data(palette_mime)), mapToScene(event->position().toPoint()));
    } else if (data->hasUrls()) {
        QStringList files;
        for (const auto& url : data->urls())
            if (url.isLocalFile()) files << url.toLocalFile();
        if (!files.isEmpty()) emit files_dropped(files);
    }
    event->acceptProposedAction();
}

// To the nearest node in a direction.
void CanvasView::go(QPointF direction) {
    const auto selected = canvas_.selected_nodes();
    const NodeItem* from = selected.empty() ? nullptr : canvas_.node(selected.front());
    const NodeItem* best = nullptr;
    double least = 1e18;
    for (const auto* n : canvas_.nodes()) {
        if (n == from) continue;
        if (from == nullptr) {
            best = n;
            break;
        }
        const QPointF d = n->pos() - from->pos();
        const double along = QPointF::dotProduct(d, direction);
        const double aside = std::abs(d.x() * direction.y()) + std::abs(d.y() * direction.x());
        if (along <= 1.0) continue;
        if (const double far = along + 3.0 * aside; far < least) {
            least = far;
            best = n;
        }
    }
    if (best == nullptr) return;
    const auto id = best->view().id;
    canvas_.select(id);
    bring_into_view(id);
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
    const auto direction = [&]() -> QPointF {
        switch (event->key()) {
            case Qt::Key_Left: return {-1.0, 0.0};
            case Qt::Key_Right: return {1.0, 0.0};
            case Qt::Key_Up: return {0.0, -1.0};
            case Qt::Key_Down: return {0.0, 1.0};
            default: return {};
        }
    }();
    if (!direction.isNull()) {
        constexpr double step = 10.0;
        const bool alt = (event->modifiers() & Qt::AltModifier) != 0;
        if (alt && (event->modifiers() & Qt::ShiftModifier) != 0)
            emit resize_wanted(QSizeF{direction.x(), direction.y()} * step);
        else if (alt)
            emit nudged(direction * step);
        else
            go(direction);
        event->accept();
        return;
    }
    switch (event->key()) {
        case Qt::Key_Space:
            if (!event->isAutoRepeat()) {
                space_ = true;
                viewport()->setCursor(Qt::OpenHandCursor);
            }
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter: emit typing_wanted(); return;
        case Qt::Key_Escape:
            canvas_.clearSelection();
            canvas_.focus_on(nullptr);
            return;
        default: QGraphicsView::keyPressEvent(event);
    }
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat()) {
        space_ = false;
        viewport()->unsetCursor();
    }
    QGraphicsView::keyReleaseEvent(event);
}

void CanvasView::contextMenuEvent(QContextMenuEvent* event) {
    if (event->reason() == QContextMenuEvent::Mouse) {
        auto* item = itemAt(event->pos());
        if (item == nullptr)
            canvas_.clearSelection();
        else if (!item->isSelected()) {
            canvas_.clearSelection();
            item->setSelected(true);
        }
    }
    emit menu_wanted(event->globalPos());
}

}  // namespace nines::gui
