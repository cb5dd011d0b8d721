// Boxes hold what is theirs, do not overlap, and pinned nodes stay.
#include "analysis/compound_layout.hpp"

#include <QRectF>
#include <QTest>

using namespace nines;

namespace {

QRectF around(const CompoundLayout& l, const CompoundGraph& g, std::uint32_t box, const LayoutOptions& o) {
    QRectF r;
    for (std::uint32_t n = 0; n < g.nodes; ++n)
        if (g.box_of_node[n] == box) r = r.united({l.nodes[n].x, l.nodes[n].y, o.node_width, o.node_height});
    return r;
}

}  // namespace

class CompoundLayoutTest : public QObject {
    Q_OBJECT
private slots:
    void boxes_side_by_side_do_not_overlap() {
        CompoundGraph g;
        g.nodes = 6;
        g.arcs = {{0, 1}, {0, 3}, {1, 2}, {3, 4}, {2, 4}, {4, 5}};
        g.box_of_box = {no_box, no_box};
        g.box_of_node = {no_box, 0, 0, 1, 1, no_box};
        const LayoutOptions o;
        const auto l = compound_layout(g, o);
        const auto a = around(l, g, 0, o), b = around(l, g, 1, o);
        QVERIFY(!a.adjusted(-20, -20, 20, 20).intersects(b));
        for (const std::uint32_t n : {0U, 5U}) {
            const QRectF node{l.nodes[n].x, l.nodes[n].y, o.node_width, o.node_height};
            QVERIFY(!node.intersects(a) && !node.intersects(b));
        }
    }
    void box_within_a_box_is_inside() {
        CompoundGraph g;
        g.nodes = 3;
        g.arcs = {{0, 1}, {1, 2}};
        g.box_of_box = {no_box, 0};
        g.box_of_node = {0, 1, 1};
        const LayoutOptions o;
        const auto l = compound_layout(g, o);
        const QRectF outer{l.nodes[0].x, l.nodes[0].y, o.node_width, o.node_height};
        QVERIFY(!outer.intersects(around(l, g, 1, o)));
    }
    void pinned_node_stays_and_nothing_lies_under_it() {
        CompoundGraph g;
        g.nodes = 4;
        g.arcs = {{0, 1}, {0, 2}, {0, 3}};
        g.box_of_node.assign(4, no_box);
        g.pinned.resize(4);
        g.pinned[2] = Point{500.0, 300.0};
        const LayoutOptions o;
        const auto l = compound_layout(g, o);
        QCOMPARE(l.nodes[2].x, 500.0);
        QCOMPARE(l.nodes[2].y, 300.0);
        for (std::uint32_t a = 0; a < 4; ++a)
            for (std::uint32_t b = 0; b < a; ++b)
                QVERIFY(!QRectF(l.nodes[a].x, l.nodes[a].y, o.node_width, o.node_height)
                             .intersects({l.nodes[b].x, l.nodes[b].y, o.node_width, o.node_height}));
    }
};

QTEST_APPLESS_MAIN(CompoundLayoutTest)
#include "compound_layout_test.moc"
