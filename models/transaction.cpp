#include "models/transaction.hpp"

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, Transaction& t) {
    d.help(
        "Rows that are read and written together: an endpoint of the database. The rows are drawn from its keys, each "
        "one "
        "once; those that are only read come first.");
    d("reads", t.reads, range(0, 32), "Rows that are only read");
    d("writes", t.writes, range(0, 32), "Rows that are written");
    d("work", t.work, "Work of each row");
    d("in_order", t.in_order, "Rows are touched in the order of their keys, so that no two wait for each other");
}

void describe(Describe& d, TransactionRules& t) {
    d.help("How transactions that touch the same rows are kept apart.");
    d.preset_name(t.preset);
    d("concurrency", t.concurrency,
      "locks: rows are locked until the end, those read too from repeatable_read on. snapshot: rows written are "
      "locked, and "
      "a transaction is aborted when one that it writes (serializable: or has read) was written since it began");
    d("isolation", t.isolation, "read_committed, repeatable_read, serializable", source("PostgreSQL: READ COMMITTED"));
    d("deadlock_check", t.deadlock_check, at_least(0.0),
      "A wait for a lock that is this long looks for a deadlock, and ends its own transaction when it is in one; "
      "unset: "
      "never",
      source("PostgreSQL: deadlock_timeout 1 s"));
    d("lock_timeout", t.lock_timeout, above(0.0),
      "A wait for a lock that is this long ends its transaction; unset: never");
    TransactionRules snapshot;
    snapshot.concurrency = Concurrency::snapshot;
    d.preset("postgresql", "PostgreSQL: snapshots, READ COMMITTED, deadlock_timeout 1 s", snapshot);
    TransactionRules innodb;
    innodb.isolation = Isolation::read_committed;
    innodb.deadlock_check = 0s;
    innodb.lock_timeout = 50s;
    d.preset(
        "innodb",
        "InnoDB: deadlocks are looked for at once, innodb_lock_wait_timeout 50 s; rows read are taken from a snapshot",
        innodb);
}

}  // namespace nines
