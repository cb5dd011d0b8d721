#include "gui/canvas/canvas_scene.hpp"

#include <QGraphicsSceneMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/canvas/place_item.hpp"
#include "gui/places.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

constexpr double grid = 20.0;
constexpr double room_for_traffic = 70.0;  // of labels that say what happens there; they change all the time

}  // namespace

CanvasScene::CanvasScene(QObject* parent) : QGraphicsScene(parent) {
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, [this] { update(); });
}

void CanvasScene::show(const Topology& t) {
    shown_ = t;
    for (auto* p : places_) delete p;
    places_.clear();
    resized_ = headed_ = nullptr;
    for (const auto& view : t.places) {
        places_.push_back(new PlaceItem{view});
        addItem(places_.back());
    }
    held_ = target_ = nullptr;
    gesture_ = Gesture::none;
    dragged_.clear();
    guides_.clear();
    std::set<std::pair<NodeId, NodeId>> selected;
    for (const auto* e : selected_edges()) selected.emplace(e->from().view().id, e->to().view().id);
    // Whoever hears that the selection changes, because a selected edge goes, must find none that has gone.
    for (auto* n : nodes_) n->edges.clear();
    const auto gone = std::exchange(edges_, {});
    for (auto* e : gone) delete e;
    auto old = std::move(by_id_);
    by_id_.clear();
    nodes_.clear();
    for (const auto& view : t.nodes) {
        NodeItem* item = nullptr;
        if (const auto it = old.find(view.id); it != old.end()) {
            item = it->second;
            old.erase(it);
            item->edges.clear();
            item->show(view);
        } else {
            item = new NodeItem{view};
            addItem(item);
        }
        const auto* box = t.collapsed_around(view);
        item->set_stand_in(box == nullptr ? nullptr : &box->frame);
        nodes_.push_back(item);
        by_id_.emplace(view.id, item);
    }
    for (const auto& [id, item] : old) delete item;
    std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const auto& e : t.edges) pairs.emplace(e.from, e.to);
    for (const auto& view : t.edges) {
        auto* item = new EdgeItem{view, *nodes_[view.from], *nodes_[view.to]};
        item->set_curved(view.from != view.to && pairs.contains({view.to, view.from}));
        addItem(item);
        nodes_[view.from]->edges.push_back(item);
        if (view.to != view.from) nodes_[view.to]->edges.push_back(item);
        edges_.push_back(item);
        if (selected.contains({nodes_[view.from]->view().id, nodes_[view.to]->view().id})) item->setSelected(true);
    }
    fit_scene_rect();
    label_edges();
}

// Nodes and the writing on other edges are not written over.
void CanvasScene::label_edges() {
    std::vector<QRectF> taken;
    for (const auto* n : nodes_) taken.push_back(n->outline_in_scene());
    std::vector<LabelWish> wishes;
    for (const auto* e : edges_) wishes.push_back(e->label_wish(has_states_ ? room_for_traffic : 0.0));
    const auto places = place_labels(wishes, taken);
    for (std::size_t i = 0; i < edges_.size(); ++i) edges_[i]->put_label(places[i]);
}

void CanvasScene::show_states(const std::vector<NodeState>& nodes, const std::vector<EdgeState>& edges) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) nodes_[i]->show_state(i < nodes.size() ? nodes[i] : NodeState{});
    for (std::size_t i = 0; i < edges_.size(); ++i) edges_[i]->show_state(i < edges.size() ? edges[i] : EdgeState{});
    const bool begins_or_ends = has_states_ == edges.empty();
    has_states_ = !edges.empty();
    if (begins_or_ends) label_edges();
}

NodeItem* CanvasScene::node(const NodeId& id) const {
    const auto it = by_id_.find(id);
    return it == by_id_.end() ? nullptr : it->second;
}

std::vector<NodeId> CanvasScene::selected_nodes() const {
    std::vector<NodeId> out;
    for (const auto* n : nodes_)
        if (n->isSelected()) out.push_back(n->view().id);
    return out;
}

std::vector<EdgeItem*> CanvasScene::selected_edges() const {
    std::vector<EdgeItem*> out;
    for (auto* e : edges_)
        if (e->isSelected()) out.push_back(e);
    return out;
}

void CanvasScene::select(const NodeId& id) {
    clearSelection();
    if (auto* n = node(id)) n->setSelected(true);
}

void CanvasScene::select(const NodeId& from, const NodeId& to) {
    clearSelection();
    for (auto* e : edges_)
        if (e->from().view().id == from && e->to().view().id == to) e->setSelected(true);
}

void CanvasScene::focus_on(const NodeId* id) {
    std::set<const NodeItem*> near;
    const NodeItem* centre = id == nullptr ? nullptr : node(*id);
    for (const auto* e : edges_)
        if (&e->from() == centre || &e->to() == centre) near.insert({&e->from(), &e->to()});
    near.insert(centre);
    for (auto* n : nodes_) n->set_faded(centre != nullptr && !near.contains(n));
    for (auto* e : edges_) e->setOpacity(centre != nullptr && &e->from() != centre && &e->to() != centre ? 0.15 : 1.0);
}

