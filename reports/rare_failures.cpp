#include "reports/rare_failures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace nines {

namespace {

constexpr double enough = 10.0;
constexpr std::size_t most_named = 4;

}  // namespace

std::vector<RareFailure> rare_failures(const Scenario& s, const Summary& run) {
    std::vector<RareFailure> out;
    const double measured = (run.end_seconds - run.warmup_seconds) * run.replications;
    if (!(measured > 0.0)) return out;
    const auto note = [&](double cycle, std::size_t parts, std::string what) {
        const double expected = measured * static_cast<double>(parts) / cycle;
        if (expected < enough) out.push_back({std::move(what), expected});
    };
    const auto parts_fail = [&](const std::optional<Failure>& f, std::size_t parts, std::string what) {
        if (f) note(f->mtbf.law.mean() + f->mttr.law.mean(), parts, std::move(what));
    };
    for (const auto& [name, database] : s.databases)
        parts_fail(database.replica_failure, database.replicas.count, "nodes of " + name);
    for (const auto& [name, service] : s.services)
        parts_fail(service.replica_failure, service.replicas.count, "replicas of " + name);
    for (const auto& [name, broker] : s.brokers)
        parts_fail(broker.node_failure, broker.nodes.count, "nodes of " + name);
    for (const auto& [name, region] : s.places) {
        parts_fail(region.host_failure, region.zones.size() * region.hosts_per_zone, "hosts of " + name);
        parts_fail(region.zone_failure, region.zones.size(), "zones of " + name);
        parts_fail(region.region_failure, 1, "region " + name);
    }
    for (const auto& [name, cause] : s.common_causes) note(cause.failure.mtbf.law.mean(), 1, "common cause " + name);
    std::size_t link = 0;
    for (const auto& l : s.network.links) parts_fail(l.failure, 1, fmt::format("network link {}", ++link));
    std::ranges::stable_sort(out, {}, &RareFailure::expected);
    return out;
}

std::string print(const std::vector<RareFailure>& all) {
    std::string out;
    for (std::size_t i = 0; i < all.size() && i < most_named; ++i)
        out += fmt::format("{}{} ({:.2g}{})", i == 0 ? "" : ", ", all[i].what, all[i].expected,
                           i == 0 ? " to be expected" : "");
    if (all.size() > most_named) out += fmt::format(" and {} more", all.size() - most_named);
    return out;
}

}  // namespace nines
