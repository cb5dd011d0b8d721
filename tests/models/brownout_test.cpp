#include "models/brownout.hpp"

#include <QTest>
#include <cmath>

#include "tests/scenario_text.hpp"

using namespace nines;
using namespace std::chrono_literals;
using nines::tests::Ran;
using nines::tests::scenario;

class BrownoutTest : public QObject {
    Q_OBJECT

    static Brownout toward(Duration target) {
        Brownout p;
        p.target = target;
        return p;
    }
    // Twice what four workers can do with the optional step, a third of what they can do without.
    static Ran ran(const char* brownout, const char* arrivals = "poisson(200/s)") {
        return Ran{
            scenario(std::string{"run: { duration: 300s, warmup: 0s }\nservices: { a: { replicas: { concurrency: 4 "
                                 "}, "} +
                     brownout +
                     " endpoints: { e: [ { work: exponential(10ms) }, { work: exponential(30ms), optional: true } ] "
                     "} } }\nclients: { c: { arrivals: " +
                     arrivals + ", call: a, patience: 5s } }\n"),
            1, 60s};
    }

private slots:
    void it_stays_bright_while_it_is_fast() {
        Dimmer d;
        for (int i = 0; i < 100; ++i) d.adjust(toward(500ms), 100ms);
        QCOMPARE(d.theta(), 1.0);
    }
    void it_dims_while_it_is_slow_and_never_below_nothing() {
        Dimmer d;
        double last = 1.0;
        for (int i = 0; i < 1000; ++i) {
            d.adjust(toward(500ms), 3s);
            QVERIFY(d.theta() <= last);
            last = d.theta();
        }
        QCOMPARE(d.theta(), 0.0);
    }
    void it_comes_back() {
        Dimmer d;
        for (int i = 0; i < 1000; ++i) d.adjust(toward(500ms), 3s);
        for (int i = 0; i < 1000; ++i) d.adjust(toward(500ms), 50ms);
        QCOMPARE(d.theta(), 1.0);
    }
    // A plant that is what the controller takes it for: response time 2 s x theta. It settles at a quarter.
    void it_settles_where_the_target_is() {
        Dimmer d;
        for (int i = 0; i < 300; ++i) d.adjust(toward(500ms), from_seconds(2.0 * d.theta()));
        QVERIFY(std::abs(d.theta() - 0.25) < 0.01);
    }
    void under_load_optional_steps_are_left_out() {
        const auto plain = ran(""), dimmed = ran("brownout: 100ms,");
        QVERIFY(plain.client("availability") < 0.6);
        QVERIFY(dimmed.client("availability") > 0.97);
        const double left_out = dimmed.service("a", "brownout.left_out_share");
        QVERIFY(left_out > 0.4 && left_out < 1.0);
        QVERIFY(std::abs(dimmed.client("outcome.degraded") - left_out) < 0.03);
        QVERIFY(std::abs(1.0 - dimmed.service("a", "brownout.dimmer") - left_out) < 0.05);
    }
    void without_load_everything_is_there() {
        const auto r = ran("brownout: 200ms,", "poisson(40/s)");
        QCOMPARE(r.client("outcome.success"), 1.0);
        QCOMPARE(r.service("a", "brownout.left_out_share"), 0.0);
    }
    // Optional calls among parallel branches are left out as well.
    void branches_are_left_out_too() {
        const Ran r{
            scenario("run: { duration: 300s, warmup: 0s }\nservices:\n  a: { replicas: { concurrency: unlimited }, "
                     "brownout: 50ms, "
                     "endpoints: { e: [ { parallel: [ { call: b }, { call: d, optional: true } ] } ] } }\n"
                     "  b: { endpoints: { e: [ { work: 1ms } ] } }\n  d: { endpoints: { e: [ { work: 40ms } ] } }\n"
                     "clients: { c: { arrivals: constant(50/s), call: a } }\n")};
        QVERIFY(r.service("a", "brownout.left_out_share") > 0.3);
        QVERIFY(std::abs(r.client("outcome.degraded") - r.service("a", "brownout.left_out_share")) < 0.05);
    }
};

QTEST_APPLESS_MAIN(BrownoutTest)
#include "brownout_test.moc"
