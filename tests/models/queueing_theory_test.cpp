// Queues against exact results, shortened; tolerances from the variance between the replications themselves: the 99.9%
// interval of Student's t over 10 must hold the exact value.
#include <QTest>
#include <cmath>
#include <functional>

#include "sim/student_t.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::Ran;
using nines::tests::scenario;

class QueueingTheoryTest : public QObject {
    Q_OBJECT

    using Figure = std::function<double(const Ran&)>;

    // Repeats once with other seeds before it fails: one correct check in a thousand fails by chance.
    static void check(const std::string& text, double warmup, const std::vector<std::pair<double, Figure>>& expected) {
        const Scenario s = scenario(text);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            bool holds = false;
            QString seen;
            for (std::uint64_t round = 0; round < 2 && !holds; ++round) {
                std::vector<double> values;
                for (std::uint64_t r = 0; r < 10; ++r)
                    values.push_back(expected[i].second(Ran{s, 1 + round * 100 + r, from_seconds(warmup)}));
                const auto interval = mean_interval(values, 0.999);
                holds = std::abs(interval.mean - expected[i].first) <= interval.half_width;
                // An interval too wide to tell anything proves nothing.
                QVERIFY2(interval.half_width <= 0.25 * std::abs(expected[i].first), qPrintable(QString::number(interval.half_width)));
                seen += QString{" %1 +- %2"}.arg(interval.mean, 0, 'g', 8).arg(interval.half_width, 0, 'g', 3);
            }
            QVERIFY2(holds, qPrintable(QString{"%1: expected %2, saw%3"}.arg(i).arg(expected[i].first).arg(seen)));
        }
    }
    static Figure client(const char* metric) {
        return [metric](const Ran& r) { return r.client(metric); };
    }
    static Figure service(const char* metric) {
        return [metric](const Ran& r) { return r.service("q", metric); };
    }
    static std::string queue(const std::string& arrivals, const std::string& replicas, const std::string& work,
                             const std::string& client = "") {
        return "run: { duration: 20000s, warmup: 0s }\nservices: { q: { replicas: " + replicas +
               ", endpoints: { serve: [ { work: " + work + " } ] } } }\nclients: { c: { arrivals: poisson(" + arrivals +
               "/s), call: q" + client + " } }\n";
    }

