// The HTML report: complete in itself, and no name from a scenario becomes markup.
#include "reports/html.hpp"

#include <QRegularExpression>
#include <QTest>
#include <algorithm>

#include "reports/number.hpp"
#include "sample_report.hpp"

using namespace nines;
using namespace nines::tests;

namespace {

constexpr const char* desk_alone =
    "nines: 1\n"
    "name: Desk\n"
    "run: { duration: 10min, warmup: 1min, replications: 5 }\n"
    "services: { desk: { replicas: { concurrency: 4 }, endpoints: { serve: [ { work: exponential(100ms) } ] } } }\n"
    "clients: { callers: { arrivals: poisson(32/s), call: desk } }\n";

QString page(const Report& r) { return QString::fromStdString(print_html(r)); }

// Every tag with the names of its attributes, in order: what a page is made of, without what it says.
QStringList skeleton(const QString& html) {
    QStringList out;
    for (qsizetype i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i)) {
        ++i;
        QString tag;
        while (i < html.size() && (html[i].isLetterOrNumber() || html[i] == '/' || html[i] == '!')) tag += html[i++];
        bool in_name = false;
        while (i < html.size() && html[i] != '>') {
            if (html[i] == '"') {
                i = html.indexOf('"', i + 1);
                if (i < 0) return {"a quote that does not end"};
                in_name = false;
            } else {
                const bool part = html[i].isLetterOrNumber() || html[i] == '-';
                if (part && !in_name) tag += ' ';
                if (part) tag += html[i];
                if (html[i] == '/') tag += " /";
                in_name = part;
            }
            ++i;
        }
        if (tag.startsWith("style")) i = html.indexOf("</style", i);
        out += tag;
    }
    return out;
}

// A name that would do harm wherever it stood unescaped, and turns the direction of writing.
std::string harmful(const std::string& name) {
    return "\"'><script>" + name + "</script><!--]]></style></svg>&lt;\xE2\x80\xAE";
}

void replace(std::string& text, const std::string& what, const std::string& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

Report with_harmful_names(Report r) {
    for (const std::string name :
         {"gateway", "stock", "pay", "desk", "shoppers", "callers", "calls are answered", "buying works"}) {
        const auto rename = [&](std::string& text) { replace(text, name, harmful(name)); };
        for (auto* keys : {&r.catalogue.figures, &r.catalogue.histograms, &r.catalogue.series})
            for (auto& k : *keys) rename(k.name);
        for (auto& [own, service] : r.scenario.services) {
            rename(own);
            for (auto& [_, endpoint] : service.endpoints)
                for (auto& step : endpoint.steps)
                    if (step.call) rename(*step.call);
        }
        for (auto& [own, client] : r.scenario.clients) {
            rename(own);
            rename(*client.call);
        }
        for (auto& f : r.scenario.faults) rename(*f.service);
        for (auto& s : r.scenario.slos) rename(s.of), rename(s.name);
        for (auto& v : r.verdicts) rename(v.slo.of), rename(v.slo.name);
        for (auto& e : r.summary.timeline) rename(e.name);
    }
    for (auto& e : r.summary.timeline) e.detail = harmful("detail");
    for (auto* text : {&r.run.name, &r.run.file, &r.run.text, &r.run.version, &r.run.started, &r.scenario.name,
                       &r.scenario.description, &r.summary.warmup_rule, &r.summary.stop_detail, &r.run.changes[0].first,
                       &r.run.changes[0].second})
        *text = harmful("text");
    return r;
}

}  // namespace

class HtmlTest : public QObject {
    Q_OBJECT

private slots:
    void every_section_is_there_and_linked();
    void parts_can_be_left_out();
    void it_loads_nothing();
    void tags_are_closed_in_order();
    void names_never_become_markup();
    void the_summary_says_what_was_measured();
    void where_it_lay_is_not_told();
    void theory_stands_beside_simulation();
    void a_run_without_failures_shows_no_infinite_nines();
    void one_replication_has_no_intervals();
    void the_same_report_gives_the_same_page();
};

void HtmlTest::every_section_is_there_and_linked() {
    const auto html = page(sample_report());
    for (const char* id : {"summary", "objectives", "topology", "availability", "latency", "failures", "breakers",
                           "services", "timeline", "method", "scenario", "figures"}) {
        QVERIFY2(html.contains(QString{"<section id=\"%1\""}.arg(id)), id);
        QVERIFY2(html.contains(QString{"<a href=\"#%1\">"}.arg(id)), id);
    }
    for (const char* part :
         {"By cause", "By edge", "shoppers: over time", "shoppers: distribution", "gateway.buy -&gt; stock.reserve",
          "Student’s t interval", "stock: utilization", "stock down", "Share of breakers open"})
        QVERIFY2(html.contains(part), part);
}

void HtmlTest::parts_can_be_left_out() {
    const auto report = sample_report();
    const auto some = QString::fromStdString(print_html(report, {"method", "summary"}));
    QCOMPARE(some.count("<section id="), 2);
    QVERIFY(some.indexOf("<section id=\"summary\"") < some.indexOf("<section id=\"method\""));
    std::vector<std::string> all;
    for (const auto& part : report_parts()) all.push_back(part.id);
    QCOMPARE(QString::fromStdString(print_html(report, all)), page(report));
}

