#include "gui/plots/chart_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gui/tr.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr float unknown = std::numeric_limits<float>::quiet_NaN();

[[nodiscard]] QString q(std::string_view s) { return QString::fromUtf8(s.data(), static_cast<qsizetype>(s.size())); }

[[nodiscard]] std::size_t series_index(const Report& r, Subject s, std::string_view name, std::string_view metric) {
    const auto i = index_of(r.catalogue.series, s, name, metric);
    return i < r.summary.series.size() ? i : r.catalogue.series.size();
}

[[nodiscard]] bool says_something(const std::vector<float>& values) {
    return std::ranges::any_of(values, [](float x) { return std::isfinite(x); });
}

[[nodiscard]] ChartLine line_of(const Report& r, std::size_t series, QString name, int style) {
    ChartLine l;
    l.name = std::move(name);
    l.style = style;
    if (series >= r.summary.series.size()) return l;
    l.mean = r.summary.series[series];
    if (series < r.summary.series_low.size() && says_something(r.summary.series_low[series])) {
        l.low = r.summary.series_low[series];
        l.high = r.summary.series_high[series];
    }
    return l;
}

// A chart of a report without lines: its axis, its warm-up and its faults.
[[nodiscard]] ChartView frame_of(const Report& r, QString id, QString title, std::string unit) {
    ChartView c;
    c.id = std::move(id);
    c.title = std::move(title);
    c.unit = std::move(unit);
    c.interval = r.summary.interval_seconds;
    c.end_seconds = r.summary.end_seconds;
    if (r.summary.warmup_seconds > 0.0)
        c.spans.push_back({0.0, r.summary.warmup_seconds, tr("warm-up"), ChartSpan::Kind::warmup});
    std::map<std::string, double> begun;
    for (const auto& e : r.summary.timeline) {
        if (e.what == "fault begins") {
            begun.emplace(e.name, e.seconds);
        } else if (e.what == "fault ends") {
            const auto it = begun.find(e.name);
            if (it == begun.end()) continue;
            c.spans.push_back({it->second, e.seconds, q(e.name), ChartSpan::Kind::fault});
            begun.erase(it);
        }
    }
    for (const auto& [name, from] : begun)
        c.spans.push_back({from, r.summary.end_seconds, q(name), ChartSpan::Kind::fault});
    return c;
}

// The most that is promised to a client of answers in any time; NaN: nothing is.
[[nodiscard]] double promised_to(const Report& r, const std::string& client) {
    double most = std::numeric_limits<double>::quiet_NaN();
    for (const auto& slo : r.scenario.slos)
        if ((slo.of.empty() || slo.of == client) && !slo.good.latency_below)
            most = std::fmax(most, slo.objective.value);
    return most;
}

void mark_bad(ChartView& c, const std::vector<float>& availability, double threshold) {
    bool bad = false;
    for (std::size_t i = 0; i < availability.size(); ++i) {
        const double from = static_cast<double>(i) * c.interval;
        const bool now = static_cast<double>(availability[i]) < threshold;
        if (now && bad)
            c.spans.back().to = from + c.interval;
        else if (now)
            c.spans.push_back({from, from + c.interval, tr("below the objective"), ChartSpan::Kind::bad});
        bad = now;
    }
}

[[nodiscard]] std::vector<std::string> names_of(const Catalogue& c, Subject s) {
    std::vector<std::string> out;
    for (const auto& key : c.series)
        if (key.subject == s && std::ranges::find(out, key.name) == out.end()) out.push_back(key.name);
    return out;
}

[[nodiscard]] double mean_of(const std::vector<float>& values) {
    double sum = 0.0;
    std::size_t n = 0;
    for (const float x : values)
        if (std::isfinite(x)) sum += static_cast<double>(x), ++n;
    return n == 0 ? -1.0 : sum / static_cast<double>(n);
}
[[nodiscard]] double peak_of(const std::vector<float>& values) {
    double peak = -1.0;
    for (const float x : values)
        if (std::isfinite(x)) peak = std::max(peak, static_cast<double>(x));
    return peak;
}