QRectF CanvasScene::content() const {
    QRectF r;
    for (const auto* n : nodes_) r = r.united(n->outline_in_scene());
    for (const auto* p : places_)
        if (p->isVisible()) r = r.united(p->view().frame);
    return r;
}

void CanvasScene::select_all() {
    for (auto* n : nodes_) n->setSelected(true);
}

void CanvasScene::fit_scene_rect() {
    const QRectF r = content().united({0.0, 0.0, 400.0, 300.0});
    setSceneRect(r.adjusted(-2000.0, -2000.0, 2000.0, 2000.0));
}

void CanvasScene::drawBackground(QPainter* painter, const QRectF& rect) {
    painter->fillRect(rect, theme().canvas);
    const double scale = painter->worldTransform().m11();
    if (scale < 0.4) return;
    painter->setPen(QPen{theme().grid, 0.0});
    QVarLengthArray<QLineF, 256> lines;
    for (double x = std::floor(rect.left() / grid) * grid; x < rect.right(); x += grid)
        lines.append({x, rect.top(), x, rect.bottom()});
    for (double y = std::floor(rect.top() / grid) * grid; y < rect.bottom(); y += grid)
        lines.append({rect.left(), y, rect.right(), y});
    painter->drawLines(lines.data(), static_cast<int>(lines.size()));
}

void CanvasScene::drawForeground(QPainter* painter, const QRectF&) {
    if (!guides_.empty()) {
        painter->setPen(QPen{theme().accent, 0.0, Qt::DashLine});
        painter->drawLines(guides_.data(), static_cast<int>(guides_.size()));
    }
    if (gesture_ == Gesture::connecting && held_ != nullptr) {
        const QPointF from = held_->pos() + NodeItem::handle();
        const QPointF to = target_ != nullptr ? target_->port(from) : cursor_;
        painter->setPen(QPen{theme().accent, 2.0, Qt::DashLine});
        painter->drawLine(from, to);
        painter->setBrush(theme().accent);
        painter->setPen(Qt::NoPen);
        painter->drawEllipse(to, 4.0, 4.0);
    }
}

PlaceItem* CanvasScene::place_at(QPointF scene) const {
    PlaceItem* found = nullptr;
    for (auto* p : places_)
        if (p->is_on_head(scene) || p->is_on_corner(scene)) found = p;
    return found;
}

// Frames follow the nodes that are dragged.
void CanvasScene::frame_anew() {
    for (std::size_t i = 0; i < nodes_.size(); ++i) shown_.nodes[i].at = nodes_[i]->pos();
    frame_places(shown_);
    for (std::size_t i = 0; i < places_.size(); ++i) places_[i]->show(shown_.places[i]);
}

NodeItem* CanvasScene::node_at(QPointF scene) const {
    for (auto* item : items(scene))
        if (auto* n = qgraphicsitem_cast<NodeItem*>(item)) return n;
    return nullptr;
}

void CanvasScene::mousePressEvent(QGraphicsSceneMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        auto* n = node_at(event->scenePos());
        if (n != nullptr && n->is_on_handle(event->scenePos())) {
            gesture_ = Gesture::connecting;
            held_ = n;
            cursor_ = event->scenePos();
            event->accept();
            return;
        }
        QGraphicsScene::mousePressEvent(event);
        headed_ = nullptr;
        if (auto* p = n == nullptr ? place_at(event->scenePos()) : nullptr) {
            if (p->is_on_corner(event->scenePos())) {
                gesture_ = Gesture::resizing;
                resized_ = p;
                event->accept();
                return;
            }
            headed_ = p;
            event->accept();
            clearSelection();
            for (auto* one : nodes_)
                if (!one->view().place.empty() && lies_in(one->view().place, p->view().path)) {
                    one->setSelected(true);
                    n = one;
                }
        }
        if (n != nullptr && n->isSelected()) {
            gesture_ = Gesture::pressed;
            frames_.clear();
            for (const auto* p : places_) frames_.push_back(p->view());
            held_ = n;
            cursor_ = event->scenePos();
            dragged_.clear();
            for (auto* one : nodes_)
                if (one->isSelected()) dragged_.emplace_back(one, one->pos());
        }
        return;
    }
    QGraphicsScene::mousePressEvent(event);
}

