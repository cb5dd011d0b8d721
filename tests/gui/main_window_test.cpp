// The main window opens scenarios and shows them.
#include "gui/main_window.hpp"

#include <QTest>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/document.hpp"
#include "gui/theme.hpp"

using namespace nines::gui;

class MainWindowTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { CurrentTheme::instance().use(Shade::light); }
    void opened_file_is_on_the_canvas() {
        MainWindow w;
        w.show();
        QVERIFY(w.open(QStringLiteral(NINES_SOURCE_DIR "/scenarios/web-shop.yaml")));
        QCOMPARE(w.canvas().nodes().size(), 8U);
        QVERIFY(w.canvas().edges().size() >= 7U);
        QVERIFY(w.windowTitle().startsWith(QStringLiteral("web-shop.yaml")));
        QVERIFY(!w.isWindowModified());
    }
    void page_brings_its_docks() {
        MainWindow w;
        w.show();
        auto* page = new QWidget;
        w.add_page(QStringLiteral("read"), QStringLiteral("Read"), {}, page);
        auto* dock =
            reinterpret_cast<QWidget*>(w.add_dock(QStringLiteral("runs"), QStringLiteral("Runs"),
                                                  Qt::RightDockWidgetArea, new QWidget, QStringLiteral("read")));
        w.show_page(QStringLiteral("draw"));
        QVERIFY(!dock->isVisible());
        w.show_page(QStringLiteral("read"));
        QVERIFY(dock->isVisible());
    }
    void states_are_shown_and_cleared() {
        MainWindow w;
        w.open(QStringLiteral(NINES_SOURCE_DIR "/scenarios/web-shop.yaml"));
        std::vector<NodeState> states(w.canvas().nodes().size());
        states[1].health = Health::down;
        w.canvas().show_states(states, {});
        QCOMPARE(w.canvas().nodes()[1]->view().state.health, Health::down);
        w.canvas().clear_states();
        QCOMPARE(w.canvas().nodes()[1]->view().state.health, Health::unknown);
    }
};

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
