// Charts: what they show of a report, as values, and on the screen.
#include <QtTest/qtestspontaneevent.h>
#include <QElapsedTimer>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

#include "gui/plots/plot_panel.hpp"
#include "gui/plots/plot_stack.hpp"
#include "tests/reports/sample_report.hpp"

using namespace nines;
using namespace nines::gui;
using nines::tests::sample_report;

class ChartsTest : public QObject {
    Q_OBJECT

    static const ChartView* find(const std::vector<ChartView>& charts, const QString& id) {
        const auto it = std::ranges::find(charts, id, &ChartView::id);
        return it == charts.end() ? nullptr : &*it;
    }
    static ChartView wave(std::size_t points) {
        ChartView c;
        c.id = c.title = QStringLiteral("wave");
        c.unit = "seconds";
        c.interval = 1.0;
        c.end_seconds = static_cast<double>(points);
        ChartLine l;
        l.name = QStringLiteral("noise");
        for (std::size_t i = 0; i < points; ++i)
            l.mean.push_back(
                static_cast<float>(1.0 + std::sin(static_cast<double>(i) * 0.7) + (i % 97 == 0 ? 1.0 : 0.0)));
        c.lines.push_back(l);
        return c;
    }
    static QByteArray content(const QString& file) {
        QFile f{file};
        return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray{};
    }

private slots:
    void every_chart_that_the_run_can_feed_is_there() {
        const auto charts = standard_charts(sample_report());
        for (const auto* id : {"availability shoppers", "availability callers", "latency shoppers", "goodput shoppers",
                               "edge breaker.open_share", "service queue", "service utilization"})
            QVERIFY2(find(charts, QLatin1String(id)) != nullptr, id);
        QVERIFY(find(charts, QStringLiteral("amplification")) == nullptr);  // nothing is retried
        const auto v = stack_of(sample_report());
        QCOMPARE(v.heats.size(), 2U);
        QCOMPARE(v.distributions.size(), 2U);
    }
    // A failover that loses writes, and restores of what was damaged: how long each took and how far back it went.
    void what_became_of_the_data_has_charts_and_distributions() {
        const auto v = stack_of(nines::tests::simulated_report(
            "nines: 1\nrun: { duration: 1h, warmup: 0s, replications: 3 }\ndatabases: { d: { preset: postgresql, "
            "replicas: 2, reads_from: replicas, replication: { transfer: exponential(40ms) }, failover: { preset: "
            "patroni "
            "}, backups: { every: 10min, takes: 1min, restore: 2min } } }\nclients: { w: { arrivals: poisson(20/s), "
            "call: "
            "d.write }, r: { arrivals: poisson(20/s), call: d.read } }\nfaults: [ { at: 15min, primary: d, outage: "
            "5min "
            "}, { at: 45min, database: d, damage: 3min } ]\n"));
        for (const auto* id :
             {"database writes_lost", "database without_primary", "database replication_lag", "database stale_share"})
            QVERIFY2(find(v.charts, QLatin1String(id)) != nullptr, id);
        QVERIFY(find(v.charts, QStringLiteral("database split_brain")) == nullptr);
        const auto distribution = [&](const char* metric) -> const DistributionView* {
            const auto it =
                std::ranges::find(v.distributions, QStringLiteral("database distribution d ") + QLatin1String(metric),
                                  &DistributionView::id);
            return it == v.distributions.end() ? nullptr : &*it;
        };
        for (const auto* metric : {"replication_lag", "staleness", "recovery", "exposure", "restore", "restore_point"})
            QVERIFY2(distribution(metric) != nullptr, metric);
        QVERIFY(distribution("exposure")->title.contains(QStringLiteral("RPO")));
        QVERIFY(distribution("exposure")->bars.front().from > 1e-6);  // nothing is drawn for those that lost nothing
        QVERIFY(distribution("recovery")->title.contains(QStringLiteral("RTO")));
    }
    void bad_minutes_faults_and_the_warmup_are_marked() {
        const auto c = availability_chart(sample_report(), "shoppers");
        const auto of = [&](ChartSpan::Kind kind) {
            std::vector<ChartSpan> out;
            for (const auto& s : c.spans)
                if (s.kind == kind) out.push_back(s);
            return out;
        };
        QCOMPARE(of(ChartSpan::Kind::warmup).size(), 1U);
        QCOMPARE(of(ChartSpan::Kind::fault).size(), 1U);
        QCOMPARE(of(ChartSpan::Kind::fault)[0].from, 90.0);
        QCOMPARE(of(ChartSpan::Kind::fault)[0].to, 120.0);
        const auto bad = of(ChartSpan::Kind::bad);
        QVERIFY(!bad.empty());
        QVERIFY(std::ranges::any_of(bad, [](const ChartSpan& s) { return s.from <= 100.0 && s.to >= 100.0; }));
        QCOMPARE(c.reference, 0.999);
    }
    void intervals_are_bands() {
        const auto c = availability_chart(sample_report(), "shoppers");
        QCOMPARE(c.lines[0].low.size(), c.lines[0].mean.size());
        for (std::size_t i = 0; i < c.lines[0].mean.size(); ++i)
            if (std::isfinite(c.lines[0].low[i])) QVERIFY(c.lines[0].low[i] <= c.lines[0].high[i]);
    }
    void any_series_of_the_catalogue_can_be_charted_by_its_description() {
        // A model that measures something new: nothing in the designer has heard of it.
        Report r = sample_report();
        for (const auto* name : {"north", "south"}) {
            r.catalogue.series.push_back({Subject::system, name, "tide.height", "ratio"});
            r.summary.series.emplace_back(240, 2.0F);
            r.summary.series_low.emplace_back(240, 1.5F);
            r.summary.series_high.emplace_back(240, 2.5F);
        }
        const auto groups = series_groups(r.catalogue);
        std::size_t series = 0;
        for (const auto& g : groups) series += g.names.size();
        QCOMPARE(series, r.catalogue.series.size());
        const auto it = std::ranges::find(groups, "tide.height", &SeriesGroup::metric);
        QVERIFY(it != groups.end());
        const auto c = series_chart(r, *it);
        QCOMPARE(c.lines.size(), 2U);
        QCOMPARE(c.value_at(c.lines[1], 100.0), 2.0);
        QVERIFY(!c.lines[0].low.empty());
        QCOMPARE(series_chart(r, *it, {"south"}).lines.size(), 1U);
        PlotStack stack;
        stack.offer(groups, [&r](const SeriesGroup& g) { return series_chart(r, g); });
        stack.add_chart(c);
        QVERIFY(stack.panel(c.id) != nullptr);
    }
    void more_lines_than_can_be_told_apart_are_left_out_and_counted() {
        Report r = sample_report();
        SeriesGroup g{Subject::system, "many", "count", {}};
        for (int i = 0; i < 20; ++i) {
            g.names.push_back("n" + std::to_string(i));
            r.catalogue.series.push_back({Subject::system, g.names.back(), "many", "count"});
            r.summary.series.emplace_back(240, static_cast<float>(i));
        }
        const auto c = series_chart(r, g);
        QCOMPARE(c.lines.size(), most_lines);
        QCOMPARE(c.lines[0].name, QStringLiteral("n19"));
        QCOMPARE(c.left_out, 11U);  // and the one that never was above 0
    }
    void the_heat_map_holds_every_answer() {
        const auto& r = sample_report();
        const auto h = latency_heat(r, "callers");
        QVERIFY(std::ranges::is_sorted(h.edges));
        QCOMPARE(h.edges.size(), h.rate.size() + 1);
        const auto good = r.summary.series[index_of(r.catalogue.series, Subject::client, "callers", "good")];
        double sum = 0.0;
        for (const auto& band : h.rate) sum += static_cast<double>(band[200]);
        QVERIFY(std::abs(sum - static_cast<double>(good[200])) < 0.01 * static_cast<double>(good[200]) + 1e-3);
    }
    void a_distribution_adds_up_and_its_tail_falls() {
        const auto d = distribution(sample_report(), Subject::client, "callers", "latency");
        double sum = 0.0, before = 1.0;
        for (const auto& b : d.bars) {
            sum += b.share;
            QVERIFY(b.beyond <= before + 1e-12);
            before = b.beyond;
        }
        QVERIFY(std::abs(sum - 1.0) < 1e-9);
        QVERIFY(d.bars.back().beyond < 1e-9);
        QVERIFY(d.marks.size() >= 3);
    }
    void decimation_keeps_every_peak() {
        const auto c = wave(1'000'000);
        const auto few = decimated(c, c.lines[0], 0.0, c.end_seconds, 800);
        QVERIFY(few.mean.size() <= 1602);
        QCOMPARE(*std::ranges::max_element(few.mean), *std::ranges::max_element(c.lines[0].mean));
        QCOMPARE(*std::ranges::min_element(few.mean), *std::ranges::min_element(c.lines[0].mean));
        QVERIFY(std::ranges::is_sorted(few.x));
        const auto part = decimated(c, c.lines[0], 1000.0, 2000.0, 100);
        QVERIFY(part.x.front() >= 1000.0 && part.x.back() <= 2000.0);
    }
    void a_million_points_stay_smooth() {
        PlotPanel panel;
        panel.resize(1200, 260);
        panel.show_chart(wave(1'000'000));
        panel.show();
        panel.replot_now();
        QElapsedTimer clock;
        clock.start();
        constexpr int frames = 10;
        for (int i = 0; i < frames; ++i) {
            panel.set_range(1000.0 * i, 900'000.0 + 1000.0 * i);
            panel.replot_now();
        }
        const double each = static_cast<double>(clock.elapsed()) / frames;
        qInfo("%.1f ms a frame", each);
        QVERIFY(each < 400.0);  // without optimization, with sanitizers, on a busy machine; see docs for what it is
    }

    void zoom_and_crosshair_are_shared_by_all_charts() {
        PlotStack stack;
        stack.resize(900, 700);
        stack.show_view(stack_of(sample_report()));
        QVERIFY(stack.panels().size() >= 8);
        stack.panels()[0]->range_wanted(60.0, 120.0);
        for (const auto* p : stack.panels())
            if (p->is_over_time()) QCOMPARE(p->range(), (std::pair{60.0, 120.0}));
        stack.panels()[1]->range_wanted(80.0, 100.0);
        stack.zoom_back();
        QCOMPARE(stack.panels()[0]->range(), (std::pair{60.0, 120.0}));
        stack.show_everything();
        QCOMPARE(stack.panels()[0]->range(), (std::pair{0.0, 180.0}));

        QSignalSpy moved{&stack, &PlotStack::cursor_moved};
        emit stack.panels()[2]->cursor_moved(100.0);
        QCOMPARE(moved.count(), 1);
        const auto* availability = stack.panel(QStringLiteral("availability shoppers"));
        QVERIFY2(availability->readings()[0].contains(QLatin1Char('%')), qPrintable(availability->readings()[0]));
        QVERIFY(stack.panel(QStringLiteral("service queue"))->readings()[0].size() > 3);
        emit stack.panels()[2]->cursor_moved(std::numeric_limits<double>::quiet_NaN());
        QCOMPARE(availability->readings()[0], QStringLiteral("availability"));
    }
    void mouse_and_keys_zoom() {
        PlotPanel panel;
        panel.resize(800, 260);
        panel.show_chart(availability_chart(sample_report(), "shoppers"));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        auto* plot = panel.findChild<QWidget*>({}, Qt::FindDirectChildrenOnly);
        for (auto* child : panel.findChildren<QWidget*>())
            if (child->inherits("QCustomPlot")) plot = child;
        QSignalSpy wanted{&panel, &PlotPanel::range_wanted};
        QSignalSpy picked{&panel, &PlotPanel::picked};
        QTest::mousePress(plot, Qt::LeftButton, {}, {200, 60});
        QTest::mouseMove(plot, {400, 60});
        QTest::mouseRelease(plot, Qt::LeftButton, {}, {400, 60});
        QCOMPARE(wanted.count(), 1);
        QVERIFY(wanted[0][0].toDouble() < wanted[0][1].toDouble());
        QTest::mouseClick(plot, Qt::LeftButton, {}, {300, 60});
        QCOMPARE(picked.count(), 1);
        QTest::keyClick(plot, Qt::Key_Plus);
        QCOMPARE(wanted.count(), 2);
    }
    void the_wheel_over_a_chart_scrolls_to_the_next_ones() {
        PlotStack stack;
        stack.resize(800, 400);
        stack.show_view(stack_of(sample_report()));
        stack.show();
        QVERIFY(QTest::qWaitForWindowExposed(&stack));
        auto* area = stack.findChild<QScrollArea*>();
        std::vector<QWidget*> plots;
        for (auto* child : stack.findChildren<QWidget*>())
            if (child->inherits("QCustomPlot")) plots.push_back(child);
        QVERIFY(area != nullptr && plots.size() > 3);
        auto* bar = area->verticalScrollBar();
        QTRY_VERIFY(bar->maximum() > 200);
        for (auto* plot : plots) {  // over time, heat maps and distributions
            bar->setValue(0);
            const QPointF at{200.0, 60.0};
            QWheelEvent wheel{
                at, plot->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false};
            QSpontaneKeyEvent::setSpontaneous(&wheel);  // only what comes from a hand is passed on to who scrolls
            qApp->notify(plot, &wheel);
            QVERIFY(bar->value() > 0);
        }
    }
    void a_line_can_be_hidden() {
        PlotPanel panel;
        panel.show_chart(latency_chart(sample_report(), "callers"));
        QVERIFY(panel.readings().size() >= 2);
        panel.set_line_visible(0, false);
        QVERIFY(panel.readings().size() >= 2);  // the legend still has it, to bring it back
    }
    void charts_are_saved_as_picture_drawing_page_and_numbers() {
        QTemporaryDir folder;
        PlotPanel panel;
        panel.resize(700, 260);
        const auto c = availability_chart(sample_report(), "shoppers");
        panel.show_chart(c);
        for (const auto* ending : {"png", "svg", "pdf", "csv"}) {
            const auto file = folder.filePath(QStringLiteral("chart.") + QLatin1String(ending));
            QCOMPARE(panel.save(file), QString{});
            QVERIFY2(content(file).size() > 500, ending);
        }
        QImage image{folder.filePath(QStringLiteral("chart.png"))};
        QCOMPARE(image.width(), 1400);
        QVERIFY(content(folder.filePath(QStringLiteral("chart.svg"))).contains("<path"));
        QVERIFY(content(folder.filePath(QStringLiteral("chart.pdf"))).startsWith("%PDF"));
        const auto rows = content(folder.filePath(QStringLiteral("chart.csv"))).trimmed().split('\n');
        QCOMPARE(rows.size(), static_cast<qsizetype>(c.lines[0].mean.size()) + 1);
        QCOMPARE(rows[0], QByteArray{"seconds,availability,availability low,availability high"});
        QVERIFY(!panel.save(folder.filePath(QStringLiteral("no/such/folder/chart.png"))).isEmpty());
    }
    void themes_change_the_paint_and_not_the_numbers() {
        PlotPanel panel;
        panel.resize(600, 220);
        panel.show_chart(availability_chart(sample_report(), "shoppers"));
        const auto light = panel.grab().toImage();
        const auto numbers = panel.csv();
        CurrentTheme::instance().use(Shade::dark);
        QVERIFY(panel.grab().toImage() != light);
        QCOMPARE(panel.csv(), numbers);
        CurrentTheme::instance().use(Shade::light);
    }
};

QTEST_MAIN(ChartsTest)
#include "charts_test.moc"
