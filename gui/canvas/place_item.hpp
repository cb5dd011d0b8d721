// PlaceItem: paints one place as a frame behind the nodes that stand in it, or, collapsed, as one box.
#pragma once

#include <QCoreApplication>
#include <QGraphicsItem>

#include "gui/topology.hpp"

namespace nines::gui {

class PlaceItem : public QGraphicsItem {
    Q_DECLARE_TR_FUNCTIONS(nines::gui::PlaceItem)
public:
    enum { Type = UserType + 3 };
    explicit PlaceItem(const PlaceView& view);

    [[nodiscard]] const PlaceView& view() const { return view_; }
    void show(const PlaceView& view);
    void set_target(bool target);
    // Its head moves everything in it; its lower right corner makes it larger.
    [[nodiscard]] bool is_on_head(QPointF scene) const;
    [[nodiscard]] bool is_on_corner(QPointF scene) const;

    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override { return view_.frame.adjusted(-2.0, -2.0, 2.0, 2.0); }
    [[nodiscard]] QPainterPath shape() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    PlaceView view_;
    bool target_ = false;
};

}  // namespace nines::gui
