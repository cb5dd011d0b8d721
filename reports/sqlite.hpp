// SQLite, as far as the store needs it: a connection, statements that clean up after themselves, and errors in words.
//
// A failed step is thrown as SqliteError and never leaves reports/: the store's own functions turn it into a value.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace nines {

struct SqliteError : std::runtime_error {
    SqliteError(sqlite3* db, int code);
    int code;
};

class Connection {
public:
    Connection(const std::string& file, bool create);
    ~Connection() { sqlite3_close(db_); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void execute(const char* sql);  // one or more statements, results ignored
    [[nodiscard]] std::int64_t number(const char* sql);
    [[nodiscard]] sqlite3* handle() const { return db_; }

private:
    sqlite3* db_ = nullptr;
};

// Bound from left to right, then stepped. Texts and blobs are copied by SQLite.
class Statement {
public:
    Statement(Connection& db, const char* sql);
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::int64_t value);
    Statement& bind(double value);
    Statement& bind(std::string_view text);
    Statement& bind_blob(std::string_view bytes);
    bool step();   // true: there is a row
    void reset();  // ready to be bound again

    [[nodiscard]] std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
    [[nodiscard]] std::string text(int column) const;  // or blob

private:
    void check(int code) const;
    sqlite3* db_;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
};

// All or nothing: rolled back unless committed.
class StoreTransaction {
public:
    explicit StoreTransaction(Connection& db) : db_(db) { db_.execute("BEGIN IMMEDIATE"); }
    ~StoreTransaction();
    StoreTransaction(const StoreTransaction&) = delete;
    StoreTransaction& operator=(const StoreTransaction&) = delete;
    void commit();

private:
    Connection& db_;
    bool open_ = true;
};

}  // namespace nines
