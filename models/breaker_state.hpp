// The state machine of one circuit breaker (parameters in circuit_breaker.hpp).
//
// Follows resilience4j: rates are looked at after every recorded outcome; below the minimum number of calls the rate
// is unknown; leaving open happens at the first call after the wait, which is itself the first probe; half-open lets
// `half_open_calls` probes through in total, and decides when that many outcomes are in; an outcome counts for the
// state in which it arrives. With `consecutive_failures` it follows gobreaker instead: that many failures in a row
// open it, any failure in half-open opens it again, and `half_open_calls` successes in a row close it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/circuit_breaker.hpp"
#include "sim/time.hpp"

namespace nines {

class BreakerState {
public:
    enum class State : std::uint8_t { closed, open, half_open };

    explicit BreakerState(const CircuitBreaker& p);

    [[nodiscard]] State state() const noexcept { return state_; }

    // Whether a call may go through now; in half-open this takes one of the probes.
    [[nodiscard]] bool admits(const CircuitBreaker& p, Instant now) {
        if (state_ == State::closed) [[likely]]
            return true;
        return admits_unless_closed(p, now);
    }
    // The outcome of a call that was let through.
    void record(const CircuitBreaker& p, bool failed, bool slow, Instant now) {
        if (failed || slow || state_ != State::closed || p.window.calls == 0)
            return record_carefully(p, failed, slow, now);
        in_a_row_ = 0;
        if (p.consecutive_failures) return;
        add_to_calls(p, false, false);
        if ((failures_ | slow_) > 0 && trips(p)) [[unlikely]]
            open(p, now);
    }
    // A call that was let through and ended without a verdict gives its probe back.
    void forget() noexcept {
        if (state_ == State::half_open && probes_ > 0) --probes_;
    }

private:
    bool admits_unless_closed(const CircuitBreaker& p, Instant now);
    void record_carefully(const CircuitBreaker& p, bool failed, bool slow, Instant now);
    void record_probe(const CircuitBreaker& p, bool failed, bool slow, Instant now);
    void add_to_calls(const CircuitBreaker& p, bool failed, bool slow) {
        if (calls_ == p.window.calls) {
            failures_ -= outcomes_[next_] & 1U;
            slow_ -= outcomes_[next_] >> 1U;
        } else {
            ++calls_;
        }
        outcomes_[next_] = static_cast<std::uint8_t>((failed ? 1 : 0) + (slow ? 2 : 0));
        failures_ += failed ? 1 : 0;
        slow_ += slow ? 1 : 0;
        next_ = next_ + 1 == p.window.calls ? 0 : next_ + 1;
    }
    // Of `n` calls, the failures and the slow ones that are counted now.
    [[nodiscard]] bool exceeds(const CircuitBreaker& p, std::uint32_t n) const {
        return failures_ >= p.failure_rate.value * n || slow_ >= p.slow_call_rate.value * n;
    }
    [[nodiscard]] bool trips(const CircuitBreaker& p) const {
        const auto enough = p.window.calls > 0 ? std::min(p.minimum_calls, p.window.calls) : p.minimum_calls;
        return calls_ >= enough && exceeds(p, calls_);
    }
    void add_to_seconds(bool failed, bool slow, Instant now);
    void open(const CircuitBreaker& p, Instant now);
    void close();

    State state_ = State::closed;
    Instant until_{};             // open; half-open: since
    std::uint32_t openings_ = 0;  // since it was last closed
    std::uint32_t probes_ = 0;    // let through in this half-open episode
    std::uint32_t results_ = 0;   // of them
    std::uint32_t failures_ = 0;  // in the window, or among the results of probes
    std::uint32_t slow_ = 0;      // likewise
    std::uint32_t calls_ = 0;     // in the window
    std::uint32_t in_a_row_ = 0;
    std::uint32_t next_ = 0;              // oldest outcome of a window of calls
    std::vector<std::uint8_t> outcomes_;  // 1: failed; 2: slow; 3: both
    struct Second {
        std::int64_t epoch = -1;
        std::uint32_t calls = 0, failures = 0, slow = 0;
    };
    std::vector<Second> seconds_;
    std::int64_t epoch_ = -1;  // of the last outcome
};

}  // namespace nines
