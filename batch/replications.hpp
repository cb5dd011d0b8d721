// Replications: independent runs on several threads, handed over in their order.
//
// Always: `take(n, result)` is called for n = 0, 1, 2, ... without a gap, from one thread at a time; workers run at
// most two rounds ahead of what was taken, so that a slow replication does not pile up the results of the others.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

#include "models/measures.hpp"

namespace nines {

// Nothing when stopped.
using Replicate = std::function<std::optional<RunResult>(std::uint32_t replication, const std::atomic<bool>& stop)>;
// False: no more are wanted.
using Take = std::function<bool(std::uint32_t replication, RunResult result)>;

// Runs 0 ... at_most - 1 until `take` has enough or `stop` is set. Rethrows what a replication threw.
void replicate(std::uint32_t at_most, std::uint32_t threads, const std::atomic<bool>* stop, const Replicate& run,
               const Take& take, const std::function<void()>& now_and_then);

}  // namespace nines
