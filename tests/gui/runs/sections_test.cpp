// Run and Read in the main window, driven as a person drives them.
#include <QAction>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/canvas/traffic_layer.hpp"
#include "gui/document.hpp"
#include "gui/main_window.hpp"
#include "gui/plots/plot_panel.hpp"
#include "gui/plots/plot_stack.hpp"
#include "gui/read/read_page.hpp"
#include "gui/read/read_section.hpp"
#include "gui/run/run_section.hpp"
#include "gui/run/time_line.hpp"
#include "gui/run/words_that_fit.hpp"

using namespace nines;
using namespace nines::gui;

class SectionsTest : public QObject {
    Q_OBJECT

    static constexpr const char* shop =
        "nines: 1\n"
        "name: Shop\n"
        "run: { duration: 60s, warmup: 5s, replications: 4 }\n"
        "services:\n"
        "  shop: { replicas: 2, endpoints: { buy: [ { work: 10ms } ] } }\n"
        "clients:\n"
        "  shoppers: { arrivals: poisson(20/s), call: shop.buy, patience: 1s }\n";

    QTemporaryDir home_;

    // A window with everything, and a store of its own.
    struct Window : MainWindow {
        explicit Window(const QTemporaryDir& home) { add_run_and_read(*this, home.filePath("runs.db").toStdString()); }
    };

    static QAction* action(MainWindow& w, const char* name) {
        auto* a = w.findChild<QAction*>(QLatin1String(name));
        if (a == nullptr) qFatal("no action %s", name);
        return a;
    }

private slots:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", home_.path().toUtf8()); }

