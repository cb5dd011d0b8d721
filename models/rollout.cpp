#include "models/rollout.hpp"

#include <cmath>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, NewVersion& v) {
    d.help("What is wrong with the new version. With nothing said it is as good as the old one.");
    d("error_rate", v.error_rate, "Share of the requests that it answers with an error");
    d("slow", v.slow, range(1.0, 1000.0), "How much longer its work takes");
    d("starts", v.starts, "false: it never becomes ready");
}

void describe(Describe& d, CanaryStep& s) {
    d.help("A part of the replicas has the new version for a while.");
    d("share", s.share, above(0.0), "Of the replicas, rounded up");
    d("lasting", s.lasting, above(0.0), "Before the next step, or the rest");
}

void describe(Describe& d, RollbackRule& r) {
    d.help("When the new version is taken back.");
    d("error_rate", r.error_rate, "An interval fails when it answers a larger share of requests with errors");
    d("slower", r.slower, range(1.0, 1000.0),
      "... or when its mean response time is more than so many times that of the old version");
    d("interval", r.interval, range(Duration{1s}, Duration{24h}), "Of the analysis",
      source("Flagger: 1 min in its examples"));
    d("requests", r.requests, range(1, 1'000'000'000), "With fewer answers of the new version an interval says nothing",
      source("assumption"));
    d("failures", r.failures, range(1, 1000), "Intervals that have to fail", source("Argo Rollouts: failureLimit 0"));
    d("on_deadline", r.on_deadline, "When it makes no progress for the progress deadline, too",
      source("Kubernetes only reports it"));
}

void describe(Describe& d, Rollout& r) {
    d.help("A new version takes the place of the old one, replica by replica.");
    d("at", r.at, at_least(0.0), required, "When it begins");
    d("max_surge", r.max_surge, "Replicas more than are wanted, rounded up", source("Kubernetes: 25%"));
    d("max_unavailable", r.max_unavailable, "Fewer than wanted that are available, rounded down; when both are 0: 1",
      source("Kubernetes: 25%"));
    d("min_ready", r.min_ready, at_least(0.0), "How long a replica has to be ready to count as available",
      source("Kubernetes: minReadySeconds 0"));
    d("progress_deadline", r.progress_deadline, above(0.0), "Without progress for so long it counts as stuck",
      source("Kubernetes: progressDeadlineSeconds 600"));
    d("version", r.version, "What is wrong with it");
    d("canary", r.canary, "Steps that it stops at, in turn; none: all at once, as fast as the above allows");
    d("rollback", r.rollback, "When it is taken back; unset: never");
}

void describe(Describe& d, DisruptionBudget& b) {
    d.help("How many replicas may be missing on purpose: what a drain respects. A bare number is max_unavailable.");
    d.shorthand("max_unavailable");
    d.exactly_one_of({"min_available", "max_unavailable"});
    d("min_available", b.min_available, range(0, 1'000'000), "So many stay available");
    d("max_unavailable", b.max_unavailable, range(0, 1'000'000), "So many of those wanted may be missing");
}

std::uint32_t Rollout::surge(std::uint32_t wanted) const {
    return static_cast<std::uint32_t>(std::ceil(max_surge.value * wanted - 1e-9));
}

std::uint32_t Rollout::unavailable(std::uint32_t wanted) const {
    const auto n = static_cast<std::uint32_t>(std::floor(max_unavailable.value * wanted + 1e-9));
    return n == 0 && surge(wanted) == 0 ? 1 : n;
}

std::optional<bool> fails(const RollbackRule& r, const VersionCounts& old_version, const VersionCounts& new_version) {
    if (new_version.answers < r.requests) return std::nullopt;
    const auto n = static_cast<double>(new_version.answers);
    if (r.error_rate && static_cast<double>(new_version.errors) > r.error_rate->value * n) return true;
    if (!r.slower || old_version.answers < r.requests) return false;
    const double before = to_seconds(old_version.sojourn) / static_cast<double>(old_version.answers);
    return to_seconds(new_version.sojourn) / n > r.slower->value * before;
}

}  // namespace nines
