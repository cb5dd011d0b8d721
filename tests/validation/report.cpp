#include "tests/validation/report.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace nines::validation {

namespace {

constexpr const char* preface =
    R"page(# Validation

Is the simulator right? This page sets its results beside values that are known without it: formulas of queueing and
reliability theory, numerical solutions of Markov chains, and published approximations. Each case is an ordinary
scenario, run by the same engine and estimated by the same code as any other; only the expected value comes from
elsewhere. It is written by `./nines validate`, which exits with status 1 when a value does not hold; the test
`validation_test` runs the same cases, shortened, with every change.

How a value is judged, by what is known of it:

- A formula (most are): the simulator's own 99.9% interval (Student's t over independent replications) must hold the
  expected value, **and** the estimate must be within the tolerance of it. The first catches a bias, however small, if
  the run is long enough to show it; the second an interval that is too wide to show anything.
- An *approximation* or the *reference* of an independent simulation: the estimate must be within the tolerance, which
  allows for their own error.
- A *bound*: no replication may pass it.
- Something *computed*, with nothing random in it: equal to floating-point accuracy.

About one correct check in a thousand fails by chance, so what fails is run once more with other random numbers; "holds
(2nd run)" marks those. Failing twice is a defect. One unit of a model's time, whatever the model calls it, is one
second here.

)page";

[[nodiscard]] std::string number(double x) { return std::isnan(x) ? "" : fmt::format("{:.6g}", x); }

[[nodiscard]] std::string percent(double share) {
    return std::isnan(share) ? "" : fmt::format("{:+.2g}%", share * 100.0);
}

[[nodiscard]] std::string tolerance(const Quantity& q, const Finding& f) {
    switch (q.kind) {
        case Kind::exact: return fmt::format("{:.3g}%", f.tolerance * 100.0);
        case Kind::approximation: return fmt::format("{:.3g}%, approximation", f.tolerance * 100.0);
        case Kind::reference: return fmt::format("{:.3g}%, reference", f.tolerance * 100.0);
        case Kind::at_least: return "at least";
        case Kind::at_most: return "at most";
        case Kind::computed: return fmt::format("{:.0e}, computed", f.tolerance);
    }
    return {};
}

[[nodiscard]] const char* verdict(const QuantityResult& q) {
    if (q.first.holds) return "holds";
    return q.holds() ? "holds (2nd run)" : "**DEFECT**";
}

[[nodiscard]] std::string row(const QuantityResult& q) {
    const Finding& f = q.last();
    const std::string interval = std::isnan(f.low) ? "" : number(f.low) + " to " + number(f.high);
    return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", q.quantity->number, q.quantity->name,
                       number(q.quantity->expected), number(f.estimate), interval, percent(f.deviation),
                       tolerance(*q.quantity, f), verdict(q));
}

[[nodiscard]] std::string length_of(const CaseResult& c) {
    std::string out;
    for (const auto& v : c.validated->variants) {
        if (v.experiment) continue;
        const Length& l = v.length;
        const auto text = fmt::format("{} replications of {:.6g} s after a warm-up of {:.6g} s", l.replications,
                                      l.measured, l.warmup);
        if (out.find(text) == std::string::npos) out += (out.empty() ? "" : "; ") + text;
    }
    return out;
}

[[nodiscard]] std::string section(const CaseResult& c) {
    std::string out = fmt::format("## {} {}\n\n", c.validated->id, c.validated->title);
    if (!c.validated->note.empty()) out += c.validated->note + "\n\n";
    if (const auto length = length_of(c); !length.empty()) out += "Length: " + length + ".\n\n";
    out +=
        "| # | quantity | expected | simulated | 99.9% interval | deviation | tolerance | verdict |\n"
        "| ---: | --- | ---: | ---: | --- | ---: | --- | --- |\n";
    for (const auto& v : c.variants)
        for (const auto& q : v.quantities) out += row(q);
    for (const auto& n : c.validated->not_yet) out += fmt::format("\nNot yet: {}: {}.\n", n.what, n.why);
    return out + "\n";
}

struct Tally {
    std::size_t quantities = 0, held = 0, repeated = 0;
};
[[nodiscard]] Tally tally(std::span<const CaseResult> results) {
    Tally t;
    for (const auto& c : results)
        for (const auto& v : c.variants)
            for (const auto& q : v.quantities) {
                ++t.quantities;
                t.held += q.holds() ? 1 : 0;
                t.repeated += q.repeated ? 1 : 0;
            }
    return t;
}

