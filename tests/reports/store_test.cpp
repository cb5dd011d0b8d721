// The results store: what goes in comes out with the same bits, and what is not a store says so.
#include "reports/store.hpp"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "sample_run.hpp"

using namespace nines;

namespace {

RunInfo sample_info() {
    RunInfo i;
    i.name = "Small shop";
    i.file = "shop.yaml";
    i.text = "nines: 1\nname: Small shop\n";
    i.changes = {{"services.shop.replicas.count", "3"}};
    i.seed = 0xFFFF'FFFF'FFFF'FFFEULL;
    i.version = "0.1.0 (test)";
    return i;
}

// The first column of the first row that plain SQL finds.
QString ask(const std::filesystem::path& file, const char* sql) {
    sqlite3* db = nullptr;
    QString answer = "(nothing)";
    if (sqlite3_open(file.c_str(), &db) == SQLITE_OK) {
        const auto take = [](void* to, int, char** values, char**) {
            *static_cast<QString*>(to) = values[0] == nullptr ? "(null)" : values[0];
            return 1;
        };
        char* wrong = nullptr;
        sqlite3_exec(db, sql, take, &answer, &wrong);
        if (wrong != nullptr && answer == "(nothing)") answer = wrong;
        sqlite3_free(wrong);
    }
    sqlite3_close(db);
    return answer;
}

}  // namespace

class StoreTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void a_run_comes_back_as_it_was();
    void a_replication_comes_back_bit_for_bit();
    void durations_of_any_length_are_kept();
    void a_replication_that_is_there_stays_as_it_is();
    void figures_and_time_line_can_be_read_with_plain_sql();
    void the_summary_of_the_kept_is_the_summary_of_the_run();
    void an_unfinished_run_is_found_only_by_the_same_computation();
    void a_run_is_renamed();
    void a_replication_that_was_interfered_with_is_refused();
    void a_deleted_run_takes_everything_along_and_its_number_is_not_used_again();
    void two_connections_write_side_by_side();
    void a_store_in_use_is_waited_for();
    void what_is_not_a_store_is_refused_and_left_as_it_was();
    void a_newer_store_is_refused();
    void a_damaged_replication_is_not_there();
    void a_disk_that_takes_no_more_is_a_message();

private:
    [[nodiscard]] std::filesystem::path path(const char* name) const { return folder_->filePath(name).toStdString(); }
    [[nodiscard]] Store store() const {
        auto s = Store::open(path("nines.db"));
        if (!s) qFatal("%s", s.problems().front().message.c_str());
        return std::move(*s);
    }
    std::unique_ptr<QTemporaryDir> folder_;
};

void StoreTest::init() { folder_ = std::make_unique<QTemporaryDir>(); }

void StoreTest::a_run_comes_back_as_it_was() {
    auto s = store();
    const auto id = s.begin_run(sample_info(), sample_catalogue());
    QVERIFY(id);
    const auto back = s.run(*id);
    QVERIFY(back);
    const auto wanted = sample_info();
    QCOMPARE(back->name, wanted.name);
    QCOMPARE(back->file, wanted.file);
    QCOMPARE(back->text, wanted.text);
    QCOMPARE(back->seed, wanted.seed);
    QCOMPARE(back->version, wanted.version);
    QVERIFY(back->changes == wanted.changes);
    QVERIFY(back->state == RunState::running);
    QVERIFY(QString::fromStdString(back->started).contains(QRegularExpression{"^\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z$"}));
    QVERIFY(back->finished.empty());
    const auto keys = s.catalogue(*id);
    QVERIFY(keys);
    QVERIFY(*keys == sample_catalogue());

    Summary end;
    end.replications = 0;
    QCOMPARE(s.end_run(*id, end), std::string{});
    QVERIFY(s.run(*id)->state == RunState::done);
    QVERIFY(!s.run(*id)->finished.empty());
    QVERIFY(!s.run(99));
    QVERIFY(s.run(99).problems().front().message.find("no run 99") != std::string::npos);
}

