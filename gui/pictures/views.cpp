#include "gui/pictures/views.hpp"

#include <QApplication>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QTabWidget>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/document.hpp"
#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/inspector/inspector.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/read/read_page.hpp"
#include "gui/read/run_list.hpp"
#include "gui/run/run_section.hpp"
#include "gui/run/time_line.hpp"

namespace nines::gui {

namespace {

using namespace std::chrono_literals;

constexpr QSize usual{1440, 900}, laptop{1366, 768};
constexpr int patience = 120'000;  // milliseconds; for a run

bool wait_until(const std::function<bool()>& done) {
    QElapsedTimer clock;
    clock.start();
    while (!done()) {
        if (clock.elapsed() > patience) return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
    }
    return true;
}

void raise(MainWindow& w, const char* dock) { w.findChild<QDockWidget*>(QLatin1String(dock))->raise(); }

class Views {
public:
    explicit Views(QString scenarios) : scenarios_(std::move(scenarios)) {}

    std::vector<View> all() const {
        std::vector<View> out;
        draw(out);
        run(out);
        read(out);
        return out;
    }

private:
    bool open(MainWindow& w, const char* name) const {
        const bool opened = w.open(scenarios_ + QLatin1Char('/') + QLatin1String(name));
        w.show_page(QStringLiteral("draw"));
        settle();
        w.canvas_view().fit();
        raise(w, "inspector");
        raise(w, "table");
        return opened;
    }

    // ---- drawing

    void draw(std::vector<View>& out) const {
        const auto add = [&](const char* name, std::function<void(MainWindow&)> prepare,
                             const char* scenario = "web-shop.yaml", QSize size = usual) {
            out.push_back({QString::fromLatin1(name), size, [*this, prepare, scenario](MainWindow& w) {
                               const bool opened = open(w, scenario);
                               prepare(w);
                               return opened;
                           }});
        };
        add("draw", [](MainWindow& w) { w.canvas().select({"services", "gateway"}); });
        add("draw-call", [](MainWindow& w) { w.canvas().select({"services", "gateway"}, {"services", "cart"}); });
        add("draw-field", [](MainWindow& w) { w.draw().go_to("services.catalogue.endpoints.page.steps[0].work"); });
        add("draw-several", [](MainWindow& w) {
            w.canvas().clearSelection();
            for (const auto* name : {"cart", "stock", "payment"})
                w.canvas().node({"services", name})->setSelected(true);
            settle();
            w.draw().inspector().go_to("services.cart.replicas.count");
        });
        add("draw-text", [](MainWindow& w) {
            raise(w, "text");
            w.canvas().select({"services", "payment"});
        });
        add("draw-problems", [](MainWindow& w) {
            w.document().set(QStringLiteral("Set"), "services.cart.replicas.count", "many");
            raise(w, "problems");
            w.draw().go_to("services.cart.replicas.count");
            raise(w, "inspector");
        });
        add("draw-places", [](MainWindow& w) {
            auto& d = w.document();
            d.set(QStringLiteral("Hosts"), "places.eu-west.hosts_per_zone", "4");
            put_in_place(d, {{"services", "cart"}, {"services", "stock"}}, "eu-west/a/1");
            put_in_place(d, {{"services", "orders"}}, "eu-west/b");
            lay_out(d);
            settle();
            w.canvas_view().fit();
        });
        add(
            "draw-large", [](MainWindow&) {}, "social-network.yaml");
        add("draw-pattern", [](MainWindow& w) {
            w.draw().files().start_new();
            w.draw().put(QStringLiteral("pattern:Three tiers"), {0.0, 0.0});
            w.draw().put(QStringLiteral("pattern:Queue and workers"), {0.0, 160.0});
            w.draw().put(QStringLiteral("pattern:Primary and replicas"), {0.0, 320.0});
            settle();
            w.canvas_view().fit();
        });
        add("draw-empty", [](MainWindow& w) { w.draw().files().start_new(); });
        add(
            "draw-laptop",
            [](MainWindow& w) {
                w.canvas().select({"services", "gateway"});
            },
            "web-shop.yaml", laptop);
    }

    // ---- running

