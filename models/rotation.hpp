// Rotation: the replicas of one service that its load balancer knows as healthy, and the choice among them.
//
// Always: `members` are in rotation, each once; `outstanding` counts the requests sent to a replica whose callers still
// wait. Replicas are numbered within the service here.
#pragma once

#include <cstdint>
#include <vector>

#include "models/model.hpp"
#include "sim/random.hpp"

namespace nines {

class Rotation {
public:
    Rotation(const Model& m, const ServiceModel& s);

    // The only replica in rotation; none when there are several, or nobody is.
    [[nodiscard]] Index only() const noexcept { return only_; }
    // A replica for a call from `zone`, or none. `cursor` is the caller's own, for round robin.
    [[nodiscard]] Index choose(Index zone, std::uint32_t& cursor, Random& random) {
        if (policy_ != BalancingPolicy::round_robin || zone_aware_ || panics_ || members_.empty())
            return choose_carefully(zone, cursor, random);
        if (cursor >= members_.size()) cursor = 0;
        return members_[cursor++];
    }

    // Whether the choice depends on how much each replica has to do.
    [[nodiscard]] bool counts() const noexcept { return counts_; }
    // REQUIRES: counts().
    void sent(Index replica) {
        ++outstanding_[replica];
        if (ranked_) moved_up(replica);
    }
    void ended(Index replica) {
        --outstanding_[replica];
        if (ranked_) moved_down(replica);
    }

    // It is there at all, or not: the share that panic asks for is of those.
    void set_there(Index replica, bool there);
    void add(Index replica);
    void remove(Index replica);
    [[nodiscard]] bool contains(Index replica) const { return position_[replica] != none; }
    [[nodiscard]] std::size_t size() const { return members_.size(); }
    [[nodiscard]] const std::vector<Index>& members() const { return members_; }
    // While callers may know others than today's, there is no only one.
    void blur(bool blurred) {
        blurred_ = blurred;
        find_only();
    }

private:
    using Members = std::vector<Index>;

    [[nodiscard]] Index choose_carefully(Index zone, std::uint32_t& cursor, Random& random);
    [[nodiscard]] Index choose_among(const Members& members, std::uint32_t& cursor, Random& random);
    [[nodiscard]] Index least_of(const Members& members, std::uint32_t choices, Random& random);
    [[nodiscard]] Index weighted(const Members& members, Random& random) const;
    [[nodiscard]] const Members* zone_for(Index zone, Random& random) const;
    void changed();
    void find_only();
    void rank();
    void moved_up(Index replica);
    void moved_down(Index replica);
    void swap_ranks(std::uint32_t a, std::uint32_t b);

    BalancingPolicy policy_;
    std::uint32_t choices_;
    bool zone_aware_;
    bool counts_;
    bool ranked_;  // least_requests without zones: ranks are kept up to date
    double panic_threshold_;
    bool panics_ = false;  // too few are in rotation: everyone is used
    Members everyone_;
    Members members_;
    bool blurred_ = false;
    Index only_ = none;
    std::vector<Index> position_;
    std::vector<std::uint32_t> outstanding_;
    std::vector<double> weight_;
    std::vector<Index> zone_of_;
    std::vector<Members> by_zone_;
    // Members by the number of outstanding requests, fewest first; rung c begins where those with c do.
    std::vector<Index> ranking_;
    std::vector<std::uint32_t> rank_, rung_;
};

}  // namespace nines
