#include "models/autoscaler_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nines {

namespace {

// Counts are whole although usage and target are not: what is over by rounding alone is no replica more.
[[nodiscard]] std::uint32_t ceiling(double x) {
    return static_cast<std::uint32_t>(std::clamp(std::ceil(x - 1e-9), 0.0, 4e9));
}

}  // namespace

// As the controller: first from the replicas that have a value; if others could change that, once more with what they
// are taken to use, and then nothing is done that the first did not want in that direction.
std::optional<std::uint32_t> wanted_by(const MetricReading& m, std::uint32_t current, double tolerance) {
    if (m.ready == 0) return std::nullopt;
    const auto within = [tolerance](double ratio) { return std::abs(1.0 - ratio) <= tolerance + 1e-12; };
    const double ratio = m.sum / (m.target * m.ready);
    const bool counts_not_ready = m.not_ready > 0 && ratio > 1.0;
    if (!counts_not_ready && m.missing == 0) return within(ratio) ? current : ceiling(ratio * m.ready);
    double sum = m.sum;
    std::uint32_t n = m.ready + m.missing;
    if (ratio < 1.0)
        sum += m.full * m.missing;
    else if (ratio == 1.0 && !m.any_direction)
        n -= m.missing;
    if (counts_not_ready) n += m.not_ready;
    const double again = sum / (m.target * n);
    if (within(again) || (ratio < 1.0 && again > 1.0) || (ratio > 1.0 && again < 1.0)) return current;
    const auto wanted = ceiling(again * n);
    const bool turned = (again < 1.0 && wanted > current) || (again > 1.0 && wanted < current);
    return turned && !m.any_direction ? current : wanted;
}

std::uint32_t AutoscalerState::decide(const Autoscaler& p, const std::vector<MetricReading>& metrics,
                                      std::uint32_t current, Instant now) {
    std::optional<std::uint32_t> wanted;
    bool blind = false;
    for (const auto& m : metrics) {
        const auto n = wanted_by(m, current, p.tolerance.value);
        blind = blind || !n;
        if (n) wanted = std::max(wanted.value_or(0), *n);
    }
    // With a metric that cannot say it may go up, not down.
    const bool knows = wanted && !(blind && *wanted < current);
    const ScaleUp up = p.going_up();
    const ScaleDown down = p.going_down();
    std::uint32_t decided = current;
    if (current < p.min || current > p.max)
        decided = std::clamp(current, p.min, p.max);
    else if (knows) {
        decided = stabilized(up, down, current, *wanted, now);
        if (decided > current)
            decided = std::min({decided, p.max, most(up, current, now)});
        else if (decided < current)
            decided = std::max({decided, p.min, fewest(down, current, now)});
    }
    if (decided > current) ups_.push_back({now, decided - current});
    if (decided < current) downs_.push_back({now, current - decided});
    const auto longest = std::max(up.period, down.period);
    for (auto* changes : {&ups_, &downs_})
        while (!changes->empty() && now - changes->front().when >= longest) changes->pop_front();
    return decided;
}

// The lowest recommendation of the window of going up bounds from below, the highest of that of going down from above.
std::uint32_t AutoscalerState::stabilized(const ScaleUp& up, const ScaleDown& down, std::uint32_t current,
                                          std::uint32_t wanted, Instant now) {
    if (recommendations_.empty() && !begun_) recommendations_.push_back({now, current});  // as it was found
    begun_ = true;
    const auto window = std::max(up.stabilization, down.stabilization);
    while (!recommendations_.empty() && now - recommendations_.front().when >= window) recommendations_.pop_front();
    std::uint32_t low = wanted, high = wanted;
    for (const auto& r : recommendations_) {
        if (now - r.when < up.stabilization) low = std::min(low, r.replicas);
        if (now - r.when < down.stabilization) high = std::max(high, r.replicas);
    }
    recommendations_.push_back({now, wanted});
    return std::min(std::max(current, low), high);
}

std::uint32_t AutoscalerState::changed_within(const std::deque<At>& changes, Duration period, Instant now) {
    std::uint32_t n = 0;
    for (const auto& c : changes)
        if (now - c.when < period) n += c.replicas;
    return n;
}

std::uint32_t AutoscalerState::most(const ScaleUp& up, std::uint32_t current, Instant now) const {
    if (up.select == ScalingSelect::disabled) return current;
    const std::int64_t before =
        std::int64_t{current} - changed_within(ups_, up.period, now) + changed_within(downs_, up.period, now);
    std::vector<std::int64_t> allowed;
    if (up.replicas) allowed.push_back(before + *up.replicas);
    if (up.factor) allowed.push_back(ceiling(static_cast<double>(before) * up.factor->value));
    if (allowed.empty()) return std::numeric_limits<std::uint32_t>::max();
    const auto limit = up.select == ScalingSelect::max ? std::ranges::max(allowed) : std::ranges::min(allowed);
    return static_cast<std::uint32_t>(std::max<std::int64_t>(limit, current));
}

std::uint32_t AutoscalerState::fewest(const ScaleDown& down, std::uint32_t current, Instant now) const {
    if (down.select == ScalingSelect::disabled) return current;
    const std::int64_t before =
        std::int64_t{current} - changed_within(ups_, down.period, now) + changed_within(downs_, down.period, now);
    std::vector<std::int64_t> allowed;
    if (down.replicas) allowed.push_back(before - *down.replicas);
    if (down.share)
        allowed.push_back(
            static_cast<std::int64_t>(std::floor(static_cast<double>(before) * (1.0 - down.share->value) + 1e-9)));
    if (allowed.empty()) return 0;
    const auto limit = down.select == ScalingSelect::max ? std::ranges::min(allowed) : std::ranges::max(allowed);
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(limit, 0, current));
}

}  // namespace nines
