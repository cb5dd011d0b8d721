// Outlier detection: takes replicas out of rotation by what their callers see (Envoy, Istio, gRPC A50).
//
// Consecutive failures act at once, the statistical rules at the end of every `interval`. An ejected replica comes back
// at the first end of an interval after base_ejection times the number of its recent ejections. The view is the
// service's: real proxies each have their own.
//
// Always: at most `max_ejected` of the replicas are out by this (and one, with at_least_one).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/scalars.hpp"

namespace nines {

struct OutlierDetection {
    static constexpr const char* type_name = "OutlierDetection";
    std::string preset;
    std::optional<std::uint32_t> consecutive_failures{5};
    Duration interval = std::chrono::seconds{10};
    Duration base_ejection = std::chrono::seconds{30};
    Duration max_ejection = std::chrono::seconds{300};
    Probability max_ejected{0.1};
    bool at_least_one = false;
    double success_rate_deviations = 1.9;  // 0: the rule is off
    std::uint32_t success_rate_replicas = 5;
    std::uint32_t success_rate_requests = 100;
    std::optional<Probability> failure_share;
    std::uint32_t failure_share_replicas = 5;
    std::uint32_t failure_share_requests = 50;
    friend bool operator==(const OutlierDetection&, const OutlierDetection&) = default;
};
void describe(Describe& d, OutlierDetection& o);

class OutlierDetector {
public:
    explicit OutlierDetector(std::size_t replicas) : replicas_(replicas) {}

    // An attempt at this replica has ended. True: it is ejected now.
    [[nodiscard]] bool observe(const OutlierDetection& p, std::size_t replica, bool failed, Instant now);

    struct Sweep {
        std::vector<std::size_t> ejected, returned;
    };
    // The end of an interval.
    [[nodiscard]] Sweep sweep(const OutlierDetection& p, Instant now);

    [[nodiscard]] bool is_ejected(std::size_t replica) const { return replicas_[replica].ejected; }

private:
    struct Replica {
        std::uint32_t failures_in_a_row = 0;
        std::uint32_t requests = 0, successes = 0;  // in this interval
        std::uint32_t multiplier = 0;
        bool ejected = false;
        Instant until{};     // ejected
        Instant returned{};  // since when it is back
    };
    bool eject(const OutlierDetection& p, Replica& r, Instant now);
    void judge_by_success_rate(const OutlierDetection& p, Instant now, Sweep& out);
    void judge_by_failure_share(const OutlierDetection& p, Instant now, Sweep& out);

    std::vector<Replica> replicas_;
    std::size_t ejected_ = 0;
};

}  // namespace nines
