// The JSON report: a document that programs can rely on.
#include "reports/json.hpp"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "sample_report.hpp"

using namespace nines;
using namespace nines::tests;
using Json = nlohmann::ordered_json;

namespace {

Json parse(const Report& r) { return Json::parse(print_json(r)); }

std::string keys(const Json& object) {
    std::string out;
    for (const auto& [key, _] : object.items()) out += (out.empty() ? "" : " ") + key;
    return out;
}

// Empty when it is one, otherwise what it is instead.
std::string no_estimate(const Json& j) {
    if (keys(j) != "estimate low high confidence") return j.dump();
    for (const auto& [_, value] : j.items())
        if (!value.is_number() && !value.is_null()) return j.dump();
    return {};
}

// A JSON number or null, as the double it stands for.
double number(const Json& j) { return j.is_null() ? std::numeric_limits<double>::quiet_NaN() : j.get<double>(); }
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

}  // namespace

class JsonTest : public QObject {
    Q_OBJECT

private slots:
    void it_has_the_documented_members_in_order();
    void every_headline_figure_has_its_interval();
    void figures_are_the_summary_to_the_last_bit();
    void what_is_unknown_is_null();
    void histograms_and_series_are_whole();
    void any_name_is_valid_json();
    void what_the_store_kept_gives_the_same_document();
};

void JsonTest::it_has_the_documented_members_in_order() {
    const auto j = parse(sample_report());
    QCOMPARE(
        keys(j),
        std::string{"schemaVersion run scenario changes seed version replications duration warmup stop confidence "
                    "requests events clients objectives causes failing_edges busiest theory figures histograms series "
                    "timeline"});
    QCOMPARE(j["schemaVersion"].get<std::uint32_t>(), json_schema_version);
    QCOMPARE(
        j["run"].dump(),
        std::string{R"({"id":7,"state":"done","started":"2026-03-01T12:34:56Z","finished":"2026-03-01T12:35:01Z"})"});
    QCOMPARE(j["scenario"].dump(), std::string{R"({"name":"Small shop","file":"folder/shop.yaml"})"});
    QCOMPARE(j["changes"].dump(), std::string{R"([["run.seed","1"]])"});
    QCOMPARE(keys(j["warmup"]), std::string{"seconds rule"});
    QCOMPARE(keys(j["stop"]), std::string{"reason detail"});
    QCOMPARE(j["stop"]["reason"].get<std::string>(), std::string{"at_most"});
    QCOMPARE(keys(j["clients"][0]),
             std::string{"name arrival_rate throughput goodput availability nines latency outcomes"});
    QCOMPARE(keys(j["clients"][0]["latency"]), std::string{"mean p50 p90 p99 p99.9"});
    QCOMPARE(keys(j["clients"][0]["outcomes"]),
             std::string{"success degraded timeout refused rejected error lost cancelled"});
    QCOMPARE(keys(j["objectives"][0]), std::string{"name of good objective window good_share budget_used verdict"});
    QCOMPARE(keys(j["causes"][0]), std::string{"client outcomes"});
    QCOMPARE(keys(j["causes"][0]["outcomes"][0]), std::string{"outcome estimate low high confidence of_failures"});
    QCOMPARE(keys(j["failing_edges"][0]), std::string{"edge attempts failed outcomes"});
    QCOMPARE(keys(j["busiest"]), std::string{"service utilization"});
    QCOMPARE(keys(j["figures"][0]), std::string{"subject name metric unit estimate low high confidence replications"});
    QCOMPARE(keys(j["histograms"][0]), std::string{"subject name metric unit buckets"});
    QCOMPARE(keys(j["series"]), std::string{"interval of"});
    QCOMPARE(keys(j["series"]["of"][0]), std::string{"subject name metric unit mean low high"});
    QCOMPARE(keys(j["timeline"][0]), std::string{"seconds subject name what detail"});
}

void JsonTest::every_headline_figure_has_its_interval() {
    const auto j = parse(sample_report());
    QCOMPARE(j["clients"].size(), 2U);
    for (const auto& c : j["clients"]) {
        for (const char* name : {"arrival_rate", "throughput", "goodput", "availability"})
            QCOMPARE(no_estimate(c[name]), std::string{});
        for (const auto& [_, e] : c["latency"].items()) QCOMPARE(no_estimate(e), std::string{});
        for (const auto& [_, e] : c["outcomes"].items()) QCOMPARE(no_estimate(e), std::string{});
        QVERIFY(c["availability"]["low"] <= c["availability"]["estimate"]);
        QVERIFY(c["availability"]["estimate"] <= c["availability"]["high"]);
        QCOMPARE(c["availability"]["confidence"].get<double>(), 0.95);
    }
    for (const auto& o : j["objectives"]) {
        QCOMPARE(no_estimate(o["good_share"]), std::string{});
        QCOMPARE(no_estimate(o["budget_used"]), std::string{});
    }
    QCOMPARE(j["objectives"][0]["verdict"].get<std::string>(), std::string{"met"});
    QCOMPARE(j["objectives"][1]["verdict"].get<std::string>(), std::string{"missed"});
    QCOMPARE(no_estimate(j["busiest"]["utilization"]), std::string{});
}

