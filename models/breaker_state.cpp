#include "models/breaker_state.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

BreakerState::BreakerState(const CircuitBreaker& p) {
    if (p.consecutive_failures) return;
    if (p.window.calls > 0) {
        outcomes_.assign(p.window.calls, 0);
    } else {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(p.window.span).count();
        seconds_.resize(static_cast<std::size_t>(std::max<std::int64_t>(1, seconds)));
    }
}

bool BreakerState::admits_unless_closed(const CircuitBreaker& p, Instant now) {
    if (state_ == State::half_open && p.max_half_open && now - until_ > *p.max_half_open) open(p, now);
    if (state_ == State::open) {
        if (now <= until_) return false;
        state_ = State::half_open;
        until_ = now;
        probes_ = results_ = failures_ = slow_ = in_a_row_ = 0;
    }
    if (probes_ >= p.half_open_calls) return false;
    ++probes_;
    return true;
}

void BreakerState::record_carefully(const CircuitBreaker& p, bool failed, bool slow, Instant now) {
    if (state_ == State::half_open) return record_probe(p, failed, slow, now);
    if (state_ == State::open) return;
    if (p.consecutive_failures) {
        in_a_row_ = failed ? in_a_row_ + 1 : 0;
        if (in_a_row_ >= *p.consecutive_failures) open(p, now);
        return;
    }
    if (p.window.calls > 0)
        add_to_calls(p, failed, slow);
    else
        add_to_seconds(failed, slow, now);
    if (trips(p)) open(p, now);
}

// Whole seconds leave the window at once, so that it spans between N - 1 and N of them.
void BreakerState::add_to_seconds(bool failed, bool slow, Instant now) {
    const auto epoch = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto n = static_cast<std::int64_t>(seconds_.size());
    if (epoch != epoch_) {
        epoch_ = epoch;
        for (auto& s : seconds_) {
            if (s.epoch < 0 || s.epoch > epoch - n) continue;
            calls_ -= s.calls;
            failures_ -= s.failures;
            slow_ -= s.slow;
            s = {};
        }
    }
    auto& s = seconds_[static_cast<std::size_t>(epoch % n)];
    s.epoch = epoch;
    ++s.calls;
    ++calls_;
    if (failed) {
        ++s.failures;
        ++failures_;
    }
    if (slow) {
        ++s.slow;
        ++slow_;
    }
}

void BreakerState::record_probe(const CircuitBreaker& p, bool failed, bool slow, Instant now) {
    ++results_;
    if (failed) ++failures_;
    if (slow) ++slow_;
    if (p.consecutive_failures) {
        if (failed) return open(p, now);
        if (results_ >= p.half_open_calls) close();
        return;
    }
    if (results_ < std::min(p.minimum_calls, p.half_open_calls)) return;
    if (exceeds(p, results_))
        open(p, now);
    else
        close();
}

void BreakerState::open(const CircuitBreaker& p, Instant now) {
    const double wait = to_seconds(p.open_for) * std::pow(p.open_factor, static_cast<double>(openings_++));
    state_ = State::open;
    until_ = after(now, from_seconds(std::min(wait, to_seconds(std::max(p.max_open_for, p.open_for)))));
}

void BreakerState::close() {
    state_ = State::closed;
    probes_ = results_ = failures_ = slow_ = calls_ = in_a_row_ = next_ = openings_ = 0;
    std::ranges::fill(outcomes_, std::uint8_t{0});
    std::ranges::fill(seconds_, Second{});
    epoch_ = -1;
}

}  // namespace nines
