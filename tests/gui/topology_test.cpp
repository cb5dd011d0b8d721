// Nodes and edges come from the description of a scenario's type, also of one that the designer has never seen.
#include "gui/topology.hpp"

#include <QTest>

#include "gui/document.hpp"
#include "models/scalars.hpp"

namespace nines {

struct Lantern {
    static constexpr const char* type_name = "Lantern";
    std::uint32_t candles = 3;
    std::string lit_by;
    friend bool operator==(const Lantern&, const Lantern&) = default;
};
void describe(Describe& d, Lantern& l) {
    d("candles", l.candles, headline("{} candles"), "How many");
    d("lit_by", l.lit_by, refers_to("lantern"), "Which lantern lights it");
}
struct Street {
    static constexpr const char* type_name = "Street";
    Dictionary<Lantern> lanterns;
    friend bool operator==(const Street&, const Street&) = default;
};
void describe(Describe& d, Street& s) { d("lanterns", s.lanterns, drawn("", Figure::cloud), "By name"); }

}  // namespace nines

using namespace nines;
using namespace nines::gui;

class TopologyTest : public QObject {
    Q_OBJECT
private slots:
    void kind_that_nobody_knew_becomes_nodes_and_edges() {
        Document d{type_of<Street>(), [](const void*) { return Problems{}; }};
        d.start("lanterns: { first: { candles: 5 }, second: { lit_by: first } }\n");
        const auto& t = d.topology();
        QCOMPARE(t.nodes.size(), 2U);
        QCOMPARE(t.nodes[0].noun, QStringLiteral("lantern"));
        QCOMPARE(t.nodes[0].detail, QStringLiteral("5 candles"));
        QCOMPARE(t.nodes[0].figure, Figure::cloud);
        QCOMPARE(t.edges.size(), 1U);
        QCOMPARE(t.edges[0].from, 1U);
        QCOMPARE(t.edges[0].to, 0U);
        QCOMPARE(t.edges[0].calls[0].path, std::string{"lanterns.second.lit_by"});
    }
    void shipped_web_shop_has_its_clients_services_and_calls() {
        Document d;
        const auto text = read_file(NINES_SOURCE_DIR "/scenarios/web-shop.yaml");
        QVERIFY(text.has_value());
        d.start(*text);
        const auto& t = d.topology();
        QCOMPARE(t.nodes.size(), 8U);
        QVERIFY(t.find({"services", "gateway"}) != nullptr);
        QVERIFY(t.find({"clients", "shoppers"}) != nullptr);
        const auto edges_from = [&](const NodeId& id) {
            return std::ranges::count_if(t.edges, [&](const EdgeView& e) { return t.nodes[e.from].id == id; });
        };
        QCOMPARE(edges_from({"services", "gateway"}), 6);
        QCOMPARE(edges_from({"clients", "shoppers"}), 1);
    }
    void positions_of_the_file_are_used_and_the_rest_is_placed_apart() {
        Document d;
        d.start(
            "nines: 1\nservices:\n  a: { endpoints: { x: [] } }\n  b: { endpoints: { x: [] } }\nclients: {}\n"
            "layout: { services: { a: { x: 300, y: 40, pinned: true } } }\n");
        const auto* a = d.topology().find({"services", "a"});
        const auto* b = d.topology().find({"services", "b"});
        QCOMPARE(a->at, QPointF(300.0, 40.0));
        QVERIFY(a->pinned);
        QVERIFY(!b->placed);
        QVERIFY(!QRectF(a->at, QSizeF(node_width, node_height)).intersects({b->at, QSizeF(node_width, node_height)}));
    }
};

QTEST_GUILESS_MAIN(TopologyTest)
#include "topology_test.moc"
