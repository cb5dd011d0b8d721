#include "models/breaker_state.hpp"

#include <algorithm>

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
    if (state_ == State::open) {
        if (now - opened_ <= p.open_for) return false;
        state_ = State::half_open;
        probes_ = results_ = failures_ = in_a_row_ = 0;
    }
    if (probes_ >= p.half_open_calls) return false;
    ++probes_;
    return true;
}

void BreakerState::record_carefully(const CircuitBreaker& p, bool failed, Instant now) {
    if (state_ == State::half_open) return record_probe(p, failed, now);
    if (state_ == State::open) return;
    if (p.consecutive_failures) {
        in_a_row_ = failed ? in_a_row_ + 1 : 0;
        if (in_a_row_ >= *p.consecutive_failures) open(now);
        return;
    }
    if (p.window.calls > 0)
        add_to_calls(p, failed);
    else
        add_to_seconds(failed, now);
    if (trips(p)) open(now);
}

// Whole seconds leave the window at once, so that it spans between N - 1 and N of them.
void BreakerState::add_to_seconds(bool failed, Instant now) {
    const auto epoch = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
    const auto n = static_cast<std::int64_t>(seconds_.size());
    if (epoch != epoch_) {
        epoch_ = epoch;
        for (auto& s : seconds_) {
            if (s.epoch < 0 || s.epoch > epoch - n) continue;
            calls_ -= s.calls;
            failures_ -= s.failures;
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
}

void BreakerState::record_probe(const CircuitBreaker& p, bool failed, Instant now) {
    ++results_;
    if (failed) ++failures_;
    if (p.consecutive_failures) {
        if (failed) return open(now);
        if (results_ >= p.half_open_calls) close();
        return;
    }
    if (results_ < std::min(p.minimum_calls, p.half_open_calls)) return;
    if (failures_ >= p.failure_rate.value * results_)
        open(now);
    else
        close();
}

void BreakerState::open(Instant now) {
    state_ = State::open;
    opened_ = now;
}

void BreakerState::close() {
    state_ = State::closed;
    probes_ = results_ = failures_ = calls_ = in_a_row_ = next_ = 0;
    std::ranges::fill(outcomes_, std::uint8_t{0});
    std::ranges::fill(seconds_, Second{});
    epoch_ = -1;
}

}  // namespace nines
