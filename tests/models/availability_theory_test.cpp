// Failure and repair against exact results, shortened; as in queueing_theory_test.cpp.
#include <QTest>
#include <cmath>
#include <functional>

#include "sim/student_t.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class AvailabilityTheoryTest : public QObject {
    Q_OBJECT

    static void check(const std::string& text, double expected, const std::function<double(const Ran&)>& figure) {
        const Scenario s = scenario(text);
        QString seen;
        for (std::uint64_t round = 0; round < 2; ++round) {
            std::vector<double> values;
            for (std::uint64_t r = 0; r < 10; ++r) values.push_back(figure(Ran{s, 1 + round * 100 + r}));
            const auto interval = mean_interval(values, 0.999);
            seen += QString{" %1 +- %2"}.arg(interval.mean, 0, 'g', 8).arg(interval.half_width, 0, 'g', 3);
            QVERIFY2(interval.half_width <= 0.5 * std::abs(expected), qPrintable(seen));
            if (std::abs(interval.mean - expected) <= interval.half_width) return;
        }
        QFAIL(qPrintable(QString{"expected %1, saw%2"}.arg(expected).arg(seen)));
    }
    static std::string system(const std::string& rest, const std::string& service) {
        return rest + "services: { s: { " + service + ", endpoints: { serve: [ { delay: 0s } ] } } }\nclients: { c: { arrivals: "
                      "poisson(0.001/s), call: s } }\n";
    }
    static double unavailability(const Ran& r) { return 1.0 - r.service("s", "availability.time"); }

private slots:
    // Hours of the models are seconds here.
    void one_repairable_unit() {
        check(system("run: { duration: 2000000s, warmup: 0s }\n", "replica_failure: { mtbf: 1000s, mttr: 10s }"), 0.0099009901, unavailability);
    }
    void only_the_means_of_the_laws_matter() {
        check(system("run: { duration: 1000000s, warmup: 0s }\n",
                     "replica_failure: { mtbf: 'weibull(shape: 2, mean: 100s)', mttr: 'lognormal(mean: 4s, cv: 1.7320508)' }"),
              0.0384615385, unavailability);
    }
    void three_of_five_with_one_crew() {
        const auto text = system("run: { duration: 400000s, warmup: 0s }\ncrews: { one: 1 }\n",
                                 "replicas: 5, required: 3, replica_failure: { mtbf: 100s, mttr: 10s, crew: one }");
        check(text, 0.0412812993, unavailability);
        check(text, 12.2, [](const Ran& r) { return r.service("s", "down_time.mean"); });
        check(text, 3.38371306e-3, [](const Ran& r) { return r.service("s", "failures") / r.result().end_seconds; });
    }
    void common_cause() {
        check(system("run: { duration: 10000000s, warmup: 0s }\ncommon_causes: { shock: { members: [s], failure: { mtbf: 10000s, mttr: 10s } } }\n",
                     "replicas: 3, replica_failure: { mtbf: 1111.11111s, mttr: 10s }"),
              0.00033545451, unavailability);
    }
    void replicas_in_zones() {
        const std::string rest = "run: { duration: 2000000s, warmup: 0s }\nplaces: { r: { zones: [a, b, c], zone_failure: { mtbf: 500s, mttr: 5s } } }\n";
        const std::string failure = "replicas: 6, replica_failure: { mtbf: 100s, mttr: 2s }";
        check(system(rest, failure + ", required: 3"), 0.000359658424, unavailability);
        check(system(rest, failure + ", required_zones: 2"), 0.000314963247, unavailability);
        check(system(rest, failure), 5.82411182, [](const Ran& r) { return r.service("s", "replicas_up.mean"); });
    }
    void requests_see_what_time_shows_and_lose_what_was_in_flight() {
        const std::string text =
            "run: { duration: 50000s, warmup: 0s }\nservices: { s: { replicas: { concurrency: unlimited }, replica_failure: { mtbf: 100s, mttr: "
            "10s }, endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: poisson(5/s), call: s } }\n";
        check(text, 0.0909090909, unavailability);
        check(text, 0.0909090909, [](const Ran& r) { return r.client("outcome.refused"); });
        check(text, 0.099909991, [](const Ran& r) { return 1.0 - r.client("availability"); });
    }
    void retries_against_a_lasting_outage() {
        const std::string text =
            "run: { duration: 200000s, warmup: 0s }\nservices: { s: { replica_failure: { mtbf: 100s, mttr: 10s }, endpoints: { serve: [ { delay: 0s "
            "} ] } } }\nclients: { c: { arrivals: poisson(1/s), call: s, with: { retry: { max_attempts: 3, backoff: { base: 2s, factor: 1, "
            "jitter: none } } } } }\n";
        check(text, 0.0611976094, [](const Ran& r) { return 1.0 - r.client("availability"); });
    }
};

QTEST_APPLESS_MAIN(AvailabilityTheoryTest)
#include "availability_theory_test.moc"
