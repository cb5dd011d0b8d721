// What a watched run shows: the canvas's overlay, the history, the time line, and what can be broken. Plain values.
#include <QTest>
#include <cmath>

#include "gui/run/break_choices.hpp"
#include "gui/run/live_history.hpp"
#include "gui/run/live_overlay.hpp"
#include "gui/run/time_line_view.hpp"
#include "models/compile.hpp"
#include "models/injection.hpp"
#include "models/simulation.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using namespace nines::gui;
using nines::tests::scenario;
using namespace std::chrono_literals;

class LiveViewsTest : public QObject {
    Q_OBJECT

    static Scenario shop() {
        return scenario(
            "run: { duration: 100s, warmup: 0s }\n"
            "places: { eu: { zones: [a, b] } }\n"
            "services:\n"
            "  front: { replicas: { count: 4, concurrency: 2 }, endpoints: { e: [ { work: 5ms }, { call: back, with: { "
            "circuit_breaker: { window: 4 calls, minimum_calls: 4, open_for: 1h } } } ] } }\n"
            "  back: { replicas: { count: 2, concurrency: 2, queue: { capacity: 5 } }, endpoints: { e: [ { work: 5ms } "
            "] } }\n"
            "clients: { c: { arrivals: constant(50/s), call: front } }\n"
            "faults: [ { at: 40s, replica: front/1, outage: 1h }, { at: 60s, service: back, outage: 1h } ]\n");
    }
    static Topology topology() {
        Topology t;
        for (const auto& [kind, name] : {std::pair{"services", "front"}, std::pair{"services", "back"},
                                         std::pair{"clients", "c"}, std::pair{"services", "new"}}) {
            NodeView n;
            n.id = {kind, name};
            t.index[n.id] = static_cast<std::uint32_t>(t.nodes.size());
            t.nodes.push_back(n);
        }
        for (const auto& [from, to] : {std::pair{2U, 0U}, std::pair{0U, 1U}, std::pair{0U, 3U}}) {
            EdgeView e;
            e.from = from;
            e.to = to;
            t.edges.push_back(e);
        }
        return t;
    }
    static Overlay overlay_at(Duration before, Duration t) {
        const auto model = compile(shop());
        Simulation sim{*model, {.duration = 100s}};
        LiveState first, second;
        sim.run_until(start_of_run + before);
        sim.observe(first);
        sim.run_until(start_of_run + t);
        sim.observe(second);
        return LiveOverlay{topology(), live_names(*model)}.show(second, rates_between(first, second));
    }
    static LiveState state(double seconds, std::uint64_t answered) {
        LiveState s;
        s.seconds = seconds;
        s.services.resize(1);
        s.services[0].answered = s.services[0].good = answered;
        return s;
    }

private slots:
    void a_design_that_works_is_shown_as_such() {
        const auto o = overlay_at(10s, 20s);
        QVERIFY(o.nodes[0].health == Health::good);
        QVERIFY(o.nodes[1].health == Health::good);
        QVERIFY(o.nodes[2].health == Health::good);
        QVERIFY(std::abs(o.edges[0].traffic - 50.0) < 1.0);
        QCOMPARE(o.edges[0].share, 1.0);
        QVERIFY(o.edges[1].breaker == gui::BreakerState::closed);
        QVERIFY(o.edges[0].breaker == gui::BreakerState::none);
    }
    void what_the_run_does_not_know_stays_unknown() {
        const auto o = overlay_at(10s, 20s);
        QVERIFY(o.nodes[3].health == Health::unknown);
        QVERIFY(std::isnan(o.edges[2].traffic));
        QVERIFY(o.edges[2].note.isEmpty());
    }
    void failures_degrade_and_outages_are_down_in_words_too() {
        const auto one = overlay_at(45s, 55s);
        QVERIFY(one.nodes[0].health == Health::degraded || one.nodes[0].health == Health::bad);
        QCOMPARE(one.nodes[0].failed, 1U);
        QVERIFY(one.nodes[0].note.contains(QStringLiteral("1 of 4 down")));
        const auto all = overlay_at(80s, 90s);
        QVERIFY(all.nodes[1].health == Health::down);
        QVERIFY(all.nodes[2].health == Health::bad);
        QVERIFY(all.edges[1].breaker == gui::BreakerState::open);
        QVERIFY(all.edges[1].note.contains(QStringLiteral("breaker open")));
    }
    void the_legend_says_what_every_state_means() {
        const auto all = legend();
        for (const auto* mark : {"good", "degraded", "bad", "down", "load", "queue", "breaker", "traffic"})
            QVERIFY(std::ranges::any_of(
                all, [&](const LegendEntry& e) { return e.mark == QLatin1String(mark) && !e.meaning.isEmpty(); }));
    }

