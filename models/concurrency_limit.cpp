#include "models/concurrency_limit.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

using namespace std::chrono_literals;

void describe(Describe& d, ConcurrencyLimit& c) {
    d.help(
        "How many requests a replica lets in at once; the others are rejected. Fixed, or found by watching the "
        "latency. "
        "A bare number is a fixed limit.");
    d.shorthand("initial");
    d.preset_name(c.preset);
    d("algorithm", c.algorithm,
      "fixed; aimd, vegas and gradient2 as in Netflix concurrency-limits; gradient as in Envoy's adaptive concurrency");
    d("initial", c.initial, range(1, 1'000'000), "The limit, or where it starts", source("Netflix: 20"));
    d("minimum", c.minimum, range(1, 1'000'000), "It never goes below",
      source("Envoy: 3; Netflix gradient2, aimd: 20"));
    d("maximum", c.maximum, range(1, 1'000'000), "Nor above", source("Envoy, Netflix vegas: 1000"));
    d("priority_reserve", c.priority_reserve,
      "Share of the limit that each priority leaves to the one above: the second sees 1 - this of it, the third 1 - "
      "twice "
      "this");
    d("backoff", c.backoff, range(0.1, 1.0), "Of aimd: what remains of the limit after a drop", source("Netflix: 0.9"));
    d("slow", c.slow, above(0.0), "Of aimd: a longer request counts as a drop", source("Netflix: 5 s"));
    d("smoothing", c.smoothing, range(0.001, 1.0), "Of gradient2: the weight of the newest limit",
      source("Netflix: 0.2"));
    d("tolerance", c.tolerance, range(1.0, 100.0),
      "Of gradient2: how far the latency may rise above its long mean; of gradient: above the least, 1 + Envoy's "
      "buffer",
      source("Netflix: 1.5; Envoy: 1.25"));
    d("queue", c.queue, range(0, 1'000'000), "Of gradient2: requests that may wait", source("Netflix: 4"));
    d("update", c.update, range(Duration{1ms}, Duration{1h}), "Of gradient: how often the limit is set",
      source("Envoy's example: 100 ms"));
    d("remeasure", c.remeasure, range(Duration{100ms}, Duration{24h}),
      "Of gradient: how often the least latency is measured, plus up to 15%", source("Envoy's example: 60 s"));
    d("measured", c.measured, range(1, 1'000'000), "Of gradient: requests let in at the minimum to measure it",
      source("Envoy: 50"));
    ConcurrencyLimit aimd;
    aimd.algorithm = LimitAlgorithm::aimd;
    aimd.minimum = 20;
    aimd.maximum = 200;
    d.preset("netflix-aimd", "Netflix concurrency-limits AIMDLimit", aimd);
    ConcurrencyLimit vegas;
    vegas.algorithm = LimitAlgorithm::vegas;
    d.preset("netflix-vegas", "Netflix concurrency-limits VegasLimit", vegas);
    ConcurrencyLimit gradient2 = aimd;
    gradient2.algorithm = LimitAlgorithm::gradient2;
    d.preset("netflix-gradient2", "Netflix concurrency-limits Gradient2Limit", gradient2);
    ConcurrencyLimit envoy;
    envoy.algorithm = LimitAlgorithm::gradient;
    envoy.initial = envoy.minimum = 3;
    envoy.tolerance = 1.25;
    d.preset("envoy", "Envoy adaptive concurrency, with the intervals of its documentation", envoy);
}

ConcurrencyLimitState::ConcurrencyLimitState(const ConcurrencyLimit& p) : limit_(p.initial) {
    if (p.algorithm == LimitAlgorithm::gradient) start_measuring(p, start_of_run);
}

void ConcurrencyLimitState::sample(const ConcurrencyLimit& p, Instant begun, Instant now, std::uint32_t in_flight,
                                   bool dropped, Random& random) {
    switch (p.algorithm) {
        case LimitAlgorithm::fixed: return;
        case LimitAlgorithm::aimd: aimd(p, now - begun, in_flight, dropped); break;
        case LimitAlgorithm::vegas: vegas(p, to_seconds(now - begun), in_flight, dropped, random); break;
        case LimitAlgorithm::gradient2: gradient2(p, to_seconds(now - begun), in_flight); break;
        case LimitAlgorithm::gradient: return gradient(p, begun, now, random);
    }
    limit_ = std::clamp<double>(limit_, p.minimum, p.maximum);
}

