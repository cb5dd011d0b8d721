#include "models/outlier_detection.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, OutlierDetection& o) {
    d.help(
        "Takes replicas out of rotation by what their callers see. The view is the service's; real proxies each have "
        "their own.");
    d.preset_name(o.preset);
    d("consecutive_failures", o.consecutive_failures, range(1, 1'000'000), "In a row, that eject at once",
      source("Envoy, Istio: 5"));
    d("interval", o.interval, range(Duration{10ms}, Duration{24h}),
      "At whose end replicas return and the statistical rules are applied", source("Envoy: 10 s"));
    d("base_ejection", o.base_ejection, above(0.0), "Times the number of recent ejections of this replica",
      source("Envoy: 30 s"));
    d("max_ejection", o.max_ejection, above(0.0), "No ejection lasts longer", source("Envoy: 300 s"));
    d("max_ejected", o.max_ejected, "Share of the replicas that may be out by this",
      source("Envoy: 10%, so that fewer than 10 replicas are never ejected"));
    d("at_least_one", o.at_least_one, "One may be out in any case",
      source("Envoy: always_eject_one_host false; gRPC: true"));
    d("success_rate_deviations", o.success_rate_deviations, range(0.0, 100.0),
      "Ejects whose success rate is this many standard deviations below the mean of all; 0: off", source("Envoy: 1.9"));
    d("success_rate_replicas", o.success_rate_replicas, range(1, 1'000'000),
      "With enough requests, for that rule to apply", source("Envoy: 5"));
    d("success_rate_requests", o.success_rate_requests, range(1, 1'000'000), "Of a replica in the interval",
      source("Envoy: 100"));
    d("failure_share", o.failure_share, "Ejects whose failures are at least this share",
      source("Envoy: 85%, not enforced"));
    d("failure_share_replicas", o.failure_share_replicas, range(1, 1'000'000),
      "With enough requests, for that rule to apply", source("Envoy: 5"));
    d("failure_share_requests", o.failure_share_requests, range(1, 1'000'000), "Of a replica in the interval",
      source("Envoy: 50"));
    d.preset("envoy", "Envoy outlier_detection defaults", OutlierDetection{});
    OutlierDetection istio;
    istio.success_rate_deviations = 0.0;
    d.preset("istio", "Istio OutlierDetection defaults: consecutive 5xx alone", istio);
    OutlierDetection grpc;
    grpc.consecutive_failures.reset();
    grpc.at_least_one = true;
    d.preset("grpc", "gRPC proposal A50, success rate ejection: no rule of consecutive failures", grpc);
    OutlierDetection nginx;
    nginx.consecutive_failures = 1;
    nginx.interval = nginx.base_ejection = nginx.max_ejection = 10s;
    nginx.max_ejected = Probability{1.0};
    nginx.success_rate_deviations = 0.0;
    d.preset("nginx", "nginx max_fails 1 within fail_timeout 10 s; a failure counts here whatever its age", nginx);
}

bool OutlierDetector::eject(const OutlierDetection& p, Replica& r, Instant now) {
    if (r.ejected) return false;
    const double share = static_cast<double>(ejected_ + 1) / static_cast<double>(replicas_.size());
    if (share > p.max_ejected.value + 1e-12 && !(p.at_least_one && ejected_ == 0)) return false;
    if (r.multiplier * to_seconds(p.base_ejection) < to_seconds(p.max_ejection)) ++r.multiplier;
    r.ejected = true;
    r.until =
        after(now, from_seconds(std::min(r.multiplier * to_seconds(p.base_ejection), to_seconds(p.max_ejection))));
    ++ejected_;
    return true;
}

bool OutlierDetector::observe(const OutlierDetection& p, std::size_t replica, bool failed, Instant now) {
    Replica& r = replicas_[replica];
    ++r.requests;
    if (!failed) {
        ++r.successes;
        r.failures_in_a_row = 0;
        return false;
    }
    if (!p.consecutive_failures || ++r.failures_in_a_row < *p.consecutive_failures) return false;
    r.failures_in_a_row = 0;
    return eject(p, r, now);
}

OutlierDetector::Sweep OutlierDetector::sweep(const OutlierDetection& p, Instant now) {
    Sweep out;
    for (std::size_t i = 0; i < replicas_.size(); ++i) {
        Replica& r = replicas_[i];
        if (!r.ejected) {
            if (r.multiplier > 0 && now - r.returned >= p.interval) --r.multiplier;
            continue;
        }
        if (now < r.until) continue;
        r.ejected = false;
        r.returned = now;
        r.failures_in_a_row = 0;
        --ejected_;
        out.returned.push_back(i);
    }
    judge_by_success_rate(p, now, out);
    judge_by_failure_share(p, now, out);
    for (auto& r : replicas_) r.requests = r.successes = 0;
    return out;
}

void OutlierDetector::judge_by_success_rate(const OutlierDetection& p, Instant now, Sweep& out) {
    if (p.success_rate_deviations == 0.0) return;
    const auto counts = [&p](const Replica& r) { return !r.ejected && r.requests >= p.success_rate_requests; };
    const auto rate = [](const Replica& r) { return static_cast<double>(r.successes) / r.requests; };
    double n = 0.0, sum = 0.0, squares = 0.0;
    for (const auto& r : replicas_) {
        if (!counts(r)) continue;
        n += 1.0;
        sum += rate(r);
    }
    if (n < p.success_rate_replicas) return;
    const double mean = sum / n;
    for (const auto& r : replicas_)
        if (counts(r)) squares += (rate(r) - mean) * (rate(r) - mean);
    const double threshold = mean - p.success_rate_deviations * std::sqrt(squares / n);
    for (std::size_t i = 0; i < replicas_.size(); ++i)
        if (counts(replicas_[i]) && rate(replicas_[i]) < threshold && eject(p, replicas_[i], now))
            out.ejected.push_back(i);
}

void OutlierDetector::judge_by_failure_share(const OutlierDetection& p, Instant now, Sweep& out) {
    if (!p.failure_share) return;
    const auto counts = [&p](const Replica& r) { return !r.ejected && r.requests >= p.failure_share_requests; };
    if (std::ranges::count_if(replicas_, counts) < static_cast<std::ptrdiff_t>(p.failure_share_replicas)) return;
    for (std::size_t i = 0; i < replicas_.size(); ++i) {
        Replica& r = replicas_[i];
        if (!counts(r)) continue;
        const double failures = 1.0 - static_cast<double>(r.successes) / r.requests;
        if (failures >= p.failure_share->value && eject(p, r, now)) out.ejected.push_back(i);
    }
}

}  // namespace nines