    // Watched for nine minutes, the last three of them with something broken by hand.
    bool watch(MainWindow& w) const {
        if (!open(w, "web-shop.yaml")) return false;
        w.document().set(QStringLiteral("Shorten"), "run.duration", "24min");
        auto& watch = w.findChild<RunSection*>()->watch();
        watch.start(w.document().scenario(), w.document().topology());
        const auto reach = [&](double seconds) {
            while (!watch.is_active() || watch.state().seconds < seconds) {
                const double before = watch.is_active() ? watch.state().seconds : -1.0;
                watch.run().step_for(10s);
                if (!wait_until([&] { return watch.is_active() && watch.state().seconds > before; })) return false;
            }
            return true;
        };
        if (!reach(360.0)) return false;
        Fault slow, kill;
        slow.service = "payment";
        slow.slow = Slowness{Factor{20.0}, 10min};
        kill.service = "recommendations";
        kill.outage = 10min;
        if (!watch.run().break_now(slow).empty() || !watch.run().break_now(kill).empty() || !reach(540.0)) return false;
        raise(w, "time line");
        settle();
        w.canvas_view().fit();
        return true;
    }

    void run(std::vector<View>& out) const {
        out.push_back({QStringLiteral("run-watch"), usual, [*this](MainWindow& w) { return watch(w); }});
        out.push_back({QStringLiteral("run-past"), usual, [](MainWindow& w) {
                           w.canvas().select({"services", "payment"});
                           emit w.findChild<TimeLine*>()->time_wanted(300.0);
                           w.findChild<TimeLine*>()->set_playhead(300.0);
                           return true;
                       }});
        out.push_back({QStringLiteral("run-laptop"), laptop, [](MainWindow& w) {
                           constexpr double present = std::numeric_limits<double>::quiet_NaN();
                           emit w.findChild<TimeLine*>()->time_wanted(present);
                           w.findChild<TimeLine*>()->set_playhead(present);
                           settle();
                           w.canvas_view().fit();
                           return true;
                       }});
        out.push_back({QStringLiteral("run-experiment"), usual, [*this](MainWindow& w) {
                           w.findChild<RunSection*>()->end_watch();
                           return experiment(w, "retry-storm.yaml") && experiment(w, "retry-storm-breaker.yaml");
                       }});
    }

    bool experiment(MainWindow& w, const char* scenario) const {
        if (!open(w, scenario)) return false;
        auto* running = w.findChild<RunSection*>();
        bool ended = false;
        const auto listening =
            QObject::connect(running, &RunSection::experiment_ended, running, [&ended] { ended = true; });
        running->start_experiment();
        const bool done = wait_until([&] { return ended; });
        QObject::disconnect(listening);
        return done;
    }

    // ---- reading

    static bool choose(MainWindow& w, std::size_t runs, const char* tab) {
        auto* page = w.findChild<ReadPage*>();
        w.show_page(QStringLiteral("read"));
        bool shown = false;
        const auto listening = QObject::connect(page, &ReadPage::shown, page, [&shown] { shown = true; });
        std::vector<std::uint64_t> chosen;
        for (int row = 0; row < page->runs().rowCount() && chosen.size() < runs; ++row)
            chosen.push_back(page->runs().run_at(row)->id);
        page->select_runs({});
        page->select_runs(chosen);
        const bool there = wait_until([&] { return shown; });
        QObject::disconnect(listening);
        auto* tabs = page->findChild<QTabWidget*>(QStringLiteral("readings"));
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QApplication::translate("nines::gui::ReadPage", tab)) tabs->setCurrentIndex(i);
        settle();
        return there && chosen.size() == runs;
    }

    void read(std::vector<View>& out) const {
        const auto add = [&](const char* name, std::size_t runs, const char* tab, QSize size = usual) {
            out.push_back(
                {QString::fromLatin1(name), size, [runs, tab](MainWindow& w) { return choose(w, runs, tab); }});
        };
        add("read-overview", 1, "Overview");
        add("read-charts", 1, "Charts");
        add("read-figures", 1, "Figures");
        add("read-comparison", 2, "Figures");
        add("read-comparison-charts", 2, "Charts");
        add("read-difference", 2, "Scenario");
        add("read-laptop", 1, "Charts", laptop);
    }

    QString scenarios_;
};

}  // namespace

void settle() {
    for (int i = 0; i < 5; ++i) QApplication::processEvents(QEventLoop::AllEvents, 50);
}

std::vector<View> views(const QString& scenarios) { return Views{scenarios}.all(); }

}  // namespace nines::gui
