#include "batch/experiment.hpp"

#include <QTest>
#include <cmath>
#include <cstring>
#include <map>
#include <thread>

#include "batch/replications.hpp"
#include "batch/verdict.hpp"
#include "tests/scenario_text.hpp"

using namespace nines;
using nines::tests::scenario;

class ExperimentTest : public QObject {
    Q_OBJECT

    static bool same(const Summary& a, const Summary& b) {
        const auto bits = [](const std::vector<std::vector<double>>& x, const std::vector<std::vector<double>>& y) {
            for (std::size_t i = 0; i < x.size(); ++i)
                if (x[i].size() != y[i].size() ||
                    std::memcmp(x[i].data(), y[i].data(), x[i].size() * sizeof(double)) != 0)
                    return false;
            return x.size() == y.size();
        };
        return bits(a.values, b.values) && a.histograms == b.histograms && a.events == b.events &&
               a.replications == b.replications && a.stop_detail == b.stop_detail && a.warmup_rule == b.warmup_rule;
    }
    static inline const std::string text =
        "run: { duration: 200s, replications: { at_least: 5, at_most: 40, until: { relative_error: 10%, confidence: "
        "95% } } }\nservices: { q: { replica_failure: { "
        "mtbf: 100s, mttr: 5s }, endpoints: { e: [ { work: exponential(50ms) } ] } } }\nclients: { c: { arrivals: "
        "poisson(10/s), call: q } }\n"
        "slos: [ { name: works, good: success, objective: 90% } ]\n";

private slots:
    void the_number_of_threads_changes_no_bit() {
        const Scenario s = scenario(text);
        const auto m = compile(s);
        ExperimentOptions o;
        o.plan = s.run;
        o.threads = 1;
        const auto one = run_experiment(*m, o);
        for (const std::uint32_t threads : {2U, 5U, 64U}) {
            o.threads = threads;
            QVERIFY(same(one, run_experiment(*m, o)));
        }
        QVERIFY(one.warmup_rule.find("MSER-5") != std::string::npos);
        QVERIFY(one.stop != StopReason::interrupted);
        const auto v = verdicts(s, m->catalogue, one);
        QCOMPARE(v.size(), std::size_t{1});
        QVERIFY(v[0].good_share.low <= v[0].good_share.high);
    }

    void an_interrupted_run_goes_on_with_the_same_bits() {
        const Scenario s = scenario(text);
        const auto m = compile(s);
        ExperimentOptions o;
        o.plan = s.run;
        o.threads = 2;
        const auto whole = run_experiment(*m, o);
        std::map<std::uint32_t, RunResult> kept;
        std::atomic<bool> stop = false;
        o.stop = &stop;
        o.on_replication = [&](std::uint32_t r, const RunResult& result) {
            kept[r] = result;
            if (r == 2) stop = true;
        };
        const auto part = run_experiment(*m, o);
        QCOMPARE(part.stop, StopReason::interrupted);
        QVERIFY(part.replications < whole.replications);
        stop = false;
        o.on_replication = {};
        o.kept = [&](std::uint32_t r) { return kept.contains(r) ? std::optional{kept[r]} : std::nullopt; };
        QVERIFY(same(whole, run_experiment(*m, o)));
    }

    // A nominal 95% interval over 20 short replications of the real engine, 1,000 times: M/M/1 at half load, where the
    // mean wait is exactly 1 s.
    void intervals_hold_the_truth_as_often_as_they_say() {
        const Scenario s = scenario(
            "run: { duration: 3000s, warmup: 60s }\nservices: { q: { endpoints: { e: [ { work: exponential(1s) } ] } } "
            "}\nclients: { c: { arrivals: "
            "poisson(0.5/s), call: q } }\n");
        const auto m = compile(s);
        const auto wait = index_of(m->catalogue.figures, Subject::service, "q", "wait.mean");
        std::uint32_t held = 0;
        for (std::uint64_t experiment = 0; experiment < 1000; ++experiment) {
            Summarizer summarizer{m->catalogue, 0.95};
            for (std::uint32_t r = 0; r < 20; ++r)
                summarizer.add(*simulate(*m, {.seed = 1000 + experiment,
                                              .replication = r,
                                              .warmup = std::chrono::seconds{60},
                                              .duration = s.run.duration}));
            const auto e = summarizer.estimate(wait);
            held += e.low <= 1.0 && 1.0 <= e.high ? 1 : 0;
        }
        QVERIFY2(held >= 930 && held <= 970, qPrintable(QString::number(held)));
    }

    void results_are_taken_in_order_and_workers_do_not_run_away() {
        std::uint32_t next = 0;
        std::atomic<std::uint32_t> started = 0;
        std::uint32_t started_before_the_first_was_taken = 0;
        replicate(
            40, 4, nullptr,
            [&](std::uint32_t r, const std::atomic<bool>&) -> std::optional<RunResult> {
                ++started;
                std::this_thread::sleep_for(std::chrono::milliseconds{r == 0 ? 50 : 1});
                RunResult result;
                result.requests = r;
                return result;
            },
            [&](std::uint32_t r, const RunResult& result) {
                if (r == 0) started_before_the_first_was_taken = started;
                return r == next++ && result.requests == r && r < 19;
            },
            [] {});
        QCOMPARE(next, 20U);
        QVERIFY(started_before_the_first_was_taken <= 8);
    }

    void one_replication_has_an_estimate_and_no_interval() {
        const Scenario s = scenario(text);
        const auto m = compile(s);
        ExperimentOptions o;
        o.plan = s.run;
        o.plan.replications = {1, 1, std::nullopt};
        const auto r = run_experiment(*m, o);
        const auto i = index_of(m->catalogue.figures, Subject::client, "c", "availability");
        QVERIFY(!std::isnan(r.figures[i].estimate));
        QVERIFY(std::isnan(r.figures[i].low));
        QCOMPARE(verdicts(s, m->catalogue, r)[0].verdict, Verdict::inconclusive);
    }
};

QTEST_APPLESS_MAIN(ExperimentTest)
#include "experiment_test.moc"
