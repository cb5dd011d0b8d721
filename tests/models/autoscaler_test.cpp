// The decisions of the Kubernetes autoscaler, rule by rule.
#include <QTest>

#include "models/autoscaler_state.hpp"

using namespace nines;
using namespace std::chrono_literals;

class AutoscalerTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static MetricReading reading(double target, std::uint32_t ready, double each, std::uint32_t not_ready = 0,
                                 std::uint32_t missing = 0) {
        MetricReading m;
        m.target = target;
        m.full = 1.0;
        m.sum = each * ready;
        m.ready = ready;
        m.not_ready = not_ready;
        m.missing = missing;
        return m;
    }
    static Autoscaler between(std::uint32_t min, std::uint32_t max) {
        Autoscaler a;
        a.min = min;
        a.max = max;
        return a;
    }
    // Whatever usage makes the formula want so many.
    static std::vector<MetricReading> wanting(std::uint32_t wanted, std::uint32_t current) {
        return {reading(0.5, current, 0.5 * wanted / current)};
    }
    static std::uint32_t wanted(const MetricReading& m, std::uint32_t current) {
        return wanted_by(m, current, 0.1).value_or(0);
    }

private slots:
    // The documentation's example: 200m of a target of 100m doubles, 50m halves.
    void desired_is_current_times_usage_over_target() {
        QCOMPARE(wanted(reading(0.1, 3, 0.2), 3), 6U);
        QCOMPARE(wanted(reading(0.1, 4, 0.05), 4), 2U);
        QCOMPARE(wanted(reading(0.5, 3, 0.6), 3), 4U);  // 3.6: rounded up
    }
    void within_the_tolerance_nothing_changes() {
        QCOMPARE(wanted(reading(0.5, 10, 0.55), 10), 10U);
        QCOMPARE(wanted(reading(0.5, 10, 0.56), 10), 12U);  // 11.2
        QCOMPARE(wanted(reading(0.5, 10, 0.45), 10), 10U);
        QCOMPARE(wanted(reading(0.5, 10, 0.44), 10), 9U);
    }
    void nobody_ready_says_nothing() { QVERIFY(!wanted_by(reading(0.5, 0, 0.0, 2, 1), 3, 0.1).has_value()); }
    // Two at twice the target and two that start: as idle, they bring the four to just the target.
    void those_that_are_not_ready_are_idle_when_it_would_go_up() {
        QCOMPARE(wanted(reading(0.5, 2, 1.0, 2), 4), 4U);
        QCOMPARE(wanted(reading(0.5, 2, 1.0, 1), 3), 4U);
    }
    void those_that_are_not_ready_do_not_count_when_it_would_go_down() {
        QCOMPARE(wanted(reading(0.5, 4, 0.125, 4), 8), 1U);  // of the ready alone, as the controller does
    }
    // Three at a fifth of the target, one silent: as fully used it makes 0.325 of 0.5, 65%: 2.6.
    void missing_ones_are_full_when_it_would_go_down() {
        QCOMPARE(wanted(reading(0.5, 3, 0.1, 0, 1), 4), 3U);
        // With two of them it would turn round: nothing happens.
        QCOMPARE(wanted(reading(0.5, 2, 0.1, 0, 2), 4), 4U);
    }
    void missing_ones_are_idle_when_it_would_go_up() {
        QCOMPARE(wanted(reading(0.5, 2, 1.0, 0, 1), 3), 4U);
        QCOMPARE(wanted(reading(0.5, 2, 0.7, 0, 2), 4), 4U);  // 1.4 of 2.0 would go down: nothing happens
    }
    void of_several_metrics_the_highest_counts() {
        AutoscalerState s;
        const std::vector<MetricReading> both{reading(0.5, 2, 0.5), reading(10.0, 2, 20.0)};
        QCOMPARE(s.decide(between(1, 10), both, 2, at(0s)), 4U);
    }
    void with_a_metric_that_cannot_say_it_goes_up_but_not_down() {
        AutoscalerState s;
        auto p = between(1, 10);
        p.down = ScaleDown{.stabilization = 0s, .share = {}, .replicas = {}};
        QCOMPARE(s.decide(p, {reading(0.5, 4, 0.1), reading(1.0, 0, 0.0)}, 4, at(0s)), 4U);
        QCOMPARE(s.decide(p, {reading(0.5, 4, 1.0), reading(1.0, 0, 0.0)}, 4, at(15s)), 8U);
    }
    void it_stays_between_min_and_max() {
        AutoscalerState s;
        auto p = between(2, 5);
        p.down = ScaleDown{.stabilization = 0s, .share = {}, .replicas = {}};
        QCOMPARE(s.decide(p, wanting(40, 4), 4, at(0s)), 5U);
        QCOMPARE(s.decide(p, {reading(0.5, 5, 0.0)}, 5, at(400s)), 2U);
    }
    // By default the larger of twice as many and four more, within 15 s.
    void up_it_doubles_or_adds_four() {
        AutoscalerState s;
        const auto p = between(1, 100);
        QCOMPARE(s.decide(p, wanting(100, 2), 2, at(0s)), 6U);
        QCOMPARE(s.decide(p, wanting(100, 6), 6, at(10s)), 6U);  // the period began with two
        QCOMPARE(s.decide(p, wanting(100, 6), 6, at(15s)), 12U);
        QCOMPARE(s.decide(p, wanting(100, 12), 12, at(30s)), 24U);
    }
    void the_policy_that_allows_the_least_can_be_chosen_or_none() {
        auto p = between(1, 100);
        p.up = ScaleUp{.factor = Factor{2.0}, .replicas = 4, .select = ScalingSelect::min};
        AutoscalerState least, none;
        QCOMPARE(least.decide(p, wanting(100, 10), 10, at(0s)), 14U);
        p.up->select = ScalingSelect::disabled;
        QCOMPARE(none.decide(p, wanting(100, 10), 10, at(0s)), 10U);
    }
    // The highest recommendation of the last five minutes, the number it was found with included.
    void down_it_waits_for_the_stabilization_window() {
        AutoscalerState s;
        const auto p = between(1, 100);
        for (Duration t = 0s; t < 300s; t += 15s) QCOMPARE(s.decide(p, wanting(4, 10), 10, at(t)), 10U);
        QCOMPARE(s.decide(p, wanting(4, 10), 10, at(300s)), 4U);
        // One high recommendation holds it for as long again.
        AutoscalerState bumped;
        for (Duration t = 0s; t < 150s; t += 15s) static_cast<void>(bumped.decide(p, wanting(4, 10), 10, at(t)));
        static_cast<void>(bumped.decide(p, wanting(8, 10), 10, at(150s)));
        for (Duration t = 165s; t < 300s; t += 15s) QCOMPARE(bumped.decide(p, wanting(4, 10), 10, at(t)), 10U);
        QCOMPARE(bumped.decide(p, wanting(4, 10), 10, at(300s)), 8U);
        QCOMPARE(bumped.decide(p, wanting(4, 8), 8, at(449s)), 8U);
        QCOMPARE(bumped.decide(p, wanting(4, 8), 8, at(450s)), 4U);
    }
    void up_can_be_stabilized_too() {
        auto p = between(1, 100);
        p.up = ScaleUp{.stabilization = 60s, .factor = {}, .replicas = {}};
        AutoscalerState s;
        QCOMPARE(s.decide(p, wanting(4, 4), 4, at(0s)), 4U);
        for (Duration t = 15s; t < 60s; t += 15s) QCOMPARE(s.decide(p, wanting(20, 4), 4, at(t)), 4U);
        QCOMPARE(s.decide(p, wanting(20, 4), 4, at(60s)), 20U);
    }
    void down_no_more_than_the_policy_allows() {
        auto p = between(1, 100);
        p.down = ScaleDown{.stabilization = 0s, .share = Probability{0.1}, .replicas = {}, .period = 60s};
        AutoscalerState s;
        QCOMPARE(s.decide(p, wanting(1, 80), 80, at(0s)), 72U);
        QCOMPARE(s.decide(p, wanting(1, 72), 72, at(30s)), 72U);
        QCOMPARE(s.decide(p, wanting(1, 72), 72, at(60s)), 64U);  // a tenth of 72 is 7.2: down to 64.8, rounded down
    }
};

QTEST_APPLESS_MAIN(AutoscalerTest)
#include "autoscaler_test.moc"
