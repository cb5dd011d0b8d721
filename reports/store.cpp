#include "reports/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <mutex>

#include "reports/blob.hpp"
#include "reports/sqlite.hpp"
#include "reports/store_schema.hpp"

namespace nines {

namespace {

constexpr std::array<std::string_view, 3> stop_names = {"precise", "at_most", "interrupted"};

void insert_measures(Connection& db, std::int64_t run, std::string_view kind, const std::vector<MeasureKey>& keys) {
    Statement insert{db, "INSERT INTO measures VALUES (?, ?, ?, ?, ?, ?, ?)"};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto& k = keys[i];
        insert.bind(run).bind(kind).bind(static_cast<std::int64_t>(i)).bind(name_of(k.subject));
        insert.bind(k.name).bind(k.metric).bind(k.unit).step();
        insert.reset();
    }
}

[[nodiscard]] RunState state_of(std::string_view name) {
    const auto& names = Choices<RunState>::names;
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? RunState::running : static_cast<RunState>(found - names.begin());
}

constexpr const char* run_columns =
    "SELECT id, name, file, changes, seed, version, state, started, coalesce(finished, ''),"
    " (SELECT count(*) FROM replications WHERE run = id), scenario FROM runs ";

[[nodiscard]] RunInfo read_run(const Statement& row) {
    RunInfo r;
    r.id = static_cast<std::uint64_t>(row.integer(0));
    r.name = row.text(1);
    r.file = row.text(2);
    r.changes = decode_changes(row.text(3));
    const auto seed = row.text(4);
    std::from_chars(seed.data(), seed.data() + seed.size(), r.seed);
    r.version = row.text(5);
    r.state = state_of(row.text(6));
    r.started = row.text(7);
    r.finished = row.text(8);
    r.replications = static_cast<std::uint32_t>(row.integer(9));
    return r;
}

[[nodiscard]] std::optional<RunResult> read_replication(const Statement& row) {
    auto figures = decode_figures(row.text(5));
    auto histograms = decode_histograms(row.text(6));
    auto series = decode_series(row.text(7));
    auto timeline = decode_timeline(row.text(8));
    if (!figures || !histograms || !series || !timeline) return std::nullopt;
    RunResult r;
    r.requests = static_cast<std::uint64_t>(row.integer(0));
    r.events = static_cast<std::uint64_t>(row.integer(1));
    r.end_seconds = row.real(2);
    r.warmup_seconds = row.real(3);
    r.interval_seconds = row.real(4);
    r.figures = std::move(*figures);
    r.histograms = std::move(*histograms);
    r.series = std::move(*series);
    r.timeline = std::move(*timeline);
    r.timeline_dropped = static_cast<std::uint64_t>(row.integer(9));
    return r;
}

}  // namespace

struct Store::Database {
    Database(const std::filesystem::path& f, bool create) : file(f), db(f.string(), create) {}

    std::filesystem::path file;
    mutable Connection db;
    mutable std::mutex mutex;

    // What `work` returns, or the message of what prevented it.
    template <class Work>
    std::string attempt(Work work) const {
        const std::lock_guard lock{mutex};
        try {
            return work();
        } catch (const SqliteError& e) {
            return complaint(file, e.what());
        }
    }
    static std::string complaint(const std::filesystem::path& file, std::string_view what) {
        return fmt::format("results store {}: {}", file.string(), what);
    }
};

namespace {

[[nodiscard]] Problems problem(std::string message, const std::filesystem::path& file) {
    return {{.path = {}, .message = std::move(message), .file = file.string()}};
}
[[nodiscard]] std::string no_run(std::uint64_t id) { return fmt::format("there is no run {} in the store", id); }

}  // namespace

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const std::filesystem::path& Store::file() const { return database_->file; }

Expected<Store> Store::open(const std::filesystem::path& file) {
    try {
        std::error_code wrong;
        if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), wrong);
        if (wrong)
            return problem(Database::complaint(file, fmt::format("the folder {} cannot be made ({})",
                                                                 file.parent_path().string(), wrong.message())),
                           file);
        auto database = std::make_unique<Database>(file, true);
        if (const auto message = prepare_store(database->db); !message.empty())
            return problem(Database::complaint(file, message), file);
        return Store{std::move(database)};
    } catch (const SqliteError& e) {
        return problem(Database::complaint(file, e.what()), file);
    }
}

