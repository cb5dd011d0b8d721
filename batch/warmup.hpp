// Warm-up: how much of the beginning of every replication does not count.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "models/measures.hpp"
#include "models/scenario.hpp"

namespace nines {

struct WarmupChoice {
    Duration warmup{};
    std::string rule;  // in words
};

// MSER-5 on the mean of pilot runs: over the clients' mean latency and the services' requests in flight, the longest of
// the truncations. Nothing after `first_fault` is looked at. Empty when a pilot was stopped.
[[nodiscard]] std::optional<WarmupChoice> find_warmup(
    const Catalogue& c, std::uint32_t pilots, std::optional<Instant> first_fault,
    const std::function<std::optional<RunResult>(std::uint32_t replication)>& pilot);

}  // namespace nines