    void an_experiment_ends_on_the_reading_page() {
        Window w{home_};
        w.show();
        w.document().start(shop);
        auto* page = w.findChild<ReadPage*>();
        auto* running = w.findChild<RunSection*>();
        QVERIFY(page != nullptr && running != nullptr);
        QSignalSpy shown{page, &ReadPage::shown};
        action(w, "run experiment")->trigger();
        QVERIFY(action(w, "stop experiment")->isEnabled());
        QVERIFY(QTest::qWaitFor([&] { return shown.count() > 0; }, 60'000));
        QVERIFY(page->overview().contains(QStringLiteral("shoppers")));
        QVERIFY(page->charts().panel(QStringLiteral("availability shoppers")) != nullptr);
        w.show_page(QStringLiteral("read"));
        QCOMPARE(w.page(), QStringLiteral("read"));
        QVERIFY(!action(w, "stop experiment")->isEnabled());
    }
    void watching_colours_the_canvas_and_the_time_line_brings_the_past_back() {
        Window w{home_};
        w.show();
        w.document().start(std::string{shop}.replace(std::string{shop}.find("60s"), 3, "10h"));
        auto& watch = w.findChild<RunSection*>()->watch();
        action(w, "watch")->trigger();
        const auto* node = w.canvas().node({"services", "shop"});
        QVERIFY(node != nullptr);
        QVERIFY(QTest::qWaitFor([&] { return node->view().state.health == Health::good; }, 20'000));
        QVERIFY(!action(w, "step")->isEnabled());
        w.canvas().select({"services", "shop"});
        Fault f;
        f.service = "shop";
        f.outage = std::chrono::hours{1};
        QVERIFY(watch.run().break_now(f).empty());
        QVERIFY(QTest::qWaitFor([&] { return node->view().state.health == Health::down; }, 20'000));
        auto* line = w.findChild<TimeLine*>();
        emit line->time_wanted(0.0);
        QVERIFY(node->view().state.health != Health::down);
        QTest::keyClick(line, Qt::Key_End);
        QVERIFY(node->view().state.health == Health::down);
        action(w, "watch")->trigger();  // pauses
        QVERIFY(action(w, "step")->isEnabled());
        action(w, "restore")->trigger();
        action(w, "step second")->trigger();
        QVERIFY(QTest::qWaitFor([&] { return node->view().state.health != Health::down; }, 20'000));
        action(w, "end watching")->trigger();
        QVERIFY(node->view().state.health == Health::unknown);
    }
    void charts_follow_a_watched_run_while_somebody_looks() {
        Window w{home_};
        w.show();
        w.document().start(std::string{shop}.replace(std::string{shop}.find("60s"), 3, "10h"));
        auto* page = w.findChild<ReadPage*>();
        action(w, "watch")->trigger();
        w.show_page(QStringLiteral("read"));
        const auto chart = [&] { return page->charts().panel(QStringLiteral("availability shoppers")); };
        QVERIFY(QTest::qWaitFor([&] { return chart() != nullptr; }, 20'000));  // once an interval has passed
        auto* panel = chart();
        page->charts().set_range(10.0, 20.0);
        const auto first = page->report();
        QVERIFY(QTest::qWaitFor([&] { return page->report() != first; }, 20'000));
        QVERIFY(w.findChild<RunSection*>()->watch().run().mode() == WatchedRun::Mode::running);
        QCOMPARE(chart(), panel);                         // the same, with newer values
        QCOMPARE(panel->range(), std::pair(10.0, 20.0));  // still zoomed in
        action(w, "end watching")->trigger();
    }
    void traffic_moves_while_a_run_is_watched_and_can_be_switched_off() {
        Window w{home_};
        w.show();
        w.document().start(std::string{shop}.replace(std::string{shop}.find("60s"), 3, "10h"));
        auto& traffic = w.canvas_view().traffic();
        QVERIFY(!traffic.is_shown());
        action(w, "watch")->trigger();
        QVERIFY(QTest::qWaitFor([&] { return traffic.is_moving(); }, 20'000));
        action(w, "watch")->trigger();  // pauses
        QVERIFY(traffic.is_shown() && !traffic.is_moving());
        action(w, "traffic")->trigger();
        QVERIFY(!traffic.is_shown());
        action(w, "traffic")->trigger();
        action(w, "end watching")->trigger();
        QVERIFY(!traffic.is_shown());
    }
    void clock_that_is_too_narrow_leaves_out_whole_words() {
        WordsThatFit clock;
        clock.show_words({"0:09:00 of 0:24:00", "23 in flight"});
        clock.resize(1000, 20);
        clock.show();
        QCOMPARE(clock.text(), QStringLiteral("0:09:00 of 0:24:00 · 23 in flight"));
        clock.resize(clock.fontMetrics().horizontalAdvance(clock.text()) - 1, 20);
        QCOMPARE(clock.text(), QStringLiteral("0:09:00 of 0:24:00"));
        QCOMPARE(clock.toolTip(), QStringLiteral("0:09:00 of 0:24:00 · 23 in flight"));
    }
    void a_design_with_errors_is_not_run() {
        Window w{home_};
        w.document().start("nines: 1\nservices: { a: { endpoints: { e: [ { call: nobody } ] } } }\n");
        action(w, "run experiment")->trigger();
        action(w, "watch")->trigger();
        QVERIFY(w.findChild<RunSection*>()->experiment().mode() == ExperimentRun::Mode::idle);
        QVERIFY(!w.findChild<RunSection*>()->watch().is_active());
    }
    void a_store_that_cannot_be_opened_leaves_the_rest() {
        const auto file = home_.filePath("broken.db");
        QFile broken{file};
        QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("this is not a store") > 0);
        broken.close();
        MainWindow w;
        add_run_and_read(w, file.toStdString());
        QVERIFY(w.findChild<RunSection*>() != nullptr);
        QVERIFY(w.findChild<ReadPage*>() == nullptr);
    }
    void a_window_can_be_closed_while_everything_runs() {
        Window w{home_};
        w.document().start(
            std::string{shop}.replace(std::string{shop}.find("replications: 4"), 15, "replications: 90000"));
        action(w, "run experiment")->trigger();
        action(w, "watch")->trigger();
        QTest::qWait(100);
    }
    void everything_has_a_name_for_those_who_cannot_see_it() {
        Window w{home_};
        for (const auto* type : {"run experiment", "pause experiment", "stop experiment", "watch", "step",
                                 "end watching", "break", "restore", "save report", "find run"}) {
            const auto* a = action(w, type);
            QVERIFY2(!a->text().isEmpty() && !a->toolTip().isEmpty(), type);
        }
        auto* page = w.findChild<ReadPage*>();
        for (const auto* b : page->findChildren<QToolButton*>())
            if (b->isVisibleTo(page)) QVERIFY2(!b->accessibleName().isEmpty(), qPrintable(b->text()));
    }
};

QTEST_MAIN(SectionsTest)
#include "sections_test.moc"
