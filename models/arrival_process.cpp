#include "models/arrival_process.hpp"

#include <algorithm>
#include <cmath>

namespace nines {

ArrivalProcess::ArrivalProcess(const Arrivals& a, Random random)
    : parameters_(&a), random_(random), poisson_(a.process == Arrivals::Process::poisson) {
    if (a.process == Arrivals::Process::poisson || a.process == Arrivals::Process::constant)
        mean_gap_ns_ = a.rate > 0.0 ? 1e9 / a.rate : 1e19;
    if (a.process == Arrivals::Process::mmpp) begin_modulation();
    ahead_ = poisson_ ? one_more() : one_more_of_the_others();
}

// A stationary start: a phase with the probability of its share of the time.
void ArrivalProcess::begin_modulation() {
    const auto& phases = parameters_->phases;
    double total = 0.0;
    for (const auto& p : phases) total += p.seconds;
    double left = random_.uniform() * total;
    while (phase_ + 1 < phases.size() && left >= phases[phase_].seconds) left -= phases[phase_++].seconds;
    phase_end_ns_ = random_.exponential() * phases[phase_].seconds * 1e9;
}

Instant ArrivalProcess::one_more_of_the_others() {
    switch (parameters_->process) {
        case Arrivals::Process::constant: ns_ += mean_gap_ns_; return instant();
        case Arrivals::Process::mmpp: return next_modulated();
        case Arrivals::Process::replay:
            if (phase_ >= parameters_->instants.size()) return never;
            ns_ = parameters_->instants[phase_++] * 1e9;
            return instant();
        default: return next_of_profile();
    }
}

Instant ArrivalProcess::next_modulated() {
    const auto& phases = parameters_->phases;
    for (;;) {
        const double rate = phases[phase_].rate;
        const double gap = rate > 0.0 ? random_.exponential() / rate * 1e9 : 1e19;
        if (ns_ + gap < phase_end_ns_) {
            ns_ += gap;
            return instant();
        }
        ns_ = phase_end_ns_;
        if (ns_ > 9.2e18) return never;
        phase_ = (phase_ + 1) % phases.size();
        phase_end_ns_ += random_.exponential() * phases[phase_].seconds * 1e9;
    }
}

// Inverts the integral of the rate: linear between the points, so quadratic within a segment.
Instant ArrivalProcess::next_of_profile() {
    const auto& points = parameters_->phases;
    double wanted = random_.exponential();
    double t = ns_ * 1e-9;
    const double period = points.back().seconds;
    const bool repeats = parameters_->process == Arrivals::Process::profile && period > 0.0;
    int idle_periods = 0;
    for (;;) {
        if (phase_ + 1 >= points.size()) {
            if (!repeats) {
                if (points.back().rate <= 0.0) return never;
                ns_ = (t + wanted / points.back().rate) * 1e9;
                return instant();
            }
            period_start_ += period;
            phase_ = 0;
            if (++idle_periods > 2 && parameters_->mean_rate() <= 0.0) return never;
            continue;
        }
        const auto& a = points[phase_];
        const auto& b = points[phase_ + 1];
        const double end = period_start_ + b.seconds;
        if (t < period_start_ + a.seconds) t = period_start_ + a.seconds;
        const double span = b.seconds - a.seconds;
        const double slope = span > 0.0 ? (b.rate - a.rate) / span : 0.0;
        const double rate = a.rate + slope * (t - period_start_ - a.seconds);
        const double available = end > t ? (rate + b.rate) / 2.0 * (end - t) : 0.0;
        if (wanted < available) {
            // slope/2 x^2 + rate x = wanted, in the form that does not cancel.
            const double root = std::sqrt(std::max(0.0, rate * rate + 2.0 * slope * wanted));
            t += 2.0 * wanted / (rate + root);
            ns_ = t * 1e9;
            return instant();
        }
        wanted -= available;
        t = end;
        ++phase_;
    }
}

}  // namespace nines
