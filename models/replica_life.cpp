#include "models/replica_life.hpp"

#include <algorithm>

namespace nines {

void ReplicaLife::start(Instant now, Duration pull, Duration start_up) noexcept {
    *this = ReplicaLife{};
    state_ = State::starting;
    born_ = now;
    begun_ = after(now, pull);
    wakes_ = after(begun_, start_up);
}

void ReplicaLife::stop(Instant now, Duration back_off, Duration start_up, const Lifecycle& p) noexcept {
    const Instant born = born_;
    const bool known = is_known();
    *this = ReplicaLife{};
    state_ = State::stopped;
    born_ = born;
    begun_ = after(now, back_off);
    ready_at_ = after(begun_, start_up);
    noticed_at_ = after(now, p.unnoticed);
    noticed_ = !known || noticed_at_ <= now;
    await_next(now);
}

void ReplicaLife::drain(Instant now, const Lifecycle& p) noexcept {
    const bool ready = is_ready();
    state_ = State::draining;
    if (!ready) {  // it never took a request
        closed_ = noticed_ = true;
        grace_ends_ = wakes_ = now;
        return;
    }
    closes_ = after(now, std::min(p.pre_stop, p.grace));
    noticed_at_ = after(now, std::min(p.unnoticed, p.grace));
    grace_ends_ = after(now, p.grace);
    closed_ = closes_ <= now;
    noticed_ = noticed_at_ <= now;
    await_next(now);
}

bool ReplicaLife::wake(Instant now, const Lifecycle& p) noexcept {
    if (now < wakes_) return false;
    switch (state_) {
        case State::starting: become_ready(now, p); return true;
        case State::stopped:
            noticed_ = true;
            if (now >= ready_at_)
                become_ready(now, p);
            else
                await_next(now);
            return true;
        case State::warming:
            ++step_;
            warm(now, p);
            return true;
        case State::draining:
            closed_ = closes_ <= now;
            noticed_ = noticed_at_ <= now;
            await_next(now);
            return true;
        case State::absent:
        case State::serving: break;
    }
    return false;
}

void ReplicaLife::become_ready(Instant now, const Lifecycle& p) noexcept {
    ready_ = now;
    step_ = 0;
    closed_ = noticed_ = false;
    noticed_at_ = ready_at_ = never;
    warm(now, p);
}

void ReplicaLife::warm(Instant now, const Lifecycle& p) noexcept {
    const bool done = p.warm_up.lasting == Duration::zero() || p.warm_up.factor.value == 1.0 || step_ >= steps;
    state_ = done ? State::serving : State::warming;
    slowness_ = done ? 1.0 : 1.0 + (p.warm_up.factor.value - 1.0) * (steps - step_) / steps;
    wakes_ = done ? never : std::max(after(now, Duration{1}), after(ready_, p.warm_up.lasting * (step_ + 1) / steps));
}

// Of what a draining or stopped replica has before it, the next.
void ReplicaLife::await_next(Instant now) noexcept {
    wakes_ = ready_at_;
    for (const Instant t : {closes_, noticed_at_, grace_ends_})
        if (t > now) wakes_ = std::min(wakes_, t);
}

}  // namespace nines
