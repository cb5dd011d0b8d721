#include "gui/run/live_history.hpp"

#include <algorithm>

namespace nines::gui {

std::size_t bytes_of(const LiveState& s) {
    return sizeof s + s.clients.size() * sizeof(LiveClient) + s.services.size() * sizeof(LiveService) +
           s.replicas.size() * sizeof(LiveReplica) + s.edges.size() * sizeof(LiveEdge);
}

void LiveHistory::clear() {
    states_.clear();
    bytes_ = 0;
    spacing_ = 0.0;
}

void LiveHistory::add(LiveState state) {
    const auto n = states_.size();
    if (n >= 2 && states_[n - 1].seconds - states_[n - 2].seconds < spacing_) {
        bytes_ -= bytes_of(states_.back());
        states_.pop_back();
    }
    bytes_ += bytes_of(state);
    states_.push_back(std::move(state));
    if (bytes_ > most_bytes_) thin();
}

void LiveHistory::thin() {
    if (states_.size() < 4) return;
    std::vector<LiveState> kept;
    for (std::size_t i = 0; i < states_.size(); ++i)
        if (i % 2 == 0 || i + 1 == states_.size()) kept.push_back(std::move(states_[i]));
    spacing_ = (kept.back().seconds - kept.front().seconds) / static_cast<double>(kept.size() - 1);
    states_ = std::move(kept);
    bytes_ = 0;
    for (const auto& s : states_) bytes_ += bytes_of(s);
}

std::size_t LiveHistory::index_at(double seconds) const {
    const auto after = std::ranges::upper_bound(states_, seconds, {}, &LiveState::seconds);
    return after == states_.begin() ? 0 : static_cast<std::size_t>(after - states_.begin()) - 1;
}

const LiveState& LiveHistory::at(double seconds) const { return states_[index_at(seconds)]; }

LiveRates LiveHistory::rates_at(double seconds) const {
    const auto i = index_at(seconds);
    auto since = i;
    while (since > 0 && (since == i || states_[i].seconds - states_[since].seconds < window_)) --since;
    const LiveState start;  // of the run: nothing has happened
    return rates_between(i == 0 ? start : states_[since], states_[i]);
}

}  // namespace nines::gui
