// The tables of the store, and whether a file has them. docs/store.md explains them.
#pragma once

#include <string>

#include "reports/sqlite.hpp"

namespace nines {

// Makes the tables in an empty database and sets up the connection. What prevents this file from being used as a store,
// or nothing; throws SqliteError.
[[nodiscard]] std::string prepare_store(Connection& db);

}  // namespace nines
