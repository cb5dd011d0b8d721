// Rollout: a new version takes the place of the old one, replica by replica.
//
// Follows the Kubernetes deployment controller: at most `max_surge` more replicas than are wanted, at least those
// wanted less `max_unavailable` available, which is ready for `min_ready`; what is not ready of the old version goes
// first. A canary holds at a share of the replicas (rounded up, as Argo Rollouts does without a traffic router) before
// it goes on.
//
// Always: replicas that drain count neither as there nor as available; a rollback is the same the other way round.
#pragma once

#include <optional>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

// What is wrong with the new version.
struct NewVersion {
    static constexpr const char* type_name = "NewVersion";
    Probability error_rate;
    Factor slow{1.0};
    bool starts = true;
    friend bool operator==(const NewVersion&, const NewVersion&) = default;
};
void describe(Describe& d, NewVersion& v);

struct CanaryStep {
    static constexpr const char* type_name = "CanaryStep";
    Probability share{0.1};
    Duration lasting = std::chrono::minutes{5};
    friend bool operator==(const CanaryStep&, const CanaryStep&) = default;
};
void describe(Describe& d, CanaryStep& s);

// When it is taken back.
struct RollbackRule {
    static constexpr const char* type_name = "RollbackRule";
    std::optional<Probability> error_rate;
    std::optional<Factor> slower;
    Duration interval = std::chrono::minutes{1};
    std::uint32_t requests = 100;
    std::uint32_t failures = 1;
    bool on_deadline = false;
    friend bool operator==(const RollbackRule&, const RollbackRule&) = default;
};
void describe(Describe& d, RollbackRule& r);

struct Rollout {
    static constexpr const char* type_name = "Rollout";
    Duration at{};
    Probability max_surge{0.25};
    Probability max_unavailable{0.25};
    Duration min_ready{};
    Duration progress_deadline = std::chrono::minutes{10};
    NewVersion version;
    std::vector<CanaryStep> canary;
    std::optional<RollbackRule> rollback;
    friend bool operator==(const Rollout&, const Rollout&) = default;

    // Of so many wanted: how many more there may be, and how many fewer available. Never both none.
    [[nodiscard]] std::uint32_t surge(std::uint32_t wanted) const;
    [[nodiscard]] std::uint32_t unavailable(std::uint32_t wanted) const;
};
void describe(Describe& d, Rollout& r);

// How many replicas may be missing on purpose: what evictions respect.
struct DisruptionBudget {
    static constexpr const char* type_name = "DisruptionBudget";
    std::optional<std::uint32_t> min_available;
    std::optional<std::uint32_t> max_unavailable;
    friend bool operator==(const DisruptionBudget&, const DisruptionBudget&) = default;
};
void describe(Describe& d, DisruptionBudget& b);

// What the versions of a service answered in an interval, and whether that is reason to go back.
struct VersionCounts {
    std::uint64_t answers = 0, errors = 0;
    Duration sojourn{};
};
// Whether the new version fails its analysis; nothing when too little is known.
[[nodiscard]] std::optional<bool> fails(const RollbackRule& r, const VersionCounts& old_version,
                                        const VersionCounts& new_version);

}  // namespace nines
