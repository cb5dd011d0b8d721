// Transactions: several rows read and written together, locked or checked, kept whole.
#pragma once

#include <optional>

#include "models/scalars.hpp"

namespace nines {

enum class Concurrency : std::uint8_t {
    locks,     // rows are locked in the order they are touched, until the end
    snapshot,  // works on what was there at its beginning; aborted when somebody else wrote the same rows meanwhile
};
template <>
struct Choices<Concurrency> {
    static constexpr std::array<std::string_view, 2> names = {"locks", "snapshot"};
};
enum class Isolation : std::uint8_t { read_committed, repeatable_read, serializable };
template <>
struct Choices<Isolation> {
    static constexpr std::array<std::string_view, 3> names = {"read_committed", "repeatable_read", "serializable"};
};

struct Transaction {
    static constexpr const char* type_name = "Transaction";
    std::uint32_t reads = 0;                            // rows
    std::uint32_t writes = 2;                           // rows
    Distribution work = Distribution::constant(0.001);  // of each row
    bool in_order = false;                              // rows are touched in the order of their keys
    friend bool operator==(const Transaction&, const Transaction&) = default;
};
void describe(Describe& d, Transaction& t);

struct TransactionRules {
    static constexpr const char* type_name = "TransactionRules";
    std::string preset;
    Concurrency concurrency = Concurrency::locks;
    Isolation isolation = Isolation::read_committed;
    std::optional<Duration> deadlock_check = std::chrono::seconds{1};  // a wait this long looks for a deadlock
    std::optional<Duration> lock_timeout;
    friend bool operator==(const TransactionRules&, const TransactionRules&) = default;
};
void describe(Describe& d, TransactionRules& t);

}  // namespace nines
