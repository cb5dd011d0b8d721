// The life of one replica: whether it is there, whether it may be sent requests, and how fast it is.
//
//     absent -> starting -> warming -> serving -> draining -> absent
//                  ^                      |
//                  +------- stopped <-----+   (its process was killed, and is started again after a back-off)
//
// Always: requests are accepted in warming and serving, and in draining until it closes; callers know it in warming and
// serving, and in draining and stopped until they have noticed. A draining replica is gone once they have, it has
// closed, and nothing is inside, or its grace is over. `wakes` is the one instant at which something happens by itself;
// never: nothing does.
//
// What happens at a replica besides (failure, slowness) is not its life: see impairments.hpp.
#pragma once

#include "models/lifecycle.hpp"

namespace nines {

class ReplicaLife {
public:
    enum class State : std::uint8_t { absent, starting, warming, serving, draining, stopped };

    // Of a replica that is there from the start.
    void serve(Instant now) noexcept {
        state_ = State::serving;
        born_ = ready_ = now;
        begun_ = now;
        wakes_ = never;
    }
    // A new one: its container begins to start after `pull`, and it is ready after `start_up`.
    void start(Instant now, Duration pull, Duration start_up) noexcept;
    // Its process is gone; it begins to start again after `back_off`. Callers notice as when it drains.
    void stop(Instant now, Duration back_off, Duration start_up, const Lifecycle& p) noexcept;
    // It is told to go. REQUIRES: it is there.
    void drain(Instant now, const Lifecycle& p) noexcept;
    // `wakes` has come: true when something has changed.
    bool wake(Instant now, const Lifecycle& p) noexcept;
    // It is gone.
    void end() noexcept { *this = ReplicaLife{}; }

    [[nodiscard]] State state() const noexcept { return state_; }
    [[nodiscard]] Instant wakes() const noexcept { return wakes_; }
    [[nodiscard]] bool is_there() const noexcept { return state_ != State::absent; }
    // Wanted: counts as one of the replicas that the service is to have.
    [[nodiscard]] bool is_wanted() const noexcept { return is_there() && state_ != State::draining; }
    [[nodiscard]] bool is_ready() const noexcept { return state_ == State::warming || state_ == State::serving; }
    // Its process is up: it works on what is inside.
    [[nodiscard]] bool is_up() const noexcept { return is_ready() || state_ == State::draining; }
    [[nodiscard]] bool accepts() const noexcept { return is_ready() || (state_ == State::draining && !closed_); }
    [[nodiscard]] bool is_known() const noexcept {
        return is_ready() || ((state_ == State::draining || state_ == State::stopped) && !noticed_);
    }
    // Callers have noticed, and nothing is inside any more or its grace is over: what still is is lost.
    [[nodiscard]] bool is_over(Instant now, std::uint32_t inside) const noexcept {
        return state_ == State::draining && noticed_ && ((closed_ && inside == 0) || now >= grace_ends_);
    }
    [[nodiscard]] double slowness() const noexcept { return slowness_; }
    [[nodiscard]] Instant born() const noexcept { return born_; }    // when it was created
    [[nodiscard]] Instant begun() const noexcept { return begun_; }  // when its container began to start
    [[nodiscard]] Instant ready_since() const noexcept { return ready_; }

private:
    static constexpr int steps = 10;  // of a warm-up

    void become_ready(Instant now, const Lifecycle& p) noexcept;
    void warm(Instant now, const Lifecycle& p) noexcept;
    void await_next(Instant now) noexcept;

    State state_ = State::absent;
    bool closed_ = false, noticed_ = false;
    int step_ = 0;
    double slowness_ = 1.0;
    Instant wakes_ = never;
    Instant born_ = never, begun_ = never, ready_ = never;
    Instant closes_ = never, noticed_at_ = never, grace_ends_ = never, ready_at_ = never;
};

}  // namespace nines
