#include <signal.h>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include "nines_process.hpp"

namespace {

const QByteArray long_run = "{ duration: 2000s, warmup: 5s, replications: { at_most: 24 } }";

// Everything in a result but what tells one run from another: its number and when and how fast it ran.
QJsonObject bits(const Answer& a) {
    auto json = a.json().object();
    json.remove("run");
    return json;
}

QByteArray objective(const char* share) {
    return QByteArray{"slos: [ { name: quick, good: success and latency < 20ms, objective: "} + share + " } ]\n";
}

}  // namespace

class RunCommandTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void prints_a_table_keeps_the_run_and_writes_a_report();
    void verdicts_decide_the_exit_status();
    void recoveries_that_keep_or_miss_their_objective_decide_it_too();
    void wrong_input_exits_2_and_keeps_nothing();
    void json_is_the_same_for_any_number_of_threads();
    void quiet_says_nothing_on_standard_error();
    void options_replace_the_plan();
    void several_files_are_all_run_and_the_worst_status_counts();
    void store_that_cannot_be_written_exits_3();
    void report_that_cannot_be_written_exits_3_and_the_run_is_kept();
    void full_standard_output_exits_3();
    void interrupted_run_resumes_to_the_same_bits();
    void kept_runs_are_listed_shown_reported_and_deleted();

private:
    std::unique_ptr<NinesProcess> nines_;
};

void RunCommandTest::init() {
    nines_ = std::make_unique<NinesProcess>();
    nines_->write("shop.yaml", small_shop());
}

void RunCommandTest::prints_a_table_keeps_the_run_and_writes_a_report() {
    const auto a = nines_->run({"run", "shop.yaml"});
    QVERIFY2(a.status == 0, qPrintable(a.err));
    QVERIFY(a.out.contains("shoppers"));
    QVERIFY(QFile::exists(nines_->path("nines-reports/shop-1.html")));
    QVERIFY2(a.err.contains("nines-reports/shop-1.html"), qPrintable(a.err));
    QVERIFY(QFile::exists(nines_->path("data/nines/nines.db")));
    const auto second = nines_->run({"run", "shop.yaml", "--no-report", "--store", "other/s.db"});
    QCOMPARE(second.status, 0);
    QVERIFY(QFile::exists(nines_->path("other/s.db")));
    QCOMPARE(QDir{nines_->path("nines-reports")}.entryList(QDir::Files).size(), 1);
}

void RunCommandTest::verdicts_decide_the_exit_status() {
    const QByteArray plan = "{ duration: 60s, warmup: 5s, replications: { at_most: 6 } }";
    // Sojourn below 20 ms at half load: about 82% of requests.
    nines_->write("met.yaml", small_shop(plan, objective("50%")));
    nines_->write("missed.yaml", small_shop(plan, objective("99.99%")));
    QCOMPARE(nines_->run({"run", "met.yaml"}).status, 0);
    QCOMPARE(nines_->run({"run", "missed.yaml"}).status, 1);
    nines_->write("unclear.yaml", small_shop(plan, objective("50%")));
    const auto unclear = nines_->run({"run", "unclear.yaml", "--replications", "1"});  // no interval, no verdict
    QVERIFY2(unclear.status == 4, qPrintable(unclear.out));
    QCOMPARE(nines_->run({"run", "unclear.yaml", "--replications", "1", "--allow-inconclusive"}).status, 0);
}

// A region is lost: from a backup it takes too long until the other one serves, with a warm standby it does not.
void RunCommandTest::recoveries_that_keep_or_miss_their_objective_decide_it_too() {
    const auto run = [this](const char* name) {
        return nines_->run({"run", QString{NINES_SOURCE_DIR} + "/scenarios/" + name, "--no-report"});
    };
    const auto missed = run("region-lost-backup.yaml");
    QVERIFY2(missed.status == 1, qPrintable(missed.out));
    QVERIFY2(missed.out.contains("MISSED  orders: RTO 4h"), qPrintable(missed.out));
    QVERIFY2(missed.out.contains("met  orders: RPO 10min"), qPrintable(missed.out));
    const auto met = run("region-lost-warm-standby.yaml");
    QVERIFY2(met.status == 0, qPrintable(met.out));
    QVERIFY2(met.out.contains("met  orders: RTO 1h"), qPrintable(met.out));
}

