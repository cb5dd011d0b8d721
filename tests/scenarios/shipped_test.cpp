// The shipped scenarios: each is valid, survives being written and read again, runs, and says what it teaches.
#include <QDir>
#include <QFile>
#include <QTest>
#include <cmath>
#include <limits>

#include "models/compile.hpp"
#include "models/simulation.hpp"
#include "scenarios/reader.hpp"
#include "scenarios/writer.hpp"

using namespace nines;

namespace {

QDir folder() { return QDir{QString{NINES_SOURCE_DIR} + "/scenarios"}; }
QStringList shipped() { return folder().entryList({"*.yaml"}, QDir::Files, QDir::Name); }

QString text_of(const QString& name) {
    QFile file{folder().filePath(name)};
    if (!file.open(QFile::ReadOnly)) qFatal("%s cannot be read", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

// The comment lines at its beginning.
QString head_of(const QString& text) {
    QStringList head;
    for (const auto& line : text.split('\n')) {
        if (!line.startsWith('#')) break;
        head += line.mid(2);
    }
    return head.join(' ');
}

void every_file() {
    QTest::addColumn<QString>("name");
    for (const auto& name : shipped()) QTest::newRow(qPrintable(name)) << name;
}

Scenario read(const std::string& text, const std::string& name) {
    auto loaded = read_scenario(text, name);
    if (!loaded) qFatal("%s", print_problems(loaded.problems()).c_str());
    return std::move(loaded->scenario);
}

}  // namespace

class ShippedTest : public QObject {
    Q_OBJECT

private slots:
    void there_is_one_of_each_kind();
    void each_says_what_it_teaches();
    void each_says_what_it_teaches_data() { every_file(); }
    void each_is_the_same_when_written_and_read_again();
    void each_is_the_same_when_written_and_read_again_data() { every_file(); }
    void each_runs_and_answers_requests();
    void each_runs_and_answers_requests_data() { every_file(); }
    void what_was_imported_names_its_source();
    void a_short_trigger_leaves_the_storm_and_a_policy_ends_it();
    void jitter_smears_synchronised_retries();
    void liveness_under_load_turns_a_rush_into_an_outage();
    void an_autoscaler_is_late_and_headroom_bridges();
    void a_cache_stampede_is_ended_by_coalescing();
    void a_pause_before_it_goes_makes_an_update_invisible();
    void more_workers_than_cores_collapse();
    void a_brownout_keeps_everybody_served();
    void what_becomes_of_the_data_is_what_the_lessons_say();
    void drills_find_out_what_has_gone_stale();
    void what_costs_more_is_sooner_back();
};

namespace {

// Of one replication, the mean of a series over a span of time.
double mean_of(const QString& name, Subject subject, const char* what, const char* metric, double from, double to) {
    const auto scenario = read(text_of(name).toStdString(), name.toStdString());
    const auto model = compile(scenario);
    const auto result = simulate(*model, {.seed = 1, .warmup = {}, .duration = scenario.run.duration});
    const auto& series = result->series.at(index_of(catalogue_of(*model).series, subject, what, metric));
    double sum = 0.0;
    int n = 0;
    for (std::size_t k = 0; k < series.size(); ++k) {
        const double begin = static_cast<double>(k) * result->interval_seconds;
        if (begin < from || begin + result->interval_seconds > to || std::isnan(series[k])) continue;
        sum += static_cast<double>(series[k]);
        ++n;
    }
    return sum / n;
}

}  // namespace

// Metastable failure: the database is slow from 120 s to 150 s. 300 requests a second fit its capacity of 500; with
// three retries each they do not. Long after the trigger goodput is still down, unless a breaker, a budget or shedding
// is there; before it, all are alike. Over these spans the mean of a Poisson stream of 300/s has a standard deviation
// of 1.5 at most.
void ShippedTest::a_short_trigger_leaves_the_storm_and_a_policy_ends_it() {
    const auto good = [](const char* name, double from, double to) {
        return mean_of(name, Subject::client, "users", "good", from, to);
    };
    for (const char* name :
         {"retry-storm.yaml", "retry-storm-breaker.yaml", "retry-storm-budget.yaml", "retry-storm-shedding.yaml"})
        QVERIFY2(std::abs(good(name, 10.0, 110.0) - 300.0) < 10.0, name);
    QVERIFY(good("retry-storm.yaml", 400.0, 600.0) < 10.0);
    for (const char* name : {"retry-storm-breaker.yaml", "retry-storm-budget.yaml", "retry-storm-shedding.yaml"})
        QVERIFY2(std::abs(good(name, 400.0, 600.0) - 300.0) < 10.0, name);
}

// In the minute after the restart most attempts come in a few instants and are turned away; with jitter they are not.
void ShippedTest::jitter_smears_synchronised_retries() {
    const auto failed = [](const char* name) {
        return mean_of(name, Subject::client, "devices", "failed", 120.0, 180.0);
    };
    const double in_step = failed("synchronised-retries.yaml"), apart = failed("synchronised-retries-jitter.yaml");
    QVERIFY2(in_step > 20.0, qPrintable(QString::number(in_step)));
    QVERIFY2(apart < in_step / 10.0, qPrintable(QString::number(apart)));
}

// The rush lasts from 300 s to 420 s. Before it all are answered; in the minutes after, who was killed for being busy
// still misses most of what comes, and who was left alone none of it.
void ShippedTest::liveness_under_load_turns_a_rush_into_an_outage() {
    const auto good = [](const char* name, double from, double to) {
        return mean_of(name, Subject::client, "users", "availability", from, to);
    };
    for (const char* name : {"liveness-cascade.yaml", "liveness-cascade-without.yaml"})
        QVERIFY2(good(name, 60.0, 290.0) > 0.999, name);
    QVERIFY(good("liveness-cascade.yaml", 430.0, 600.0) < 0.5);
    QVERIFY(good("liveness-cascade-without.yaml", 500.0, 600.0) > 0.999);
}

// The load grows from 200/s to 700/s within ten seconds, from 300 s on. Two replicas can do 400/s; each round of a
// quarter more takes most of a minute. Four of them can do 800/s all along, and cost twice as much before.
void ShippedTest::an_autoscaler_is_late_and_headroom_bridges() {
    const auto failed = [](const char* name, double from, double to) {
        return mean_of(name, Subject::client, "users", "failed", from, to);
    };
    const auto replicas = [](const char* name) {
        return mean_of(name, Subject::service, "shop", "replicas", 100.0, 290.0);
    };
    QVERIFY(failed("autoscaler.yaml", 0.0, 290.0) < 1.0);
    QVERIFY(failed("autoscaler.yaml", 305.0, 345.0) > 100.0);
    QVERIFY(failed("autoscaler.yaml", 700.0, 900.0) < 5.0);
    QVERIFY(failed("autoscaler-headroom.yaml", 305.0, 345.0) < 5.0);
    QVERIFY(std::abs(replicas("autoscaler.yaml") - 2.0) < 0.2);
    QVERIFY(std::abs(replicas("autoscaler-headroom.yaml") - 4.0) < 0.5);
}

void ShippedTest::a_cache_stampede_is_ended_by_coalescing() {
    const auto failed = [](const char* name) {
        return mean_of(name, Subject::client, "users", "failed", 300.0, 600.0);
    };
    QVERIFY(failed("cache-stampede.yaml") > 1500.0);
    QVERIFY(failed("cache-stampede-coalesced.yaml") < 5.0);
}

void ShippedTest::a_pause_before_it_goes_makes_an_update_invisible() {
    const auto failed = [](const char* name) {
        return mean_of(name, Subject::client, "users", "failed", 235.0, 300.0);
    };
    QVERIFY(failed("rolling-update.yaml") > 1.0);
    QCOMPARE(failed("rolling-update-graceful.yaml"), 0.0);
}

// The burst is over at 251 s.
void ShippedTest::more_workers_than_cores_collapse() {
    const auto good = [](double from, double to) {
        return mean_of("congestion-collapse.yaml", Subject::client, "users", "good", from, to);
    };
    QVERIFY(std::abs(good(20.0, 230.0) - 100.0) < 5.0);
    QVERIFY(good(400.0, 600.0) < 10.0);
}

void ShippedTest::a_brownout_keeps_everybody_served() {
    QVERIFY(mean_of("brownout.yaml", Subject::client, "users", "failed", 0.0, 600.0) < 1.0);
    QVERIFY(mean_of("brownout.yaml", Subject::service, "page", "dimmer", 240.0, 350.0) < 0.7);
    QVERIFY(mean_of("brownout.yaml", Subject::service, "page", "dimmer", 450.0, 590.0) > 0.99);
}

// One replication each; the quantities are far from the limits they are held against.
void ShippedTest::what_becomes_of_the_data_is_what_the_lessons_say() {
    const auto figure = [](const char* name, const char* database, const char* metric) {
        const auto scenario = read(text_of(QString{name} + ".yaml").toStdString(), name);
        const auto model = compile(scenario);
        const auto result = simulate(*model, {.seed = 1, .warmup = {}, .duration = scenario.run.duration});
        return result->figures.at(index_of(catalogue_of(*model).figures, Subject::database, database, metric));
    };
    QVERIFY(figure("failover-loses-writes", "orders", "writes.lost") > 0.0);
    QCOMPARE(figure("failover-keeps-writes", "orders", "writes.lost"), 0.0);
    QVERIFY(figure("split-brain", "orders", "writes.lost_in_split_brain") > 1000.0);
    QCOMPARE(figure("split-brain-fenced", "orders", "writes.lost_in_split_brain"), 0.0);
    QVERIFY(figure("quorum-reads-stale", "carts", "reads.stale_share") > 0.02);
    QVERIFY(figure("partition-accept", "profiles", "writes.while_cut_off") > 1000.0);
    QVERIFY(figure("partition-accept", "profiles", "writes.lost") >
            1.5 * figure("partition-refuse", "profiles", "writes.lost"));
    QVERIFY(figure("partition-refuse", "profiles", "unavailable") > 1000.0);
    QVERIFY(figure("wrong-clock", "addresses", "writes.lost_to_clocks") > 1000.0);
    QCOMPARE(figure("cart-siblings", "carts", "writes.lost"), 0.0);
    QVERIFY(figure("cart-siblings", "carts", "reads.siblings_share") > 0.01);
    QVERIFY(figure("deadlocks", "accounts", "transactions.deadlock_share") > 0.001);
    QCOMPARE(figure("deadlocks-avoided", "accounts", "transactions.deadlock_share"), 0.0);
    QVERIFY(figure("hot-shard", "counters", "shards.busiest_share") > 0.2);  // of eight
    QCOMPARE(figure("lagging-replica-fills-disk", "orders", "writes.no_room"), 1.0);
    QCOMPARE(figure("lagging-replica-fills-disk", "orders", "failovers"), 1.0);
    // The last piece of the log that has arrived is five minutes old at most, and with the time to copy it little more.
    QVERIFY(figure("thin-link", "orders", "restore_point.max") < 600.0);
    QVERIFY(figure("thin-link", "orders", "restore.mean") > 400e9 / 40e6);  // of copying it back alone
    QVERIFY(figure("relays", "catalogue", "replication_lag.p99") > 1.0);    // what the relay missed comes late
}

// Of 20 replications of five years each, about 180 failovers: the mean length of one is known to 10%.
void ShippedTest::drills_find_out_what_has_gone_stale() {
    const auto mean = [](const char* name) {
        const auto scenario = read(text_of(QString{name} + ".yaml").toStdString(), name);
        const auto model = compile(scenario);
        const auto at = index_of(catalogue_of(*model).figures, Subject::database, "orders", "recovery.mean");
        double sum = 0.0;
        for (std::uint64_t seed = 1; seed <= 20; ++seed)
            sum += simulate(*model, {.seed = seed, .warmup = {}, .duration = scenario.run.duration})->figures.at(at);
        return sum / 20.0;
    };
    QVERIFY(mean("runbook-not-drilled") > 2.0 * mean("runbook-drilled"));
}

// Cost and what is lost with a region: each way is dearer than the one before, and sooner back.
void ShippedTest::what_costs_more_is_sooner_back() {
    double cost = 0.0, back = std::numeric_limits<double>::infinity();
    for (const char* way : {"backup", "pilot-light", "warm-standby", "active-active"}) {
        const auto name = QString{"region-lost-%1.yaml"}.arg(way);
        const auto model = compile(read(text_of(name).toStdString(), name.toStdString()));
        const auto result = simulate(*model, {.seed = 1, .warmup = {}, .duration = std::chrono::hours{24}});
        const auto figure = [&](Subject subject, const char* of, const char* metric) {
            return result->figures.at(index_of(catalogue_of(*model).figures, subject, of, metric));
        };
        const double costs = figure(Subject::system, "", "cost");
        const double takes = figure(Subject::database, "orders", "recovery.max");
        QVERIFY2(costs > cost, way);
        QVERIFY2(takes < back, way);
        cost = costs;
        back = takes;
    }
}

void ShippedTest::there_is_one_of_each_kind() {
    for (const char* name : {"web-shop",
                             "retry-storm",
                             "retry-storm-breaker",
                             "slow-dependency",
                             "slow-dependency-timeouts",
                             "tail-at-scale",
                             "zone-outage",
                             "zone-outage-spare",
                             "mmc",
                             "online-boutique",
                             "retry-storm-budget",
                             "retry-storm-shedding",
                             "synchronised-retries",
                             "synchronised-retries-jitter",
                             "hedged-requests",
                             "bulkheads",
                             "connection-pool",
                             "outlier-detection",
                             "adaptive-concurrency",
                             "priority-shedding",
                             "client-throttling",
                             "noisy-tenant",
                             "stale-is-better-than-nothing",
                             "adaptive-lifo",
                             "failover-standby",
                             "liveness-cascade",
                             "liveness-cascade-without",
                             "autoscaler",
                             "autoscaler-headroom",
                             "cache-stampede",
                             "cache-stampede-coalesced",
                             "cache-flush",
                             "memory-leak",
                             "disk-full",
                             "congestion-collapse",
                             "rolling-update",
                             "rolling-update-graceful",
                             "canary",
                             "node-drain",
                             "brownout",
                             "failover-loses-writes",
                             "failover-keeps-writes",
                             "split-brain",
                             "split-brain-fenced",
                             "quorum-reads-stale",
                             "partition-accept",
                             "partition-refuse",
                             "wrong-clock",
                             "cart-siblings",
                             "deadlocks",
                             "deadlocks-avoided",
                             "operator-drop",
                             "backup-not-restorable",
                             "region-lost-backup",
                             "region-lost-pilot-light",
                             "region-lost-warm-standby",
                             "region-lost-active-active",
                             "hot-shard",
                             "lagging-replica-fills-disk",
                             "thin-link",
                             "relays",
                             "runbook-not-drilled",
                             "runbook-drilled"})
        QVERIFY2(shipped().contains(QString{name} + ".yaml"), name);
}

void ShippedTest::each_says_what_it_teaches() {
    QFETCH(QString, name);
    QVERIFY(head_of(text_of(name)).contains("Lesson: "));
}

void ShippedTest::each_is_the_same_when_written_and_read_again() {
    QFETCH(QString, name);
    const auto scenario = read(text_of(name).toStdString(), name.toStdString());
    const auto written = write_scenario(scenario);
    QVERIFY(read(written, "written.yaml") == scenario);
    QCOMPARE(write_scenario(read(written, "written.yaml")), written);
}

void ShippedTest::each_runs_and_answers_requests() {
    QFETCH(QString, name);
    const auto scenario = read(text_of(name).toStdString(), name.toStdString());
    const auto model = compile(scenario);
    // Of those that last for years a little more.
    const Duration some = std::max(Duration{std::chrono::seconds{2}}, scenario.run.duration / 10'000);
    const auto result = simulate(*model, {.seed = 1, .warmup = {}, .duration = some});
    QVERIFY(result.has_value());
    QVERIFY(result->requests > 0);
    const auto& figures = catalogue_of(*model).figures;
    double best = 0.0;
    for (const auto& [client, _] : scenario.clients) {
        const double availability = result->figures[index_of(figures, Subject::client, client, "availability")];
        if (std::isnan(availability)) continue;        // a client of few requests
        QVERIFY2(availability > 0.1, client.c_str());  // some are turned away on purpose
        best = std::max(best, availability);
    }
    QVERIFY(best > 0.5);
}

void ShippedTest::what_was_imported_names_its_source() {
    int imported = 0;
    for (const auto& name : shipped()) {
        const auto head = head_of(text_of(name));
        if (!head.contains("nines import")) continue;
        ++imported;
        for (const char* part :
             {"repository  https://github.com/", "commit      ", "path        ", "licence     Apache-2.0"})
            QVERIFY2(head.contains(part), qPrintable(name + ": " + part));
    }
    QCOMPARE(imported, 3);
}

QTEST_APPLESS_MAIN(ShippedTest)
#include "shipped_test.moc"
