// Runs from the designer: the same bits as the command's, watched or not, paused or not.
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "gui/document.hpp"
#include "gui/run/experiment_run.hpp"
#include "gui/run/watch.hpp"
#include "models/compile.hpp"
#include "tests/cli/nines_process.hpp"
#include "tests/same_bits.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using namespace nines::gui;
using namespace std::chrono_literals;

class RunningTest : public QObject {
    Q_OBJECT

    static LoadedScenario loaded(const QByteArray& text) {
        auto l = read_scenario(text.toStdString(), "shop.yaml");
        if (!l) qFatal("%s", print_problems(l.problems()).c_str());
        return std::move(*l);
    }
    ExperimentRun::What what(const QByteArray& text, const QString& store) const {
        ExperimentRun::What w;
        w.scenario = loaded(text).scenario;
        w.text = text.toStdString();
        w.file = "shop.yaml";
        w.store = nines_.path(store).toStdString();
        return w;
    }
    static ExperimentRun::End end_of(ExperimentRun& run) {
        ExperimentRun::End out;
        bool over = false;
        connect(&run, &ExperimentRun::ended, &run, [&](const ExperimentRun::End& end) { out = end, over = true; });
        if (!QTest::qWaitFor([&] { return over; }, 60'000)) qFatal("the experiment does not end");
        return out;
    }
    static bool wait_for(WatchedRun& run, WatchedRun::Mode mode) {
        return QTest::qWaitFor([&] { return run.mode() == mode; }, 60'000);
    }

    NinesProcess nines_;

private slots:
    void an_experiment_is_kept_bit_for_bit_as_the_command_keeps_it() {
        const auto text = small_shop();
        nines_.write(QStringLiteral("shop.yaml"), text);
        const auto answer = nines_.run({"run", "shop.yaml", "--store", "command.db", "--no-report", "--quiet"});
        QVERIFY2(answer.status == 0, qPrintable(answer.err));
        ExperimentRun run;
        QVERIFY(run.start(what(text, QStringLiteral("designer.db"))));
        QVERIFY(!run.start(what(text, QStringLiteral("designer.db"))));  // one is under way
        const auto end = end_of(run);
        QCOMPARE(end.failure, QString{});
        QCOMPARE(end.replications, 6U);
        const auto a = Store::open_existing(nines_.path(QStringLiteral("command.db")).toStdString());
        const auto b = Store::open_existing(nines_.path(QStringLiteral("designer.db")).toStdString());
        QVERIFY(a && b);
        for (std::uint32_t r = 0; r < 6; ++r) QVERIFY(same_bits(*a->replication(1, r), *b->replication(end.run, r)));
        const auto x = a->run(1), y = b->run(end.run);
        QCOMPARE(x->text, y->text);
        QCOMPARE(x->seed, y->seed);
        QCOMPARE(x->version, y->version);
        QVERIFY(y->state == RunState::done);
    }
    void shipped_scenarios_give_the_same_bits_in_the_designer_and_in_the_command_data() {
        QTest::addColumn<QString>("name");
        for (const auto* name : {"zone-outage", "retry-storm-breaker", "failover-loses-writes", "saga",
                                 "endless-backlog", "autoscaler", "cache-flush", "bulkheads"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void shipped_scenarios_give_the_same_bits_in_the_designer_and_in_the_command() {
        QFETCH(QString, name);
        const auto file = name + QStringLiteral(".yaml");
        QFile shipped{QStringLiteral(NINES_SOURCE_DIR "/scenarios/") + file};
        QVERIFY(shipped.open(QIODevice::ReadOnly));
        const auto text =
            QString::fromUtf8(shipped.readAll())
                .replace(QRegularExpression{QStringLiteral("replications: \\d+")}, QStringLiteral("replications: 2"));
        QVERIFY(text.contains(QStringLiteral("replications: 2")));
        nines_.write(file, text.toUtf8());
        const auto answer = nines_.run({"run", file, "--seed", "7", "--store", name + ".command.db", "--no-report",
                                        "--quiet", "--allow-inconclusive"});
        QVERIFY2(answer.status == 0 || answer.status == 1, qPrintable(answer.err));  // some objectives are missed

        Document document;  // as the designer reads it
        document.start(text.toStdString());
        QVERIFY(!document.has_errors());
        QVERIFY(document.set(QStringLiteral("Set the seed"), "run.seed", "7"));
        ExperimentRun::What w;
        w.scenario = document.scenario();
        w.text = document.text();
        w.file = file.toStdString();
        w.store = nines_.path(name + QStringLiteral(".designer.db")).toStdString();
        ExperimentRun run;
        QVERIFY(run.start(std::move(w)));
        const auto end = end_of(run);
        QCOMPARE(end.failure, QString{});
        const auto a = Store::open_existing(nines_.path(name + QStringLiteral(".command.db")).toStdString());
        const auto b = Store::open_existing(nines_.path(name + QStringLiteral(".designer.db")).toStdString());
        QVERIFY(a && b);
        for (const std::uint32_t r : {0U, 1U}) QVERIFY(same_bits(*a->replication(1, r), *b->replication(end.run, r)));
    }
    void pausing_changes_no_bit_and_progress_narrows() {
        const auto text = small_shop("{ duration: 200s, warmup: 5s, replications: 12 }");
        ExperimentRun run;
        std::vector<std::size_t> trail;
        connect(&run, &ExperimentRun::progressed, &run, [&](const ExperimentNews& news) {
            if (!news.headlines.empty()) trail.push_back(news.headlines.front().trail.size());
            if (run.mode() == ExperimentRun::Mode::running && news.progress.done >= 1 && trail.size() < 5) {
                run.pause();
                QTimer::singleShot(150, &run, &ExperimentRun::resume);
            }
        });
        QVERIFY(run.start(what(text, QStringLiteral("paused.db"))));
        const auto end = end_of(run);
        QCOMPARE(end.replications, 12U);
        QCOMPARE(run.last_news().headlines.front().trail.size(), 12U);
        const auto& trail_of_one = run.last_news().headlines.front().trail;
        QCOMPARE(trail_of_one.back().replications, 12U);
        const auto s = loaded(text).scenario;
        const auto model = compile(s);
        const auto store = Store::open_existing(nines_.path(QStringLiteral("paused.db")).toStdString());
        for (const std::uint32_t r : {0U, 11U})
            QVERIFY(same_bits(*store->replication(end.run, r),
                              *simulate(*model, {.replication = r, .warmup = 5s, .duration = 200s})));
    }
    void stopping_keeps_what_was_finished() {
        ExperimentRun run;
        connect(&run, &ExperimentRun::progressed, &run, [&](const ExperimentNews& news) {
            if (news.progress.done >= 2) run.stop();
        });
        QVERIFY(run.start(
            what(small_shop("{ duration: 100s, warmup: 5s, replications: 20000 }"), QStringLiteral("stopped.db"))));
        const auto end = end_of(run);
        QVERIFY(end.reason == StopReason::interrupted);
        QVERIFY(end.replications >= 2 && end.replications < 20000);
        const auto store = Store::open_existing(nines_.path(QStringLiteral("stopped.db")).toStdString());
        QVERIFY(store->run(end.run)->state == RunState::interrupted);
        QCOMPARE(store->summary(end.run)->replications, end.replications);
    }
    void a_store_that_cannot_be_opened_is_told() {
        nines_.write(QStringLiteral("no.db"), "this is not a store");
        ExperimentRun run;
        QVERIFY(run.start(what(small_shop(), QStringLiteral("no.db"))));
        QVERIFY(end_of(run).failure.contains(QStringLiteral("no.db")));
        QVERIFY(run.mode() == ExperimentRun::Mode::idle);
    }

    void a_watched_run_is_the_replication_that_it_shows() {
        const auto s = loaded(small_shop("{ duration: 60s, warmup: 0s }")).scenario;
        WatchedRun run;
        run.set_speed(WatchedRun::flat_out);
        run.start(s, 3);
        run.run();
        QVERIFY(wait_for(run, WatchedRun::Mode::finished));
        const auto model = compile(s);
        QVERIFY(same_bits(*run.result(), *simulate(*model, {.replication = 3, .duration = 60s})));
        const auto news = run.take_news();
        QVERIFY(news.states.size() >= 400);  // so that the time line can be dragged
        QVERIFY(std::ranges::is_sorted(news.states, {}, &LiveState::seconds));
    }
    void it_steps_event_by_event_and_by_time() {
        WatchedRun run;
        run.start(loaded(small_shop("{ duration: 60s, warmup: 0s }")).scenario);
        QVERIFY(run.mode() == WatchedRun::Mode::paused);
        const auto last = [&] {
            LiveState out;
            (void)QTest::qWaitFor([&] {
                auto news = run.take_news();
                if (!news.states.empty()) out = news.states.back();
                return !news.states.empty();
            });
            return out;
        };
        QCOMPARE(last().events, std::uint64_t{0});
        run.step();
        QCOMPARE(last().events, std::uint64_t{1});
        run.step();
        QCOMPARE(last().events, std::uint64_t{2});
        run.step_for(10s);
        QVERIFY(std::abs(last().seconds - 10.0) < 1.0);
    }
    void it_keeps_the_pace_that_was_asked_for() {
        WatchedRun run;
        run.set_speed(2.0);
        run.start(loaded(small_shop("{ duration: 1h, warmup: 0s }")).scenario);
        run.run();
        QTest::qWait(1000);
        run.pause();
        QVERIFY(run.mode() == WatchedRun::Mode::paused);
        double reached = 0.0;
        (void)QTest::qWaitFor(
            [&] {
                for (const auto& s : run.take_news().states) reached = s.seconds;
                return false;
            },
            300);
        QVERIFY2(reached > 0.8 && reached < 6.0, qPrintable(QString::number(reached)));  // a busy machine may lag
        run.stop();
        QVERIFY(run.mode() == WatchedRun::Mode::idle);
    }
    void what_is_broken_by_hand_shows_and_is_told() {
        Watch watch;
        const auto s = loaded(small_shop("{ duration: 10h, warmup: 0s }")).scenario;
        Topology topology;
        NodeView shop;
        shop.id = {"services", "shop"};
        topology.nodes.push_back(shop);
        watch.run().set_speed(600.0);
        watch.start(s, topology);
        watch.run().run();
        QVERIFY(QTest::qWaitFor([&] { return watch.history().end_seconds() > 60.0; }, 20'000));
        Fault f;
        f.service = "shop";
        f.outage = 9h;
        QVERIFY(watch.run().break_now(f).empty());
        QVERIFY(QTest::qWaitFor([&] { return watch.overlay().nodes[0].health == Health::down; }, 20'000));
        const double broken = watch.history().end_seconds();
        QVERIFY(QTest::qWaitFor(
            [&] {
                return std::ranges::any_of(watch.time_line().lanes,
                                           [](const TimeLineLane& l) { return l.kind == TimeLineLane::Kind::bad; });
            },
            20'000));
        // As it was before.
        watch.show_time(30.0);
        QVERIFY(watch.overlay().nodes[0].health == Health::good);
        watch.show_time(std::numeric_limits<double>::quiet_NaN());
        watch.run().restore_all();
        QVERIFY(QTest::qWaitFor([&] { return watch.overlay().nodes[0].health == Health::good; }, 20'000));
        watch.run().pause();
        QVERIFY(QTest::qWaitFor([&] { return watch.run().result() != nullptr; }, 20'000));
        QVERIFY(watch.run().result()->injected == 1);
        QVERIFY(broken > 60.0);
        Fault nobody;
        nobody.service = "shp";
        nobody.outage = 1h;
        QVERIFY(!watch.run().break_now(nobody).empty());
        watch.stop();
        QVERIFY(!watch.is_active());
    }
    void it_can_be_ended_and_begun_anew_at_any_moment() {
        WatchedRun run;
        run.set_speed(WatchedRun::flat_out);
        for (int i = 0; i < 20; ++i) {
            run.start(loaded(small_shop("{ duration: 100h, warmup: 0s }")).scenario);
            run.run();
            if (i % 2 == 0) QTest::qWait(5);
            run.stop();
            QVERIFY(run.mode() == WatchedRun::Mode::idle);
        }
    }
};

QTEST_GUILESS_MAIN(RunningTest)
#include "running_test.moc"