void RunCommandTest::wrong_input_exits_2_and_keeps_nothing() {
    nines_->write("wrong.yaml", small_shop().replace("shop.buy", "shop.bye"));
    const auto a = nines_->run({"run", "wrong.yaml"});
    QCOMPARE(a.status, 2);
    QVERIFY(a.err.startsWith("wrong.yaml:11:"));
    QVERIFY(a.out.isEmpty());
    QVERIFY(!QFile::exists(nines_->path("data/nines/nines.db")));
    QCOMPARE(nines_->run({"run", "shop.yaml", "--set", "run.duration=never"}).status, 2);
    QCOMPARE(nines_->run({"run"}).status, 2);
    const auto json = nines_->run({"run", "wrong.yaml", "--json"});
    QCOMPARE(json.status, 2);
    QCOMPARE(json.json().object()["valid"].toBool(true), false);
}

void RunCommandTest::json_is_the_same_for_any_number_of_threads() {
    const auto one = nines_->run({"run", "shop.yaml", "--json", "--threads", "1"});
    const auto two = nines_->run({"run", "shop.yaml", "--json", "--threads", "2"});
    QVERIFY(!one.json().isNull());
    QVERIFY(bits(one) == bits(two));
    const auto other = nines_->run({"run", "shop.yaml", "--json", "--seed", "2"});
    QVERIFY(bits(one) != bits(other));
}

void RunCommandTest::quiet_says_nothing_on_standard_error() {
    const auto a = nines_->run({"run", "shop.yaml", "--quiet"});
    QCOMPARE(a.status, 0);
    QCOMPARE(a.err, QString{});
}

void RunCommandTest::options_replace_the_plan() {
    const auto a = nines_->run(
        {"run", "shop.yaml", "--json", "--replications", "3", "--duration", "30s", "--warmup", "1s", "--seed", "99"});
    QCOMPARE(a.status, 0);
    const auto json = a.json().object();
    QCOMPARE(json["replications"].toInt(), 3);
    QCOMPARE(json["seed"].toVariant().toULongLong(), 99ULL);
}

void RunCommandTest::several_files_are_all_run_and_the_worst_status_counts() {
    nines_->write("wrong.yaml", "nines: 1\nservice: {}\n");
    nines_->write("missed.yaml",
                  small_shop("{ duration: 60s, warmup: 5s, replications: { at_most: 6 } }", objective("99.99%")));
    const auto a = nines_->run({"run", "missed.yaml", "wrong.yaml", "shop.yaml", "--json"});
    QCOMPARE(a.status, 2);
    QCOMPARE(a.json().array().size(), 3);
    QCOMPARE(nines_->run({"run", "shop.yaml", "missed.yaml"}).status, 1);
}

void RunCommandTest::store_that_cannot_be_written_exits_3() {
    const auto a = nines_->run({"run", "shop.yaml", "--store", "shop.yaml/below/a/file.db"});
    QCOMPARE(a.status, 3);
    QVERIFY(a.err.contains("shop.yaml/below/a"));
    QVERIFY(a.out.isEmpty());
    const auto b = nines_->run({"run", "shop.yaml", "--store", "shop.yaml"});  // not a store
    QCOMPARE(b.status, 3);
    QFile scenario{nines_->path("shop.yaml")};
    QVERIFY(scenario.open(QIODevice::ReadOnly));
    QCOMPARE(scenario.readAll(), small_shop());
}

