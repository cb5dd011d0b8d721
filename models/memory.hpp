// Memory of a replica: it grows with what is inside and with a leak, until the process is killed and started again.
//
// Always: used = base + per_request x requests inside + leak x requests served by this process; a request that brings
// it above the limit kills the process, and all that is inside is lost. Then it is started again (restart.hpp).
#pragma once

#include "models/restart.hpp"
#include "models/size.hpp"

namespace nines {

struct Memory {
    static constexpr const char* type_name = "Memory";
    Size limit{512.0 * 1024 * 1024};
    Size base;
    Size per_request;
    Size leak;
    Restart restart;
    friend bool operator==(const Memory&, const Memory&) = default;
};
void describe(Describe& d, Memory& m);

}  // namespace nines
