// Label places: where the writing on edges goes, so that it covers neither nodes nor other writing.
//
// Each label has spots along its edge, the best first, and sizes, the whole text first. What fits nowhere without
// covering something is left out; a person reads it by pointing at the edge, by selecting it, or in the table.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <vector>

namespace nines::gui {

struct LabelWish {
    std::vector<QSizeF> sizes;
    std::vector<QPointF> spots;  // middles
};

// By wish: where it stands, or nothing. `taken` is what must not be covered.
[[nodiscard]] std::vector<std::optional<QRectF>> place_labels(const std::vector<LabelWish>& wishes,
                                                              const std::vector<QRectF>& taken);

}  // namespace nines::gui