void JsonTest::figures_are_the_summary_to_the_last_bit() {
    const auto& r = sample_report();
    const auto j = parse(r);
    QCOMPARE(j["figures"].size(), r.catalogue.figures.size());
    for (std::size_t i = 0; i < r.catalogue.figures.size(); ++i) {
        const auto& f = j["figures"][i];
        const auto& e = r.summary.figures[i];
        QCOMPARE(f["metric"].get<std::string>(), r.catalogue.figures[i].metric);
        QVERIFY(same(number(f["estimate"]), e.estimate));
        QVERIFY(same(number(f["low"]), e.low));
        QVERIFY(same(number(f["high"]), e.high));
        QCOMPARE(f["replications"].get<std::uint32_t>(), e.replications);
    }
    QCOMPARE(j["requests"].get<std::uint64_t>(), r.summary.requests);
    QCOMPARE(j["duration"].get<double>(), 180.0);
    QCOMPARE(j["warmup"]["seconds"].get<double>(), 20.0);
}

void JsonTest::what_is_unknown_is_null() {
    auto r = sample_report();
    auto& availability = r.summary.figures[index_of(r.catalogue.figures, Subject::client, "callers", "availability")];
    availability = {.estimate = 1.0, .low = 1.0, .high = 1.0, .replications = 5};
    auto& mean = r.summary.figures[index_of(r.catalogue.figures, Subject::client, "callers", "latency.mean")];
    mean = {.estimate = 0.25, .replications = 1};
    const auto text = print_json(r);
    for (const char* bad : {"nan", "NaN", "inf", "Infinity"})
        QVERIFY2(text.find(std::string{": "} + bad) == std::string::npos, bad);
    const auto j = Json::parse(text);
    const auto callers = j["clients"][j["clients"][0]["name"] == "callers" ? 0 : 1];
    QVERIFY(callers["nines"].is_null());  // no run shows infinitely many
    QCOMPARE(callers["availability"]["estimate"].get<double>(), 1.0);
    QCOMPARE(callers["latency"]["mean"]["estimate"].get<double>(), 0.25);
    QVERIFY(callers["latency"]["mean"]["low"].is_null());
    QVERIFY(callers["latency"]["mean"]["high"].is_null());
}

void JsonTest::histograms_and_series_are_whole() {
    const auto& r = sample_report();
    const auto j = parse(r);
    QCOMPARE(j["histograms"].size(), 2U);  // of the clients
    for (const auto& h : j["histograms"]) {
        const auto i = index_of(r.catalogue.histograms, Subject::client, h["name"].get<std::string>(),
                                h["metric"].get<std::string>());
        std::uint64_t total = 0;
        double last = 0.0;
        for (const auto& b : h["buckets"]) {
            QCOMPARE(b.size(), 3U);
            QVERIFY(b[0].get<double>() >= last);
            QVERIFY(b[1].get<double>() > b[0].get<double>());
            last = b[1].get<double>();
            total += b[2].get<std::uint64_t>();
        }
        QCOMPARE(total, r.summary.histograms[i].total());
    }
    QCOMPARE(j["series"]["interval"].get<double>(), 0.75);
    QVERIFY(j["series"]["of"].size() >= 2);
    for (const auto& s : j["series"]["of"])
        for (const char* part : {"mean", "low", "high"}) QCOMPARE(s[part].size(), series_intervals);
}

void JsonTest::any_name_is_valid_json() {
    auto r = sample_report();
    r.run.name = "\"quoted\"\n\\ \x01 \xFF \xE2\x80\xA8 </script>";
    r.run.file = std::string{"a\0b", 3};
    const auto j = parse(r);
    QCOMPARE(j["scenario"]["name"].get<std::string>(),
             std::string{"\"quoted\"\n\\ \x01 \xEF\xBF\xBD \xE2\x80\xA8 </script>"});
    QCOMPARE(j["scenario"]["file"].get<std::string>(), (std::string{"a\0b", 3}));
}

void JsonTest::what_the_store_kept_gives_the_same_document() {
    QTemporaryDir folder;
    auto store = Store::open(folder.filePath("nines.db").toStdString());
    QVERIFY(store.has_value());
    auto report = sample_report();
    report.run.changes.clear();
    const auto run = store->begin_run(report.run, report.catalogue);
    QVERIFY(run.has_value());
    ExperimentOptions options;
    options.plan = report.scenario.run;
    options.on_replication = [&](std::uint32_t n, const RunResult& result) {
        QCOMPARE(store->add_replication(*run, n, result), std::string{});
    };
    const auto summary = run_experiment(*compile(report.scenario), options);
    QCOMPARE(store->end_run(*run, summary), std::string{});
    auto kept = kept_report(*store, *run);
    QVERIFY(kept.has_value());
    kept->run.id = report.run.id;
    kept->run.started = report.run.started;
    kept->run.finished = report.run.finished;
    QCOMPARE(print_json(*kept), print_json(report));
}

QTEST_APPLESS_MAIN(JsonTest)
#include "json_test.moc"