[[nodiscard]] const SeriesGroup* group(const std::vector<SeriesGroup>& all, Subject s, std::string_view metric) {
    const auto it =
        std::ranges::find_if(all, [&](const SeriesGroup& g) { return g.subject == s && g.metric == metric; });
    return it == all.end() ? nullptr : &*it;
}

// All edges together: attempts for each call that was begun.
[[nodiscard]] ChartView amplification_chart(const Report& r) {
    auto c = frame_of(r, QStringLiteral("amplification"), tr("Retry amplification"), "ratio");
    c.about = tr("Attempts for each first attempt, over all calls. 1: nothing is retried.");
    c.low = 1.0;
    std::vector<double> attempts, retries;
    for (std::size_t i = 0; i < r.catalogue.series.size() && i < r.summary.series.size(); ++i) {
        const auto& key = r.catalogue.series[i];
        if (key.subject != Subject::edge || (key.metric != "attempts" && key.metric != "retries")) continue;
        auto& sum = key.metric == "attempts" ? attempts : retries;
        const auto& values = r.summary.series[i];
        sum.resize(std::max(sum.size(), values.size()), 0.0);
        for (std::size_t k = 0; k < values.size(); ++k)
            if (std::isfinite(values[k])) sum[k] += static_cast<double>(values[k]);
    }
    retries.resize(attempts.size(), 0.0);
    ChartLine line;
    line.name = tr("attempts per call");
    bool any = false;
    for (std::size_t k = 0; k < attempts.size(); ++k) {
        const double first = attempts[k] - retries[k];
        line.mean.push_back(first > 0.0 ? static_cast<float>(attempts[k] / first) : unknown);
        any = any || retries[k] > 0.0;
    }
    if (any) c.lines.push_back(std::move(line));
    return c;
}

// A number for a program; nothing for NaN.
[[nodiscard]] std::string plain(double x) { return std::isnan(x) ? std::string{} : fmt::format("{:.9g}", x); }

[[nodiscard]] std::string quoted(const QString& s) {
    auto text = s.toStdString();
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char ch : text) out += ch == '"' ? std::string{"\"\""} : std::string{ch};
    return out + "\"";
}

}  // namespace

QString words_of(std::string_view metric) {
    if (metric == "latency.p50") return tr("median latency");
    if (metric.starts_with("latency.p")) return tr("latency, %1th percentile").arg(q(metric.substr(9)));
    if (metric == "recovery") return tr("time until writers could write again (RTO)");
    if (metric == "exposure") return tr("age of what a failover lost (RPO)");
    if (metric == "restore") return tr("time until the data was restored (RTO)");
    if (metric == "restore_point") return tr("age of what was restored (RPO)");
    QString words = q(metric);
    words.replace(QLatin1Char('_'), QLatin1Char(' ')).replace(QLatin1Char('.'), QLatin1Char(' '));
    return words;
}

