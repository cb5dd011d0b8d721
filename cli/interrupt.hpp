// Interrupts: Ctrl-C (SIGINT) and SIGTERM ask for an orderly end; the same signal again ends the process at once.
#pragma once

#include <atomic>

namespace nines {

// True once a run should end. Installs the handlers on the first call; whoever else has a reason to end the run may set
// it too.
[[nodiscard]] std::atomic<bool>& stop_flag();

}  // namespace nines
