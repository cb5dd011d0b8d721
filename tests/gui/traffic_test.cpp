// Traffic on the edges, and where the writing on them stands.
#include "gui/canvas/traffic.hpp"

#include "gui/canvas/label_places.hpp"
#include "gui/canvas/traffic_layer.hpp"
#include "gui_test.hpp"

using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

Track straight(double length) { return {{{0.0, 0.0}, {length, 0.0}}, length}; }

EdgeState flow(double per_second, double failed = 0.0) {
    EdgeState s;
    s.traffic = per_second;
    s.failed = failed;
    return s;
}

}  // namespace

class TrafficTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void more_attempts_stand_closer() {
        QVERIFY(mark_spacing(0.0) == 0.0);
        QVERIFY(mark_spacing(not_known) == 0.0);
        QVERIFY(mark_spacing(1.0) > mark_spacing(100.0));
        QVERIFY(mark_spacing(100.0) > mark_spacing(10'000.0));
        QCOMPARE(mark_spacing(1e9), mark_spacing(1e5));  // no closer than can be told apart
    }
    void marks_move_with_what_was_travelled_and_never_leave_the_edge() {
        const auto track = straight(300.0);
        const auto before = marks_on(track, flow(50.0), 1000.0), after = marks_on(track, flow(50.0), 1005.0);
        QVERIFY(before.size() >= 3);
        QCOMPARE(after.back().at.x() - before.back().at.x(), 5.0);
        for (double travelled = 0.0; travelled < 500.0; travelled += 7.0)
            for (const auto& m : marks_on(track, flow(50.0), travelled)) QVERIFY(m.at.x() >= 0.0 && m.at.x() <= 300.0);
        QVERIFY(marks_on(track, flow(0.0), 10.0).empty());
    }
    void as_many_marks_fail_as_attempts_do() {
        std::size_t failed = 0, all = 0;
        for (int i = 0; i < 200; ++i)
            for (const auto& m : marks_on(straight(2000.0), flow(1000.0, 0.25), i * 2000.0)) {
                ++all;
                failed += m.failed ? 1 : 0;
            }
        QVERIFY(std::abs(static_cast<double>(failed) / static_cast<double>(all) - 0.25) < 0.01);
        for (const auto& m : marks_on(straight(2000.0), flow(1000.0), 0.0)) QVERIFY(!m.failed);
    }
    void what_is_below_is_painted_once_while_marks_move() {
        DrivenWindow w;
        w.open(shipped("retry-storm-breaker.yaml"));
        auto& traffic = w.canvas_view().traffic();
        w.canvas().show_states({}, std::vector<EdgeState>(w.canvas().edges().size(), flow(200.0, 0.5)));
        traffic.show_traffic(true, false);
        QTest::qWait(50);
        w.canvas_view().viewport()->repaint();
        const int painted = traffic.backgrounds_painted();
        const auto still = w.canvas_view().viewport()->grab().toImage();
        for (int i = 0; i < 10; ++i) {
            traffic.advance(0.1);
            w.canvas_view().viewport()->repaint();
        }
        QCOMPARE(traffic.backgrounds_painted(), painted);
        QVERIFY(w.canvas_view().viewport()->grab().toImage() != still);
        w.canvas().show_states({}, std::vector<EdgeState>(w.canvas().edges().size(), flow(20.0)));
        QTRY_VERIFY(traffic.backgrounds_painted() > painted);  // the notes on the edges have changed
        traffic.show_traffic(false, false);
        QVERIFY(!traffic.is_moving());
    }
    void marks_stand_still_unless_time_goes_on() {
        DrivenWindow w;
        auto& traffic = w.canvas_view().traffic();
        traffic.show_traffic(true, true);
        QTRY_VERIFY(traffic.travelled() > 0.0);
        traffic.show_traffic(true, false);
        const double before = traffic.travelled();
        QTest::qWait(100);
        QCOMPARE(traffic.travelled(), before);
    }

    void labels_cover_neither_each_other_nor_what_is_there() {
        const std::vector<QSizeF> sizes = {{60.0, 16.0}, {30.0, 16.0}};
        const std::vector<QPointF> spots = {{100.0, 100.0}, {100.0, 140.0}};
        const std::vector<LabelWish> wishes = {
            {sizes, spots}, {sizes, spots}, {sizes, spots}, {sizes, {{300.0, 100.0}}}, {sizes, {{270.0, 100.0}}}};
        const auto placed = place_labels(wishes, {QRectF{290.0, 90.0, 50.0, 50.0}});
        QCOMPARE(placed[0]->center(), spots[0]);
        QCOMPARE(placed[1]->center(), spots[1]);
        QVERIFY(!placed[2]);                    // there is no third spot
        QVERIFY(!placed[3]);                    // something stands there
        QCOMPARE(placed[4]->size(), sizes[1]);  // beside it there is room for less
    }
    void no_two_labels_of_a_dense_fan_overlap() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        std::vector<QRectF> boxes;
        for (const auto* e : w.canvas().edges()) {
            if (!e->label_place()) continue;
            for (const auto& other : boxes) QVERIFY(!e->label_place()->intersects(other));
            boxes.push_back(*e->label_place());
        }
        QVERIFY(boxes.size() >= 5);
    }
};

QTEST_MAIN(TrafficTest)
#include "traffic_test.moc"