    void history_keeps_the_whole_run_in_bounded_memory() {
        LiveHistory h{40 * bytes_of(state(0, 0))};
        for (int i = 0; i <= 10'000; ++i) h.add(state(i, static_cast<std::uint64_t>(10 * i)));
        QVERIFY(h.bytes() <= 40 * bytes_of(state(0, 0)));
        QVERIFY(h.size() >= 15);
        QCOMPARE(h.at(-1.0).seconds, 0.0);
        QCOMPARE(h.end_seconds(), 10'000.0);
        QVERIFY(h.at(5'000.0).seconds <= 5'000.0 && h.at(5'000.0).seconds > 4'000.0);
        for (const double t : {1'000.0, 5'000.0, 10'000.0})
            QVERIFY(std::abs(h.rates_at(t).services[0].per_second - 10.0) < 1e-9);
    }
    void rates_are_taken_over_the_window() {
        LiveHistory h;
        h.set_window(10.0);
        for (int i = 0; i <= 20; ++i) h.add(state(i, i < 20 ? 0 : 100));
        QCOMPARE(h.rates_at(20.0).services[0].per_second, 10.0);
    }

    void what_lasts_becomes_a_bar_and_what_does_not_a_mark() {
        const std::vector<TimelineEvent> events = {
            {10.0, Subject::system, "zone eu/a", "fault begins", ""},
            {10.0, Subject::service, "front/1", "replica down", ""},
            {12.0, Subject::edge, "a -> b", "breaker open", ""},
            {14.0, Subject::edge, "a -> b", "breaker half-open", ""},
            {15.0, Subject::edge, "a -> b", "breaker closed", ""},
            {20.0, Subject::system, "zone eu/a", "fault ends", ""},
            {25.0, Subject::service, "orders", "failover begins", ""},
            {26.0, Subject::service, "orders", "failover ends", ""},
            {30.0, Subject::service, "orders", "scaled out", "3 to 4"},
        };
        const auto v = time_line_of(events, {{11.0, 13.0, QStringLiteral("c gets less")}}, 40.0, 100.0);
        const auto lane = [&](TimeLineLane::Kind kind) {
            for (const auto& l : v.lanes)
                if (l.kind == kind) return l;
            return TimeLineLane{};
        };
        using Kind = TimeLineLane::Kind;
        QCOMPARE(lane(Kind::faults).bars.size(), 1U);
        QCOMPARE(lane(Kind::faults).bars[0].to, 20.0);
        QCOMPARE(lane(Kind::breakers).bars.size(), 1U);  // half-open is part of it
        QCOMPARE(lane(Kind::breakers).bars[0].to, 15.0);
        QCOMPARE(lane(Kind::replicas).bars[0].to, 40.0);
        QVERIFY(lane(Kind::replicas).bars[0].open);
        QCOMPARE(lane(Kind::bad).bars[0].from, 11.0);
        QCOMPARE(lane(Kind::other).bars.size(), 2U);
        QCOMPARE(lane(Kind::other).bars[0].to, 26.0);
        QCOMPARE(lane(Kind::other).bars[1].from, lane(Kind::other).bars[1].to);
        QVERIFY(lane(Kind::other).bars[1].label.contains(QStringLiteral("3 to 4")));
        QVERIFY(v.at(12.5).contains(QStringLiteral("zone eu/a")));
        QVERIFY(v.at(12.5).contains(QStringLiteral("c gets less")));
        QVERIFY(!v.at(35.0).contains(QStringLiteral("zone eu/a")));
    }

    void everything_that_is_offered_can_be_broken() {
        const auto s = shop();
        for (const auto& node : {std::optional<NodeId>{}, std::optional{NodeId{"services", "front"}},
                                 std::optional{NodeId{"clients", "c"}}}) {
            const auto choices = break_choices(s, node, 1min);
            QVERIFY(!choices.empty());
            for (const auto& c : choices) {
                const auto ready = prepare(s, c.fault);
                QVERIFY2(ready, qPrintable(c.group + c.label));
            }
        }
        const auto at_front = break_choices(s, NodeId{"services", "front"}, 1min);
        QCOMPARE(std::ranges::count(at_front, QStringLiteral("Kill one replica"), &BreakChoice::group), 4);
    }
};

QTEST_APPLESS_MAIN(LiveViewsTest)
#include "live_views_test.moc"