void CanvasScene::mouseMoveEvent(QGraphicsSceneMouseEvent* event) {
    if (gesture_ == Gesture::connecting) {
        cursor_ = event->scenePos();
        auto* over = node_at(cursor_);
        if (over != target_) {
            if (target_ != nullptr) target_->set_target(false);
            target_ = over;
            if (target_ != nullptr) target_->set_target(true);
        }
        update();
        event->accept();
        return;
    }
    if (gesture_ == Gesture::resizing) {
        auto view = resized_->view();
        view.frame.setBottomRight(event->scenePos());
        resized_->show(view);
        event->accept();
        return;
    }
    if (gesture_ == Gesture::pressed) {
        const auto moved = event->screenPos() - event->buttonDownScreenPos(Qt::LeftButton);
        if (moved.manhattanLength() >= 4) gesture_ = Gesture::dragging;
    }
    if (gesture_ == Gesture::dragging) {
        const auto start = std::ranges::find(dragged_, held_, &std::pair<NodeItem*, QPointF>::first)->second;
        const auto wanted = start + event->scenePos() - cursor_;
        const bool free = (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0;
        const bool had_guides = !guides_.empty();
        guides_.clear();
        const auto shift = (free ? wanted : snapped(wanted)) - start;
        for (const auto& [item, from] : dragged_) item->setPos(from + shift);
        frame_anew();
        if (had_guides || !guides_.empty()) update();
        event->accept();
        return;
    }
    QGraphicsScene::mouseMoveEvent(event);
}

QPointF CanvasScene::snapped(QPointF wanted) {
    constexpr double near = 6.0, step = 10.0;
    QPointF at{std::round(wanted.x() / step) * step, std::round(wanted.y() / step) * step};
    const std::array<double, 3> xs = {0.0, node_width / 2.0, node_width}, ys = {0.0, node_height / 2.0, node_height};
    double best_x = near, best_y = near;
    QLineF across, down;
    for (const auto* other : nodes_) {
        if (other->isSelected()) continue;
        const QPointF o = other->pos();
        if (std::abs(o.x() - wanted.x()) > 3000.0 || std::abs(o.y() - wanted.y()) > 3000.0) continue;
        for (const double x : xs) {
            const double d = std::abs(wanted.x() + x - (o.x() + x));
            if (d < best_x) {
                best_x = d;
                at.setX(o.x());
                down = {o.x() + x, std::min(o.y(), wanted.y()), o.x() + x, std::max(o.y(), wanted.y()) + node_height};
            }
        }
        for (const double y : ys) {
            const double d = std::abs(wanted.y() + y - (o.y() + y));
            if (d < best_y) {
                best_y = d;
                at.setY(o.y());
                across = {std::min(o.x(), wanted.x()), o.y() + y, std::max(o.x(), wanted.x()) + node_width, o.y() + y};
            }
        }
    }
    if (best_x < near) guides_.push_back(down);
    if (best_y < near) guides_.push_back(across);
    return at;
}

void CanvasScene::end_connecting() {
    if (target_ != nullptr) target_->set_target(false);
    target_ = nullptr;
    held_ = nullptr;
    gesture_ = Gesture::none;
    update();
}

void CanvasScene::mouseReleaseEvent(QGraphicsSceneMouseEvent* event) {
    if (gesture_ == Gesture::connecting && event->button() == Qt::LeftButton) {
        const auto from = held_->view().id;
        const auto at = event->scenePos();
        auto* to = node_at(at);
        const bool on_itself = to == held_ && (at - held_->pos() - NodeItem::handle()).manhattanLength() < 30.0;
        const auto to_id = to == nullptr ? NodeId{} : to->view().id;
        end_connecting();
        if (on_itself) return;
        if (to != nullptr)
            emit connection_drawn(from, to_id);
        else
            emit connection_dropped(from, at);
        return;
    }
    if (gesture_ == Gesture::resizing) {
        gesture_ = Gesture::none;
        const auto view = resized_->view();
        resized_ = nullptr;
        emit place_resized(view, view.frame.size().expandedTo({node_width, node_height}));
        return;
    }
    if (gesture_ != Gesture::dragging && headed_ != nullptr) emit place_clicked(PlaceView{headed_->view()});
    headed_ = nullptr;
    const bool dragged = gesture_ == Gesture::dragging;
    const auto* held = held_;
    gesture_ = Gesture::none;
    held_ = nullptr;
    if (!guides_.empty()) {
        guides_.clear();
        update();
    }
    QGraphicsScene::mouseReleaseEvent(event);
    if (!dragged) return;
    std::vector<std::pair<NodeId, QPointF>> now;
    for (const auto& [item, from] : dragged_)
        if (item->pos() != from) now.emplace_back(item->view().id, item->pos());
    dragged_.clear();
    if (now.empty()) return;
    // On which place the node under the cursor was dropped, by the frames as they were without it.
    std::string place;
    const auto centre = held->outline_in_scene().center();
    for (const auto& p : frames_)
        if (p.frame.contains(centre) && p.path.size() > place.size() && !p.collapsed) place = p.path;
    const bool elsewhere =
        !place.empty() && place != held->view().place && now.size() == 1 && !lies_in(held->view().place, place);
    if (elsewhere)
        emit moved_into(now, place);
    else
        emit moved(now);
}

void CanvasScene::mouseDoubleClickEvent(QGraphicsSceneMouseEvent* event) {
    if (auto* n = qgraphicsitem_cast<NodeItem*>(itemAt(event->scenePos(), {})))
        emit opened(n->view().id);
    else if (auto* p = place_at(event->scenePos()))
        emit place_opened(PlaceView{p->view()});
    QGraphicsScene::mouseDoubleClickEvent(event);
}

}  // namespace nines::gui