[[nodiscard]] std::string scatter_section(std::span<const CaseResult> results) {
    const Scatter s = scatter_of(results);
    if (s.count < 2) return {};
    return fmt::format(
        "## All deviations together\n\n"
        "If the simulator and its intervals are right, the deviations of the quantities with a formula, each divided "
        "by its standard "
        "error, look like draws from the standard normal distribution: neither too wide, which would be a bias, nor "
        "suspiciously narrow. "
        "(Taken from the first runs, made normal from Student's t. Quantities of one case come from the same runs and "
        "are not "
        "independent, so the p-value is a guide only.)\n\n"
        "| quantities | mean (0) | standard deviation (1) | Kolmogorov-Smirnov distance | its p-value |\n| ---: | ---: "
        "| ---: | ---: | ---: |\n"
        "| {} | {:.2f} | {:.2f} | {:.3f} | {:.2g} |\n\n",
        s.count, s.mean, s.sd, s.distance, s.p);
}

[[nodiscard]] std::string later_section() {
    std::string out = "## Not yet\n\nCases of the catalogue that wait for models still to come:\n\n";
    for (const auto& n : later_cases()) out += fmt::format("- {}: {}\n", n.what, n.why);
    return out;
}

}  // namespace

Scatter scatter_of(std::span<const CaseResult> results) {
    std::vector<double> z;
    for (const auto& c : results)
        for (const auto& v : c.variants)
            for (const auto& q : v.quantities)
                if (!std::isnan(q.first.z)) z.push_back(q.first.z);
    return scatter(std::move(z));
}

std::string markdown(std::span<const CaseResult> results, const Effort& effort) {
    std::string out = preface;
    const Tally t = tally(results);
    out += fmt::format("**{} of {} values hold**, in {} cases", t.held, t.quantities, results.size());
    out += t.repeated > 0 ? fmt::format("; {} took a second run", t.repeated) : "";
    out +=
        effort.scale < 1.0
            ? fmt::format(". Shortened to {:g} of the full length, with tolerances widened to match.\n\n", effort.scale)
            : ".\n\n";
    for (const auto& c : results) out += section(c);
    return out + scatter_section(results) + later_section();
}

std::string json(std::span<const CaseResult> results, const Effort& effort) {
    const auto value = [](double x) { return std::isnan(x) ? nlohmann::ordered_json{} : nlohmann::ordered_json(x); };
    nlohmann::ordered_json out{
        {"scale", effort.scale}, {"seed", effort.seed}, {"cases", nlohmann::ordered_json::array()}};
    for (const auto& c : results) {
        nlohmann::ordered_json quantities = nlohmann::ordered_json::array(), not_yet = nlohmann::ordered_json::array();
        for (const auto& v : c.variants)
            for (const auto& q : v.quantities) {
                const Finding& f = q.last();
                quantities.push_back({{"number", q.quantity->number},
                                      {"variant", v.variant->name},
                                      {"name", q.quantity->name},
                                      {"expected", q.quantity->expected},
                                      {"estimate", value(f.estimate)},
                                      {"low", value(f.low)},
                                      {"high", value(f.high)},
                                      {"confidence", 0.999},
                                      {"deviation", value(f.deviation)},
                                      {"tolerance", f.tolerance},
                                      {"z", value(q.first.z)},
                                      {"repeated", q.repeated.has_value()},
                                      {"holds", q.holds()}});
            }
        for (const auto& n : c.validated->not_yet) not_yet.push_back({{"what", n.what}, {"why", n.why}});
        out["cases"].push_back({{"id", c.validated->id},
                                {"title", c.validated->title},
                                {"holds", c.holds()},
                                {"requests", c.requests},
                                {"seconds", c.seconds},
                                {"quantities", quantities},
                                {"not_yet", not_yet}});
    }
    const Scatter s = scatter_of(results);
    out["scatter"] = {
        {"count", s.count}, {"mean", s.mean}, {"sd", s.sd}, {"kolmogorov_smirnov", s.distance}, {"p", s.p}};
    return out.dump(2) + "\n";
}

}  // namespace nines::validation