void HtmlTest::it_loads_nothing() {
    auto report = sample_report();
    report.run.text += "# see http://example.com/\n";  // words are no links
    const auto html = page(report);
    QRegularExpression reference{"\\s(href|src|srcset|data|action|poster|background|xlink:href)\\s*=\\s*\"([^\"]*)\""};
    int found = 0;
    for (auto all = reference.globalMatch(html); all.hasNext(); ++found) {
        const auto one = all.next();
        QCOMPARE(one.captured(1), QString{"href"});
        QVERIFY2(one.captured(2).startsWith('#'), qPrintable(one.captured(2)));
    }
    QVERIFY(found >= 12);
    QRegularExpression url{"url\\(([^)]*)\\)"};
    for (auto all = url.globalMatch(html); all.hasNext();) QVERIFY(all.next().captured(1).startsWith('#'));
    for (const char* tag : {"<script", "<link", "<iframe", "<object", "<embed", "<img", "<base", "<form", "@import"})
        QVERIFY2(!html.contains(tag), tag);
    QVERIFY(!html.contains(QRegularExpression{"<[^>]*\\son[a-z]+\\s*="}));  // handlers of events
    QVERIFY(html.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"));
}

void HtmlTest::tags_are_closed_in_order() {
    QStringList open;
    for (const auto& tag : skeleton(page(sample_report()))) {
        const auto name = tag.section(' ', 0, 0);
        if (name.startsWith('!') || name == "meta") continue;
        if (name.startsWith('/')) {
            QVERIFY2(!open.isEmpty() && open.last() == name.mid(1), qPrintable(name + " closes " + open.join('>')));
            open.removeLast();
        } else if (!tag.endsWith(" /")) {
            open += name;
        }
    }
    QVERIFY2(open.isEmpty(), qPrintable(open.join('>')));
}

void HtmlTest::names_never_become_markup() {
    const auto harmless = skeleton(page(sample_report()));
    const auto html = page(with_harmful_names(sample_report()));
    const auto found = skeleton(html);
    for (qsizetype i = 0; i < std::min(found.size(), harmless.size()); ++i) QCOMPARE(found[i], harmless[i]);
    QCOMPARE(found.size(), harmless.size());
    QVERIFY(html.contains("&quot;&#39;&gt;&lt;script&gt;gateway"));
    QVERIFY(html.contains("&amp;lt;"));
    QVERIFY(!html.contains(QChar{0x202E}));
}

void HtmlTest::the_summary_says_what_was_measured() {
    const auto& r = sample_report();
    const auto html = page(r);
    const auto i = index_of(r.catalogue.figures, Subject::client, "shoppers", "availability");
    const auto shown = show(r.summary.figures[i], "share");
    QVERIFY(html.contains(QString::fromStdString("<p class=\"big\">" + shown.value + "</p>")));
    QVERIFY(html.contains(QString::fromStdString("<b>" + shown.value + "</b>")));
    QVERIFY(html.contains(">✗ missed</span>"));
    QVERIFY(html.contains(">✓ met</span>"));
    QVERIFY(
        html.contains("5 independent replications of 3 minutes simulated time each, the first 20 seconds not counted"));
}

void HtmlTest::where_it_lay_is_not_told() {
    auto r = sample_report();
    r.run.file = "/home/somebody/secret/shop.yaml";
    const auto html = page(r);
    QVERIFY(html.contains("shop.yaml"));
    QVERIFY(!html.contains("somebody"));
    QVERIFY(html.contains("2026-03-01 12:34 UTC"));
}

void HtmlTest::theory_stands_beside_simulation() {
    const auto r = simulated_report(desk_alone);
    QVERIFY(!r.theory.empty());
    const auto html = page(r);
    QVERIFY(html.contains("<section id=\"theory\""));
    QVERIFY(html.contains("Erlang C"));
    QVERIFY(html.contains("80%"));  // utilization, exactly
    QVERIFY(!page(sample_report()).contains("<section id=\"theory\""));
}

void HtmlTest::a_run_without_failures_shows_no_infinite_nines() {
    const auto html = page(simulated_report(desk_alone));
    QVERIFY(html.contains("every one got a good answer"));
    QVERIFY(html.contains("No request and no attempt failed"));
    QVERIFY(!html.contains("∞"));
}

void HtmlTest::one_replication_has_no_intervals() {
    std::string text = desk_alone;
    replace(text, "replications: 5", "replications: 1");
    const auto html = page(simulated_report(text));
    QVERIFY(!html.contains("±"));
    QVERIFY(html.contains("One replication has no confidence intervals."));
}

void HtmlTest::the_same_report_gives_the_same_page() { QCOMPARE(page(sample_report()), page(sample_report())); }

QTEST_APPLESS_MAIN(HtmlTest)
#include "html_test.moc"