Expected<Store> Store::open_existing(const std::filesystem::path& file) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        return problem(Database::complaint(file, "there is no such file"), file);
    return open(file);
}

Expected<std::uint64_t> Store::begin_run(const RunInfo& info, const Catalogue& catalogue) {
    std::uint64_t id = 0;
    const auto failure = database_->attempt([&]() -> std::string {
        auto& db = database_->db;
        StoreTransaction t{db};
        Statement insert{db,
                         "INSERT INTO runs (name, file, scenario, changes, seed, version, state, started) VALUES"
                         " (?, ?, ?, ?, ?, ?, 'running', strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))"};
        insert.bind(info.name).bind(info.file).bind(info.text).bind(encode_changes(info.changes));
        insert.bind(std::to_string(info.seed)).bind(info.version).step();
        const auto run = sqlite3_last_insert_rowid(db.handle());
        insert_measures(db, run, "figure", catalogue.figures);
        insert_measures(db, run, "histogram", catalogue.histograms);
        insert_measures(db, run, "series", catalogue.series);
        t.commit();
        id = static_cast<std::uint64_t>(run);
        return {};
    });
    if (!failure.empty()) return problem(failure, file());
    return id;
}

std::optional<std::uint64_t> Store::unfinished(const RunInfo& info) const {
    std::optional<std::uint64_t> found;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement find{database_->db,
                       "SELECT id FROM runs WHERE state <> 'done' AND scenario = ? AND changes = ? AND seed = ? AND"
                       " version = ? ORDER BY id DESC LIMIT 1"};
        find.bind(info.text).bind(encode_changes(info.changes)).bind(std::to_string(info.seed)).bind(info.version);
        if (find.step()) found = static_cast<std::uint64_t>(find.integer(0));
        return {};
    });
    return failure.empty() ? found : std::nullopt;
}

std::string Store::add_replication(std::uint64_t run, std::uint32_t replication, const RunResult& r) {
    if (r.injected > 0)
        return Database::complaint(file(), "a replication in which faults were injected by hand is not kept");
    const auto figures = encode_figures(r.figures);
    const auto histograms = encode_histograms(r.histograms);
    const auto series = encode_series(r.series);
    const auto timeline = encode_timeline(r.timeline);
    return database_->attempt([&]() -> std::string {
        auto& db = database_->db;
        StoreTransaction t{db};
        Statement exists{db, "SELECT 1 FROM runs WHERE id = ?"};
        if (!exists.bind(static_cast<std::int64_t>(run)).step())
            return Database::complaint(file(), fmt::format("run {} was deleted while it was running", run));
        Statement insert{db,
                         "INSERT INTO replications VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};
        insert.bind(static_cast<std::int64_t>(run)).bind(std::int64_t{replication});
        insert.bind(static_cast<std::int64_t>(r.requests)).bind(static_cast<std::int64_t>(r.events));
        insert.bind(r.end_seconds).bind(r.warmup_seconds).bind(r.interval_seconds);
        insert.bind(figures).bind_blob(histograms).bind_blob(series).bind(timeline);
        insert.bind(static_cast<std::int64_t>(r.timeline_dropped)).step();
        t.commit();
        return {};
    });
}

std::string Store::end_run(std::uint64_t run, const Summary& s) {
    return database_->attempt([&]() -> std::string {
        auto& db = database_->db;
        StoreTransaction t{db};
        Statement update{db,
                         "UPDATE runs SET state = ?, finished = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), summarized = ?,"
                         " confidence = ?, stop = ?, stop_detail = ?, warmup_rule = ? WHERE id = ?"};
        update.bind(s.stop == StopReason::interrupted ? "interrupted" : "done").bind(std::int64_t{s.replications});
        update.bind(s.confidence).bind(stop_names[static_cast<std::size_t>(s.stop)]).bind(s.stop_detail);
        update.bind(s.warmup_rule).bind(static_cast<std::int64_t>(run)).step();
        if (sqlite3_changes(db.handle()) == 0) return no_run(run);
        t.commit();
        return {};
    });
}

Expected<std::vector<RunInfo>> Store::runs() const {
    std::vector<RunInfo> out;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement all{database_->db, (std::string{run_columns} + "ORDER BY id DESC").c_str()};
        while (all.step()) out.push_back(read_run(all));
        return {};
    });
    if (!failure.empty()) return problem(failure, file());
    return out;
}

