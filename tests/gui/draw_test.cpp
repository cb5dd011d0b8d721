// Drawing as a person does it, with mouse and keys: what is drawn is in the scenario, and undo takes all of it back.
#include <QListWidget>
#include <QMenu>
#include <QTimer>

#include "gui/connections.hpp"
#include "gui_test.hpp"

using namespace nines;
using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

// Chooses an entry of the menu that comes up next.
void choose_in_menu(const QString& text) {
    QTimer::singleShot(0, [text] {
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        if (menu == nullptr) return;
        for (auto* a : menu->actions())
            if (a->text() == text) {
                a->trigger();
                break;
            }
        menu->close();
    });
}

// Puts a part of the palette on the canvas, by keyboard.
void add(DrivenWindow& w, const QString& part) {
    auto& list = w.draw().palette().list();
    const auto found = list.findItems(part, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    list.setCurrentItem(found.front());
    emit list.itemActivated(found.front());
}

}  // namespace

class DrawTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void system_is_drawn_from_the_palette_and_undone_to_the_empty_canvas_and_redone() {
        DrivenWindow w;
        const auto empty = w.document().text();
        add(w, QStringLiteral("Three tiers"));
        QCOMPARE(w.canvas().nodes().size(), 3U);
        QCOMPARE(w.canvas().edges().size(), 2U);
        add(w, QStringLiteral("Client"));
        QCOMPARE(w.canvas().nodes().size(), 4U);
        w.canvas_view().fit();
        const NodeId client{"clients", "client"}, web{"services", "web"};
        w.drag(w.middle_of(client), QPointF{-400.0, 20.0} + w.middle_of(web));
        w.canvas_view().fit();
        QVERIFY(w.canvas().node(client)->pos().x() < w.canvas().node(web)->pos().x());
        // From the client's handle, the half of it that lies within the node, to the service.
        w.drag(w.canvas().node(client)->pos() + NodeItem::handle() - QPointF{4.0, 0.0}, w.middle_of(web));
        QCOMPARE(w.canvas().edges().size(), 3U);
        QCOMPARE(*w.document().scenario().clients[0].second.call, std::string{"web.page"});
        w.canvas().select(web);
        w.type("services.web.replicas.count", QStringLiteral("5"));
        QCOMPARE(w.document().scenario().services[0].second.replicas.count, 5U);
        QVERIFY2(!w.document().has_errors(),
                 w.document().problems().empty() ? "" : w.document().problems()[0].message.c_str());

