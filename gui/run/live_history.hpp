// Live history: states of a watched run, so that the canvas can be shown as it was, in bounded memory.
//
// Always: the first and the last state are there; when the bound is reached every second one in between goes, so that
// the whole run stays in view, more coarsely. Rates come from neighbours, so that thinning keeps them right.
#pragma once

#include <cstddef>
#include <vector>

#include "models/live_state.hpp"

namespace nines::gui {

class LiveHistory {
public:
    explicit LiveHistory(std::size_t most_bytes = std::size_t{64} << 20) : most_bytes_(most_bytes) {}

    // What counts as lately, in seconds, so that one request alone does not make a rate.
    void set_window(double seconds) { window_ = seconds; }

    void clear();
    // REQUIRES: not before the last one.
    void add(LiveState state);

    [[nodiscard]] bool empty() const { return states_.empty(); }
    [[nodiscard]] std::size_t size() const { return states_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] double end_seconds() const { return states_.empty() ? 0.0 : states_.back().seconds; }
    // The last state at or before t, or the first one. REQUIRES: not empty.
    [[nodiscard]] const LiveState& at(double seconds) const;
    // What happened up to that state, within the window before it.
    [[nodiscard]] LiveRates rates_at(double seconds) const;

private:
    [[nodiscard]] std::size_t index_at(double seconds) const;
    void thin();

    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    double window_ = 0.0;
    double spacing_ = 0.0;  // states closer than this are not kept beside each other
    std::vector<LiveState> states_;
};

[[nodiscard]] std::size_t bytes_of(const LiveState& s);

}  // namespace nines::gui
