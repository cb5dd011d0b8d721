#include "reports/json.hpp"

#include <cmath>

#include "reports/json_writer.hpp"
#include "reports/report_index.hpp"

namespace nines {

namespace {

constexpr std::array<std::string_view, 5> latencies = {"mean", "p50", "p90", "p99", "p99.9"};

// Members of an object that is open.
void estimate_members(JsonWriter& w, const Estimate& e) {
    w.member("estimate", e.estimate).member("low", e.low).member("high", e.high).member("confidence", e.confidence);
}

void estimate(JsonWriter& w, std::string_view name, const Estimate& e) {
    w.key(name).begin_line_object();
    estimate_members(w, e);
    w.end_object();
}

void run(JsonWriter& w, const RunInfo& r) {
    w.key("run").begin_line_object();
    w.member("id", r.id).member("state", name_of(r.state)).member("started", r.started).member("finished", r.finished);
    w.end_object();
}

void plan(JsonWriter& w, const Report& r) {
    const auto& s = r.summary;
    w.key("changes").begin_line_array();
    for (const auto& [path, value] : r.run.changes) w.begin_line_array().value(path).value(value).end_array();
    w.end_array();
    w.member("seed", r.run.seed).member("version", r.run.version);
    w.member("replications", s.replications).member("duration", s.end_seconds);
    w.key("warmup").begin_line_object();
    w.member("seconds", s.warmup_seconds).member("rule", s.warmup_rule).end_object();
    constexpr std::array<std::string_view, 3> reasons = {"precise", "at_most", "interrupted"};
    w.key("stop").begin_line_object().member("reason", reasons[static_cast<std::size_t>(s.stop)]);
    w.member("detail", s.stop_detail).end_object();
    w.member("confidence", s.confidence).member("requests", s.requests).member("events", s.events);
}

void client(JsonWriter& w, const ReportIndex& index, const std::string& name) {
    const auto figure = [&](std::string_view metric) -> const Estimate& {
        return index.figure(Subject::client, name, metric);
    };
    w.begin_object().member("name", name);
    for (const char* metric : {"arrival_rate", "throughput", "goodput", "availability"})
        estimate(w, metric, figure(metric));
    const double availability = figure("availability").estimate;
    w.member("nines", availability < 1.0 ? -std::log10(1.0 - availability) : std::numeric_limits<double>::quiet_NaN());
    w.key("latency").begin_object();
    for (const auto metric : latencies) estimate(w, metric, figure("latency." + std::string{metric}));
    w.end_object().key("outcomes").begin_object();
    for (const auto& k : index.report().catalogue.figures)
        if (k.subject == Subject::client && k.name == name && k.metric.starts_with("outcome."))
            estimate(w, k.metric.substr(8), figure(k.metric));
    w.end_object().end_object();
}

void objective(JsonWriter& w, const ObjectiveVerdict& v) {
    w.begin_object().member("name", v.slo.name).member("of", v.slo.of);
    w.member("good", v.recoveries.empty() ? Scalar<GoodEvent>::print(v.slo.good) : v.recoveries);
    w.member("objective", v.slo.objective.value);
    w.member("window", to_seconds(v.slo.window));
    estimate(w, "good_share", v.good_share);
    estimate(w, "budget_used", v.budget_used);
    w.member("verdict", name_of(v.verdict)).end_object();
}

void causes(JsonWriter& w, const std::vector<Cause>& causes) {
    w.begin_array();
    for (const auto& c : causes) {
        w.begin_line_object().member("outcome", c.outcome);
        estimate_members(w, c.share);
        w.member("of_failures", c.of_failures).end_object();
    }
    w.end_array();
}

void findings(JsonWriter& w, const ReportIndex& index) {
    w.key("causes").begin_array();
    for (const auto& name : index.names(Subject::client)) {
        w.begin_object().member("client", name).key("outcomes");
        causes(w, index.causes(Subject::client, name, "outcome."));
        w.end_object();
    }
    w.end_array().key("failing_edges").begin_array();
    for (const auto& e : index.failing_edges()) {
        w.begin_object().member("edge", e.name).member("attempts", e.attempts).member("failed", e.failed);
        w.key("outcomes");
        causes(w, e.causes);
        w.end_object();
    }
    w.end_array();
    const auto busiest = index.busiest();
    w.key("busiest").begin_line_object();
    if (!busiest.empty()) {
        w.member("service", busiest.front());
        estimate(w, "utilization", index.figure(Subject::service, busiest.front(), "utilization"));
    }
    w.end_object();
}

void theory(JsonWriter& w, const Report& r, const ReportIndex& index) {
    w.key("theory").begin_array();
    for (const auto& t : r.theory) {
        w.begin_line_object().member("subject", name_of(t.subject)).member("name", t.name).member("metric", t.metric);
        w.member("value", t.value).member("formula", t.formula);
        estimate(w, "simulated", index.figure(t.subject, t.name, t.metric));
        w.end_object();
    }
    w.end_array();
}

void key_members(JsonWriter& w, const MeasureKey& k) {
    w.member("subject", name_of(k.subject)).member("name", k.name).member("metric", k.metric).member("unit", k.unit);
}

void figures(JsonWriter& w, const Report& r) {
    w.key("figures").begin_array();
    for (std::size_t i = 0; i < r.catalogue.figures.size() && i < r.summary.figures.size(); ++i) {
        const auto& e = r.summary.figures[i];
        w.begin_line_object();
        key_members(w, r.catalogue.figures[i]);
        estimate_members(w, e);
        w.member("replications", e.replications).end_object();
    }
    w.end_array();
}

void histograms(JsonWriter& w, const Report& r) {
    w.key("histograms").begin_array();
    for (std::size_t i = 0; i < r.catalogue.histograms.size() && i < r.summary.histograms.size(); ++i) {
        if (r.catalogue.histograms[i].subject != Subject::client) continue;
        const auto& h = r.summary.histograms[i];
        w.begin_object();
        key_members(w, r.catalogue.histograms[i]);
        w.key("buckets").begin_array();
        for (std::size_t b = 0; b < h.counts().size(); ++b) {
            if (h.counts()[b] == 0) continue;
            const auto bucket = h.first_bucket() + static_cast<std::uint32_t>(b);
            w.begin_line_array().value(to_seconds(Histogram::lower_edge(bucket)));
            w.value(to_seconds(Histogram::lower_edge(bucket + 1))).value(h.counts()[b]).end_array();
        }
        w.end_array().end_object();
    }
    w.end_array();
}

void numbers(JsonWriter& w, std::string_view name, const std::vector<std::vector<float>>& all, std::size_t i) {
    w.key(name).begin_line_array();
    if (i < all.size())
        for (const float x : all[i]) w.value(x);
    w.end_array();
}

void series(JsonWriter& w, const Report& r) {
    w.key("series").begin_object().member("interval", r.summary.interval_seconds).key("of").begin_array();
    for (std::size_t i = 0; i < r.catalogue.series.size() && i < r.summary.series.size(); ++i) {
        const auto& key = r.catalogue.series[i];
        if (key.subject != Subject::client || key.metric.starts_with("latency.band.")) continue;
        w.begin_object();
        key_members(w, r.catalogue.series[i]);
        numbers(w, "mean", r.summary.series, i);
        numbers(w, "low", r.summary.series_low, i);
        numbers(w, "high", r.summary.series_high, i);
        w.end_object();
    }
    w.end_array().end_object();
}

void timeline(JsonWriter& w, const Report& r) {
    w.key("timeline").begin_array();
    for (const auto& e : r.summary.timeline) {
        w.begin_line_object().member("seconds", e.seconds).member("subject", name_of(e.subject)).member("name", e.name);
        w.member("what", e.what).member("detail", e.detail).end_object();
    }
    w.end_array();
}

}  // namespace

std::string print_json(const Report& r) {
    const ReportIndex index{r};
    JsonWriter w;
    w.begin_object().member("schemaVersion", json_schema_version);
    run(w, r.run);
    w.key("scenario").begin_line_object().member("name", r.run.name).member("file", r.run.file).end_object();
    plan(w, r);
    w.key("clients").begin_array();
    for (const auto& name : index.names(Subject::client)) client(w, index, name);
    w.end_array().key("objectives").begin_array();
    for (const auto& v : r.verdicts) objective(w, v);
    w.end_array();
    findings(w, index);
    theory(w, r, index);
    figures(w, r);
    histograms(w, r);
    series(w, r);
    timeline(w, r);
    w.end_object();
    return std::move(w).text();
}

}  // namespace nines