void StoreTest::a_replication_comes_back_bit_for_bit() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    auto odd = sample_result(1);
    odd.figures = {0.1,
                   -0.0,
                   5e-324,
                   1.7976931348623157e308,
                   std::numeric_limits<double>::infinity(),
                   -std::numeric_limits<double>::infinity(),
                   1.0 / 3.0,
                   std::numeric_limits<double>::quiet_NaN()};
    odd.series = {{}, {std::numeric_limits<float>::quiet_NaN(), 0.0F, -0.0F, 1e-45F}};
    odd.histograms = {Histogram{}, sample_result(4).histograms.front()};
    QCOMPARE(s.add_replication(id, 0, sample_result(0)), std::string{});
    QCOMPARE(s.add_replication(id, 1, odd), std::string{});
    const auto again = store();
    QVERIFY(same_bits(again.replication(id, 0).value(), sample_result(0)));
    QVERIFY(same_bits(again.replication(id, 1).value(), odd));
    QVERIFY(std::signbit(again.replication(id, 1)->figures[1]));
    QVERIFY(!again.replication(id, 2));
    QVERIFY(!again.replication(id + 1, 0));
    QCOMPARE(again.run(id)->replications, 2U);
}

void StoreTest::durations_of_any_length_are_kept() {
    auto s = store();
    const auto c = sample_catalogue();
    const auto run = s.begin_run(sample_info(), c);
    auto result = sample_result(0, c);
    result.histograms[0].clear();
    for (std::int64_t ns = 1; ns < std::int64_t{1} << 62; ns *= 2) result.histograms[0].record(Duration{ns});
    result.histograms[0].record(Duration::max());
    QCOMPARE(s.add_replication(*run, 0, result), std::string{});
    const auto kept = s.replication(*run, 0);
    QVERIFY(kept.has_value());
    QVERIFY(same_bits(*kept, result));
}

void StoreTest::a_replication_that_is_there_stays_as_it_is() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    QCOMPARE(s.add_replication(id, 0, sample_result(0)), std::string{});
    QCOMPARE(s.add_replication(id, 0, sample_result(1)), std::string{});
    QVERIFY(same_bits(s.replication(id, 0).value(), sample_result(0)));
}

void StoreTest::figures_and_time_line_can_be_read_with_plain_sql() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    for (std::uint32_t i = 0; i < 3; ++i) QCOMPARE(s.add_replication(id, i, sample_result(i)), std::string{});
    const auto file = s.file();
    const auto value = ask(file,
                           "SELECT printf('%.17g', value) FROM figures WHERE run = 1 AND replication = 2 AND"
                           " subject = 'client' AND name = 'shoppers' AND metric = 'latency.mean'");
    QCOMPARE(value.toDouble(), sample_result(2).figures[1]);
    QCOMPARE(ask(file, "SELECT count(*) FROM figures"), QString{"36"});
    QCOMPARE(ask(file, "SELECT value FROM figures WHERE metric = 'unheard.of.11'"), QString{"(null)"});
    QCOMPARE(ask(file, "SELECT count(*) FROM timeline WHERE what = 'replica down' AND seconds = 100.25"), QString{"3"});
    QCOMPARE(ask(file, "SELECT seed FROM runs"), QString{"18446744073709551614"});
    QCOMPARE(ask(file, "PRAGMA application_id"), QString::number(0x4E494E45));
    QCOMPARE(ask(file, "PRAGMA user_version"), QString{"1"});
    QCOMPARE(ask(file, "PRAGMA journal_mode"), QString{"wal"});
    QCOMPARE(ask(file, "PRAGMA integrity_check"), QString{"ok"});
}

void StoreTest::the_summary_of_the_kept_is_the_summary_of_the_run() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    Summarizer live{sample_catalogue(), 0.9};
    for (std::uint32_t i = 0; i < 6; ++i) {
        if (i < 5) live.add(sample_result(i));  // the sixth was under way when the rule was met
        QCOMPARE(s.add_replication(id, i, sample_result(i)), std::string{});
    }
    auto wanted = live.summary();
    wanted.stop = StopReason::precise;
    wanted.stop_detail = "precise enough";
    wanted.warmup_rule = "stated";
    QCOMPARE(s.end_run(id, wanted), std::string{});
    const auto back = s.summary(id);
    QVERIFY(back);
    QCOMPARE(back->replications, 5U);
    QCOMPARE(back->stop_detail, wanted.stop_detail);
    QCOMPARE(back->warmup_rule, wanted.warmup_rule);
    QVERIFY(back->stop == StopReason::precise);
    QCOMPARE(back->confidence, 0.9);
    QVERIFY(back->histograms == wanted.histograms);
    for (std::size_t f = 0; f + 1 < wanted.figures.size(); ++f) {
        QVERIFY(back->figures[f].estimate == wanted.figures[f].estimate);
        QVERIFY(back->figures[f].low == wanted.figures[f].low);
    }
}