void ConcurrencyLimitState::aimd(const ConcurrencyLimit& p, Duration rtt, std::uint32_t in_flight, bool dropped) {
    if (dropped || rtt > p.slow)
        limit_ = std::floor(limit_ * p.backoff);
    else if (2.0 * in_flight >= limit_)
        limit_ += 1.0;
}

void ConcurrencyLimitState::vegas(const ConcurrencyLimit& p, double rtt, std::uint32_t in_flight, bool dropped,
                                  Random& random) {
    constexpr double probe_multiplier = 30.0;
    if (static_cast<double>(++count_) >= jitter_ * probe_multiplier * limit_) {
        jitter_ = 0.5 + 0.5 * random.uniform();
        count_ = 0;
        least_ = rtt;
        return;
    }
    if (least_ == 0.0 || rtt < least_) {
        least_ = rtt;
        return;
    }
    const double step = std::max(1.0, std::floor(std::log10(limit_)));
    const double queue = std::ceil(limit_ * (1.0 - least_ / rtt));
    if (dropped)
        limit_ -= step;
    else if (in_flight < limit_ / 2.0)
        return;
    else if (queue <= step)
        limit_ += 6.0 * step;
    else if (queue < 3.0 * step)
        limit_ += step;
    else if (queue > 6.0 * step)
        limit_ -= step;
    limit_ = std::clamp<double>(limit_, 1.0, p.maximum);
}

void ConcurrencyLimitState::gradient2(const ConcurrencyLimit& p, double rtt, std::uint32_t in_flight) {
    constexpr std::uint64_t averaged = 10;
    constexpr double factor = 2.0 / 601.0;
    if (count_ < averaged)
        long_ = (long_ * static_cast<double>(count_) + rtt) / static_cast<double>(count_ + 1);
    else
        long_ += factor * (rtt - long_);
    ++count_;
    const double before = long_;
    if (before > 2.0 * rtt) long_ *= 0.95;
    if (in_flight < limit_ / 2.0) return;
    const double gradient = std::clamp(p.tolerance * before / rtt, 0.5, 1.0);
    limit_ = (1.0 - p.smoothing) * limit_ + p.smoothing * (gradient * limit_ + p.queue);
}

void ConcurrencyLimitState::start_measuring(const ConcurrencyLimit& p, Instant now) {
    measuring_ = true;
    deferred_ = limit_;
    limit_ = p.minimum;
    since_ = now;
    samples_.clear();
    at_minimum_ = 0;
}

double ConcurrencyLimitState::median_of_samples() {
    const auto middle = samples_.begin() + static_cast<std::ptrdiff_t>(samples_.size() / 2);
    std::ranges::nth_element(samples_, middle);
    return *middle;
}

void ConcurrencyLimitState::gradient(const ConcurrencyLimit& p, Instant begun, Instant now, Random& random) {
    if (measuring_) {
        if (begun < since_) return;
        samples_.push_back(to_seconds(now - begun));
        if (samples_.size() < p.measured) return;
        least_ = median_of_samples();
        measuring_ = false;
        limit_ = deferred_;
        samples_.clear();
        remeasure_at_ = after(now, from_seconds(to_seconds(p.remeasure) * (1.0 + 0.15 * random.uniform())));
        update_at_ = after(now, p.update);
        return;
    }
    samples_.push_back(to_seconds(now - begun));
    if (now >= remeasure_at_) return start_measuring(p, now);
    if (now < update_at_) return;
    update_at_ = after(now, p.update);
    const double ratio = std::clamp(least_ * p.tolerance / std::max(median_of_samples(), 1e-9), 0.5, 2.0);
    samples_.clear();
    limit_ = std::floor(std::clamp<double>(ratio * limit_ + std::sqrt(ratio * limit_), p.minimum, p.maximum));
    at_minimum_ = limit_ <= p.minimum ? at_minimum_ + 1 : 0;
    constexpr std::uint32_t stuck = 5;
    if (at_minimum_ >= stuck) start_measuring(p, now);
}

}  // namespace nines
