// Several nodes at once in the inspector, and places within places.
#include <QCheckBox>
#include <QComboBox>

#include "gui/inspector/shared_form.hpp"
#include "gui/places.hpp"
#include "gui_test.hpp"

using namespace nines;
using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

const char* const shop =
    "nines: 1\n"
    "places: { eu: { zones: [a, b], hosts_per_zone: 3 } }\n"
    "services:\n"
    "  web: { replicas: { count: 3, concurrency: 8 }, endpoints: { get: [ { call: api.get } ] } }\n"
    "  api: { replicas: { count: 5, concurrency: 8 }, health_check: {}, endpoints: { get: [ { work: 10ms } ] } }\n"
    "clients:\n"
    "  users: { arrivals: poisson(10/s), call: web.get }\n";

const NodeId web{"services", "web"}, api{"services", "api"};
const std::string count = "services.web.replicas.count";

}  // namespace

class SeveralTest : public QObject {
    Q_OBJECT

    static void select_both(DrivenWindow& w) {
        w.canvas().clearSelection();
        w.canvas().node(web)->setSelected(true);
        w.canvas().node(api)->setSelected(true);
        QCoreApplication::processEvents();
    }
    static const PlaceView* place(const DrivenWindow& w, const std::string& path) {
        const auto& places = const_cast<DrivenWindow&>(w).document().topology().places;
        const auto it = std::ranges::find(places, path, &PlaceView::path);
        return it == places.end() ? nullptr : &*it;
    }

private slots:
    void initTestCase() { isolate(); }

    void what_differs_says_so_and_what_is_typed_goes_to_all() {
        DrivenWindow w;
        w.document().start(shop);
        select_both(w);
        w.draw().inspector().go_to(count);
        auto* line = qobject_cast<QLineEdit*>(w.draw().inspector().editor(count));
        QVERIFY(line != nullptr);
        QVERIFY(line->text().isEmpty());
        QCOMPARE(line->placeholderText(), QStringLiteral("several values"));
        auto* same = qobject_cast<QLineEdit*>(w.draw().inspector().editor("services.web.replicas.concurrency"));
        QVERIFY(same != nullptr);
        QCOMPARE(same->text(), QStringLiteral("8"));

        w.type(count, QStringLiteral("4"));
        QCOMPARE(w.document().scenario().services[0].second.replicas.count, 4U);
        QCOMPARE(w.document().scenario().services[1].second.replicas.count, 4U);
        w.document().undo_stack().undo();  // one step
        QCOMPARE(w.document().text(), std::string{shop});
    }
    void what_is_not_allowed_goes_to_none() {
        DrivenWindow w;
        w.document().start(shop);
        select_both(w);
        w.type(count, QStringLiteral("many"));
        QCOMPARE(w.document().text(), std::string{shop});
    }
    void a_part_that_some_have_is_added_to_the_others() {
        DrivenWindow w;
        w.document().start(shop);
        const auto kept = w.document().scenario().services[1].second.health_check;
        select_both(w);
        auto* box = qobject_cast<QCheckBox*>(w.draw().inspector().editor("services.web.health_check?"));
        QVERIFY(box != nullptr);
        QCOMPARE(box->checkState(), Qt::PartiallyChecked);
        box->click();
        QVERIFY(w.document().scenario().services[0].second.health_check.has_value());
        QVERIFY(w.document().scenario().services[1].second.health_check == kept);
    }
    void rows_that_not_all_have_are_not_shared() {
        Document d;
        d.start(shop);
        const auto shared = shared_form({*form_of(d, "services.web"), *form_of(d, "clients.users")});
        if (shared)
            for (const auto& row : shared->rows)
                QVERIFY(row.field->name != "replicas" && row.field->name != "arrivals");
        const auto services = shared_form({*form_of(d, "services.web"), *form_of(d, "services.api")});
        QVERIFY(services.has_value());
        for (const auto& row : services->rows) QVERIFY(row.field->name != "endpoints");
    }

    void host_that_a_node_names_is_a_frame_in_its_zone() {
        DrivenWindow w;
        w.document().start(shop);
        QVERIFY(place(w, "eu/a/2") == nullptr);  // nobody is there
        QVERIFY(place(w, "eu/a")->chips.contains(QStringLiteral("3 hosts")));
        QVERIFY(put_in_place(w.document(), {api}, "eu/a/2"));
        QVERIFY(!w.document().has_errors());
        const auto* host = place(w, "eu/a/2");
        QVERIFY(host != nullptr);
        QCOMPARE(host->above, std::string{"eu/a"});
        QCOMPARE(w.document().topology().find(api)->place, std::string{"eu/a/2"});
        QVERIFY(place(w, "eu/a")->frame.contains(host->frame));
        QVERIFY(place(w, "eu")->frame.contains(place(w, "eu/a")->frame));
        QVERIFY(place_names(w.document().type(), w.document().value()).contains(QStringLiteral("eu/b/0")));
    }
    void zones_and_hosts_collapse_and_grow_and_the_file_keeps_it() {
        DrivenWindow w;
        w.document().start(shop);
        put_in_place(w.document(), {api}, "eu/a/2");
        const auto before = w.document().text();
        QVERIFY(resize_place(w.document(), *place(w, "eu/a/2"), {500.0, 300.0}));
        QCOMPARE(place(w, "eu/a/2")->frame.size(), QSizeF(500.0, 300.0));
        QVERIFY(set_collapsed(w.document(), *place(w, "eu/a"), true));
        QVERIFY(!w.document().has_errors());
        QVERIFY(place(w, "eu/a/2")->hidden);
        QVERIFY(!w.canvas().node(api)->isVisible());
        QVERIFY(w.canvas().node(web)->isVisible());
        Document again;
        again.start(w.document().text());
        QVERIFY(std::ranges::find(again.topology().places, "eu/a", &PlaceView::path)->collapsed);
        w.document().undo_stack().undo();
        w.document().undo_stack().undo();
        QCOMPARE(w.document().text(), before);
        QVERIFY(w.canvas().node(api)->isVisible());
    }
    void host_is_dragged_by_its_head_with_what_is_in_it() {
        DrivenWindow w;
        w.document().start(shop);
        put_in_place(w.document(), {api}, "eu/a/2");
        w.canvas_view().fit();
        const auto start = w.canvas().node(api)->pos(), other = w.canvas().node(web)->pos();
        const auto head = place(w, "eu/a/2")->frame.topLeft() + QPointF{30.0, 12.0};
        w.drag(head, head + QPointF{60.0, 40.0});
        QVERIFY(w.canvas().node(api)->pos() != start);
        QCOMPARE(w.canvas().node(web)->pos(), other);
    }
};

QTEST_MAIN(SeveralTest)
#include "several_test.moc"
