#include "gui/canvas/label_places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace nines::gui {

namespace {

// Rectangles by the squares of a coarse grid they touch, so that a thousand edges are placed in a few milliseconds.
class Taken {
public:
    void add(const QRectF& r) {
        for_each_square(r, [&](std::int64_t square) {
            squares_[square].push_back(r);
            return true;
        });
    }
    [[nodiscard]] bool is_free(const QRectF& r) const {
        return for_each_square(r, [&](std::int64_t square) {
            const auto it = squares_.find(square);
            return it == squares_.end() ||
                   std::ranges::none_of(it->second, [&](const QRectF& other) { return other.intersects(r); });
        });
    }

private:
    template <class Visit>
    static bool for_each_square(const QRectF& r, Visit visit) {
        constexpr double side = 200.0;
        const auto square = [](double x) { return static_cast<std::int64_t>(std::floor(x / side)); };
        for (auto y = square(r.top()); y <= square(r.bottom()); ++y)
            for (auto x = square(r.left()); x <= square(r.right()); ++x)
                if (!visit(y * 1'000'003 + x)) return false;
        return true;
    }
    std::unordered_map<std::int64_t, std::vector<QRectF>> squares_;
};

[[nodiscard]] std::optional<QRectF> free_place(const LabelWish& wish, const Taken& taken) {
    for (const auto& size : wish.sizes)
        for (const auto& spot : wish.spots) {
            QRectF r{QPointF{}, size};
            r.moveCenter(spot);
            if (taken.is_free(r)) return r;
        }
    return std::nullopt;
}

}  // namespace

std::vector<std::optional<QRectF>> place_labels(const std::vector<LabelWish>& wishes,
                                                const std::vector<QRectF>& taken) {
    Taken used;
    for (const auto& r : taken) used.add(r);
    std::vector<std::optional<QRectF>> out;
    for (const auto& wish : wishes) {
        out.push_back(free_place(wish, used));
        if (out.back()) used.add(*out.back());
    }
    return out;
}

}  // namespace nines::gui
