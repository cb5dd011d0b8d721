#include "reports/sqlite.hpp"

namespace nines {

namespace {

// In words for whoever has to do something about it.
std::string explain(sqlite3* db, int code) {
    const std::string detail = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
    switch (code & 0xFF) {
        case SQLITE_FULL: return "the disk is full";
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return "another process is writing to it and did not finish in time";
        case SQLITE_NOTADB: return "this is not a results store (not an SQLite database)";
        case SQLITE_CORRUPT: return "the file is damaged (" + detail + ")";
        case SQLITE_READONLY: return "it cannot be written to (" + detail + ")";
        case SQLITE_PERM:
        case SQLITE_AUTH: return "permission denied";
        case SQLITE_CANTOPEN: return "it cannot be opened: no such folder, or no permission";
        case SQLITE_IOERR: return "reading or writing failed (" + detail + ")";
        case SQLITE_TOOBIG: return "a result is larger than the store can hold";
        case SQLITE_NOMEM: return "not enough memory";
        default: return detail;
    }
}

}  // namespace

SqliteError::SqliteError(sqlite3* db, int c) : std::runtime_error(explain(db, c)), code(c) {}

Connection::Connection(const std::string& file, bool create) {
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(file.c_str(), &db_, flags, nullptr);
    if (code == SQLITE_OK) return;
    const SqliteError error{db_, code};
    sqlite3_close(db_);
    throw error;
}

void Connection::execute(const char* sql) {
    const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw SqliteError{db_, code};
}

std::int64_t Connection::number(const char* sql) {
    Statement s{*this, sql};
    return s.step() ? s.integer(0) : 0;
}

Statement::Statement(Connection& db, const char* sql) : db_(db.handle()) {
    check(sqlite3_prepare_v2(db_, sql, -1, &statement_, nullptr));
}

void Statement::check(int code) const {
    if (code != SQLITE_OK) throw SqliteError{db_, code};
}

Statement& Statement::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_, ++bound_, value));
    return *this;
}

Statement& Statement::bind(double value) {
    check(sqlite3_bind_double(statement_, ++bound_, value));
    return *this;
}

Statement& Statement::bind(std::string_view text) {
    const char* begin = text.empty() ? "" : text.data();  // a null pointer would bind NULL
    check(sqlite3_bind_text64(statement_, ++bound_, begin, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(std::string_view bytes) {
    const char* begin = bytes.empty() ? "" : bytes.data();
    check(sqlite3_bind_blob64(statement_, ++bound_, begin, bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw SqliteError{db_, code};
    return false;
}

void Statement::reset() {
    check(sqlite3_reset(statement_));
    bound_ = 0;
}

std::string Statement::text(int column) const {
    const auto* begin = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return begin == nullptr ? std::string{} : std::string(begin, static_cast<std::size_t>(size));
}

StoreTransaction::~StoreTransaction() {
    if (open_) sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void StoreTransaction::commit() {
    db_.execute("COMMIT");
    open_ = false;
}

}  // namespace nines