void RunCommandTest::report_that_cannot_be_written_exits_3_and_the_run_is_kept() {
    const auto a = nines_->run({"run", "shop.yaml", "--report", "shop.yaml/r.html"});
    QCOMPARE(a.status, 3);
    QVERIFY(a.out.contains("shoppers"));
    QCOMPARE(nines_->run({"show", "1"}).status, 0);
}

void RunCommandTest::full_standard_output_exits_3() {
    if (!QFile::exists("/dev/full")) QSKIP("there is no /dev/full here");
    QProcess p;
    nines_->prepare(p, {"run", "shop.yaml", "--json"});
    p.setStandardOutputFile("/dev/full");
    p.start();
    QVERIFY(p.waitForFinished(120'000));
    QCOMPARE(p.exitCode(), 3);
}

void RunCommandTest::interrupted_run_resumes_to_the_same_bits() {
    nines_->write("long.yaml", small_shop(long_run));
    const auto whole = nines_->run({"run", "long.yaml", "--json", "--store", "whole.db"});
    QCOMPARE(whole.status, 0);

    QProcess p;
    nines_->prepare(p, {"run", "long.yaml", "--json", "--store", "parts.db", "--threads", "1"});
    p.start();
    QVERIFY(p.waitForStarted());
    // Until some replications are in the store.
    QElapsedTimer waited;
    waited.start();
    int kept = 0;
    while (kept < 2 && waited.elapsed() < 60'000 && p.state() == QProcess::Running) {
        p.waitForFinished(20);
        const auto runs = nines_->run({"runs", "--store", "parts.db", "--json"}).json().array();
        if (!runs.isEmpty()) kept = runs.first().toObject()["replications"].toInt();
    }
    QVERIFY2(p.state() == QProcess::Running, "ended before it could be interrupted");
    QElapsedTimer ending;
    ending.start();
    ::kill(static_cast<pid_t>(p.processId()), SIGINT);
    QVERIFY(p.waitForFinished(20'000));
    QVERIFY2(ending.elapsed() < 2000, "an interrupt takes about a second at most");
    const auto interrupted = NinesProcess::answer_of(p);
    QCOMPARE(interrupted.status, 130);
    QVERIFY2(interrupted.err.contains("--resume"), qPrintable(interrupted.err));

    // A run with another seed is not the one to go on with.
    const auto resumed = nines_->run({"run", "long.yaml", "--json", "--store", "parts.db", "--resume"});
    QCOMPARE(resumed.status, 0);
    QVERIFY2(resumed.err.contains("going on"), qPrintable(resumed.err));
    QVERIFY(bits(resumed) == bits(whole));
    QCOMPARE(nines_->run({"runs", "--store", "parts.db", "--json"}).json().array().size(), 1);
}

void RunCommandTest::kept_runs_are_listed_shown_reported_and_deleted() {
    const auto ran = nines_->run({"run", "shop.yaml", "--no-report", "--json"});
    const auto list = nines_->run({"runs"});
    QCOMPARE(list.status, 0);
    QVERIFY(list.out.contains("Small shop"));
    QVERIFY(bits(nines_->run({"show", "1", "--json"})) == bits(ran));
    QVERIFY(nines_->run({"show", "1"}).out.contains("shoppers"));
    QCOMPARE(nines_->run({"report", "1"}).status, 0);
    QVERIFY(QFile::exists(nines_->path("nines-reports/shop-1.html")));
    QVERIFY(nines_->run({"report", "1", "-o", "-"}).out.contains("<html"));
    QVERIFY(bits(nines_->run({"report", "1", "--to", "json", "-o", "-"})) == bits(ran));
    const auto unknown = nines_->run({"show", "7"});
    QCOMPARE(unknown.status, 2);
    QVERIFY(unknown.err.contains("no run 7"));
    QCOMPARE(nines_->run({"runs", "--delete", "1"}).status, 0);
    QCOMPARE(nines_->run({"runs", "--json"}).json().array().size(), 0);
}

QTEST_GUILESS_MAIN(RunCommandTest)
#include "run_command_test.moc"
