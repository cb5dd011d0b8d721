#include "models/database_disk.hpp"

namespace nines {

void describe(Describe& d, DatabaseDisk& x) {
    d.help("Disk of each node of a database. A bare size is that of the disk.");
    d.shorthand("size");
    d("size", x.size, required, at_least(1.0), "Of the disk");
    d("used", x.used, "At the start");
    d("per_write", x.per_write, "What each write leaves for good");
    d("log_per_write", x.log_per_write,
      "What each write takes in the log of the primary until every replica has it: a replica that is away fills the "
      "disk of the primary",
      source("PostgreSQL: max_slot_wal_keep_size -1, replication slots keep everything"));
    d("when_full", x.when_full,
      "fail: a write ends in an error, reads go on; stop: the node that is full stops, and another may take its place",
      source("PostgreSQL: a PANIC when the log cannot be written"));
    d("cleared", x.cleared,
      "From the moment a disk is full until people have made as much room as at the start; unset: never");
}

}  // namespace nines
