#include "tests/validation/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "batch/experiment.hpp"
#include "batch/replications.hpp"
#include "models/model.hpp"
#include "sim/random.hpp"

namespace nines::validation {

namespace {

constexpr std::uint32_t replications_at_a_time = 5000;  // a Summary keeps every figure of every replication

// By quantity, then by replication.
struct Readings {
    std::vector<std::vector<double>> values, over;
    double scale = 1.0;
    std::uint64_t requests = 0;
};

struct Lengths {
    double measured = 0.0, warmup = 0.0;
    std::uint32_t replications = 0;
    double scale = 1.0;  // as it came out
};

[[nodiscard]] Lengths shortened(const Variant& v, double scale) {
    const Length& full = v.length;
    scale = std::max(scale, v.least_scale);
    if (full.shortened == Length::Shortened::replications) {
        const auto wanted = static_cast<std::uint32_t>(std::ceil(scale * full.replications));
        const auto n = std::min(full.replications, std::max(wanted, 30U));
        return {full.measured, full.warmup, n, static_cast<double>(n) / full.replications};
    }
    // The initial transient does not get shorter because the rest does.
    return {full.measured * scale, full.warmup * std::sqrt(scale), full.replications, scale};
}

[[nodiscard]] Readings read_scenario_variant(const Variant& v, const Lengths& lengths, const std::string& where,
                                             std::uint64_t seed) {
    const auto model = model_of(v.scenario, where);
    Readings out;
    out.values.resize(v.quantities.size());
    out.over.resize(v.quantities.size());
    for (std::uint32_t done = 0; done < lengths.replications;) {
        const auto now = std::min(replications_at_a_time, lengths.replications - done);
        ExperimentOptions o;
        o.plan.warmup = {false, from_seconds(lengths.warmup)};
        o.plan.duration = from_seconds(lengths.warmup + lengths.measured);
        o.plan.replications = {now, now, std::nullopt};
        o.plan.seed = seed + done;
        o.on_replication = [&](std::uint32_t, const RunResult& result) {
            const Replication r{model->catalogue, result};
            for (std::size_t i = 0; i < v.quantities.size(); ++i) {
                out.values[i].push_back(v.quantities[i].reading(r));
                if (v.quantities[i].over) out.over[i].push_back(v.quantities[i].over(r));
            }
            out.requests += result.requests;
        };
        static_cast<void>(run_experiment(*model, o));
        done += now;
    }
    return out;
}

[[nodiscard]] Readings read_experiment(const Variant& v, const Lengths& lengths, std::uint64_t seed) {
    Readings out;
    out.values.resize(v.quantities.size());
    out.over.resize(v.quantities.size());
    replicate(
        lengths.replications, std::max(1U, std::thread::hardware_concurrency()), nullptr,
        [&](std::uint32_t r, const std::atomic<bool>&) -> std::optional<RunResult> {
            RunResult result;
            result.figures = v.experiment(seed, r);
            return result;
        },
        [&](std::uint32_t, const RunResult& result) {
            for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i].push_back(result.figures.at(i));
            return true;
        },
        [] {});
    return out;
}

[[nodiscard]] Readings read_variant(const Case& c, const Variant& v, const Effort& effort) {
    const Lengths lengths = shortened(v, effort.scale);
    const std::string where = v.name.empty() ? c.id : c.id + " " + v.name;
    const std::uint64_t seed = mix(hash_of(where) + effort.seed);
    Readings out = v.experiment ? read_experiment(v, lengths, seed) : read_scenario_variant(v, lengths, where, seed);
    out.scale = lengths.scale;
    return out;
}

}  // namespace

bool CaseResult::holds() const {
    return std::ranges::all_of(
        variants, [](const VariantResult& v) { return std::ranges::all_of(v.quantities, &QuantityResult::holds); });
}

CaseResult run_case(const Case& c, const Effort& effort) {
    const auto begun = std::chrono::steady_clock::now();
    CaseResult out;
    out.validated = &c;
    for (const Variant& v : c.variants) {
        VariantResult& result = out.variants.emplace_back();
        result.variant = &v;
        const Readings readings = read_variant(c, v, effort);
        out.requests += readings.requests;
        for (std::size_t i = 0; i < v.quantities.size(); ++i)
            result.quantities.push_back({&v.quantities[i],
                                         judge(v.quantities[i], readings.values[i], readings.over[i], readings.scale),
                                         std::nullopt});
        if (std::ranges::all_of(result.quantities, &QuantityResult::holds)) continue;
        const Readings again = read_variant(c, v, {effort.scale, effort.seed + 1'000'003});
        out.requests += again.requests;
        for (std::size_t i = 0; i < v.quantities.size(); ++i)
            if (!result.quantities[i].first.holds)
                result.quantities[i].repeated = judge(v.quantities[i], again.values[i], again.over[i], again.scale);
    }
    out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return out;
}

}  // namespace nines::validation
