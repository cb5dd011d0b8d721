#include "sim/sampler.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace nines {

namespace {

// Marsaglia and Tsang 2000, shape >= 1; below 1 through shape + 1.
[[nodiscard]] double draw_gamma(Random& r, double shape) {
    if (shape < 1.0) return draw_gamma(r, shape + 1.0) * std::pow(r.uniform_positive(), 1.0 / shape);
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
        double x = 0.0, v = 0.0;
        do {
            x = r.normal();
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
        const double u = r.uniform_positive();
        if (std::log(u) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
    }
}

// Standard normal given that it exceeds a: by rejection from the normal when that mostly succeeds, otherwise from an
// exponential (Robert 1995).
[[nodiscard]] double draw_normal_above(Random& r, double a) {
    if (a < 0.5) {
        for (;;)
            if (const double x = r.normal(); x >= a) return x;
    }
    const double rate = (a + std::sqrt(a * a + 4.0)) / 2.0;
    for (;;) {
        const double x = a + r.exponential() / rate;
        if (r.uniform() <= std::exp(-0.5 * (x - rate) * (x - rate))) return x;
    }
}

[[nodiscard]] std::size_t pick(Random& r, const std::vector<double>& cumulative) {
    const double u = r.uniform() * cumulative.back();
    const auto it = std::ranges::upper_bound(cumulative, u);
    return std::min(static_cast<std::size_t>(it - cumulative.begin()), cumulative.size() - 1);
}

void accumulate(std::vector<double>& cumulative, double weight) {
    cumulative.push_back((cumulative.empty() ? 0.0 : cumulative.back()) + weight);
}

}  // namespace

Sampler::Sampler(const Distribution& d) {
    assert(d.problem().empty());
    using F = Distribution::Family;
    constexpr double ns = 1e9;
    const auto& p = d.parameters;
    auto table = std::make_shared<Table>();
    switch (d.family) {
        case F::constant: constant_ = from_seconds(p[0]); return;
        case F::exponential:
            kind_ = Kind::exponential;
            a_ = p[0] * ns;
            return;
        case F::uniform:
            kind_ = Kind::uniform;
            a_ = p[0] * ns;
            b_ = (p[1] - p[0]) * ns;
            return;
        case F::gamma:
        case F::erlang:
            kind_ = Kind::gamma;
            a_ = p[0];
            b_ = p[1] / p[0] * ns;
            return;
        case F::normal:
            kind_ = Kind::normal;
            a_ = p[0] * ns;
            b_ = p[1] * ns;
            c_ = -p[0] / p[1];
            return;
        case F::lognormal:
            kind_ = Kind::lognormal;
            a_ = p[0] + std::log(ns);
            b_ = p[1];
            return;
        case F::weibull:
            kind_ = Kind::weibull;
            a_ = 1.0 / p[0];
            b_ = p[1] * ns;
            return;
        case F::pareto:
            kind_ = Kind::pareto;
            a_ = -1.0 / p[0];
            b_ = p[1] * ns;
            c_ = 1.0 - std::pow(p[1] / p[2], p[0]);
            return;
        case F::hyperexponential:
            kind_ = Kind::phases;
            for (std::size_t i = 0; i + 1 < p.size(); i += 2) {
                accumulate(table->cumulative, p[i]);
                table->values.push_back(p[i + 1] * ns);
            }
            break;
        case F::mixture:
            kind_ = Kind::mixture;
            for (std::size_t i = 0; i < p.size(); ++i) {
                accumulate(table->cumulative, p[i]);
                table->components.emplace_back(d.components[i]);
            }
            break;
        case F::empirical:
            kind_ = Kind::empirical;
            for (const double v : p) table->values.push_back(v * ns);
            break;
        case F::histogram:
            kind_ = Kind::histogram;
            for (std::size_t i = 0; i + 2 < p.size(); i += 3) {
                accumulate(table->cumulative, p[i + 2]);
                table->values.push_back(p[i] * ns);
                table->widths.push_back((p[i + 1] - p[i]) * ns);
            }
            break;
    }
    table_ = std::move(table);
}

double Sampler::draw_ns(Random& r) const noexcept {
    switch (kind_) {
        case Kind::uniform: return a_ + b_ * r.uniform();
        case Kind::gamma: return b_ * draw_gamma(r, a_);
        case Kind::normal: return std::max(0.0, a_ + b_ * draw_normal_above(r, c_));
        case Kind::lognormal: return std::exp(a_ + b_ * r.normal());
        case Kind::weibull: return b_ * std::pow(r.exponential(), a_);
        case Kind::pareto: return b_ * std::pow(1.0 - c_ * r.uniform(), a_);
        case Kind::phases: return table_->values[pick(r, table_->cumulative)] * r.exponential();
        case Kind::mixture: return static_cast<double>(table_->components[pick(r, table_->cumulative)](r).count());
        case Kind::empirical: return table_->values[r.below(table_->values.size())];
        case Kind::histogram: {
            const std::size_t bin = pick(r, table_->cumulative);
            return table_->values[bin] + table_->widths[bin] * r.uniform();
        }
        case Kind::exponential: return a_ * r.exponential();
        case Kind::constant: return static_cast<double>(constant_.count());
    }
    return 0.0;
}

}  // namespace nines