private slots:
    void mm1() {
        check(queue("0.8", "1", "exponential(1s)"), 1000,
              {{5.0, client("latency.mean")}, {4.0, service("wait.mean")}, {0.8, service("utilization")},
               {4.0, service("in_flight.mean")}, {0.8, service("wait.share")}, {14.9786614, client("latency.p95")},
               {3.4657359, client("latency.p50")}});
    }
    void mmc() {
        check(queue("2.4", "{ concurrency: 3 }", "exponential(1s)"), 1000,
              {{2.07865169, client("latency.mean")}, {0.647191011, service("wait.share")}, {4.98876404, service("in_flight.mean")}});
    }
    void loss_system_is_insensitive_to_the_service_law() {
        for (const auto* law : {"exponential(1s)", "1s", "lognormal(mean: 1s, cv: 1.41421356)"})
            check(queue("7", "{ concurrency: 10, queue: { capacity: 0 } }", law), 100, {{0.078740883, client("outcome.rejected")}});
    }
    void finite_queue() {
        check(queue("1.8", "{ concurrency: 2, queue: { capacity: 4 } }", "exponential(1s)"), 100,
              {{0.112664301, client("outcome.rejected")}, {1.78821146, client("latency.mean")}, {1.59720426, client("goodput")}});
    }
    void general_service() {
        check(queue("0.7", "1", "1s"), 1000, {{1.16666667, service("wait.mean")}});
        check(queue("0.7", "1", "lognormal(mean: 1s, cv: 1.41421356)"), 1000, {{3.5, service("wait.mean")}});
        check(queue("0.7", "1", "hyperexponential(mean: 1s, cv2: 4)"), 1000, {{5.83333333, service("wait.mean")}});
    }
    void processor_sharing_is_insensitive() {
        for (const auto* law : {"exponential(1s)", "hyperexponential(mean: 1s, cv2: 4)"})
            check(queue("0.75", "{ queue: { discipline: processor_sharing } }", law), 1000, {{4.0, client("latency.mean")}});
    }
    void lifo_has_the_mean_of_fifo() {
        check(queue("0.7", "{ queue: { discipline: lifo } }", "exponential(1s)"), 1000, {{2.33333333, service("wait.mean")}});
        check(queue("0.7", "{ queue: { discipline: preemptive_lifo } }", "exponential(1s)"), 1000, {{3.33333333, client("latency.mean")}});
    }
    void two_priorities() {
        const std::string text =
            "run: { duration: 20000s, warmup: 0s }\nservices: { q: { replicas: { queue: { discipline: priority } }, endpoints: { "
            "high: [ { work: exponential(0.5s) } ], low: [ { work: exponential(1s) } ] } } }\nclients: { high: { arrivals: "
            "poisson(0.6/s), call: q.high, priority: 1 }, low: { arrivals: poisson(0.4/s), call: q.low } }\n";
        check(text, 1000,
              {{0.785714286 + 0.5, [](const Ran& r) { return r.figure(Subject::client, "high", "latency.mean"); }},
               {2.61904762 + 1.0, [](const Ran& r) { return r.figure(Subject::client, "low", "latency.mean"); }}});
    }
    void impatient_customers() {
        check(queue("1.2", "{ queue: { max_wait: exponential(2s) } }", "exponential(1s)"), 100,
              {{0.366204211, client("outcome.rejected")}, {0.760554947, service("utilization")}});
        check(queue("0.9", "{ queue: { max_wait: 3s } }", "exponential(1s)"), 100,
              {{0.166710256, client("outcome.rejected")}, {0.74996077, service("utilization")}});
    }
    void a_deadline_with_and_without_cancellation() {
        check(queue("0.7", "1", "exponential(1s)", ", with: { timeout: { overall: 8s, cancel: true } }"), 100,
              {{0.0290608228, client("outcome.timeout")}, {0.679657424, service("utilization")}});
        check(queue("0.7", "1", "exponential(1s)", ", with: { timeout: 8s }"), 100,
              {{0.0907179533, client("outcome.timeout")}, {0.7, service("utilization")}, {0.636497433, client("goodput")}});
    }
    void jackson_network() {
        const std::string text =
            "run: { duration: 20000s, warmup: 0s }\nservices:\n"
            "  one: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(0.5s) }, { one_of: [ { call: two, "
            "probability: 60% }, { call: three, probability: 40% } ] } ] } }\n"
            "  two: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(0.625s) }, { call: one, probability: 20% } ] } }\n"
            "  three: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: exponential(1s) }, { call: two, probability: 30% } ] } }\n"
            "clients: { c: { arrivals: poisson(1/s), call: one } }\n";
        check(text, 1000, {{3.39006175, client("latency.mean")}});
    }
    void closed_network() {
        const std::string text =
            "run: { duration: 20000s, warmup: 0s }\nservices:\n  a: { replicas: { while_waiting: release }, endpoints: { serve: [ { work: "
            "exponential(0.5s) }, { call: b } ] } }\n  b: { endpoints: { serve: [ { work: exponential(0.3s) } ] } }\nclients: { c: { users: 10, "
            "think: exponential(5s), call: a } }\n";
        check(text, 100, {{1.48059469, client("throughput")}, {1.75404285, client("latency.mean")}});
    }
    void fork_and_join() {
        const std::string text =
            "run: { duration: 20000s, warmup: 0s }\nservices:\n  root: { replicas: { concurrency: unlimited }, endpoints: { serve: [ { "
            "parallel: [ { call: a }, { call: b } ] } ] } }\n  a: { endpoints: { serve: [ { work: exponential(1s) } ] } }\n  b: { endpoints: { "
            "serve: [ { work: exponential(1s) } ] } }\nclients: { c: { arrivals: poisson(0.8/s), call: root } }\n";
        check(text, 1000, {{7.0, client("latency.mean")}});
    }
    void bursty_arrivals() {
        const std::string text =
            "run: { duration: 100000s, warmup: 0s }\nservices: { q: { endpoints: { serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { "
            "arrivals: 'mmpp(0.2/s for 10s, 1.3/s for 10s)', call: q } }\n";
        check(text, 1000, {{0.75, client("arrival_rate")}, {7.31178752, service("in_flight.mean")}});
    }
    void load_balancing() {
        check(queue("3.2", "4", "exponential(1s)"), 1000, {{3.26738361, client("latency.mean")}});
        const std::string random =
            "run: { duration: 20000s, warmup: 0s }\nservices: { q: { load_balancer: random, replicas: 4, endpoints: { serve: [ { work: "
            "exponential(1s) } ] } } }\nclients: { c: { arrivals: poisson(3.2/s), call: q } }\n";
        check(random, 1000, {{5.0, client("latency.mean")}});
    }
    void breakdowns_that_only_interrupt() {
        const std::string text =
            "run: { duration: 100000s, warmup: 0s }\nservices: { q: { replica_failure: { mtbf: 20s, mttr: 5s, mode: pause }, endpoints: { "
            "serve: [ { work: exponential(1s) } ] } } }\nclients: { c: { arrivals: poisson(0.5/s), call: q } }\n";
        check(text, 1000, {{3.0, service("in_flight.mean")}, {6.0, client("latency.mean")}, {0.8, service("availability.time")}});
    }
};

QTEST_APPLESS_MAIN(QueueingTheoryTest)
#include "queueing_theory_test.moc"
