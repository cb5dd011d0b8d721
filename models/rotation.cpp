#include "models/rotation.hpp"

#include <algorithm>
#include <array>

namespace nines {

Rotation::Rotation(const Model& m, const ServiceModel& s)
    : policy_(s.balancer.policy),
      choices_(std::min(s.balancer.choices, s.replicas)),
      zone_aware_(s.balancer.zone_aware && m.zones > 2),
      counts_(policy_ == BalancingPolicy::least_requests || policy_ == BalancingPolicy::power_of_two),
      ranked_(policy_ == BalancingPolicy::least_requests && !zone_aware_),
      panic_threshold_(s.balancer.panic_threshold.value),
      position_(s.replicas, none),
      outstanding_(s.replicas, 0),
      by_zone_(m.zones) {
    for (Index i = 0; i < s.replicas; ++i) {
        weight_.push_back(m.replicas[s.first_replica + i].weight);
        zone_of_.push_back(m.replicas[s.first_replica + i].zone);
        position_[i] = i;
        members_.push_back(i);
        by_zone_[zone_of_[i]].push_back(i);
    }
    everyone_ = members_;
    changed();
}

void Rotation::changed() {
    panics_ = static_cast<double>(members_.size()) < panic_threshold_ * static_cast<double>(everyone_.size());
    find_only();
    if (ranked_) rank();
}

void Rotation::find_only() { only_ = members_.size() == 1 && !panics_ && !blurred_ ? members_.front() : none; }

Index Rotation::choose_carefully(Index zone, std::uint32_t& cursor, Random& random) {
    if (panics_) return choose_among(everyone_, cursor, random);
    if (members_.empty()) return none;
    if (zone_aware_)
        if (const Members* near = zone_for(zone, random)) return choose_among(*near, cursor, random);
    if (ranked_) {
        const std::uint32_t fewest = outstanding_[ranking_.front()];
        const auto end = fewest + 1 < rung_.size() ? rung_[fewest + 1] : static_cast<std::uint32_t>(ranking_.size());
        return ranking_[random.below(end)];
    }
    return choose_among(members_, cursor, random);
}

Index Rotation::choose_among(const Members& members, std::uint32_t& cursor, Random& random) {
    const auto n = static_cast<std::uint32_t>(members.size());
    switch (policy_) {
        case BalancingPolicy::round_robin: {
            if (cursor >= n) cursor = 0;
            return members[cursor++];
        }
        case BalancingPolicy::random: return members[random.below(n)];
        case BalancingPolicy::least_requests: return least_of(members, n, random);
        case BalancingPolicy::power_of_two: return least_of(members, std::min(choices_, n), random);
        case BalancingPolicy::weighted: return weighted(members, random);
    }
    return members.front();
}

// The fewest outstanding of `choices` distinct members drawn at random; the first drawn wins a tie. (Floyd's sampling
// for few choices; a random starting point, and ties at random, when all are looked at.)
Index Rotation::least_of(const Members& members, std::uint32_t choices, Random& random) {
    const auto n = static_cast<std::uint32_t>(members.size());
    Index best = none;
    std::uint32_t ties = 0;
    const auto look_at = [&](Index candidate) {
        if (best == none || outstanding_[candidate] < outstanding_[best]) {
            best = candidate;
            ties = 1;
        } else if (outstanding_[candidate] == outstanding_[best] && random.below(++ties) == 0) {
            best = candidate;
        }
    };
    if (choices >= n) {
        for (const Index m : members) look_at(m);
        return best;
    }
    if (choices == 2) {
        const auto first = static_cast<std::uint32_t>(random.below(n));
        auto second = static_cast<std::uint32_t>(random.below(n - 1));
        if (second >= first) ++second;
        const Index a = members[first], b = members[second];
        return outstanding_[b] < outstanding_[a] ? b : a;
    }
    std::array<std::uint32_t, 64> drawn{};
    const std::uint32_t wanted = std::min<std::uint32_t>(choices, drawn.size());
    std::uint32_t count = 0;
    for (std::uint32_t j = n - wanted; j < n; ++j) {
        auto pick = static_cast<std::uint32_t>(random.below(j + 1));
        if (std::find(drawn.begin(), drawn.begin() + count, pick) != drawn.begin() + count) pick = j;
        drawn[count++] = pick;
        look_at(members[pick]);
    }
    return best;
}

Index Rotation::weighted(const Members& members, Random& random) const {
    double sum = 0.0;
    for (const Index m : members) sum += weight_[m];
    double left = random.uniform() * sum;
    for (const Index m : members) {
        left -= weight_[m];
        if (left < 0.0) return m;
    }
    return members.back();
}

// Envoy's zone-aware routing: the caller's zone takes everything when it holds its share of the replicas (callers
// taken as evenly spread over the zones that hold any), otherwise in proportion, and the rest goes to the zones that
// have more than their share. Null: over all.
const Rotation::Members* Rotation::zone_for(Index zone, Random& random) const {
    std::uint32_t zones = 0;
    for (const auto& z : by_zone_) zones += z.empty() ? 0 : 1;
    if (zones < 2 || zone >= by_zone_.size() || zone_of_.empty()) return nullptr;
    const double fair = static_cast<double>(members_.size()) / zones;
    const double near = static_cast<double>(by_zone_[zone].size()) / fair;
    if (near >= 1.0 || random.uniform() < near) return by_zone_[zone].empty() ? nullptr : &by_zone_[zone];
    double spare = 0.0;
    for (const auto& z : by_zone_) spare += std::max(0.0, static_cast<double>(z.size()) - fair);
    double left = random.uniform() * spare;
    for (const auto& z : by_zone_) {
        left -= std::max(0.0, static_cast<double>(z.size()) - fair);
        if (left < 0.0) return &z;
    }
    return nullptr;
}

void Rotation::set_there(Index replica, bool there) {
    const auto at = std::ranges::lower_bound(everyone_, replica);
    const bool known = at != everyone_.end() && *at == replica;
    if (there == known) return;
    if (there)
        everyone_.insert(at, replica);
    else
        everyone_.erase(at);
    changed();
}

void Rotation::add(Index replica) {
    if (contains(replica)) return;
    position_[replica] = static_cast<Index>(members_.size());
    members_.push_back(replica);
    // In the order of their numbers, so that round robin does not depend on who came back when.
    std::ranges::sort(members_);
    for (Index i = 0; i < members_.size(); ++i) position_[members_[i]] = i;
    auto& zone = by_zone_[zone_of_[replica]];
    zone.insert(std::ranges::upper_bound(zone, replica), replica);
    changed();
}

void Rotation::remove(Index replica) {
    if (!contains(replica)) return;
    members_.erase(members_.begin() + position_[replica]);
    position_[replica] = none;
    for (Index i = 0; i < members_.size(); ++i) position_[members_[i]] = i;
    std::erase(by_zone_[zone_of_[replica]], replica);
    changed();
}

void Rotation::rank() {
    ranking_ = members_;
    std::ranges::stable_sort(ranking_, {}, [this](Index r) { return outstanding_[r]; });
    rank_.assign(position_.size(), none);
    rung_.clear();
    for (std::uint32_t i = 0; i < ranking_.size(); ++i) {
        rank_[ranking_[i]] = i;
        while (rung_.size() <= outstanding_[ranking_[i]]) rung_.push_back(i);
    }
    rung_.push_back(static_cast<std::uint32_t>(ranking_.size()));
}

void Rotation::swap_ranks(std::uint32_t a, std::uint32_t b) {
    std::swap(ranking_[a], ranking_[b]);
    rank_[ranking_[a]] = a;
    rank_[ranking_[b]] = b;
}

// One more outstanding: to the end of its rung, which the next rung then begins with.
void Rotation::moved_up(Index replica) {
    if (!contains(replica)) return;
    const auto now = outstanding_[replica];
    while (rung_.size() <= now + 1) rung_.push_back(static_cast<std::uint32_t>(ranking_.size()));
    swap_ranks(rank_[replica], --rung_[now]);
}

void Rotation::moved_down(Index replica) {
    if (!contains(replica)) return;
    const auto before = outstanding_[replica] + 1;
    swap_ranks(rank_[replica], rung_[before]++);
}

}  // namespace nines
