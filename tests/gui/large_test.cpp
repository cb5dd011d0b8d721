// A thousand nodes: opening, panning, zooming and dragging. The times are printed; the limits here are loose, because
// tests run beside each other.
#include <fmt/format.h>

#include <QElapsedTimer>
#include <QScrollBar>
#include <algorithm>

#include "gui_test.hpp"

using namespace nines;
using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

constexpr int nodes = 1000;

std::string large_scenario() {
    std::string text = "nines: 1\nservices:\n";
    for (int i = 0; i < nodes; ++i) {
        text +=
            fmt::format("  s{}:\n    replicas: {{ count: 3, concurrency: 16 }}\n    endpoints:\n      handle:\n", i);
        text += "        - work: lognormal(median: 3ms, p99: 20ms)\n";
        for (const int to : {2 * i + 1, 2 * i + 2})
            if (to < nodes) text += fmt::format("        - call: s{}\n", to);
    }
    return text + "clients:\n  users: { arrivals: poisson(100/s), call: s0 }\n";
}

double median(std::vector<double> x) {
    std::ranges::sort(x);
    return x[x.size() / 2];
}

}  // namespace

class LargeTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void thousand_nodes_open_and_move() {
        QTemporaryDir dir;
        const auto file = dir.filePath(QStringLiteral("large.yaml"));
        {
            QFile f{file};
            QVERIFY(f.open(QIODevice::WriteOnly));
            f.write(QByteArray::fromStdString(large_scenario()));
        }
        DrivenWindow w;
        QCoreApplication::processEvents();
        QElapsedTimer clock;
        clock.start();
        QVERIFY(w.open(file));
        w.canvas_view().fit();
        w.canvas_view().viewport()->repaint();
        const double opened = static_cast<double>(clock.nsecsElapsed()) * 1e-6;
        QCOMPARE(w.canvas().nodes().size(), static_cast<std::size_t>(nodes + 1));

        auto& view = w.canvas_view();
        const auto frames = [&](const char* what, auto&& step) {
            std::vector<double> times;
            for (int i = 0; i < 30; ++i) {
                clock.restart();
                step(i);
                QCoreApplication::processEvents();
                view.viewport()->repaint();
                times.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
            }
            const double worst = *std::ranges::max_element(times), middle = median(times);
            qInfo("%s: median %.1f ms, slowest %.1f ms a frame", what, middle, worst);
            return middle;
        };
        qInfo("open: %.0f ms", opened);
        const auto pan = [&](int i) {
            view.horizontalScrollBar()->setValue(view.horizontalScrollBar()->value() + (i % 2 == 0 ? 14 : -9));
        };
        const double all = frames("pan, everything visible", pan);
        view.resetTransform();
        view.centerOn(w.canvas().node({"services", "s40"}));
        const double near = frames("pan at 100%", pan);
        const double zoom = frames("zoom", [&](int i) { i % 2 == 0 ? view.zoom_out() : view.zoom_in(); });
        view.resetTransform();
        const NodeId id{"services", "s40"};
        view.centerOn(w.canvas().node(id));
        const auto start = w.canvas().node(id)->pos();
        const double drag = frames("drag at 100%", [&](int i) {
            w.canvas().node(id)->setPos(start + QPointF{i * 7.0, i * 3.0});
        });
        clock.restart();
        move_nodes(w.document(), {{id, start + QPointF{50.0, 50.0}}});
        qInfo("first move, which writes every position: %lld ms", static_cast<long long>(clock.elapsed()));
        clock.restart();
        move_nodes(w.document(), {{id, start + QPointF{80.0, 50.0}}});
        qInfo("move: %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(!w.document().has_errors());
        constexpr double loose = 10.0;
        QVERIFY(opened < 2000.0 * loose);
        for (const double t : {all, near, zoom, drag}) QVERIFY(t < 16.0 * loose);
    }
};

QTEST_MAIN(LargeTest)
#include "large_test.moc"