void StoreTest::an_unfinished_run_is_found_only_by_the_same_computation() {
    auto s = store();
    QVERIFY(!s.unfinished(sample_info()));
    const auto first = *s.begin_run(sample_info(), sample_catalogue());
    const auto second = *s.begin_run(sample_info(), sample_catalogue());
    QCOMPARE(s.unfinished(sample_info()), std::optional{second});
    auto other = sample_info();
    other.seed = 2;
    QVERIFY(!s.unfinished(other));
    other = sample_info();
    other.text += " ";
    QVERIFY(!s.unfinished(other));
    other = sample_info();
    other.changes.clear();
    QVERIFY(!s.unfinished(other));
    other = sample_info();
    other.file = "moved.yaml";  // the same text from elsewhere
    QVERIFY(s.unfinished(other));

    Summary interrupted;
    interrupted.stop = StopReason::interrupted;
    QCOMPARE(s.end_run(second, interrupted), std::string{});
    QVERIFY(s.run(second)->state == RunState::interrupted);
    QCOMPARE(s.unfinished(sample_info()), std::optional{second});
    QCOMPARE(s.end_run(second, Summary{}), std::string{});
    QCOMPARE(s.unfinished(sample_info()), std::optional{first});
    QVERIFY(!s.end_run(99, Summary{}).empty());
}

void StoreTest::a_run_is_renamed() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    QCOMPARE(s.rename(id, "before the move"), std::string{});
    QCOMPARE(s.run(id)->name, std::string{"before the move"});
    QCOMPARE(s.unfinished(sample_info()), std::optional{id});  // it is the same computation
    QVERIFY(s.rename(7, "nobody").find("no run 7") != std::string::npos);
}

void StoreTest::a_replication_that_was_interfered_with_is_refused() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    auto result = sample_result(0);
    result.injected = 1;
    QVERIFY(s.add_replication(id, 0, result).find("by hand") != std::string::npos);
    QVERIFY(!s.replication(id, 0));
}

void StoreTest::a_deleted_run_takes_everything_along_and_its_number_is_not_used_again() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    QCOMPARE(s.add_replication(id, 0, sample_result(0)), std::string{});
    QCOMPARE(s.remove(id), std::string{});
    QVERIFY(s.remove(id).find("no run 1") != std::string::npos);
    QCOMPARE(s.runs()->size(), std::size_t{0});
    QCOMPARE(ask(s.file(), "SELECT (SELECT count(*) FROM measures) + (SELECT count(*) FROM replications)"),
             QString{"0"});
    QCOMPARE(*s.begin_run(sample_info(), sample_catalogue()), id + 1);
    const auto gone = s.add_replication(id, 1, sample_result(1));
    QVERIFY2(gone.find("deleted") != std::string::npos, gone.c_str());
}

void StoreTest::two_connections_write_side_by_side() {
    auto a = store(), b = store();
    const auto write = [](Store& s) {
        const auto id = *s.begin_run(sample_info(), sample_catalogue());
        for (std::uint32_t i = 0; i < 20; ++i)
            if (!s.add_replication(id, i, sample_result(i)).empty()) return;
    };
    std::thread other{[&] { write(b); }};
    write(a);
    other.join();
    const auto runs = a.runs();
    QCOMPARE(runs->size(), std::size_t{2});
    for (const auto& r : *runs) QCOMPARE(r.replications, 20U);
}

void StoreTest::a_store_in_use_is_waited_for() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    sqlite3* other = nullptr;
    QCOMPARE(sqlite3_open(s.file().c_str(), &other), SQLITE_OK);
    QCOMPARE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    std::thread release{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{200});
        sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr);
    }};
    const auto failure = s.add_replication(id, 0, sample_result(0));
    release.join();
    sqlite3_close(other);
    QCOMPARE(failure, std::string{});
}