        const auto drawn = w.document().text();
        auto& undo = w.document().undo_stack();
        const int steps = undo.count();
        QVERIFY(steps >= 5);
        for (int i = 0; i < steps; ++i) {
            QVERIFY(!undo.undoText().isEmpty());
            undo.undo();
        }
        QCOMPARE(w.document().text(), empty);
        QCOMPARE(w.canvas().nodes().size(), 0U);
        for (int i = 0; i < steps; ++i) undo.redo();
        QCOMPARE(w.document().text(), drawn);
    }

    void dragged_node_moves_alone_and_its_place_is_in_the_file() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        w.canvas_view().fit();
        const NodeId cart{"services", "cart"}, orders{"services", "orders"};
        const auto before = w.canvas().node(orders)->pos();
        const auto from = w.canvas().node(cart)->pos();
        w.drag(w.middle_of(cart), w.middle_of(cart) + QPointF{130.0, 90.0}, Qt::ControlModifier);
        const auto now = w.canvas().node(cart)->pos();
        QVERIFY((now - from - QPointF{130.0, 90.0}).manhattanLength() < 8.0);
        QCOMPARE(w.canvas().node(orders)->pos(), before);
        QCOMPARE(w.document().undo_stack().undoText(), QStringLiteral("Move cart"));
        Document again;
        again.start(w.document().text());
        QVERIFY(again.topology().find(cart)->placed);
        QVERIFY(again.topology().find(orders)->placed);
        QVERIFY(w.document().text().find("# somebody else's: all that is known") != std::string::npos);
        w.document().undo_stack().undo();
        QCOMPARE(w.canvas().node(cart)->pos(), from);
    }

    void several_calls_to_choose_from_are_a_menu_with_reasons() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        w.canvas_view().fit();
        choose_in_menu(QStringLiteral("get → stock.reserve"));
        w.draw().connect_asking({"services", "cart"}, {"services", "stock"});
        const auto& t = w.document().topology();
        QVERIFY(std::ranges::any_of(t.edges, [&](const EdgeView& e) {
            return t.nodes[e.from].id.name == "cart" && t.nodes[e.to].id.name == "stock";
        }));
        // A service that calls its caller for ever is not offered.
        const auto back = connections(w.document(), {"services", "stock"}, {"services", "gateway"});
        QVERIFY(!back.empty());
        QVERIFY(std::ranges::any_of(back, [](const Connection& c) { return !c.why_not.isEmpty(); }));
    }

    void deleted_service_takes_the_calls_to_it_along() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        w.canvas().select({"services", "payment"});
        w.canvas_view().setFocus();
        QTest::keyClick(&w.canvas_view(), Qt::Key_Delete);
        QVERIFY(w.canvas().node({"services", "payment"}) == nullptr);
        QVERIFY2(!w.document().has_errors(),
                 w.document().problems().empty() ? "" : w.document().problems()[0].message.c_str());
        QCOMPARE(w.document().undo_stack().count(), 1);
        w.document().undo_stack().undo();
        QVERIFY(w.canvas().node({"services", "payment"}) != nullptr);
    }

    void renamed_service_keeps_its_calls_and_its_selection() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        w.canvas().select({"services", "catalogue"});
        QCoreApplication::processEvents();
        auto* name = qobject_cast<QLineEdit*>(w.draw().inspector().editor(""));
        QVERIFY(name != nullptr);
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("catalog"));
        QTest::keyClick(name, Qt::Key_Return);
        QVERIFY(!w.document().has_errors());
        QVERIFY(w.document().text().find("call: catalog.page") != std::string::npos);
        QVERIFY(w.document().text().find("catalogue") == std::string::npos);
        QCOMPARE(w.canvas().selected_nodes().size(), 1U);
        QCOMPARE(w.canvas().selected_nodes()[0].name, std::string{"catalog"});
    }

    void copies_bring_their_calls_and_one_step_takes_them_back() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        const auto before = w.document().text();
        w.canvas().select({"services", "gateway"});
        w.draw().duplicate_selected();
        QVERIFY(w.canvas().node({"services", "gateway2"}) != nullptr);
        QVERIFY2(!w.document().has_errors(),
                 w.document().problems().empty() ? "" : w.document().problems()[0].message.c_str());
        const auto& t = w.document().topology();
        QCOMPARE(std::ranges::count_if(t.edges, [&](const auto& e) { return t.nodes[e.from].id.name == "gateway2"; }),
                 6);
        w.document().undo_stack().undo();
        QCOMPARE(w.document().text(), before);
    }

    void keyboard_goes_from_node_to_node_and_moves_them() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        w.canvas_view().setFocus();
        w.canvas().select({"clients", "shoppers"});
        QTest::keyClick(&w.canvas_view(), Qt::Key_Right);
        QCOMPARE(w.canvas().selected_nodes()[0].name, std::string{"gateway"});
        const auto from = w.canvas().node({"services", "gateway"})->pos();
        QTest::keyClick(&w.canvas_view(), Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(w.canvas().node({"services", "gateway"})->pos() - from, QPointF(0.0, 10.0));
    }

    void frame_around_the_selection_is_resized_by_keys_and_stops_at_what_stands_in_it() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        const auto before = w.document().text();
        const auto size = [&] { return w.document().topology().places[0].frame.size(); };
        const auto from = size();
        w.canvas_view().setFocus();
        w.canvas().select({"services", "cart"});
        const auto press = [&](Qt::Key key) {
            QTest::keyClick(&w.canvas_view(), key, Qt::AltModifier | Qt::ShiftModifier);
        };
        press(Qt::Key_Left);
        QCOMPARE(w.document().undo_stack().count(), 0);
        press(Qt::Key_Right);
        QCOMPARE(size() - from, QSizeF(10.0, 0.0));
        QCOMPARE(w.document().undo_stack().undoText(), QStringLiteral("Resize eu-west"));
        press(Qt::Key_Down);
        QCOMPARE(size() - from, QSizeF(10.0, 10.0));
        press(Qt::Key_Left);
        QCOMPARE(size() - from, QSizeF(0.0, 10.0));
        QCOMPARE(w.canvas().selected_nodes().size(), 1U);
        for (int i = 0; i < 3; ++i) w.document().undo_stack().undo();
        QCOMPARE(w.document().text(), before);
        // Clients stand outside; there is nothing to resize around one.
        w.canvas().select({"clients", "shoppers"});
        press(Qt::Key_Right);
        QCOMPARE(w.document().text(), before);
    }

    void places_hold_their_nodes_and_take_what_is_dropped_on_them() {
        DrivenWindow w;
        add(w, QStringLiteral("Active and passive regions"));
        const auto& t = w.document().topology();
        QCOMPARE(t.find({"services", "primary"})->place, std::string{"active"});
        QCOMPARE(t.find({"services", "standby"})->place, std::string{"passive"});
        QCOMPARE(t.find({"services", "entry"})->place, std::string{});
        lay_out(w.document());
        w.canvas().clearSelection();
        w.canvas_view().fit();
        const auto frame = [&](const char* path) {
            for (const auto& p : w.document().topology().places)
                if (p.path == path) return p.frame;
            return QRectF{};
        };
        QVERIFY(!frame("active").intersects(frame("passive")));
        const NodeId entry{"services", "entry"};
        const auto middle = w.middle_of({"services", "primary"});
        const auto before = w.document().text();
        w.drag(w.middle_of(entry), middle + QPointF{0.0, 20.0}, Qt::ControlModifier);
        QCOMPARE(w.document().topology().find(entry)->place, std::string{"active"});
        w.document().undo_stack().undo();  // one gesture, one step
        QCOMPARE(w.document().text(), before);
    }

    void collapsed_region_is_one_box_and_its_calls_end_there() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        QCOMPARE(w.document().topology().places[0].path, std::string{"eu-west"});
        const auto place = w.document().topology().places[0];
        set_collapsed(w.document(), place, true);
        QVERIFY(!w.canvas().node({"services", "cart"})->isVisible());
        QVERIFY(w.canvas().node({"clients", "shoppers"})->isVisible());
        int visible = 0;
        for (const auto* e : w.canvas().edges()) visible += e->isVisible() ? 1 : 0;
        QCOMPARE(visible, 1);
        w.document().undo_stack().undo();
        QVERIFY(w.canvas().node({"services", "cart"})->isVisible());
    }

    void selected_call_outlives_a_change_of_the_scenario() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        for (int i = 2; i < 12; ++i) {  // every change makes the edges anew
            w.canvas().select({"services", "gateway"}, {"services", "orders"});
            w.document().set(QStringLiteral("Set"), "services.cart.replicas.count", std::to_string(i));
            QCOMPARE(w.canvas().selected_edges().size(), std::size_t{1});
            QCOMPARE(w.canvas().selected_edges().front()->to().view().id.name, std::string{"orders"});
        }
    }

    void layout_keeps_what_is_pinned() {
        DrivenWindow w;
        w.open(shipped("web-shop.yaml"));
        move_nodes(w.document(), {{{"services", "cart"}, {1000.0, 900.0}}});
        pin_nodes(w.document(), {{"services", "cart"}}, true);
        lay_out(w.document());
        QCOMPARE(w.document().topology().find({"services", "cart"})->at, QPointF(1000.0, 900.0));
        QVERIFY(!w.document().has_errors());
    }
};

QTEST_MAIN(DrawTest)
#include "draw_test.moc"