double ChartView::value_at(const ChartLine& line, double seconds) const {
    if (line.mean.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::size_t i = 0;
    if (line.x.empty()) {
        if (seconds < 0.0 || !(interval > 0.0)) return std::numeric_limits<double>::quiet_NaN();
        i = static_cast<std::size_t>(seconds / interval);
    } else {
        const auto after = std::ranges::upper_bound(line.x, seconds);
        if (after == line.x.begin()) return std::numeric_limits<double>::quiet_NaN();
        i = static_cast<std::size_t>(after - line.x.begin()) - 1;
    }
    return i < line.mean.size() ? static_cast<double>(line.mean[i]) : std::numeric_limits<double>::quiet_NaN();
}

std::string ChartView::csv() const {
    std::string out = "seconds";
    for (const auto& l : lines) {
        out += "," + quoted(l.name);
        if (!l.low.empty()) out += fmt::format(",{},{}", quoted(l.name + " low"), quoted(l.name + " high"));
    }
    out += "\n";
    std::size_t rows = 0;
    for (const auto& l : lines) rows = std::max(rows, l.mean.size());
    const auto value = [](const std::vector<float>& v, std::size_t i) {
        return i < v.size() ? plain(static_cast<double>(v[i])) : std::string{};
    };
    for (std::size_t i = 0; i < rows; ++i) {
        out += plain(lines.front().x.empty() ? static_cast<double>(i) * interval : lines.front().x[i]);
        for (const auto& l : lines) {
            out += "," + value(l.mean, i);
            if (!l.low.empty()) out += fmt::format(",{},{}", value(l.low, i), value(l.high, i));
        }
        out += "\n";
    }
    return out;
}

std::string HeatView::csv() const {
    std::string out = "seconds";
    for (std::size_t b = 0; b < rate.size(); ++b) out += fmt::format(",{:.6g} s to {:.6g} s", edges[b], edges[b + 1]);
    out += "\n";
    for (std::size_t i = 0; !rate.empty() && i < rate.front().size(); ++i) {
        out += plain(static_cast<double>(i) * interval);
        for (const auto& band : rate) out += "," + plain(i < band.size() ? static_cast<double>(band[i]) : 0.0);
        out += "\n";
    }
    return out;
}

std::string DistributionView::csv() const {
    std::string out = "from_seconds,to_seconds,share,share_beyond\n";
    for (const auto& b : bars) out += fmt::format("{:.9g},{:.9g},{:.9g},{:.9g}\n", b.from, b.to, b.share, b.beyond);
    return out;
}

ChartView availability_chart(const Report& r, const std::string& client) {
    auto c = frame_of(r, QStringLiteral("availability ") + q(client), tr("Availability of %1").arg(q(client)), "share");
    c.about = tr("Share of the requests that got a good answer, with the interval of its mean over replications.");
    const auto i = series_index(r, Subject::client, client, "availability");
    auto line = line_of(r, i, tr("availability"), 0);
    if (!says_something(line.mean)) return c;
    const double promised = promised_to(r, client);
    double lowest = 0.999;
    for (const float x : line.mean)
        if (std::isfinite(x)) lowest = std::min(lowest, static_cast<double>(x));
    lowest = std::fmin(lowest, promised);
    c.low = std::max(0.0, lowest - (1.0 - lowest) * 0.1);
    c.high = 1.0 + (1.0 - c.low) * 0.03;
    if (!std::isnan(promised)) {
        c.reference = promised;
        c.reference_label = tr("objective %1").arg(QString::fromStdString(show(promised, "share")));
        mark_bad(c, line.mean, promised);
    }
    c.lines.push_back(std::move(line));
    return c;
}

ChartView latency_chart(const Report& r, const std::string& client) {
    auto c = frame_of(r, QStringLiteral("latency ") + q(client), tr("Latency of %1").arg(q(client)), "seconds");
    c.about = tr("Latency of good answers: percentiles over simulated time.");
    double low = std::numeric_limits<double>::infinity(), high = 0.0;
    for (std::size_t i = 0; i < r.catalogue.series.size() && i < r.summary.series.size(); ++i) {
        const auto& key = r.catalogue.series[i];
        if (key.subject != Subject::client || key.name != client || !key.metric.starts_with("latency.p")) continue;
        const auto name = key.metric == "latency.p50" ? tr("median") : q(key.metric.substr(8));
        auto line = line_of(r, i, name, static_cast<int>(c.lines.size()));
        if (!says_something(line.mean)) continue;
        for (const float x : line.mean)
            if (std::isfinite(x) && x > 0.0F) {
                low = std::min(low, static_cast<double>(x));
                high = std::max(high, static_cast<double>(x));
            }
        c.lines.push_back(std::move(line));
    }
    c.log = low > 0.0 && high / low > 12.0;
    if (!c.log) c.low = 0.0;
    return c;
}

HeatView latency_heat(const Report& r, const std::string& client) {
    HeatView h;
    h.id = QStringLiteral("heat ") + q(client);
    h.title = tr("Latency of %1 over time").arg(q(client));
    h.interval = r.summary.interval_seconds;
    for (std::size_t i = 0; i < r.catalogue.series.size() && i < r.summary.series.size(); ++i) {
        const auto& key = r.catalogue.series[i];
        if (key.subject != Subject::client || key.name != client || !key.metric.starts_with("latency.band.")) continue;
        h.edges.push_back(std::stod(key.metric.substr(13)));
        h.rate.push_back(r.summary.series[i]);
    }
    if (h.edges.size() < 2) return {};
    h.edges.push_back(h.edges.back() * h.edges.back() / h.edges[h.edges.size() - 2]);
    // Bands at the ends in which nothing ever was.
    const auto silent = [](const std::vector<float>& band) { return peak_of(band) <= 0.0; };
    while (!h.rate.empty() && silent(h.rate.back())) h.rate.pop_back(), h.edges.pop_back();
    while (!h.rate.empty() && silent(h.rate.front())) h.rate.erase(h.rate.begin()), h.edges.erase(h.edges.begin());
    return h;
}

DistributionView distribution(const Report& r, Subject s, const std::string& name, const std::string& metric) {
    DistributionView d;
    d.id = (s == Subject::client ? QString{} : q(name_of(s)) + QLatin1Char(' ')) + QStringLiteral("distribution ") +
           q(name) + QLatin1Char(' ') + q(metric);
    d.title = tr("Distribution: %1 of %2").arg(words_of(metric), q(name));
    const auto i = index_of(r.catalogue.histograms, s, name, metric);
    if (i >= r.summary.histograms.size()) return d;
    const Histogram& h = r.summary.histograms[i];
    d.total = static_cast<double>(h.total());
    if (h.total() == 0) return d;
    constexpr double per_decade = 20.0;
    std::map<int, double> bars;
    double none = 0.0;
    const auto counts = h.counts();
    for (std::size_t k = 0; k < counts.size(); ++k) {
        const auto bucket = h.first_bucket() + static_cast<std::uint32_t>(k);
        if (counts[k] == 0 || Histogram::lower_edge(bucket + 1) <= Duration{1}) {  // 0 has no place on a log axis
            none += static_cast<double>(counts[k]);
            continue;
        }
        const double low = std::max(1e-9, to_seconds(Histogram::lower_edge(bucket)));
        const double high = std::max(low * 1.0000001, to_seconds(Histogram::lower_edge(bucket + 1)));
        bars[static_cast<int>(std::floor(std::log10(std::sqrt(low * high)) * per_decade))] +=
            static_cast<double>(counts[k]);
    }
    if (bars.empty()) return d;
    double left = d.total - none;
    for (int b = bars.begin()->first; b <= bars.rbegin()->first; ++b) {
        const auto it = bars.find(b);
        const double n = it == bars.end() ? 0.0 : it->second;
        left -= n;
        d.bars.push_back({std::pow(10.0, b / per_decade), std::pow(10.0, (b + 1) / per_decade), n / d.total,
                          std::max(0.0, left) / d.total});
    }
    for (const auto& [figure, label] :
         {std::pair{".p50", "p50"}, std::pair{".p90", "p90"}, std::pair{".p99", "p99"}, std::pair{".p99.9", "p99.9"}}) {
        const auto f = index_of(r.catalogue.figures, s, name, metric + figure);
        if (f < r.summary.figures.size() && std::isfinite(r.summary.figures[f].estimate))
            d.marks.push_back({r.summary.figures[f].estimate, q(label), false});
    }
    if (s == Subject::client)
        for (const auto& slo : r.scenario.slos)
            if ((slo.of.empty() || slo.of == name) && slo.good.latency_below)
                d.marks.push_back({to_seconds(*slo.good.latency_below),
                                   tr("limit %1").arg(QString::fromStdString(print_duration(*slo.good.latency_below))),
                                   true});
    return d;
}

QString SeriesGroup::title() const {
    const auto words = words_of(metric);
    return subject == Subject::system ? words : q(name_of(subject)) + QStringLiteral(": ") + words;
}

std::vector<SeriesGroup> series_groups(const Catalogue& c) {
    std::vector<SeriesGroup> out;
    for (const auto& key : c.series) {
        auto it = std::ranges::find_if(out, [&](const SeriesGroup& g) {
            return g.subject == key.subject && g.metric == key.metric && g.unit == key.unit;
        });
        if (it == out.end()) it = out.insert(out.end(), {key.subject, key.metric, key.unit, {}});
        it->names.push_back(key.name);
    }
    return out;
}

ChartView series_chart(const Report& r, const SeriesGroup& g, const std::vector<std::string>& names) {
    auto c = frame_of(r, q(name_of(g.subject)) + QLatin1Char(' ') + q(g.metric), g.title(), g.unit);
    c.low = 0.0;
    std::vector<std::pair<double, std::size_t>> found;  // the most telling first
    for (const auto& name : names.empty() ? g.names : names) {
        const auto i = series_index(r, g.subject, name, g.metric);
        if (i >= r.summary.series.size() || !says_something(r.summary.series[i])) continue;
        const auto& values = r.summary.series[i];
        found.emplace_back(mean_of(values) + peak_of(values), i);
    }
    std::ranges::stable_sort(found, std::greater<>{}, &std::pair<double, std::size_t>::first);
    // What never happened is left out when there is something that did.
    const bool any = !found.empty() && found.front().first > 0.0;
    if (any && names.empty()) std::erase_if(found, [](const auto& f) { return f.first <= 0.0; });
    if (found.size() > most_lines) {
        c.left_out = found.size() - most_lines;
        found.resize(most_lines);
    }
    for (const auto& [_, i] : found)
        c.lines.push_back(line_of(r, i, q(r.catalogue.series[i].name), static_cast<int>(c.lines.size())));
    if (c.left_out > 0) c.about = tr("The %1 highest; %2 more are left out.").arg(most_lines).arg(c.left_out);
    return c;
}

std::vector<ChartView> standard_charts(const Report& r) {
    std::vector<ChartView> out;
    const auto add = [&](ChartView c) {
        if (!c.lines.empty()) out.push_back(std::move(c));
    };
    const auto clients = names_of(r.catalogue, Subject::client);
    for (const auto& client : clients) add(availability_chart(r, client));
    for (const auto& client : clients) add(latency_chart(r, client));
    for (const auto& client : clients) {
        auto c = frame_of(r, QStringLiteral("goodput ") + q(client), tr("Goodput and throughput of %1").arg(q(client)),
                          "per_second");
        c.about = tr("Good answers beside all that ended and all that was asked.");
        c.low = 0.0;
        const auto good = series_index(r, Subject::client, client, "good");
        const auto failed = series_index(r, Subject::client, client, "failed");
        const auto arrivals = series_index(r, Subject::client, client, "arrivals");
        if (std::max(good, failed) >= r.summary.series.size()) continue;
        c.lines.push_back(line_of(r, good, tr("goodput"), 2));
        ChartLine all = line_of(r, good, tr("throughput"), 0);
        all.low.clear(), all.high.clear();
        const auto& lost = r.summary.series[failed];
        for (std::size_t k = 0; k < all.mean.size() && k < lost.size(); ++k) all.mean[k] += lost[k];
        c.lines.push_back(std::move(all));
        if (arrivals < r.summary.series.size()) c.lines.push_back(line_of(r, arrivals, tr("arrivals"), 1));
        add(std::move(c));
    }
    const auto groups = series_groups(r.catalogue);
    const auto all_of = [&](Subject s, const char* metric, const QString& title, const QString& about,
                            double high = std::numeric_limits<double>::quiet_NaN()) {
        const auto* g = group(groups, s, metric);
        if (g == nullptr) return;
        auto c = series_chart(r, *g);
        c.title = title;
        c.about = about + (c.about.isEmpty() ? QString{} : QLatin1Char(' ') + c.about);
        c.high = high;
        add(std::move(c));
    };
    const auto* retries = group(groups, Subject::edge, "retries");
    if (retries != nullptr) {
        auto c = series_chart(r, *retries);
        c.title = tr("Retries");
        const bool any = std::ranges::any_of(c.lines, [](const ChartLine& l) { return peak_of(l.mean) > 0.0; });
        if (any) add(std::move(c));
        add(amplification_chart(r));
    }
    all_of(Subject::edge, "breaker.open_share", tr("Circuit breakers"),
           tr("Share of an edge's breakers that are open."), 1.05);
    // What need not happen is charted only where it did.
    const auto happened = [&](Subject s, const char* metric, const QString& title, const QString& about) {
        const auto* g = group(groups, s, metric);
        const auto did = [](const ChartLine& l) { return peak_of(l.mean) > 0.0; };
        if (g != nullptr && std::ranges::any_of(series_chart(r, *g).lines, did)) all_of(s, metric, title, about);
    };
    happened(Subject::database, "writes_lost", tr("Acknowledged writes lost"), tr("By a failover, or with a restore."));
    happened(Subject::database, "without_primary", tr("Without a primary"),
             tr("Share of the time in which writers knew none that works."));
    happened(Subject::database, "replication_lag", tr("Replication lag"),
             tr("From a write until a replica's readers see it."));
    happened(Subject::database, "stale_share", tr("Stale reads"),
             tr("Share of reads that lacked an acknowledged write."));
    happened(Subject::database, "conflicts", tr("Conflicts"), tr("Writes that did not know of an earlier one."));
    happened(Subject::database, "convergence", tr("Convergence"), tr("From a write until every node has it."));
    happened(Subject::database, "disk_used", tr("Disks of databases"), tr("Share of the disk that is used."));
    happened(Subject::consumer, "backlog", tr("Backlog"), tr("Messages that are kept and not done."));
    happened(Subject::consumer, "redeliveries", tr("Redeliveries"), tr("Messages that were given out again."));
    all_of(Subject::service, "queue", tr("Queues"), tr("Requests that wait for a worker."));
    all_of(Subject::service, "utilization", tr("Utilization"), tr("Share of the workers that are busy."), 1.05);
    return out;
}

ChartView overlaid(const std::vector<ChartView>& charts, const std::vector<QString>& runs) {
    if (charts.empty()) return {};
    ChartView c = charts.front();
    c.lines.clear();
    std::erase_if(c.spans, [](const ChartSpan& s) { return s.kind == ChartSpan::Kind::bad; });
    for (std::size_t run = 0; run < charts.size(); ++run) {
        const ChartView& other = charts[run];
        c.end_seconds = std::max(c.end_seconds, other.end_seconds);
        c.low = std::fmin(c.low, other.low);
        c.high = std::fmax(c.high, other.high);
        for (ChartLine line : other.lines) {
            if (other.interval != c.interval && line.x.empty())
                for (std::size_t i = 0; i < line.mean.size(); ++i)
                    line.x.push_back((static_cast<double>(i) + 0.5) * other.interval);
            line.name = other.lines.size() == 1 ? runs[run] : runs[run] + QStringLiteral(": ") + line.name;
            line.style = static_cast<int>(c.lines.size());
            if (c.lines.size() < most_lines)
                c.lines.push_back(std::move(line));
            else
                ++c.left_out;
        }
    }
    return c;
}

ChartLine decimated(const ChartView& chart, const ChartLine& line, double from, double to, std::size_t columns) {
    if (columns == 0 || line.mean.size() <= 4 * columns || !(to > from)) return line;
    ChartLine out;
    out.name = line.name;
    out.style = line.style;
    const bool band = !line.low.empty();
    const double width = (to - from) / static_cast<double>(columns);
    const auto push = [&](std::size_t i) {
        out.x.push_back(chart.time_of(line, i));
        out.mean.push_back(line.mean[i]);
        if (band) out.low.push_back(line.low[i]), out.high.push_back(line.high[i]);
    };
    constexpr auto nobody = std::numeric_limits<std::size_t>::max();
    std::size_t least = nobody, most = nobody;
    double column = -1.0;
    const auto flush = [&] {
        if (least == nobody) return;
        push(std::min(least, most));
        if (least != most) push(std::max(least, most));
        least = most = nobody;
    };
    for (std::size_t i = 0; i < line.mean.size(); ++i) {
        const double t = chart.time_of(line, i);
        if (t < from || t > to) continue;
        const double at = std::floor((t - from) / width);
        if (at != column) {
            flush();
            column = at;
        }
        if (std::isnan(line.mean[i])) continue;
        if (least == nobody || line.mean[i] < line.mean[least]) least = i;
        if (most == nobody || line.mean[i] > line.mean[most]) most = i;
    }
    flush();
    return out;
}

}  // namespace nines::gui
