// Interrupts: Ctrl-C (SIGINT) and SIGTERM ask for an orderly end; the same signal again ends the process at once.
#pragma once

#include <atomic>

namespace nines {

// Installs the handlers on the first call. The flag becomes true on a signal and stays so.
[[nodiscard]] const std::atomic<bool>& interrupted();

}  // namespace nines
