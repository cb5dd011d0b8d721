#include "analysis/compound_layout.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace nines {

namespace {

using Index = std::uint32_t;

Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }

class Builder {
public:
    Builder(const CompoundGraph& g, const LayoutOptions& o, const BoxMargins& m)
        : g_(g), o_(o), m_(m), at_(g.nodes), box_at_(g.box_of_box.size()), box_size_(g.box_of_box.size()) {}

    std::vector<Point> build() {
        const auto boxes = static_cast<Index>(g_.box_of_box.size());
        for (Index b = boxes; b-- > 0;) lay_out(b);
        lay_out(no_box);
        // From within their boxes to the whole.
        for (Index b = 0; b < boxes; ++b)
            if (g_.box_of_box[b] != no_box) box_at_[b] = box_at_[b] + box_at_[g_.box_of_box[b]];
        for (Index n = 0; n < g_.nodes; ++n)
            if (g_.box_of_node[n] != no_box) at_[n] = at_[n] + box_at_[g_.box_of_node[n]];
        keep_pinned();
        return std::move(at_);
    }

private:
    // The box, or the node itself, that stands directly in `box` and holds the node; nothing when it is elsewhere.
    struct Member {
        bool box;
        Index index;
        friend auto operator<=>(const Member&, const Member&) = default;
    };
    [[nodiscard]] std::optional<Member> member_in(Index box, Index node) const {
        Index b = g_.box_of_node[node];
        if (b == box) return Member{false, node};
        while (b != no_box) {
            if (g_.box_of_box[b] == box) return Member{true, b};
            b = g_.box_of_box[b];
        }
        return std::nullopt;
    }

    void lay_out(Index box) {
        std::vector<Member> members;
        for (Index b = 0; b < g_.box_of_box.size(); ++b)
            if (g_.box_of_box[b] == box) members.push_back({true, b});
        for (Index n = 0; n < g_.nodes; ++n)
            if (g_.box_of_node[n] == box) members.push_back({false, n});
        std::map<Member, Index> index;
        LayoutOptions o = o_;
        o.sizes.clear();
        for (const auto& m : members) {
            index.emplace(m, static_cast<Index>(index.size()));
            o.sizes.push_back(m.box ? box_size_[m.index] : Point{o_.node_width, o_.node_height});
        }
        std::set<std::pair<Index, Index>> arcs;
        for (const auto& [from, to] : g_.arcs) {
            const auto a = member_in(box, from), b = member_in(box, to);
            if (a && b && *a != *b) arcs.emplace(index.at(*a), index.at(*b));
        }
        const auto layout = layered_layout(static_cast<Index>(members.size()), {arcs.begin(), arcs.end()}, o);
        const bool inside = box != no_box;
        const Point origin = inside ? Point{m_.side, m_.top} : Point{};
        for (std::size_t i = 0; i < members.size(); ++i)
            (members[i].box ? box_at_ : at_)[members[i].index] = layout.nodes[i] + origin;
        if (inside)
            box_size_[box] = {std::max(layout.width, o_.node_width) + 2.0 * m_.side,
                              std::max(layout.height, o_.node_height) + m_.top + m_.bottom};
    }

    // The layout as a whole moves to where the pinned nodes are; then nothing lies under them.
    void keep_pinned() {
        Point shift;
        double count = 0.0;
        for (Index n = 0; n < g_.pinned.size(); ++n) {
            if (!g_.pinned[n]) continue;
            shift = shift + Point{g_.pinned[n]->x - at_[n].x, g_.pinned[n]->y - at_[n].y};
            count += 1.0;
        }
        if (count == 0.0) return;
        for (auto& p : at_) p = p + Point{shift.x / count, shift.y / count};
        std::vector<Point> taken;
        for (Index n = 0; n < g_.nodes; ++n) {
            if (!g_.pinned[n]) continue;
            at_[n] = *g_.pinned[n];
            taken.push_back(at_[n]);
        }
        std::vector<Index> free;
        for (Index n = 0; n < g_.nodes; ++n)
            if (!g_.pinned[n]) free.push_back(n);
        std::ranges::stable_sort(free, {}, [&](Index n) { return at_[n].y; });
        for (const auto n : free) {
            for (bool moved = true; moved;) {
                moved = false;
                for (const auto& t : taken) {
                    const bool over = std::abs(t.x - at_[n].x) < o_.node_width + o_.gap / 2.0 &&
                                      std::abs(t.y - at_[n].y) < o_.node_height + o_.gap / 2.0;
                    if (!over) continue;
                    at_[n].y = t.y + o_.node_height + o_.gap;
                    moved = true;
                }
            }
            taken.push_back(at_[n]);
        }
    }

    const CompoundGraph& g_;
    const LayoutOptions& o_;
    const BoxMargins& m_;
    std::vector<Point> at_;
    std::vector<Point> box_at_, box_size_;
};

}  // namespace

CompoundLayout compound_layout(const CompoundGraph& g, const LayoutOptions& o, const BoxMargins& m) {
    return {Builder{g, o, m}.build()};
}

}  // namespace nines
