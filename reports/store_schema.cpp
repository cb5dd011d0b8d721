#include "reports/store_schema.hpp"

#include <fmt/format.h>

namespace nines {

namespace {

constexpr std::int64_t application_id = 0x4E494E45;  // "NINE"
constexpr std::int64_t schema_version = 1;

constexpr const char* schema = R"(
CREATE TABLE runs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    name         TEXT NOT NULL,
    file         TEXT NOT NULL,
    scenario     TEXT NOT NULL,
    changes      TEXT NOT NULL,
    seed         TEXT NOT NULL,
    version      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'done')),
    started      TEXT NOT NULL,
    finished     TEXT,
    summarized   INTEGER,
    confidence   REAL,
    stop         TEXT,
    stop_detail  TEXT,
    warmup_rule  TEXT
);
CREATE TABLE measures (
    run      INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL CHECK (kind IN ('figure', 'histogram', 'series')),
    position INTEGER NOT NULL,
    subject  TEXT NOT NULL,
    name     TEXT NOT NULL,
    metric   TEXT NOT NULL,
    unit     TEXT NOT NULL,
    PRIMARY KEY (run, kind, position)
) WITHOUT ROWID;
CREATE TABLE replications (
    run              INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    replication      INTEGER NOT NULL,
    requests         INTEGER NOT NULL,
    events           INTEGER NOT NULL,
    end_seconds      REAL NOT NULL,
    warmup_seconds   REAL NOT NULL,
    interval_seconds REAL NOT NULL,
    figures          TEXT NOT NULL,
    histograms       BLOB NOT NULL,
    series           BLOB NOT NULL,
    timeline         TEXT NOT NULL,
    timeline_dropped INTEGER NOT NULL,
    PRIMARY KEY (run, replication)
);
CREATE VIEW figures AS
    SELECT r.run, r.replication, m.subject, m.name, m.metric, m.unit, j.value
    FROM replications r, json_each(r.figures) j
    JOIN measures m ON m.run = r.run AND m.kind = 'figure' AND m.position = j.key;
CREATE VIEW timeline AS
    SELECT r.run, r.replication, j.value ->> 0 AS seconds, j.value ->> 1 AS subject, j.value ->> 2 AS name,
           j.value ->> 3 AS what, j.value ->> 4 AS detail
    FROM replications r, json_each(r.timeline) j;
)";

}  // namespace

std::string prepare_store(Connection& db) {
    sqlite3_busy_timeout(db.handle(), 10'000);
    const auto foreign = [&] { return db.number("PRAGMA application_id") != application_id; };
    const auto empty = [&] { return db.number("SELECT count(*) FROM sqlite_master") == 0; };
    if (foreign() && !empty()) return "this is an SQLite database, but not a results store";
    // Before the first table: space of deleted runs goes back to the file system without rewriting the file.
    if (foreign()) db.execute("PRAGMA auto_vacuum = INCREMENTAL");
    // WAL: readers do not wait for the writer, and a commit is one write. FULL: what is committed survives a power
    // failure, not only a kill; docs/store.md has what that costs.
    db.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA journal_size_limit = 67108864");
    if (foreign()) {
        StoreTransaction t{db};
        if (empty()) {
            db.execute(schema);
            db.execute(
                fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, schema_version)
                    .c_str());
        }
        t.commit();
    }
    const auto found = db.number("PRAGMA user_version");
    if (found > schema_version)
        return fmt::format("it was written by a newer version of Nines (schema {}, this one reads {})", found,
                           schema_version);
    return {};
}

}  // namespace nines
