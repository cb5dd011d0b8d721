#include "batch/experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "batch/replications.hpp"
#include "batch/stopping_rule.hpp"
#include "batch/warmup.hpp"
#include "models/model.hpp"

namespace nines {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t most_pilots = 5;

// Tells of progress ten times a second at most.
class Reporter {
public:
    Reporter(const ExperimentOptions& o, std::uint32_t at_most) : o_(o), at_most_(at_most) {}

    void taken(std::uint32_t done, const RunResult& r, std::optional<double> relative_error) {
        done_ = done;
        events_ += r.events;
        relative_error_ = relative_error;
    }
    void tell(bool last = false) {
        if (!o_.on_progress) return;
        const auto now = Clock::now();
        if (o_.pause != nullptr && o_.pause->load()) begun_ += now - seen_;  // what stands still tells nothing of speed
        seen_ = now;
        if (!last && now - told_ < std::chrono::milliseconds{100}) return;
        told_ = now;
        const double elapsed = std::chrono::duration<double>(now - begun_).count();
        Progress p;
        p.done = done_;
        p.at_most = at_most_;
        p.simulated_share = at_most_ > 0 ? static_cast<double>(done_) / at_most_ : 0.0;
        p.events_per_second = elapsed > 0.0 ? static_cast<double>(events_) / elapsed : 0.0;
        p.relative_error = relative_error_;
        p.seconds_left = std::numeric_limits<double>::quiet_NaN();
        if (done_ > 0) p.seconds_left = elapsed / done_ * (needed() - done_);
        o_.on_progress(p);
    }

private:
    // A half-width shrinks with the root of the number of replications.
    [[nodiscard]] double needed() const {
        const auto& until = o_.plan.replications.until;
        if (!until || !relative_error_ || !std::isfinite(*relative_error_)) return at_most_;
        const double ratio = *relative_error_ / until->relative_error.value;
        return std::clamp(std::ceil(done_ * ratio * ratio), static_cast<double>(done_), static_cast<double>(at_most_));
    }

    const ExperimentOptions& o_;
    std::uint32_t at_most_, done_ = 0;
    std::uint64_t events_ = 0;
    std::optional<double> relative_error_;
    Clock::time_point begun_ = Clock::now(), seen_ = begun_, told_{};
};

[[nodiscard]] std::optional<Instant> first_fault(const Model& m) {
    std::optional<Instant> first;
    for (const auto& f : m.faults)
        if (!first || f.begin < *first) first = f.begin;
    return first;
}

[[nodiscard]] std::uint32_t thread_count(const ExperimentOptions& o) {
    return o.threads > 0 ? o.threads : std::max(1U, std::thread::hardware_concurrency());
}

// Pilots on all threads, then MSER-5.
[[nodiscard]] std::optional<WarmupChoice> choose_warmup(const Model& m, const ExperimentOptions& o,
                                                        Reporter& reporter) {
    if (!o.plan.warmup.automatic) return WarmupChoice{o.plan.warmup.stated, "stated"};
    const auto pilots = std::min(most_pilots, o.plan.replications.at_most);
    std::vector<RunResult> results;
    replicate(
        pilots, thread_count(o), o.stop,
        [&](std::uint32_t r, const std::atomic<bool>& stop) {
            return simulate(m, {o.plan.seed, r, Duration::zero(), o.plan.duration, &stop, o.pause});
        },
        [&](std::uint32_t, RunResult result) {
            results.push_back(std::move(result));
            return results.size() < pilots;
        },
        [&] { reporter.tell(); });
    if (results.size() < pilots) return std::nullopt;
    return find_warmup(m.catalogue, pilots, first_fault(m), [&](std::uint32_t r) { return results[r]; });
}

}  // namespace

Summary run_experiment(const Model& m, const ExperimentOptions& o) {
    const auto& plan = o.plan.replications;
    const double confidence = plan.until ? plan.until->confidence.value : 0.95;
    Reporter reporter{o, plan.at_most};
    Summarizer summarizer{m.catalogue, confidence};
    const auto warmup = choose_warmup(m, o, reporter);
    StopReason reason = StopReason::interrupted;
    std::string detail = "stopped on request";
    if (warmup) {
        const StoppingRule rule{m.catalogue, plan.until.value_or(Precision{})};
        replicate(
            plan.at_most, thread_count(o), o.stop,
            [&](std::uint32_t r, const std::atomic<bool>& stop) -> std::optional<RunResult> {
                if (o.kept)
                    if (auto result = o.kept(r); result && result->warmup_seconds == to_seconds(warmup->warmup))
                        return result;
                return simulate(m, {o.plan.seed, r, warmup->warmup, o.plan.duration, &stop, o.pause});
            },
            [&](std::uint32_t r, RunResult result) {
                if (o.on_replication) o.on_replication(r, result);
                summarizer.add(result);
                if (o.on_estimates) o.on_estimates(summarizer);
                const auto n = r + 1;
                const auto finding = plan.until ? rule.look(summarizer) : StoppingRule::Finding{};
                reporter.taken(n, result, plan.until ? std::optional{finding.relative_error} : std::nullopt);
                if (n == plan.at_most) {
                    reason = StopReason::at_most;
                    detail = fmt::format("all {} replications{}", n, plan.until ? "; " + finding.detail : "");
                }
                if (plan.until && n >= std::max(2U, plan.at_least) && finding.precise) {
                    reason = StopReason::precise;
                    detail = finding.detail;
                    return false;
                }
                return n < plan.at_most;
            },
            [&] { reporter.tell(); });
    }
    reporter.tell(true);
    Summary out = summarizer.summary();
    out.stop = reason;
    out.stop_detail = detail;
    out.warmup_rule = warmup ? warmup->rule : "";
    return out;
}

}  // namespace nines
