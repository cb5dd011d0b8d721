// Disk of the nodes of a database: what each write leaves for good, and the log that is kept for replicas that lag.
//
// Always: a write that does not fit is not made. What is on the disk of a primary is what was used at the start, what
// the writes since have left, and the log from the first write that some replica still lacks.
#pragma once

#include <optional>

#include "models/disk.hpp"

namespace nines {

struct DatabaseDisk {
    static constexpr const char* type_name = "DatabaseDisk";
    Size size{100e9};
    Size used;           // at the start
    Size per_write;      // for good
    Size log_per_write;  // until every replica has it; of databases with one primary
    DiskFull when_full = DiskFull::fail;
    std::optional<Distribution> cleared;  // from the moment it is full until there is as much room as at the start
    friend bool operator==(const DatabaseDisk&, const DatabaseDisk&) = default;
};
void describe(Describe& d, DatabaseDisk& x);

}  // namespace nines
