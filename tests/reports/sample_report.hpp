// A report of a real run, small and quick: two clients, a breaker that opens, a scheduled fault, an objective that is
// met and one that is missed.
#pragma once

#include <QtGlobal>
#include <string>

#include "models/compile.hpp"
#include "reports/report.hpp"
#include "scenarios/reader.hpp"

namespace nines::tests {

inline constexpr const char* sample_text =
    "nines: 1\n"
    "name: Small shop\n"
    "description: Three services and a desk\n"
    "run: { duration: 3min, warmup: 20s, replications: 5 }\n"
    "places: { north: { zones: [a, b] } }\n"
    "policies:\n"
    "  careful: { timeout: 200ms, circuit_breaker: { window: 5s, minimum_calls: 10, failure_rate: 50%, open_for: 5s } "
    "}\n"
    "services:\n"
    "  gateway:\n"
    "    replicas: { count: 2, concurrency: 50 }\n"
    "    endpoints: { buy: [ { work: 1ms }, { call: stock.reserve, with: careful }, { call: pay } ] }\n"
    "  stock:\n"
    "    replicas: { count: 2, concurrency: 4 }\n"
    "    endpoints: { reserve: [ { work: exponential(20ms) } ] }\n"
    "  pay: { endpoints: { charge: { steps: [ { work: 2ms } ], error_rate: 1% } } }\n"
    "  desk: { replicas: { concurrency: 4 }, endpoints: { serve: [ { work: exponential(100ms) } ] } }\n"
    "clients:\n"
    "  shoppers: { arrivals: poisson(60/s), call: gateway.buy, patience: 1s }\n"
    "  callers: { arrivals: poisson(32/s), call: desk }\n"
    "faults: [ { at: 90s, service: stock, outage: 30s } ]\n"
    "slos:\n"
    "  - { name: calls are answered, of: callers, good: success, objective: 99% }\n"
    "  - { name: buying works, of: shoppers, good: success, objective: 99.9% }\n";

// What the run of a scenario reports.
[[nodiscard]] inline Report simulated_report(const std::string& text) {
    auto loaded = read_scenario(text, "shop.yaml");
    if (!loaded) qFatal("%s", print_problems(loaded.problems()).c_str());
    Report r;
    r.scenario = loaded->scenario;
    r.run = {.id = 7,
             .name = r.scenario.name,
             .file = "folder/shop.yaml",
             .text = text,
             .changes = {{"run.seed", "1"}},
             .seed = 1,
             .version = "0.1.0 (test)",
             .state = RunState::done,
             .started = "2026-03-01T12:34:56Z",
             .finished = "2026-03-01T12:35:01Z",
             .replications = r.scenario.run.replications.at_most};
    const auto model = compile(r.scenario);
    r.catalogue = catalogue_of(*model);
    ExperimentOptions options;
    options.plan = r.scenario.run;
    r.summary = run_experiment(*model, options);
    conclude(r);
    return r;
}

// Made once in a program, and the same every time.
[[nodiscard]] inline const Report& sample_report() {
    static const Report report = simulated_report(sample_text);
    return report;
}

}  // namespace nines::tests