void StoreTest::what_is_not_a_store_is_refused_and_left_as_it_was() {
    const QByteArray text = "nines: 1\nname: a scenario, not a store, and long enough to be taken for a file\n";
    QFile scenario{folder_->filePath("shop.yaml")};
    QVERIFY(scenario.open(QIODevice::WriteOnly) && scenario.write(text.repeated(40)) > 0);
    scenario.close();
    const auto refused = Store::open(path("shop.yaml"));
    QVERIFY(!refused);
    QVERIFY(refused.problems().front().message.find("not a results store") != std::string::npos);
    QVERIFY(scenario.open(QIODevice::ReadOnly));
    QCOMPARE(scenario.readAll(), text.repeated(40));

    ask(path("other.db"), "CREATE TABLE precious (x)");
    const auto foreign = Store::open(path("other.db"));
    QVERIFY(!foreign);
    QVERIFY(foreign.problems().front().message.find("not a results store") != std::string::npos);
    QCOMPARE(ask(path("other.db"), "SELECT count(*) FROM sqlite_master"), QString{"1"});
    QCOMPARE(ask(path("other.db"), "PRAGMA journal_mode"), QString{"delete"});

    QVERIFY(!Store::open(path("shop.yaml/below/nines.db")));
    QVERIFY(!Store::open_existing(path("missing.db")));
    QVERIFY(!QFile::exists(folder_->filePath("missing.db")));
    QVERIFY(Store::open(path("new/folder/nines.db")));
    QVERIFY(Store::open_existing(path("new/folder/nines.db")));
}

void StoreTest::a_newer_store_is_refused() {
    const auto file = store().file();
    ask(file, "PRAGMA user_version = 2");
    const auto refused = Store::open(file);
    QVERIFY(!refused);
    QVERIFY(refused.problems().front().message.find("newer") != std::string::npos);
}

void StoreTest::a_damaged_replication_is_not_there() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    const char* damages[] = {"UPDATE replications SET histograms = x'03FFFFFFFFFFFFFFFFFF01'",
                             "UPDATE replications SET series = x'0201FFFFFF7F'",
                             "UPDATE replications SET series = x''",
                             "UPDATE replications SET histograms = substr(histograms, 1, 100)",
                             "UPDATE replications SET figures = '[1,2,oops]'",
                             "UPDATE replications SET timeline = '[[1]]'",
                             "UPDATE replications SET timeline = '[1,'"};
    for (const auto* damage : damages) {
        ask(s.file(), "DELETE FROM replications");
        QCOMPARE(s.add_replication(id, 0, sample_result(0)), std::string{});
        QVERIFY(s.replication(id, 0));
        ask(s.file(), damage);
        QVERIFY2(!s.replication(id, 0), damage);
    }
    ask(s.file(), "UPDATE replications SET timeline = '[]', figures = '[1]'");
    QVERIFY(!s.summary(id));  // whole, but not of this run

    Summary ended;
    ended.replications = 1;
    QCOMPARE(s.end_run(id, ended), std::string{});
    ask(s.file(), "UPDATE replications SET series = x''");
    const auto summary = s.summary(id);
    QVERIFY(!summary);  // of a run that came to its end, every replication is missed
    QVERIFY(summary.problems().front().message.find("replication 0 of run 1 is damaged") != std::string::npos);
}

void StoreTest::a_disk_that_takes_no_more_is_a_message() {
    auto s = store();
    const auto id = *s.begin_run(sample_info(), sample_catalogue());
    // A limit on the size of files stands in for the full disk.
    struct sigaction ignore = {}, before = {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGXFSZ, &ignore, &before);
    rlimit limit = {};
    getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit small = {100'000, limit.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    std::string failure;
    std::uint32_t kept = 0;
    while (failure.empty() && kept < 1000) {
        failure = s.add_replication(id, kept, sample_result(kept));
        if (failure.empty()) ++kept;
    }
    setrlimit(RLIMIT_FSIZE, &limit);
    sigaction(SIGXFSZ, &before, nullptr);
    QVERIFY2(failure.find("nines.db") != std::string::npos, failure.c_str());
    QVERIFY(kept > 0 && kept < 1000);
    QVERIFY(!s.replication(id, kept));
    QVERIFY(same_bits(s.replication(id, kept - 1).value(), sample_result(kept - 1)));
    QCOMPARE(s.add_replication(id, kept, sample_result(kept)), std::string{});  // there is room again
}

QTEST_APPLESS_MAIN(StoreTest)
#include "store_test.moc"
