// Reading: runs of a store, one by one and side by side, and reports of them.
#include <QPdfWriter>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "batch/comparison.hpp"
#include "gui/plots/plot_panel.hpp"
#include "gui/plots/plot_stack.hpp"
#include "gui/read/comparison_view.hpp"
#include "gui/read/figure_table.hpp"
#include "gui/read/read_page.hpp"
#include "gui/read/report_dialog.hpp"
#include "gui/read/run_list.hpp"
#include "reports/html.hpp"
#include "tests/reports/sample_report.hpp"

using namespace nines;
using namespace nines::gui;
using namespace nines::tests;

namespace {

std::string faster(std::string text) {
    const std::string slow = "exponential(100ms)";
    return text.replace(text.find(slow), slow.size(), "exponential(60ms)");
}

// Runs a scenario into a store, as the command does.
std::uint64_t keep(Store& store, const std::string& text, std::uint64_t seed = 1) {
    auto s = read_scenario(text, "shop.yaml")->scenario;
    RunInfo info;
    info.name = s.name;
    info.file = "shop.yaml";
    info.text = text;
    info.seed = s.run.seed = seed;
    if (seed != 1) info.changes = {{"run.seed", std::to_string(seed)}};
    const auto model = compile(s);
    const auto run = *store.begin_run(info, catalogue_of(*model));
    ExperimentOptions o;
    o.plan = s.run;
    o.on_replication = [&](std::uint32_t r, const RunResult& result) {
        if (const auto wrong = store.add_replication(run, r, result); !wrong.empty()) qFatal("%s", wrong.c_str());
    };
    const auto summary = run_experiment(*model, o);
    if (const auto wrong = store.end_run(run, summary); !wrong.empty()) qFatal("%s", wrong.c_str());
    return run;
}

}  // namespace

class ReadingTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<Store> store_;
    std::uint64_t slow_ = 0, fast_ = 0, other_ = 0;

    std::shared_ptr<const Report> report(std::uint64_t run) const {
        return std::make_shared<const Report>(*kept_report(*store_, run));
    }
    static const ComparedFigure& figure(const ComparisonView& v, Subject s, const char* name, const char* metric) {
        const auto it = std::ranges::find_if(v.figures, [&](const ComparedFigure& f) {
            return f.key.subject == s && f.key.name == name && f.key.metric == metric;
        });
        if (it == v.figures.end()) qFatal("no such figure");
        return *it;
    }
    static bool loads(ReadPage& page, const std::function<void()>& ask) {
        QSignalSpy shown{&page, &ReadPage::shown};
        ask();
        return QTest::qWaitFor([&] { return shown.count() > 0; }, 20'000);
    }

private slots:
    void initTestCase() {
        store_ = std::make_shared<Store>(std::move(*Store::open(folder_.filePath("runs.db").toStdString())));
        slow_ = keep(*store_, sample_text);
        fast_ = keep(*store_, faster(sample_text));
        other_ = keep(*store_, sample_text, 77);
    }

    void a_difference_by_pairs_is_narrower_than_one_between_strangers() {
        const std::vector<double> a = {1.0, 2.0, 3.0, 4.0, 5.0}, b = {1.5, 2.4, 3.6, 4.5, 5.5};
        const auto paired = difference(a, b, true, 0.95), apart = difference(a, b, false, 0.95);
        QVERIFY(std::abs(paired.estimate - 0.5) < 1e-12 && std::abs(apart.estimate - 0.5) < 1e-12);
        QVERIFY(paired.low > 0.0);
        QVERIFY(apart.low < 0.0 && apart.high > 0.0);
        // By hand: sd 0.0707107, t(4) = 2.776445.
        QVERIFY(std::abs(paired.half_width() - 2.776445 * 0.0707107 / std::sqrt(5.0)) < 1e-5);
        // By hand: variances 2.5 and 2.53, 8 degrees of freedom (7.9997), t = 2.306.
        QVERIFY(std::abs(apart.half_width() - 2.306 * std::sqrt((2.5 + 2.515) / 5.0)) < 2e-2);
        QVERIFY(std::isnan(difference({}, b, true, 0.95).estimate));
    }
    void runs_of_the_same_seed_are_compared_by_pairs() {
        const auto v = compare({report(slow_), report(fast_)});
        QVERIFY(v.paired);
        const auto& latency = figure(v, Subject::client, "callers", "latency.mean");
        QVERIFY(latency.tendency(1) == Tendency::lower);
        QCOMPARE(latency.direction(), -1);
        const auto& arrivals = figure(v, Subject::client, "callers", "arrival_rate");
        QCOMPARE(arrivals.differences[1].estimate, 0.0);  // common random numbers
        QVERIFY(!compare({report(slow_), report(other_)}).paired);
    }
    void a_run_is_no_different_from_itself() {
        const auto v = compare({report(slow_), report(slow_)});
        for (const auto& f : v.figures) QVERIFY(f.tendency(1) != Tendency::higher && f.tendency(1) != Tendency::lower);
    }
    void what_scenarios_differ_in_is_shown_with_its_surroundings() {
        const auto lines = difference_of_texts(sample_text, faster(sample_text), 1);
        QCOMPARE(std::ranges::count(lines, DiffLine::Kind::removed, &DiffLine::kind), 1);
        QCOMPARE(std::ranges::count(lines, DiffLine::Kind::added, &DiffLine::kind), 1);
        QCOMPARE(std::ranges::count(lines, DiffLine::Kind::same, &DiffLine::kind), 2);
        QVERIFY(difference_of_texts(sample_text, sample_text).empty());
        const auto all = difference_of_texts("a\nb\nc\n", "a\nx\nc\ny\n", 9);
        QString signs;
        for (const auto& l : all)
            signs += l.kind == DiffLine::Kind::added ? '+' : l.kind == DiffLine::Kind::removed ? '-' : '=';
        QCOMPARE(signs, QStringLiteral("=-+=+"));
        QCOMPARE(difference_of_texts("", "a\n").size(), 1U);
    }

    void runs_are_listed_renamed_deleted_and_brought_back() {
        auto list = std::make_unique<RunList>(store_);
        QCOMPARE(list->rowCount(), 3);
        QCOMPARE(list->run_at(0)->id, other_);  // the newest first
        QVERIFY(list->setData(list->index(list->row_of(fast_), RunList::name), QStringLiteral("Faster desk"),
                              Qt::EditRole));
        QCOMPARE(store_->run(fast_)->name, std::string{"Faster desk"});
        list->undo_stack().undo();
        QCOMPARE(store_->run(fast_)->name, std::string{"Small shop"});
        list->undo_stack().redo();
        list->remove({fast_, other_});
        QCOMPARE(list->rowCount(), 1);
        QVERIFY(store_->run(fast_));  // not yet gone
        list->undo_stack().undo();
        QCOMPARE(list->rowCount(), 3);
        QCOMPARE(list->run_at(list->row_of(fast_))->name, std::string{"Faster desk"});

        const auto gone =
            keep(*store_,
                 "nines: 1\nname: Gone\nrun: { duration: 10s, replications: 2 }\nservices: { a: { endpoints: { e: [ { "
                 "work: 1ms } ] } } }\nclients: { c: { arrivals: constant(10/s), call: a } }\n");
        list->refresh();
        list->remove({gone});
        list.reset();  // the window is closed
        QVERIFY(!store_->run(gone));
        QVERIFY(store_->run(slow_));
    }
    void one_run_is_shown_with_its_words_charts_and_figures() {
        ReadPage page{store_};
        QVERIFY(page.overview().contains(QStringLiteral("Run the design")));
        QVERIFY(loads(page, [&] { page.select_run(slow_); }));
        QVERIFY(page.overview().contains(QStringLiteral("shoppers")));
        QVERIFY(page.overview().contains(QStringLiteral("Objectives")));
        QVERIFY(page.charts().panel(QStringLiteral("availability shoppers")) != nullptr);
        QVERIFY(page.comparison().figures.size() > 50);
        QSignalSpy wanted{&page, &ReadPage::scenario_wanted};
        page.open_scenario();
        QCOMPARE(wanted[0][1].toString().toStdString(), std::string{sample_text});
    }
    void several_runs_are_shown_side_by_side() {
        ReadPage page{store_};
        QVERIFY(loads(page, [&] { page.select_runs({slow_, fast_}); }));
        QCOMPARE(page.comparison().runs.size(), 2U);
        QVERIFY(page.overview().contains(QStringLiteral("2 runs side by side")));
        const auto* chart = page.charts().panel(QStringLiteral("availability callers"));
        QVERIFY(chart != nullptr);
        QCOMPARE(chart->readings().size(), 2);
        const auto csv = QString::fromStdString(page.comparison().csv());
        QVERIFY(csv.startsWith(QStringLiteral("subject,name,metric,unit,run 1 estimate")));
        QCOMPARE(csv.count(QLatin1Char('\n')), static_cast<qsizetype>(page.comparison().figures.size()) + 1);
    }
    void reports_are_saved_as_page_and_as_paper_with_the_parts_chosen() {
        const auto r = report(slow_);
        const auto html = folder_.filePath("report.html"), pdf = folder_.filePath("report.pdf"),
                   brief = folder_.filePath("brief.pdf");
        QCOMPARE(save_report_as(*r, {}, html), QString{});
        QCOMPARE(save_report_as(*r, {}, pdf), QString{});
        QCOMPARE(save_report_as(*r, {"summary"}, brief), QString{});
        QFile page{html}, paper{pdf};
        QVERIFY(page.open(QIODevice::ReadOnly) && page.readAll().contains("Small shop"));
        QVERIFY(paper.open(QIODevice::ReadOnly) && paper.readAll().startsWith("%PDF"));
        QVERIFY(QFileInfo{brief}.size() < QFileInfo{pdf}.size() / 2);
        QVERIFY(!save_report_as(*r, {}, folder_.filePath("no/such/report.pdf")).isEmpty());
        ReportDialog dialog;
        QCOMPARE(dialog.parts().size(), report_parts().size());
    }
    void a_watched_run_reads_like_a_kept_one_but_for_its_intervals() {
        const auto s = read_scenario(sample_text, "shop.yaml")->scenario;
        const auto model = compile(s);
        ReadPage page{store_};
        QVERIFY(loads(page, [&] {
            page.show_report(report_of_watched(s, *model, *simulate(*model, {.duration = s.run.duration})));
        }));
        QVERIFY(page.overview().contains(QStringLiteral("shoppers")));
        QVERIFY(page.selected_runs().empty());
    }
};

QTEST_MAIN(ReadingTest)
#include "reading_test.moc"