Expected<RunInfo> Store::run(std::uint64_t id) const {
    RunInfo out;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement one{database_->db, (std::string{run_columns} + "WHERE id = ?").c_str()};
        if (!one.bind(static_cast<std::int64_t>(id)).step()) return no_run(id);
        out = read_run(one);
        out.text = one.text(10);
        return {};
    });
    if (!failure.empty()) return problem(failure, file());
    return out;
}

Expected<Catalogue> Store::catalogue(std::uint64_t run) const {
    Catalogue out;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement all{database_->db,
                      "SELECT kind, subject, name, metric, unit FROM measures WHERE run = ? ORDER BY kind, position"};
        all.bind(static_cast<std::int64_t>(run));
        while (all.step()) {
            const auto kind = all.text(0);
            auto& keys = kind == "figure" ? out.figures : kind == "histogram" ? out.histograms : out.series;
            const auto subject = subject_of(all.text(1)).value_or(Subject::system);
            keys.push_back({subject, all.text(2), all.text(3), all.text(4)});
        }
        return {};
    });
    if (!failure.empty()) return problem(failure, file());
    return out;
}

std::optional<RunResult> Store::replication(std::uint64_t run, std::uint32_t replication) const {
    std::optional<RunResult> out;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement one{database_->db,
                      "SELECT requests, events, end_seconds, warmup_seconds, interval_seconds, figures, histograms,"
                      " series, timeline, timeline_dropped FROM replications WHERE run = ? AND replication = ?"};
        if (one.bind(static_cast<std::int64_t>(run)).bind(std::int64_t{replication}).step())
            out = read_replication(one);
        return {};
    });
    return failure.empty() ? out : std::nullopt;
}

Expected<Summary> Store::summary(std::uint64_t run) const {
    const auto keys = catalogue(run);
    if (!keys) return keys.problems();
    constexpr auto unknown = std::numeric_limits<std::uint32_t>::max();
    struct End {
        std::uint32_t summarized = unknown;
        double confidence = 0.95;
        StopReason stop = StopReason::interrupted;
        std::string detail = "the run did not come to its end", warmup = "";
    } end;
    const auto failure = database_->attempt([&]() -> std::string {
        Statement one{database_->db,
                      "SELECT summarized, confidence, stop, stop_detail, warmup_rule FROM runs WHERE id = ?"};
        if (!one.bind(static_cast<std::int64_t>(run)).step()) return no_run(run);
        const auto stop = std::ranges::find(stop_names, one.text(2));
        if (stop == stop_names.end()) return {};
        end = {static_cast<std::uint32_t>(one.integer(0)), one.real(1),
               static_cast<StopReason>(stop - stop_names.begin()), one.text(3), one.text(4)};
        return {};
    });
    if (!failure.empty()) return problem(failure, file());
    Summarizer summarizer{*keys, end.confidence};
    for (std::uint32_t i = 0; i < end.summarized; ++i) {
        const auto r = replication(run, i);
        if (!r && end.summarized == unknown) break;
        if (!r || r->figures.size() != keys->figures.size() || r->histograms.size() != keys->histograms.size() ||
            r->series.size() != keys->series.size())
            return problem(Database::complaint(file(), fmt::format("replication {} of run {} is damaged", i, run)),
                           file());
        summarizer.add(*r);
    }
    auto out = summarizer.summary();
    out.stop = end.stop;
    out.stop_detail = end.detail;
    out.warmup_rule = end.warmup;
    return out;
}

std::string Store::rename(std::uint64_t id, std::string_view name) {
    return database_->attempt([&]() -> std::string {
        auto& db = database_->db;
        StoreTransaction t{db};
        Statement update{db, "UPDATE runs SET name = ? WHERE id = ?"};
        update.bind(name).bind(static_cast<std::int64_t>(id)).step();
        if (sqlite3_changes(db.handle()) == 0) return no_run(id);
        t.commit();
        return {};
    });
}

std::string Store::remove(std::uint64_t id) {
    return database_->attempt([&]() -> std::string {
        auto& db = database_->db;
        StoreTransaction t{db};
        Statement remove{db, "DELETE FROM runs WHERE id = ?"};
        remove.bind(static_cast<std::int64_t>(id)).step();
        if (sqlite3_changes(db.handle()) == 0) return no_run(id);
        t.commit();
        db.execute("PRAGMA incremental_vacuum");
        return {};
    });
}

}  // namespace nines
